"""Messages that visitors left when nobody came."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sanic import Blueprint, HTTPResponse, Request

from bot.console import pages
from bot.console.parts import console_of, session_of
from bot.handoff.request import reference_of

left = Blueprint("staff_left", url_prefix="/staff/messages")
ID: Final = "<message_id:[A-Za-z0-9_-]{1,64}>"
#: So many at a time, the oldest first.
PER_PAGE: Final = 50


@left.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show what nobody has dealt with, and note who saw how many."""
    console, me = console_of(request), session_of(request).staff
    zone = console.content().zone
    count = await console.left.count_open()
    skip = _skip(request.args.get("skip", ""), count)
    found = await console.left.open_ones(PER_PAGE, skip)
    if found:
        number = f"{len(found)} {'message' if len(found) == 1 else 'messages'}"
        await console.audit.note(me.id, "left_message_viewed", None, number)
    shown = [
        (one, datetime.fromtimestamp(one.at, zone), reference_of(one.conversation)) for one in found
    ]
    return pages.page(
        request,
        "left.html",
        messages=shown,
        count=count,
        first=skip + 1,
        last=skip + len(found),
        newer=skip + PER_PAGE if skip + PER_PAGE < count else None,
        older=max(0, skip - PER_PAGE) if skip else None,
    )


@left.post(f"/{ID}/done")
async def done(request: Request, message_id: str) -> HTTPResponse:
    """Mark a message as dealt with."""
    console, me = console_of(request), session_of(request).staff
    if await console.left.done(message_id, me.id):
        message = await console.left.get(message_id)
        of = message.conversation if message else None
        await console.audit.note(me.id, "left_message_done", of)
    return pages.go("/staff/messages", "message_done")


def _skip(given: str, count: int) -> int:
    """Return how many to leave out; the last page, where there are not so many any more."""
    wanted = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0
    return min(wanted, max(0, count - 1) // PER_PAGE * PER_PAGE)
