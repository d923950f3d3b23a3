"""The queue: who waits, who is held by whom."""

from __future__ import annotations

import time
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from bot.console import pages, rows
from bot.console.parts import console_of, session_of
from bot.handoff.episode import State

queue = Blueprint("staff_queue", url_prefix="/staff")


@queue.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show the queue."""
    return await home(request)


async def home(request: Request) -> HTTPResponse:
    """Return the first page."""
    return pages.page(request, "queue.html", **await shown(request))


async def shown(request: Request) -> dict[str, Any]:
    """Return what the queue shows."""
    console = console_of(request)
    me = session_of(request).staff
    names = await console.names()
    zone = console.content().zone
    now = time.time()

    def row(one: Any) -> rows.Row:
        return rows.queue_row(one, now, zone, names, me)

    others = [one for one in await console.desk.open_ones() if one.state != State.WAITING]
    return {
        "waiting": [row(one) for one in await console.desk.waiting()],
        "held": [row(one) for one in others if one.state == State.HUMAN],
        "elsewhere": [row(one) for one in others if one.state != State.HUMAN],
        "away": await console.settings.away(),
        "left": await console.left.count_open(),
    }
