"""Mounts the console on a Sanic application."""

from __future__ import annotations

from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request, Sanic

from bot.console import pages
from bot.console.account import account
from bot.console.admin import admin
from bot.console.conversations import conversations
from bot.console.door import door
from bot.console.endings import endings
from bot.console.guard import guard, on_error
from bot.console.headers import on_response
from bot.console.left import left
from bot.console.live import live
from bot.console.queue import home, queue

rest = Blueprint("staff_rest", url_prefix="/staff")


@rest.get("/<path:path>")
async def nothing(request: Request, path: str) -> HTTPResponse:
    """Say that there is no such page, to somebody who is signed in."""
    if not path:
        return await home(request)
    if path.endswith("/"):
        return pages.go(pages.own_page(request.path.rstrip("/")))
    return pages.message(request, 404, "Not found here", "There is no page at this address.")


GUARDS: Final = {
    queue: guard(),
    conversations: guard(),
    endings: guard(),
    left: guard(),
    account: guard(),
    rest: guard(),
    live: guard(active=False),
    admin: guard(admin=True),
}
for _blueprint, _guard in GUARDS.items():
    _blueprint.middleware(_guard, "request")
    _blueprint.middleware(on_response, "response")
    _blueprint.exception(Exception)(on_error)


def prepare(app: Sanic[Any, Any]) -> None:
    """Add the console's routes to an application that is not served yet.

    `app.ctx.console` must be a `bot.console.parts.Console` before the first request.
    """
    app.blueprint([door, *GUARDS])
    app.before_server_stop(close)


async def close(app: Sanic[Any, Any]) -> None:
    """Let the event streams end."""
    console = getattr(app.ctx, "console", None)
    if console is not None:
        console.streams.close()
