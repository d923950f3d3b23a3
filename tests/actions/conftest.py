"""Rasa, repaired: the action server runs with the repairs too. And whom the actions ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.content import load_library
from bot.content.library import Library
from bot.engine.start import prepare
from tests.actions.small_gateway import TOKEN, Gateway, running
from tests.engine.running import ROOT

prepare()


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A small gateway, of which the actions know as the runner tells them."""
    with running() as found:
        monkeypatch.setenv("BETWEEN_SESSIONS_GATEWAY_URL", found.url)
        monkeypatch.setenv("BETWEEN_SESSIONS_INTERNAL_TOKEN", TOKEN)
        yield found


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content."""
    return load_library(ROOT)
