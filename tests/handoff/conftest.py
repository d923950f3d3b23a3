"""Receivers, and a request to send to them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.handoff.request import HandoffRequest, reference_of
from bot.safety import About, Category, Severity
from tests.gateway.conftest import (
    content_root,
    engine,
    mailbox,
    no_proxy,
    serve,
    store_timeout,
    web,
)

__all__ = ["content_root", "engine", "mailbox", "no_proxy", "serve", "store_timeout", "web"]


@pytest.fixture
def request_() -> HandoffRequest:
    """Somebody in danger, on a Sunday in California."""
    at = datetime(2026, 11, 22, 11, 42, tzinfo=ZoneInfo("America/Los_Angeles"))
    return HandoffRequest(reference_of("c_1"), Category.SUICIDE, About.SELF, Severity.EMERGENCY, at)
