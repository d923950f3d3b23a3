"""What the pages ask for by themselves: the event stream and the parts that change.

None of it keeps anybody signed in.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, html
from sanic.response import json as as_json

from bot.console import pages
from bot.console.conversations import ID, note_view, view
from bot.console.parts import Console, console_of, session_of
from bot.console.queue import shown
from bot.console.sessions import Session
from bot.handoff.episode import Episode, Priority, State
from bot.store.errors import EpisodeGone, StoreUnavailable

live = Blueprint("staff_live", url_prefix="/staff/live")
BEAT_SECONDS: Final = 15.0
#: Many changes at once are told as one.
CALM_SECONDS: Final = 0.2
#: So long an open page without JavaScript says that its owner is there.
HERE_SECONDS: Final = 300.0


@live.get("/events")
async def events(request: Request) -> None:
    """Send the queue in short whenever it changes, and a beat in between."""
    console, session = console_of(request), session_of(request)
    with console.desk.changed() as wake, console.streams.stream(session.token_hash, wake):
        response = await request.respond(
            content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"}
        )
        assert response is not None
        while not console.streams.closing:
            wake.clear()
            try:
                if not await _still(console, session):
                    await response.send(_frame("signed-out", {}))
                    break
                await response.send(_frame("queue", await _short(console, session)))
            except StoreUnavailable:
                # The browser comes back by itself.
                break
            await _woken(wake)
        await response.eof()


@live.get("/queue")
async def queue_part(request: Request) -> HTTPResponse:
    """Give the part of the queue's page that changes."""
    return html(
        pages.fragment("_queue.html", csrf=session_of(request).csrf, **await shown(request))
    )


@live.get(f"/conversations/{ID}")
async def conversation_part(request: Request, episode_id: str) -> HTTPResponse:
    """Give what is new in a conversation.

    Query: `after`, the last number that the page has, and `key`, the state that it shows.
    """
    console, session = console_of(request), session_of(request)
    episode = await _episode(console, episode_id)
    given = request.args.get("after", "0")
    after = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0
    shown_key = request.args.get("key", "")
    found = await view(console, session.staff, episode, after, shown_key)
    is_first = not shown_key or (after == 0 and bool(found["lines"]))
    if found["readable"] and (is_first or console.views.is_due(session.token_hash, episode.id)):
        await note_view(request, episode)
    # A page that shows the same owner keeps its fields: somebody may be typing in them.
    same = found["key"] == shown_key
    same_owner = found["key"].rpartition(".")[0] == shown_key.rpartition(".")[0]
    values = {**found, "me": session.staff, "csrf": session.csrf}
    part = {
        "lines": pages.fragment("_lines.html", lines=found["lines"]),
        "last": found["last"],
        "delivered": found["delivered"],
        "typing": found["typing"],
        "key": found["key"],
        "readable": found["readable"],
        "head": None if same else pages.fragment("_head.html", **values),
        "actions": None if same_owner else pages.fragment("_actions.html", **values),
        # Danger asks for more before the end.
        "endings": _endings(values) if same_owner and not same else None,
    }
    return as_json(part)


@live.post(f"/conversations/{ID}/seen")
async def seen(request: Request, episode_id: str) -> HTTPResponse:
    """Note that the owner's page is open. Asked for again and again: a stream would not do, as a
    connection that broke is noticed late."""
    await console_of(request).desk.seen(episode_id, session_of(request).staff)
    return empty()


@live.get(f"/conversations/{ID}/here")
async def here(request: Request, episode_id: str) -> None:
    """Stand in for that where scripts are off: a picture that never comes, for five minutes."""
    console, session = console_of(request), session_of(request)
    wake = asyncio.Event()
    with console.streams.stream(session.token_hash, wake):
        response = await request.respond(content_type="image/gif")
        assert response is not None
        end = time.monotonic() + HERE_SECONDS
        # A GIF may begin with its name and then wait.
        await response.send(b"GIF89a")
        while time.monotonic() < end and not console.streams.closing:
            episode = await console.desk.get(episode_id)
            mine = episode is not None and episode.owner == session.staff.id
            if not mine or not await _still(console, session):
                break
            await console.desk.seen(episode_id, session.staff)
            await _woken(wake)
        await response.eof()


async def _still(console: Console, session: Session) -> bool:
    return await console.sessions.still(session)


async def _short(console: Console, session: Session) -> dict[str, Any]:
    """Return what a page needs to ring: who waits, who is with whoever looks, and danger elsewhere.

    `others` are in danger and with a colleague, who may have walked away. `left` is no reason to
    ring: it is counted in the bar.
    """
    me = session.staff.id
    left = await console.left.count_open()
    held = [one for one in await console.desk.open_ones() if one.state == State.HUMAN]
    return {
        "waiting": [_bare(one) for one in await console.desk.waiting()],
        "held": [_bare(one) for one in held if one.owner == me],
        "others": [
            _bare(one) for one in held if one.owner != me and one.priority >= Priority.DANGER
        ],
        "left": {"total": left.total, "danger": left.danger},
    }


def _endings(values: dict[str, Any]) -> str | None:
    return pages.fragment("_endings.html", **values) if values["mine"] else None


def _bare(episode: Episode) -> dict[str, Any]:
    return {"id": episode.id, "priority": int(episode.priority)}


def _frame(kind: str, value: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(value)}\n\n"


async def _woken(wake: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(BEAT_SECONDS):
            await wake.wait()
        await asyncio.sleep(CALM_SECONDS)
    except TimeoutError:
        return


async def _episode(console: Console, episode_id: str) -> Episode:
    found = await console.desk.get(episode_id)
    if found is None:
        raise EpisodeGone
    return found
