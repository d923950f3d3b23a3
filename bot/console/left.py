"""Messages that visitors left when nobody came."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sanic import Blueprint, HTTPResponse, Request

from bot.console import pages
from bot.console.parts import console_of, session_of

left = Blueprint("staff_left", url_prefix="/staff/messages")
ID: Final = "<message_id:[A-Za-z0-9_-]{1,64}>"


@left.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show what nobody has dealt with, and note who saw it."""
    console, me = console_of(request), session_of(request).staff
    zone = console.content().zone
    found = await console.left.open_ones()
    for one in found:
        await console.audit.note(me.id, "left_message_viewed", one.conversation)
    shown = [(one, datetime.fromtimestamp(one.at, zone)) for one in found]
    return pages.page(request, "left.html", messages=shown)


@left.post(f"/{ID}/done")
async def done(request: Request, message_id: str) -> HTTPResponse:
    """Mark a message as dealt with."""
    console, me = console_of(request), session_of(request).staff
    of = {one.id: one.conversation for one in await console.left.open_ones()}
    if await console.left.done(message_id, me.id):
        await console.audit.note(me.id, "left_message_done", of.get(message_id))
    return pages.go("/staff/messages", "message_done")
