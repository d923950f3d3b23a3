"""Messages that visitors left when nobody came."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sanic import Blueprint, HTTPResponse, Request

from bot.console import danger, forms, pages
from bot.console.parts import console_of, session_of
from bot.handoff.request import reference_of

left = Blueprint("staff_left", url_prefix="/staff/messages")
ID: Final = "<message_id:[A-Za-z0-9_-]{1,64}>"
#: So many at a time: danger first, then the oldest.
PER_PAGE: Final = 50
NOT_SURE: Final = (
    "This message is marked with danger, so it is not done yet. Do the steps for danger in the staff"
    " guide, tick the box at the message, and press the button again."
)


@left.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show what nobody has dealt with, and note who saw how many."""
    return await _page(request, request.args.get("skip", ""))


@left.post(f"/{ID}/done")
async def done(request: Request, message_id: str) -> HTTPResponse:
    """Mark a message as dealt with; one with danger, once the box is ticked."""
    console, me = console_of(request), session_of(request).staff
    given = forms.fields(request)
    message = await console.left.get(message_id)
    if message is None or message.done_at is not None:
        return pages.go("/staff/messages", "message_done")
    if message.danger and not danger.is_sure(given):
        return await _page(request, given.get("skip", ""), refused=message_id)
    if await console.left.done(message_id, me.id, danger=message.danger):
        detail = danger.NOTED if message.danger else ""
        await console.audit.note(me.id, "left_message_done", message.conversation, detail)
    return pages.go("/staff/messages", "message_done")


async def _page(request: Request, wanted: str, refused: str = "") -> HTTPResponse:
    """Return a page of the messages.

    Args:
        request: For it.
        wanted: How many to leave out, as it came.
        refused: The id of a message that is not done without a tick.
    """
    console, me = console_of(request), session_of(request).staff
    zone = console.content().zone
    count = await console.left.count_open()
    skip = _skip(wanted, count.total)
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
        status=409 if refused else 200,
        problem=NOT_SURE if refused else "",
        refused=refused,
        messages=shown,
        count=count,
        skip=skip,
        newer=skip + PER_PAGE if skip + PER_PAGE < count.total else None,
        older=max(0, skip - PER_PAGE) if skip else None,
    )


def _skip(given: str, count: int) -> int:
    """Return how many to leave out; the last page, where there are not so many any more."""
    wanted = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0
    return min(wanted, max(0, count - 1) // PER_PAGE * PER_PAGE)
