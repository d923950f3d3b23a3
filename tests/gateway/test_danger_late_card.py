"""A card that comes after the answer, because the second layer took too long: once, and it is told of."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.gateway import arrival, screening
from bot.store.records import EventType
from tests.e2e.assistant import eventually
from tests.gateway.danger import assert_careful, second_layer, stored_as_careful
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, said
from tests.gateway.standin import StandIn
from tests.handoff.receivers import Web


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No message waits long for the second layer."""
    monkeypatch.setattr(arrival, "PATIENCE_SECONDS", 0.3)


def cards_kept(gateway: RunningGateway, visitor: Visitor) -> list[dict[str, Any]]:
    """The cards that are events of the conversation by now."""
    events = gateway.call(gateway.app.ctx.parts.store.events_after(visitor.id, 0, 100))
    return [event.as_dict() for event in events if event.type == EventType.CARD]


def idle(gateway: RunningGateway) -> bool:
    """Nothing is late any more."""
    parts = gateway.app.ctx.parts
    return not parts.screener._late and not parts.turns._doing


def test_a_second_layer_that_hangs_is_waited_for_only_so_long_and_the_card_comes_later(
    gateway: RunningGateway,
) -> None:
    visitors = [Visitor(gateway).begin() for _ in range(4)]
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        began = time.monotonic()
        with ThreadPoolExecutor(4) as threads:
            bodies = list(threads.map(lambda one: one.say("hello").json(), visitors))
        assert time.monotonic() - began < 2
        assert all(said(body) and not cards(body) for body in bodies)
        screener = gateway.app.ctx.parts.screener
        assert layer.calls == 1 and screener._thread._work_queue.qsize() == 0
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
        assert [len(cards_kept(gateway, one)) for one in visitors] == [1, 1, 1, 1]
        assert all(stored_as_careful(gateway, one) for one in visitors)
        assert cards(visitors[0].say("hello again").json()), "it works again"
        assert layer.calls == 5


def test_a_card_that_comes_later_is_streamed_and_told_and_counts_once(
    telling: RunningGateway, web: Web, engine: StandIn
) -> None:
    visitor = Visitor(telling).begin()
    client_id = str(uuid.uuid4())
    with second_layer(telling, danger=True) as layer:
        layer.gate.clear()
        body = visitor.say("hello", client_id).json()
        assert not cards(body) and "findings" not in engine.asked[-1]
        assert not web.arrived.acquire(timeout=0.2)
        with ThreadPoolExecutor(1) as threads:
            last = max(event["seq"] for event in body["events"])
            streamed = threads.submit(visitor.replay, 1, last)
            time.sleep(0.2)
            layer.gate.set()
            (card,) = streamed.result(10)
        assert card["type"] == "card" and card["client_id"] == client_id
        assert card["finding"]["category"] == "suicide"
        assert web.arrived.acquire(timeout=10)
        assert cards(visitor.say("hello", client_id).json()) == [card], "no second one for a retry"
        known = telling.app.ctx.parts.sessions.known(visitor.id, visitor.token)
        assert known.messages == 1 and [one.category for one in known.kinds] == ["suicide"]
        layer.danger = False
        assert_careful(visitor, engine)


def test_a_card_that_comes_later_is_no_second_one_after_rasas(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn
) -> None:
    engine.outcome = "crisis"
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert len(cards(visitor.say("hello").json())) == 1
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert len(cards_kept(gateway, visitor)) == 1


def test_rasas_card_is_no_second_one_after_one_that_came_later(
    serve: Serve, engine: StandIn
) -> None:
    gateway = serve(late_after=0.6)
    visitor = Visitor(gateway).begin()
    engine.outcome = "crisis"
    engine.gate.clear()
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert visitor.say("hello").json()["late"]
        layer.gate.set()
        assert eventually(lambda: len(cards_kept(gateway, visitor)) == 1)
        engine.gate.set()
        assert eventually(lambda: not gateway.app.ctx.parts.turns._tasks)
    assert len(cards_kept(gateway, visitor)) == 1


def test_a_refused_message_has_its_card_later_too_and_a_stranger_none(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    stranger = Visitor(gateway)
    stranger.id, stranger.token = visitor.id, "wrong"
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert stranger.say("hello").status_code == 401
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
        assert cards_kept(gateway, visitor) == [] and not stored_as_careful(gateway, visitor)
        layer.gate.clear()
        assert visitor.say("x " * 2500).status_code == 413
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert len(cards_kept(gateway, visitor)) == 1 and stored_as_careful(gateway, visitor)


def test_harmless_words_that_are_read_late_bring_nothing(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    with second_layer(gateway) as layer:
        layer.gate.clear()
        visitor.say("hello")
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert cards_kept(gateway, visitor) == [] and not stored_as_careful(gateway, visitor)


def test_only_so_many_late_messages_wait_for_the_second_layer(
    gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "LATE", 2)
    visitors = [Visitor(gateway).begin() for _ in range(4)]
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        for one in visitors:
            one.say("hello")
        assert len(gateway.app.ctx.parts.screener._late) == 2
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert layer.calls == 2
