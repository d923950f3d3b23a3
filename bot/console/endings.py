"""Letting a conversation go: to a colleague, back to the assistant, or to its end."""

from __future__ import annotations

from typing import Final

from sanic import Blueprint, HTTPResponse, Request

from bot.console import danger, forms, pages
from bot.console.conversations import ID, REFUSALS, episode_of, holds, refused
from bot.console.parts import console_of, session_of
from bot.console.typed import Typed

endings = Blueprint("staff_endings", url_prefix="/staff/conversations")

NOT_HELD: Final = "You do not hold this conversation."
NOT_SURE: Final = (
    "This chat showed danger, so nothing was changed. Do the steps for danger in the staff guide,"
    " tick the box, and press the button again."
)
NOT_IN_DANGER: Final = (
    "That reason does not fit a chat that showed danger, so nothing was changed. Choose another."
)


@endings.post(f"/{ID}/hand")
async def hand(request: Request, episode_id: str) -> HTTPResponse:
    """Give the conversation to a colleague."""
    console, me = console_of(request), session_of(request).staff
    episode = await episode_of(request, episode_id)
    given = forms.fields(request)
    typed = Typed.of(given)
    to = await console.accounts.get(given.get("to", "")[:64])
    if to is None or to.disabled or to.id == me.id:
        return await refused(request, episode_id, "Choose a colleague.", typed)
    try:
        await console.desk.hand_to(episode_id, me, to)
    except REFUSALS:
        return await refused(request, episode_id, NOT_HELD, typed)
    await console.audit.note(me.id, "handed_on", episode.conversation, f"to {to.id}")
    return pages.go(pages.HOME, "handed")


@endings.post(f"/{ID}/return")
async def give_back(request: Request, episode_id: str) -> HTTPResponse:
    """Return the visitor to the assistant; in danger, once the box is ticked."""
    console, me = console_of(request), session_of(request).staff
    episode = await episode_of(request, episode_id)
    given = forms.fields(request)
    typed = Typed.of(given, "return")
    asks = danger.showed_danger(episode)
    if holds(episode, me) and asks and not danger.is_sure(given):
        return await refused(request, episode_id, NOT_SURE, typed)
    try:
        await console.desk.give_back(episode_id, me)
    except REFUSALS:
        return await refused(request, episode_id, NOT_HELD, typed)
    detail = danger.NOTED if asks else ""
    await console.audit.note(me.id, "returned", episode.conversation, detail)
    return pages.go(pages.HOME, "returned")


@endings.post(f"/{ID}/close")
async def close(request: Request, episode_id: str) -> HTTPResponse:
    """End the conversation, with a reason; in danger, with one that fits, once the box is ticked."""
    console, me = console_of(request), session_of(request).staff
    episode = await episode_of(request, episode_id)
    given = forms.fields(request)
    typed = Typed.of(given, "close")
    asks = danger.showed_danger(episode)
    reason = console.content().reason(typed.why)
    if reason is None:
        return await refused(request, episode_id, "Choose a reason.", typed)
    if holds(episode, me) and asks:
        if reason.not_in_danger:
            return await refused(request, episode_id, NOT_IN_DANGER, typed)
        if not danger.is_sure(given):
            return await refused(request, episode_id, NOT_SURE, typed)
    try:
        await console.desk.close(episode_id, me, reason.id)
    except REFUSALS:
        return await refused(request, episode_id, NOT_HELD, typed)
    detail = f"{reason.id}; {danger.NOTED}" if asks else reason.id
    await console.audit.note(me.id, "closed", episode.conversation, detail)
    return pages.go(pages.HOME, "closed")
