"""What the tests of danger share: words that mean it, a second layer that sees it, and what is looked at."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from bot.safety import About, Category, Finding, Severity
from bot.safety.turn import Turn
from tests.gateway.running import RunningGateway, Visitor, cards, said
from tests.gateway.standin import StandIn

DANGER = "I want to die"
# Danger over two messages.
FIRST, SECOND = "I am going to kill", "myself"

Send = Callable[[Visitor], httpx.Response]


class SecondLayer:
    """A stand-in for the classifier that sees danger in everything, or nothing; and may hang."""

    def __init__(
        self, *, danger: bool = False, kind: Category = Category.SUICIDE, about: About = About.SELF
    ) -> None:
        self.danger, self.kind, self.about = danger, kind, about
        self.gate = threading.Event()
        self.gate.set()
        self.calls = 0
        self.waits_for: str | None = None
        self.held = False

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        self.calls += 1
        if self.waits_for is None or self.waits_for in turns[0].history:
            self.held = True
            self.gate.wait(30)
        seen = Finding(self.kind, self.about, Severity.VEILED, "classifier", "x", (0, 1), sure=True)
        return [[seen] if self.danger else [] for _ in turns]


@contextmanager
def second_layer(gateway: RunningGateway, **seen: Any) -> Iterator[SecondLayer]:
    layer = SecondLayer(**seen)
    gateway.app.ctx.parts.screener._classifier = layer
    try:
        yield layer
    finally:
        layer.gate.set()


def stored_as_careful(gateway: RunningGateway, visitor: Visitor) -> bool:
    query = "select careful from conversations where id = ?"
    with sqlite3.connect(gateway.database, timeout=5) as database:
        return bool(database.execute(query, (visitor.id,)).fetchone()[0])


def cheerful(engine: StandIn) -> None:
    """Rasa takes whatever comes for a greeting."""
    nlu = {"outcome": "smalltalk", "intent": "greet"}
    engine.raw = json.dumps({"replies": [{"text": "Hi! How nice."}], "nlu": nlu}).encode()


def assert_careful(visitor: Visitor, engine: StandIn) -> None:
    """The next answer is none of the cheerful ones, and has the numbers with it."""
    cheerful(engine)
    body = visitor.say("hello").json()
    assert body["pinned_help"]["numbers"] and cards(body) == []
    (answer,) = said(body)
    assert "Hi!" not in answer["text"] and answer["pinned_help"]["numbers"]


def card_for(visitor: Visitor, text: str) -> dict[str, Any]:
    """The one card for a message."""
    (card,) = cards(visitor.say(text).json())
    return card


def back_at(gateway: RunningGateway, visitor: Visitor) -> Visitor:
    """The same visitor at another gateway."""
    back = Visitor(gateway)
    back.id, back.token = visitor.id, visitor.token
    return back


# Danger in a message that is refused


def too_long(visitor: Visitor) -> httpx.Response:
    return visitor.say(f"{DANGER}. " + "x" * 5000)


def malformed(visitor: Visitor) -> httpx.Response:
    return visitor.post(content=b'{"text": "I want to die')


def used_id(visitor: Visitor) -> httpx.Response:
    client_id = str(uuid.uuid4())
    visitor.say("hello", client_id)
    return visitor.say(DANGER, client_id)
