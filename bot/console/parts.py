"""The parts of the console, put together by the gateway and handed to every route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sanic import Request

from bot.console.content import Content
from bot.console.desk import DeskPort
from bot.console.ports import AccountsPort, AuditPort, DeskSettingsPort, LeftMessagesPort
from bot.console.sessions import Session, Sessions
from bot.console.streams import Streams
from bot.console.views import Views


@dataclass(frozen=True)
class Console:
    """Everything that a page may need.

    Attributes:
        content: returns the practice's words as they are now; never raises.
    """

    desk: DeskPort
    accounts: AccountsPort
    sessions: Sessions
    audit: AuditPort
    left: LeftMessagesPort
    settings: DeskSettingsPort
    content: Callable[[], Content]
    streams: Streams = field(default_factory=Streams)
    views: Views = field(default_factory=Views)

    async def names(self) -> dict[str, str]:
        """Return the display names of all staff by their ids."""
        return {one.id: one.display_name for one in await self.accounts.list()}


def console_of(request: Request) -> Console:
    """Return the console that serves `request`."""
    console = request.app.ctx.console
    assert isinstance(console, Console)
    return console


def session_of(request: Request) -> Session:
    """Return who is signed in; the guard has seen to it that somebody is."""
    session = request.ctx.session
    assert isinstance(session, Session)
    return session
