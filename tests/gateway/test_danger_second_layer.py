"""What a card waits for: the second layer, and the screening of long texts."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.gateway import arrival, screening
from bot.safety import screen
from tests.e2e.assistant import eventually
from tests.gateway.danger import DANGER, FIRST, SECOND, second_layer
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, said
from tests.gateway.standin import StandIn


def test_a_card_that_the_rules_decide_does_not_wait_for_the_second_layer(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    with second_layer(gateway) as layer:
        layer.gate.clear()
        began = time.monotonic()
        assert cards(visitor.say(DANGER).json())
        assert time.monotonic() - began < 1.5
        assert layer.calls == 0


@pytest.mark.parametrize("danger", [True, False])
def test_rasa_hears_what_was_found_when_both_layers_have_looked(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn, danger: bool
) -> None:
    visitor.say("hello")
    assert "findings" not in engine.asked[-1], "there is no second layer"
    visitor.say(DANGER)
    assert engine.asked[-1]["findings"]
    with second_layer(gateway, danger=danger):
        visitor.say("hello there")
    assert bool(engine.asked[-1]["findings"]) is danger


def test_a_limiter_that_fails_does_not_keep_the_second_layer_from_looking(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(gateway.app.ctx.parts.limits, "message_from", fail)
    with second_layer(gateway, danger=True):
        response = visitor.say("hello")
    assert response.status_code == 500 and cards(response.json())


def test_the_first_message_does_not_wait_for_the_rules_and_the_dictionaries(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def slowly() -> None:
        time.sleep(0.5)
        loaded.append(threading.current_thread().name)

    monkeypatch.setattr(screening.spelling, "load", slowly)
    serve()
    assert loaded and threading.main_thread().name not in loaded


# Long texts


def screens(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], threading.Event]:
    """Where each text over 2,000 characters is screened; and a gate before it, open."""
    threads: list[str] = []
    gate = threading.Event()
    gate.set()

    def seen(words: str, *others: Any) -> Any:
        if len(words) > screening.LONG:
            threads.append(threading.current_thread().name)
            gate.wait(10)
        return screen(words, *others)

    monkeypatch.setattr(screening, "screen", seen)
    return threads, gate


def test_a_long_text_is_screened_beside_the_event_loop(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.say("hello")
    threads, gate = screens(monkeypatch)
    gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(visitor.say, "hello there. " * 200 + FIRST)
        assert eventually(lambda: bool(threads))
        began = time.monotonic()
        assert said(Visitor(gateway).begin().say("hello").json())
        # In its order: the next message has the long one before it.
        assert cards(visitor.say(SECOND).json())
        assert time.monotonic() - began < 1.5
        gate.set()
        assert first.result(10).status_code == 200
    assert threads[0].startswith("screen")


def test_a_long_text_has_its_card_in_time_when_the_thread_is_not_free(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "PATIENCE_SECONDS", 0.5)
    with second_layer(gateway) as layer:
        layer.gate.clear()
        Visitor(gateway).begin().say("hello")
        began = time.monotonic()
        assert cards(visitor.say("hello there. " * 200 + DANGER).json())
        assert time.monotonic() - began < 2
