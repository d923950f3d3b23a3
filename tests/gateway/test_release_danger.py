"""Danger in the middle of the steps of a release: Rasa is told of it until it has answered, and no step follows."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import arrival, script
from bot.gateway.engine import EngineMessage, EngineReading, EngineRelease, EngineReply
from bot.gateway.voice import Voice
from bot.release.personal import MARK
from bot.safety import screen
from bot.safety.known import Known
from tests.e2e.assistant import eventually, locked
from tests.gateway.danger import (
    DANGER,
    Send,
    back_at,
    malformed,
    second_layer,
    stored_as_careful,
    too_long,
    used_id,
)
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, gives_up_soon, said
from tests.gateway.standin import StandIn
from tests.gateway.test_release_events import line, replies
from tests.gateway.test_release_kept import DETAIL, MASKED, holds, kinds, typed


@pytest.fixture
def walking(visitor: Visitor, engine: StandIn) -> Visitor:
    """A visitor who has been told a step."""
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    return visitor


def told(engine: StandIn) -> bool:
    """Whether the last message told Rasa of danger."""
    return bool(engine.asked[-1].get("interrupted", False))


def crisis(engine: StandIn) -> None:
    """Rasa sees danger in whatever comes."""
    engine.raw = replies({"text": "Rasa's words."}, outcome="crisis", intent="crisis")


def idle(gateway: RunningGateway) -> bool:
    parts = gateway.app.ctx.parts
    return not parts.sessions._marking and not parts.turns._doing and not parts.turns._tasks


# Rasa is told of it


@pytest.mark.parametrize(("send", "status"), [(too_long, 413), (malformed, 400), (used_id, 409)])
@pytest.mark.parametrize("restarted", [False, True])
def test_after_a_refused_message_rasa_is_told_once(
    serve: Serve, engine: StandIn, send: Send, status: int, *, restarted: bool
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    response = send(visitor)
    assert response.status_code == status and cards(response.json())
    assert eventually(lambda: stored_as_careful(gateway, visitor) and idle(gateway))
    if restarted:
        gateway.stop()
        visitor = back_at(serve(), visitor)
    assert not told(engine)
    visitor.say("go on with the steps please")
    assert told(engine)
    visitor.say("go on with the steps please")
    assert not told(engine), "it has answered"


@gives_up_soon
def test_after_a_message_that_the_database_refused_too(
    gateway: RunningGateway, walking: Visitor, engine: StandIn
) -> None:
    assert cards(walking.say(DANGER).json()), "it is careful already"
    with locked(gateway.database):
        assert walking.say(DANGER).status_code == 503
        assert eventually(lambda: idle(gateway))
    walking.say("go on with the steps please")
    assert told(engine)
    walking.say("go on with the steps please")
    assert not told(engine)


def test_after_one_above_a_limit_too(serve: Serve, engine: StandIn) -> None:
    visitor = Visitor(serve(messages_per_conversation="1/3 second")).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    assert visitor.say(DANGER).status_code == 429
    assert eventually(lambda: visitor.say("go on with the steps").status_code == 200)
    assert told(engine)


def test_what_rasa_could_not_answer_does_not_count_as_told(
    walking: Visitor, engine: StandIn
) -> None:
    engine.status = 500
    assert cards(walking.say(DANGER).json())
    assert told(engine)
    body = walking.say(DETAIL).json()
    assert told(engine) and typed(body) == MASKED and "no_details" in kinds(body)
    engine.status = 200
    for tells in (True, False):
        walking.say("go on with the steps please")
        assert told(engine) is tells


def test_without_danger_rasa_is_told_of_none(walking: Visitor, engine: StandIn) -> None:
    walking.say("next")
    assert not told(engine)


def test_with_the_message_that_shows_it_rasa_is_told(walking: Visitor, engine: StandIn) -> None:
    crisis(engine)
    assert cards(walking.say(DANGER).json())
    assert told(engine)
    engine.raw = replies(line("resumed"))
    for _ in range(2):
        assert kinds(walking.say("go on with the steps please").json()) == ["resumed"]
        assert not told(engine)


# No step follows it


def test_no_step_follows_a_card_that_came_while_rasa_thought(
    serve: Serve, engine: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "PATIENCE_SECONDS", 0.3)
    gateway = serve(late_after=0.6)
    visitor = Visitor(gateway).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    engine.gate.clear()
    client_id = str(uuid.uuid4())
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert visitor.say(DETAIL, client_id).json()["late"]
        layer.gate.set()
        assert eventually(lambda: stored_as_careful(gateway, visitor))
        engine.gate.set()
        assert eventually(lambda: idle(gateway))
        layer.danger = False
        body = visitor.say(DETAIL, client_id).json()
        assert len(cards(body)) == 1 and kinds(body) == [] and said(body) == []
        assert typed(body) == DETAIL, "the card came first: it is kept whole"
        visitor.say("go on with the steps please")
    assert told(engine)


def test_no_step_follows_the_card_of_a_later_message(serve: Serve, engine: StandIn) -> None:
    gateway = serve(late_after=0.3)
    visitor = Visitor(gateway).begin()
    engine.raw = replies(line("step"))
    client_id = str(uuid.uuid4())
    engine.gate.clear()
    assert visitor.say("walk me through the release form", client_id).json()["late"]
    assert cards(visitor.say(DANGER).json())
    engine.gate.set()
    assert eventually(lambda: idle(gateway))
    (answer,) = said(visitor.say("walk me through the release form", client_id).json())
    assert "release" not in answer and answer["pinned_help"]["numbers"]


@pytest.mark.parametrize("kind", ["stopped", "finished", "finished_in_danger"])
@pytest.mark.parametrize("again", [False, True])
def test_the_end_of_the_steps_is_told_also_to_who_gave_up(
    kind: str, content_root: Path, *, again: bool
) -> None:
    """Else personal details would be left out for ever."""
    voice = Voice(content_root)
    voice.refresh()
    end = EngineMessage(text="We have stopped.", release=EngineRelease(kind=kind, done=True))
    step = EngineMessage(text="A step.", release=EngineRelease(kind="step"))
    reply = EngineReply(replies=[step, end], nlu=EngineReading(outcome="journey", intent="release"))
    known = Known().hears("stop")
    assert known.gave_up
    if again:
        seen = screen("help he is strangling me right now")
        known = Known().hears("x", seen).shows(seen).hears("stop")
    first, *more = script.answers(
        reply, voice, careful=True, card_shown=False, words="stop", known=known
    )
    assert (first.type == "card") is again
    assert [one.data["release"]["kind"] for one in more] == [kind]


# What is kept of it


def test_danger_that_rasa_alone_sees_is_kept_whole(walking: Visitor, engine: StandIn) -> None:
    crisis(engine)
    body = walking.say(DETAIL).json()
    assert len(cards(body)) == 1 and kinds(body) == []
    assert typed(body) == DETAIL


@pytest.mark.parametrize("text", ["my name is Jane Wombat, I can't go on", "my husband Hit"])
def test_a_hint_of_danger_is_kept_whole(walking: Visitor, text: str) -> None:
    body = walking.say(text).json()
    assert typed(body) == text and "no_details" not in kinds(body)


@pytest.mark.parametrize(
    ("before", "now"),
    [("my husband Hit", "me"), ("my son Took", "a bottle of pills"), ("my husband Bob", "hits me")],
)
def test_danger_over_two_messages_is_seen_also_after_a_restart(
    serve: Serve, engine: StandIn, before: str, now: str
) -> None:
    first = serve()
    visitor = Visitor(first).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    assert not cards(visitor.say(before).json())
    first.stop()
    assert cards(back_at(serve(), visitor).say(now).json())


def test_the_mark_itself_denies_nothing(serve: Serve, engine: StandIn) -> None:
    first = serve()
    visitor = Visitor(first).begin()
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    assert typed(visitor.say("my husband Bob").json()) == f"my husband {MARK}"
    first.stop()
    second = serve()
    back = back_at(second, visitor)
    back.say("ok")
    turns = second.app.ctx.parts.sessions._memory[visitor.id].turns
    assert "my husband xx" in [one.text for one in turns]


def test_details_that_come_while_the_walk_begins_are_left_out_too(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(body: dict[str, Any]) -> bytes:
        begins = body["text"].startswith("walk")
        return replies(line("step")) if begins else replies(line("no_details"), line("unclear"))

    monkeypatch.setattr(engine, "reply", reply)
    engine.gate.clear()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(visitor.say, "walk me through the release form")
        assert eventually(lambda: len(engine.asked) == 1)
        second = threads.submit(visitor.say, DETAIL)
        assert eventually(lambda: len(engine.asked) == 2)
        assert holds(gateway, "wombat"), "what begins is not known yet"
        engine.gate.set()
        body = second.result(20).json()
        first.result(20)
    assert typed(body) == MASKED and kinds(body) == ["no_details", "unclear"]
    assert MASKED in json.dumps(visitor.replay(4))
    assert eventually(lambda: not holds(gateway, "wombat"))
