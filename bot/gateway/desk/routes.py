"""The routes of the desk: who has the conversation, what the visitor does about it, who is there."""

from __future__ import annotations

import asyncio
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from bot.gateway import intake, script
from bot.gateway.address import client_address
from bot.gateway.api import DeskIn, PresenceIn
from bot.gateway.arrival import Arrival
from bot.gateway.errors import ApiError
from bot.gateway.faults import as_api_error
from bot.gateway.parts import Parts, parts_of
from bot.gateway.replies import answer, failure
from bot.safety import flagged
from bot.store.records import Conversation, Event

desk = Blueprint("desk", url_prefix="/v1/conversations")


@desk.get("/<conversation_id:str>/desk")
async def show(request: Request, conversation_id: str) -> HTTPResponse:
    """Say who has the conversation."""
    parts = parts_of(request)
    await parts.sessions.open(conversation_id, request.token)
    view = await parts.desk.view(conversation_id)
    return answer({"desk": view, "help": parts.voice.help(view["language"])})


@desk.post("/<conversation_id:str>/desk", stream=True)
async def act(request: Request, conversation_id: str) -> HTTPResponse:
    """Take a press, or a message that is left: its words are screened before anything else."""
    parts = parts_of(request)
    body = await intake.body_of(request, parts.settings)
    words, client_id = _words(body.data)
    arrival = Arrival(parts, conversation_id, request.token, words, words, client_id)
    conversation = None
    try:
        conversation = await arrival.admit(client_address(request), body.problem)
        given = intake.parse_as(DeskIn, body.data)
        await _count(parts, conversation, given, arrival, client_address(request))
        events = await _do(parts, conversation, given, arrival)
        view = await parts.desk.view(conversation_id)
    except asyncio.CancelledError:
        # The visitor has left; danger counts all the same.
        arrival.leave_a_trace()
        raise
    except Exception as error:
        arrival.leave_a_trace()
        shown = as_api_error(error)
        extra = await _as_it_is(parts, conversation, shown)
        return failure(parts.voice, shown, arrival.card, extra)
    help_now = parts.voice.help(view["language"])
    careful = conversation.careful or arrival.card is not None
    reply = {
        "events": [event.as_dict() for event in events],
        "desk": view,
        "help": help_now,
        "pinned_help": help_now if careful else None,
    }
    return answer(reply)


@desk.post("/<conversation_id:str>/presence")
async def presence(request: Request, conversation_id: str) -> HTTPResponse:
    """Take a sign of the visitor's page."""
    parts = parts_of(request)
    given = intake.parse_as(PresenceIn, request.body)
    await parts.sessions.open(conversation_id, request.token)
    await parts.limits.signal_in(conversation_id)
    if parts.presence.visitor(conversation_id, delivered=given.seq, typing=given.typing):
        parts.desk.changed()
    if given.typing and parts.presence.is_new(conversation_id):
        await parts.desk.hears(conversation_id)
    return empty()


def _words(data: bytes) -> tuple[str, str | None]:
    """Return what the visitor typed, and the client's id; all words where it cannot be told."""
    try:
        given = intake.parse_as(DeskIn, data)
    except ApiError:
        return intake.words_of(data), None
    typed = (one for one in (given.text, given.reach) if one)
    return "\n".join(typed), str(given.client_id)


async def _count(
    parts: Parts, conversation: Conversation, given: DeskIn, arrival: Arrival, address: str
) -> None:
    """Count a request for a person, once; in danger none is counted, and none refused.

    What follows it is not: whoever was offered a person, or the form, is not turned away then.

    Raises:
        ApiError: There were too many from this address.
    """
    if given.action != "request" or conversation.careful or arrival.needs_help:
        return
    if await parts.store.message(conversation.id, str(given.client_id)) is None:
        await parts.limits.request_from(address)


async def _do(
    parts: Parts, conversation: Conversation, given: DeskIn, arrival: Arrival
) -> list[Event]:
    client_id = str(given.client_id)
    if given.action != "send" or given.text is None or given.reach is None:
        return await parts.visitors.act(conversation.id, given.action, client_id)
    screened, known = arrival.taken()
    shown: list[Event] = []
    if arrival.card is not None:
        # Before the message is kept, which may fail.
        card = script.card(arrival.card, parts.voice)
        shown = await parts.store.add_card(conversation.id, client_id, card, known.as_dict())
        parts.hub.notify(conversation.id)
    danger = conversation.careful or screened.needs_card
    events = await parts.visitors.send(
        conversation.id, client_id, given.text, given.reach, danger=danger
    )
    if flagged(screened.findings):
        parts.turns.tell(conversation.id, screened.findings, client_id)
    return [*shown, *(one for one in events if one.seq not in {card.seq for card in shown})]


async def _as_it_is(
    parts: Parts, conversation: Conversation | None, error: ApiError
) -> dict[str, Any] | None:
    """Return the desk, for a page that has missed how it moved on."""
    if conversation is None or error.code != "desk_not_possible":
        return None
    try:
        return {"desk": await parts.desk.view(conversation.id)}
    except Exception as problem:
        as_api_error(problem)
        return None
