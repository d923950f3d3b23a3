"""The routes of a conversation."""

from __future__ import annotations

import asyncio
import time

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from bot.gateway import intake, script
from bot.gateway.address import client_address
from bot.gateway.api import CreateIn, MessageIn
from bot.gateway.arrival import Arrival
from bot.gateway.errors import ApiError
from bot.gateway.faults import as_api_error
from bot.gateway.message import Message
from bot.gateway.parts import Parts, parts_of
from bot.gateway.replies import answer, failure
from bot.gateway.sessions import hash_token, new_id, new_token
from bot.safety.known import Known
from bot.store.records import Button

conversations = Blueprint("conversations", url_prefix="/v1/conversations")


@conversations.post("/")
async def create(request: Request) -> HTTPResponse:
    """Start a conversation: with the first screen, or with a greeting for who has agreed to it."""
    parts = parts_of(request)
    wanted = intake.parse_as(CreateIn, request.body) if request.body else CreateIn()
    if wanted.consent not in (None, parts.voice.first_screen_version()):
        raise ApiError(409, "consent_changed")
    await parts.limits.conversation_from(client_address(request))
    if await parts.store.count() >= parts.settings.max_conversations:
        raise ApiError(429, "too_many_conversations", retry_after=60)
    conversation_id, token = new_id(), new_token()
    opening = script.first_screen if wanted.consent is None else script.hello
    # Of a page in Spanish. English is what everything begins with, and so tells nothing of the visitor.
    known = Known(language=wanted.language).as_dict() if wanted.language != "en" else None
    events = await parts.store.create(
        conversation_id,
        hash_token(token),
        [opening(parts.voice, wanted.language)],
        wanted.consent,
        known,
    )
    body = {
        "id": conversation_id,
        "token": token,
        "events": [event.as_dict() for event in events],
        "help": parts.voice.help(wanted.language),
    }
    return answer(body, 201)


@conversations.delete("/<conversation_id:str>")
async def clear(request: Request, conversation_id: str) -> HTTPResponse:
    """Delete a conversation and Rasa's tracker of it."""
    parts = parts_of(request)
    await parts.sessions.open(conversation_id, request.token, expired_too=True)
    if not await parts.sweeper.clear(conversation_id):
        raise ApiError(404, "conversation_not_found")
    return empty()


@conversations.post("/<conversation_id:str>/messages", stream=True)
async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """Take a visitor's message: danger first, everything else after.

    The body is read by the route itself (`stream`), as Sanic would refuse a large one before it
    could be screened.
    """
    parts = parts_of(request)
    deadline = time.monotonic() + parts.settings.late_after
    body = await intake.body_of(request, parts.settings)
    found = intake.message_in(body.data)
    words = intake.words_of(body.data)
    # Typed is no token of a button; all words where it cannot be told.
    typed, client_id = (words, None) if found is None else (found.text or "", str(found.client_id))
    arrival = Arrival(parts, conversation_id, request.token, words, typed, client_id)
    try:
        conversation = await arrival.admit(client_address(request), body.problem)
        message = found or intake.parse(body.data)
        if message.text is not None and len(message.text) > parts.settings.max_text_chars:
            raise ApiError(
                413, "message_too_long", f"at most {parts.settings.max_text_chars} characters"
            )
        pressed = await _pressed(parts, conversation_id, message)
        calm = pressed is not None and pressed.payload == script.NOT_IN_DANGER
        screened, known = arrival.taken(calm=calm)
        taken = Message(
            conversation=conversation,
            client_id=str(message.client_id),
            screened=screened,
            card=arrival.card,
            text=pressed.title if pressed else message.text or "",
            pressed=pressed,
            choice=message.choice,
            known=known,
        )
        outcome = await parts.turns.take(taken, deadline)
    except asyncio.CancelledError:
        # The visitor has left; danger counts all the same.
        arrival.leave_a_trace()
        raise
    except Exception as error:
        arrival.leave_a_trace()
        return failure(parts.voice, as_api_error(error), arrival.card)
    help_now = parts.voice.help(taken.language)
    reply = {
        "events": [event.as_dict() for event in outcome.events],
        "late": outcome.late,
        "help": help_now,
        "pinned_help": help_now if taken.careful or outcome.careful else None,
    }
    return answer(reply)


async def _pressed(parts: Parts, conversation_id: str, message: MessageIn) -> Button | None:
    if message.choice is None:
        return None
    known = message.choice.isascii() and message.choice.isprintable()
    button = await parts.store.choice(conversation_id, message.choice) if known else None
    if button is None:
        raise ApiError(400, "unknown_choice")
    return button
