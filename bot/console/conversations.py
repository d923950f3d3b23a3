"""One conversation: reading along, taking it, replying, and letting it go."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from bot.console import forms, pages, reach, rows
from bot.console.content import Content
from bot.console.desk import AlreadyClaimed, DeskRefusal
from bot.console.parts import Console, console_of, session_of
from bot.handoff.episode import Episode, State
from bot.handoff.errors import IllegalTransition
from bot.store.errors import EpisodeChanged, EpisodeGone
from bot.store.records import Event
from bot.store.staff import Staff

conversations = Blueprint("staff_conversations", url_prefix="/staff/conversations")
ID: Final = "<episode_id:[A-Za-z0-9_-]{1,64}>"
LONGEST_REPLY: Final = 4000
MARKED_LATER: Final = 20
_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9-]{8,36}")
REFUSALS: Final = (DeskRefusal, IllegalTransition, EpisodeChanged)

#: Why an episode ended, when it was not staff who chose a reason.
ENDINGS: Final = {
    "declined": "The visitor did not want to wait.",
    "cancelled": "The visitor stopped waiting.",
    "returned": "Returned to the assistant.",
    "ended": "The visitor ended the conversation.",
    "closed": "The practice was closed.",
    "idle": "Ended, as the visitor no longer wrote.",
    "message_sent": "The visitor left a message.",
    "skipped": "The visitor left no message.",
    "lapsed": "The visitor did not answer in time.",
}


@conversations.get(f"/{ID}")
async def show(request: Request, episode_id: str) -> HTTPResponse:
    """Show a conversation, and note who saw it."""
    return await _page(request, await _episode(request, episode_id))


@conversations.post(f"/{ID}/claim")
async def claim(request: Request, episode_id: str) -> HTTPResponse:
    """Take a waiting conversation; who is too late is told who has it."""
    console, me = console_of(request), session_of(request).staff
    episode = await _episode(request, episode_id)
    try:
        await console.desk.claim(episode_id, me)
    except AlreadyClaimed as lost:
        await console.audit.note(me.id, "claim_lost", episode.conversation)
        return await _refused(request, episode_id, f"{lost.owner} has this conversation already.")
    except REFUSALS:
        return await _refused(request, episode_id, "This conversation no longer waits.")
    await console.audit.note(me.id, "claimed", episode.conversation)
    return pages.go(_address(episode_id))


@conversations.post(f"/{ID}/reply")
async def reply(request: Request, episode_id: str) -> HTTPResponse:
    """Say something to the visitor."""
    console, me = console_of(request), session_of(request).staff
    episode = await _episode(request, episode_id)
    given = forms.fields(request)
    text, client_id = forms.clean(given.get("text", "")), given.get("client_id", "")
    if not _CLIENT_ID.fullmatch(client_id):
        return await _refused(request, episode_id, "The form was not whole. Send it again.", text)
    if not text:
        return await _refused(request, episode_id, "Write something first.", text, client_id)
    if len(text) > LONGEST_REPLY:
        problem = f"A reply has at most {LONGEST_REPLY} characters; this one has {len(text)}."
        return await _refused(request, episode_id, problem, text, client_id)
    try:
        await console.desk.reply(episode_id, me, text, client_id)
    except REFUSALS:
        problem = "This was not sent: you no longer hold the conversation. Your words are below."
        return await _refused(request, episode_id, problem, text, client_id)
    await console.audit.note(me.id, "replied", episode.conversation)
    return pages.go(_address(episode_id))


@conversations.post(f"/{ID}/draft")
async def draft(request: Request, episode_id: str) -> HTTPResponse:
    """Put a prepared reply into the field; nothing is sent."""
    given = forms.fields(request)
    canned = console_of(request).content().reply(given.get("canned", ""))
    parts = (forms.clean(given.get("text", "")), canned.strip())
    text = "\n\n".join(one for one in parts if one)
    client_id = given.get("client_id", "")
    episode = await _episode(request, episode_id)
    return await _page(request, episode, text=text, client_id=client_id)


@conversations.post(f"/{ID}/typing")
async def typing(request: Request, episode_id: str) -> HTTPResponse:
    """Note that a reply is being written."""
    await console_of(request).desk.typing(episode_id, session_of(request).staff)
    return empty()


@conversations.post(f"/{ID}/hand")
async def hand(request: Request, episode_id: str) -> HTTPResponse:
    """Give the conversation to a colleague."""
    console, me = console_of(request), session_of(request).staff
    episode = await _episode(request, episode_id)
    to = await console.accounts.get(forms.fields(request).get("to", "")[:64])
    if to is None or to.disabled or to.id == me.id:
        return await _refused(request, episode_id, "Choose a colleague.")
    try:
        await console.desk.hand_to(episode_id, me, to)
    except REFUSALS:
        return await _refused(request, episode_id, "You do not hold this conversation.")
    await console.audit.note(me.id, "handed_on", episode.conversation, f"to {to.id}")
    return pages.go(pages.HOME, "handed")


@conversations.post(f"/{ID}/return")
async def give_back(request: Request, episode_id: str) -> HTTPResponse:
    """Return the visitor to the assistant."""
    console, me = console_of(request), session_of(request).staff
    episode = await _episode(request, episode_id)
    try:
        await console.desk.give_back(episode_id, me)
    except REFUSALS:
        return await _refused(request, episode_id, "You do not hold this conversation.")
    await console.audit.note(me.id, "returned", episode.conversation)
    return pages.go(pages.HOME, "returned")


@conversations.post(f"/{ID}/close")
async def close(request: Request, episode_id: str) -> HTTPResponse:
    """End the conversation, with a reason."""
    console, me = console_of(request), session_of(request).staff
    episode = await _episode(request, episode_id)
    why = forms.fields(request).get("why", "")
    if console.content().reason(why) is None:
        return await _refused(request, episode_id, "Choose a reason.")
    try:
        await console.desk.close(episode_id, me, why)
    except REFUSALS:
        return await _refused(request, episode_id, "You do not hold this conversation.")
    await console.audit.note(me.id, "closed", episode.conversation, why)
    return pages.go(pages.HOME, "closed")


async def view(
    console: Console, me: Staff, episode: Episode, after: int = 0, shown_key: str = ""
) -> dict[str, Any]:
    """Return what the page shows of an episode.

    Args:
        console: The parts.
        me: Who looks.
        episode: Which one.
        after: Lines up to this number are there already.
        shown_key: The `key` of the state that is shown already.
    """
    content = console.content()
    readable = reach.is_readable(episode)
    key = f"{episode.state}.{episode.owner or ''}.{int(episode.priority)}"
    # To an episode that has ended, nothing is added.
    is_whole = episode.has_ended and after > 0 and key == shown_key
    events = [] if is_whole else await _events(console, episode, after)
    now = time.time()
    delivered = console.desk.delivered(episode.conversation)
    shown = rows.lines(events, content.zone, delivered)
    mine = episode.state == State.HUMAN and episode.owner == me.id
    accounts = await console.accounts.list()
    names = {one.id: one.display_name for one in accounts}
    return {
        "row": rows.queue_row(episode, now, content.zone, names, me),
        "key": key,
        "readable": readable,
        "mine": mine,
        "ended": _ending(episode, content) if episode.has_ended else "",
        # A card that came after marks a message that the page has.
        "lines": [one for one in shown if one.seq > after - (MARKED_LATER if one.finding else 0)],
        "last": max((one.seq for one in events if _stays(one, episode)), default=after),
        "delivered": delivered,
        "typing": readable
        and not reach.is_cut(episode)
        and console.desk.visitor_is_typing(episode.conversation),
        "reminder": content.reminder,
        "canned": content.canned,
        "colleagues": [one for one in accounts if one.id != me.id and not one.disabled],
        "reasons": content.reasons,
        "longest": LONGEST_REPLY,
    }


async def note_view(request: Request, episode: Episode) -> None:
    """Note that somebody reads a conversation."""
    console, session = console_of(request), session_of(request)
    await console.audit.note(session.staff.id, "viewed", episode.conversation)
    console.views.noted(session.token_hash, episode.id)


async def _events(console: Console, episode: Episode, after: int) -> list[Event]:
    """Return what staff may read after a number, and a little before it: cards mark messages."""
    if not reach.is_readable(episode):
        return []
    start = 0 if episode.has_ended else max(0, after - MARKED_LATER)
    return reach.within(await console.desk.events(episode.conversation, start), episode)


def _stays(event: Event, episode: Episode) -> bool:
    """Return whether a page that has this event has all before it.

    During the form it has not: should danger bring the visitor back into the line, staff read what
    they could not read before.
    """
    return episode.state != State.LEFT_MESSAGE or event.at <= episode.entered_at


def _ending(episode: Episode, content: Content) -> str:
    why = episode.ended_why or ""
    reason = content.reason(why)
    return f"Closed: {reason.title}." if reason else ENDINGS.get(why, "It has ended.")


def _address(episode_id: str) -> str:
    return f"/staff/conversations/{episode_id}"


async def _episode(request: Request, episode_id: str) -> Episode:
    found = await console_of(request).desk.get(episode_id)
    if found is None:
        raise EpisodeGone
    return found


async def _refused(
    request: Request, episode_id: str, problem: str, text: str = "", client_id: str = ""
) -> HTTPResponse:
    episode = await _episode(request, episode_id)
    return await _page(
        request, episode, problem=problem, status=409, text=text, client_id=client_id
    )


async def _page(
    request: Request,
    episode: Episode,
    *,
    problem: str = "",
    status: int = 200,
    text: str = "",
    client_id: str = "",
) -> HTTPResponse:
    console, me = console_of(request), session_of(request).staff
    shown = await view(console, me, episode)
    if shown["readable"]:
        await note_view(request, episode)
    if shown["mine"]:
        await console.desk.seen(episode.id, me)
    return pages.page(
        request,
        "conversation.html",
        status=status,
        problem=problem,
        text=text,
        client_id=client_id if _CLIENT_ID.fullmatch(client_id) else str(uuid.uuid4()),
        **shown,
    )
