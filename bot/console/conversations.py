"""One conversation: reading along, taking it, and replying."""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import replace
from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from bot.console import forms, pages, reach, rows
from bot.console.content import Content
from bot.console.danger import showed_danger
from bot.console.desk import AlreadyClaimed, DeskRefusal
from bot.console.parts import Console, console_of, session_of
from bot.console.typed import Typed
from bot.handoff.episode import Episode, State
from bot.handoff.errors import IllegalTransition
from bot.store.errors import EpisodeChanged, EpisodeGone
from bot.store.records import Event
from bot.store.staff import Staff

conversations = Blueprint("staff_conversations", url_prefix="/staff/conversations")
ID: Final = "<episode_id:[A-Za-z0-9_-]{1,64}>"
LONGEST_REPLY: Final = 4000
MARKED_LATER: Final = 20
TAKEN: Final = "taken"
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
    taken = request.args.get("done") == TAKEN
    return await _page(request, await episode_of(request, episode_id), taken=taken)


@conversations.post(f"/{ID}/claim")
async def claim(request: Request, episode_id: str) -> HTTPResponse:
    """Take a waiting conversation; who is too late is told who has it."""
    console, me = console_of(request), session_of(request).staff
    episode = await episode_of(request, episode_id)
    try:
        await console.desk.claim(episode_id, me)
    except AlreadyClaimed as lost:
        await console.audit.note(me.id, "claim_lost", episode.conversation)
        return await refused(request, episode_id, f"{lost.owner} has this conversation already.")
    except REFUSALS:
        return await refused(request, episode_id, "This conversation no longer waits.")
    await console.audit.note(me.id, "claimed", episode.conversation)
    return pages.go(_address(episode_id), TAKEN)


@conversations.post(f"/{ID}/reply")
async def reply(request: Request, episode_id: str) -> HTTPResponse:
    """Say something to the visitor."""
    console, me = console_of(request), session_of(request).staff
    episode = await episode_of(request, episode_id)
    typed = Typed.of(forms.fields(request))
    if not _CLIENT_ID.fullmatch(typed.client_id):
        return await refused(request, episode_id, "The form was not whole. Send it again.", typed)
    if not typed.text:
        return await refused(request, episode_id, "Write something first.", typed)
    if (length := len(typed.text)) > LONGEST_REPLY:
        problem = f"A reply has at most {LONGEST_REPLY} characters; this one has {length}."
        return await refused(request, episode_id, problem, typed)
    try:
        await console.desk.reply(episode_id, me, typed.text, typed.client_id)
    except REFUSALS:
        problem = "This was not sent: you no longer hold the conversation. Your words are below."
        return await refused(request, episode_id, problem, typed)
    await console.audit.note(me.id, "replied", episode.conversation)
    return pages.go(_address(episode_id))


@conversations.post(f"/{ID}/draft")
async def draft(request: Request, episode_id: str) -> HTTPResponse:
    """Put a prepared reply into the field; nothing is sent."""
    given = forms.fields(request)
    typed = Typed.of(given)
    canned = console_of(request).content().reply(given.get("canned", ""))
    text = "\n\n".join(one for one in (typed.text, canned.strip()) if one)
    episode = await episode_of(request, episode_id)
    return await _page(request, episode, typed=replace(typed, text=text))


@conversations.post(f"/{ID}/typing")
async def typing(request: Request, episode_id: str) -> HTTPResponse:
    """Note that a reply is being written."""
    await console_of(request).desk.typing(episode_id, session_of(request).staff)
    return empty()


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
    danger = showed_danger(episode)
    accounts = await console.accounts.list()
    names = {one.id: one.display_name for one in accounts}
    return {
        "row": rows.queue_row(episode, now, content.zone, names, me),
        "key": key,
        "readable": readable,
        "mine": holds(episode, me),
        "danger": danger,
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
        "reasons": content.reasons_for(danger=danger),
        "longest": LONGEST_REPLY,
        "typed": Typed(),
        "taken": False,
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


async def episode_of(request: Request, episode_id: str) -> Episode:
    """Return an episode. Raises `EpisodeGone`."""
    found = await console_of(request).desk.get(episode_id)
    if found is None:
        raise EpisodeGone
    return found


def holds(episode: Episode, staff: Staff) -> bool:
    """Return whether somebody has a conversation now."""
    return episode.state == State.HUMAN and episode.owner == staff.id


async def refused(
    request: Request, episode_id: str, problem: str, typed: Typed | None = None
) -> HTTPResponse:
    """Say why nothing was done, on the page as it is now, with what was typed."""
    episode = await episode_of(request, episode_id)
    return await _page(request, episode, problem=problem, status=409, typed=typed)


async def _page(
    request: Request,
    episode: Episode,
    *,
    problem: str = "",
    status: int = 200,
    typed: Typed | None = None,
    taken: bool = False,
) -> HTTPResponse:
    console, me = console_of(request), session_of(request).staff
    shown = await view(console, me, episode)
    if shown["readable"]:
        await note_view(request, episode)
    if shown["mine"]:
        await console.desk.seen(episode.id, me)
    typed = typed or Typed()
    if not _CLIENT_ID.fullmatch(typed.client_id):
        typed = replace(typed, client_id=str(uuid.uuid4()))
    shown |= {"typed": typed, "taken": taken}
    return pages.page(request, "conversation.html", status=status, problem=problem, **shown)
