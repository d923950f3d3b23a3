"""Empty databases of both kinds, and events as the API sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.drill.timeline import Seen, seen
from tests.databases import postgres_server, url

__all__ = ["postgres_server", "url"]

Happened = Callable[..., Seen]


@pytest.fixture
def happened() -> Happened:
    """Makes what a visitor sees; the server says the same second as the visitor's clock."""

    def make(
        seq: int, kind: str = "state", who: str = "system", at: float = 0.0, **data: Any
    ) -> Seen:
        moment = f"2026-11-23T12:00:{at:06.3f}+00:00"
        return seen({"seq": seq, "type": kind, "from": who, "at": moment, **data}, at)

    return make
