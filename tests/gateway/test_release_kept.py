"""What a visitor types of personal details on the steps of a release: not stored, and said so."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import kept as kept_module
from bot.release.personal import MARK
from tests.e2e.desk import Practice
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, said
from tests.gateway.standin import StandIn
from tests.gateway.test_release_events import line, replies

CANARY = "wombat.7f3a@example.org"
DETAIL = f"her email is {CANARY}"
MASKED = f"her email is {MARK}"


@pytest.fixture
def walking(visitor: Visitor, engine: StandIn) -> Visitor:
    """A visitor who has been told a step."""
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    return visitor


def typed(body: dict[str, Any]) -> str:
    """The visitor's own words, as they come back."""
    (own,) = said(body, "visitor")
    return str(own["text"])


def kinds(body: dict[str, Any]) -> list[str]:
    return [one["release"]["kind"] for one in said(body) if "release" in one]


def files_of(gateway: RunningGateway) -> Iterator[Path]:
    """Every file of the database: with its log, and whatever lies beside it."""
    return (one for one in gateway.database.parent.rglob("*") if one.is_file())


def holds(gateway: RunningGateway, text: str) -> bool:
    found = list(files_of(gateway))
    assert any(one.suffix == ".db" for one in found)
    return any(text.encode() in one.read_bytes() for one in found)


def test_details_are_in_no_file_and_the_visitor_is_told(
    walking: Visitor, gateway: RunningGateway, engine: StandIn
) -> None:
    engine.raw = replies(line("no_details", "Rasa says so too."), line("unclear"))
    body = walking.say(DETAIL).json()
    assert typed(body) == MASKED
    assert engine.asked[-1]["text"] == DETAIL, "Rasa masks its own"
    assert kinds(body) == ["no_details", "unclear"]
    assert "I did not keep that" in said(body)[0]["text"]
    assert holds(gateway, "her email is") and holds(gateway, MARK)
    assert not holds(gateway, "wombat")
    assert not any("wombat" in str(one) for one in walking.replay(6))
    transcript = walking.http.get(
        f"/v1/conversations/{walking.id}/transcript", headers=walking.headers
    ).text
    assert MASKED in transcript and "wombat" not in transcript


def test_without_the_steps_words_are_stored_as_they_are(
    visitor: Visitor, gateway: RunningGateway
) -> None:
    assert typed(visitor.say(DETAIL).json()) == DETAIL
    assert holds(gateway, CANARY)


@pytest.mark.parametrize("kind", ["stopped", "finished", "finished_in_danger"])
def test_after_the_steps_too(walking: Visitor, engine: StandIn, kind: str) -> None:
    engine.raw = replies(line(kind, done=True))
    walking.say("ok")
    engine.raw = None
    assert typed(walking.say(DETAIL).json()) == DETAIL


def test_a_topic_in_the_middle_does_not_end_the_steps(walking: Visitor, engine: StandIn) -> None:
    engine.raw = None
    for _ in range(25):
        walking.say("Can my therapist text me?")
    assert typed(walking.say(DETAIL).json()) == MASKED


def test_ages_and_relations_are_what_is_asked_for(walking: Visitor) -> None:
    body = walking.say("I'm her dad, she's 15").json()
    assert typed(body) == "I'm her dad, she's 15"
    assert kinds(body) == ["step"]


def test_danger_is_stored_as_it_was_written(
    walking: Visitor, gateway: RunningGateway, engine: StandIn
) -> None:
    text = f"My name is Jane Wombat and I want to kill myself, {CANARY}"
    body = walking.say(text).json()
    assert len(cards(body)) == 1 and typed(body) == text
    assert "no_details" not in kinds(body)


def test_danger_is_seen_in_what_is_not_stored(walking: Visitor, gateway: RunningGateway) -> None:
    """The screen reads the words as they were typed, here and in the turns before."""
    assert typed(walking.say("my name is Jane Wombat").json()) == f"my name is {MARK}"
    parts = gateway.app.ctx.parts
    assert parts.sessions._memory[walking.id].turns[-1].text == "my name is Jane Wombat"


def test_a_retry_gets_the_first_reply(walking: Visitor, engine: StandIn) -> None:
    name = str(uuid.uuid4())
    first = walking.say(DETAIL, name).json()
    asked = len(engine.asked)
    assert walking.say(DETAIL, name).json() == first
    assert len(engine.asked) == asked
    assert typed(first) == MASKED


def test_a_retry_after_a_restart_is_the_same_message(serve: Serve, engine: StandIn) -> None:
    """Begun, but not answered when the gateway ended: Rasa hears the words from the retry."""
    first = serve(late_after=0.3)
    visitor = Visitor(first).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    engine.gate.clear()
    name = str(uuid.uuid4())
    assert visitor.say(DETAIL, name).json()["late"]
    first.stop()
    engine.gate.set()
    engine.asked.clear()
    second = serve()
    again = Visitor(second)
    again.id, again.token = visitor.id, visitor.token
    body = again.say(DETAIL, name).json()
    assert typed(body) == MASKED and kinds(body) == ["no_details", "step"]
    assert engine.asked[-1]["text"] == DETAIL
    assert not holds(second, "wombat")


def test_the_visitor_is_told_also_when_rasa_is_down(walking: Visitor, engine: StandIn) -> None:
    engine.status = 500
    body = walking.say(DETAIL).json()
    sorry, told = said(body)
    assert sorry["outcome"] == "unavailable"
    assert told["release"]["kind"] == "no_details"
    assert typed(body) == MASKED


def test_what_rasa_leaves_out_the_gateway_leaves_out_too(visitor: Visitor, engine: StandIn) -> None:
    """Rasa knows of a walk that the gateway does not know of, or not yet."""
    engine.raw = replies(line("no_details"), line("unclear"))
    body = visitor.say(DETAIL).json()
    assert typed(body) == MASKED and kinds(body) == ["no_details", "unclear"]


def test_a_long_text_is_looked_through_beside_the_event_loop(
    walking: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def look(text: str) -> str | None:
        looked.append(threading.current_thread().name)
        return None

    monkeypatch.setattr(kept_module, "masked", look)
    walking.say("short")
    walking.say("a word or two " * 200)
    assert len(looked) == 2 and looked[0] != looked[1]


def test_words_for_staff_are_stored_as_they_are(
    open_practice: Callable[..., Practice], engine: StandIn
) -> None:
    practice = open_practice()
    visitor = Visitor(practice.gateway).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")

    def press(action: str) -> None:
        path = f"/v1/conversations/{visitor.id}/desk"
        body = {"client_id": str(uuid.uuid4()), "action": action}
        response = visitor.http.post(path, json=body, headers=visitor.headers)
        assert response.status_code == 200, response.text

    press("request")
    assert typed(visitor.say(DETAIL).json()) == MASKED, "nobody has been asked for yet"
    press("accept")
    engine.raw = replies(line("no_details"), line("unclear"))
    waiting = visitor.say(DETAIL).json()
    assert typed(waiting) == DETAIL and "no_details" not in kinds(waiting)


def test_nothing_is_left_out_that_would_leave_a_sign_of_danger(
    walking: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart the screen would see it there."""
    monkeypatch.setattr(kept_module, "masked", lambda _: f"I {MARK} want to die")
    assert typed(walking.say("I never want to buy a die").json()) == "I never want to buy a die"


def test_what_cannot_be_looked_through_is_not_stored(
    walking: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str | None:
        raise RuntimeError(text)

    monkeypatch.setattr(kept_module, "masked", broken)
    assert typed(walking.say(DETAIL).json()) == MARK
