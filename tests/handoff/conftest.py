"""Receivers, and a request to send to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.handoff.request import HandoffRequest, reference_of
from bot.safety import About, Category, Severity
from tests.gateway.conftest import content_root, engine, serve
from tests.handoff.receivers import Mailbox, Web, mail_server, web_server

__all__ = ["content_root", "engine", "serve"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is reached directly, whatever the environment says."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def request_() -> HandoffRequest:
    """Somebody in danger, on a Sunday in California."""
    at = datetime(2026, 11, 22, 11, 42, tzinfo=ZoneInfo("America/Los_Angeles"))
    return HandoffRequest(reference_of("c_1"), Category.SUICIDE, About.SELF, Severity.EMERGENCY, at)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes everything."""
    with mail_server() as found:
        yield found


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server that takes everything."""
    with web_server() as found:
        yield found
