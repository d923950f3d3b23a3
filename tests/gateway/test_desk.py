"""The desk as visitors have it: asked for by a button or in words, waited for, talked to, left."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.gateway.api import DeskNow, DeskReply, Failure
from tests.e2e.desk import (
    QUICK,
    Colleague,
    Guest,
    Practice,
    bring,
    left_messages,
    set_hours,
    until,
)
from tests.gateway.running import RunningGateway, said
from tests.gateway.standin import StandIn

Serve = Callable[..., RunningGateway]


@pytest.fixture
def practice(serve: Serve, content_root: Path) -> Practice:
    """An open practice."""
    set_hours(content_root, is_open=True)
    return Practice(serve(**QUICK))


@pytest.fixture
def closed(serve: Serve, content_root: Path) -> Practice:
    """The same, out of hours."""
    set_hours(content_root, is_open=False)
    return Practice(serve(**QUICK))


@pytest.fixture
def ana(practice: Practice) -> Colleague:
    """Ana, at the console."""
    return practice.sign_in("ana")


def understand(engine: StandIn, intent: str, outcome: str = "smalltalk") -> None:
    """Let Rasa take every message for this."""
    nlu = {"outcome": outcome, "topic": None, "intent": intent, "confidence": 1.0}
    replies = [{"text": "Rasa's words", "buttons": [], "metadata": {}}]
    engine.raw = json.dumps({"replies": replies, "nlu": nlu}).encode()


def test_a_request_with_no_message_before_is_offered_a_person(practice: Practice) -> None:
    guest = practice.arrive()
    assert [one["action"] for one in guest.desk["actions"]] == ["request"]
    body = guest.act("request").json()
    DeskReply.model_validate(body)
    (line,) = body["events"]
    assert line["line"] == "desk_offered_open" and "open now" in line["text"]
    assert "(" in line["text"] and "{" not in line["text"]
    assert [one["action"] for one in line["desk"]["actions"]] == ["accept", "decline"]


def test_out_of_hours_a_message_is_offered_and_the_next_opening_said(closed: Practice) -> None:
    guest = closed.arrive()
    (line,) = guest.act("request").json()["events"]
    assert line["line"] == "desk_offered_closed" and "opens next on" in line["text"]
    assert line["desk"]["actions"][0]["title"] == "Leave a message"
    left = guest.must("accept")
    assert left["state"] == "left_message" and "reach" in left["form"]


def test_away_and_without_staff_nobody_is_said_to_come(serve: Serve, content_root: Path) -> None:
    set_hours(content_root, is_open=True)
    guest = Guest(serve(**QUICK)).begin()
    (line,) = guest.act("request").json()["events"]
    assert line["line"] == "desk_offered_away"


def test_the_same_press_twice_happens_once(practice: Practice) -> None:
    guest = practice.arrive()
    for action in ("request", "accept", "cancel"):
        once = str(uuid.uuid4())
        first, second = guest.act(action, once).json(), guest.act(action, once).json()
        assert first["events"] == second["events"] and first["events"]
    lines = guest.lines()
    assert lines == ["desk_offered_open", "desk_waiting", "desk_cancelled", "desk_back"]


def test_who_asks_again_is_told_how_it_stands(practice: Practice) -> None:
    guest = practice.arrive().wait()
    (line,) = guest.act("request").json()["events"]
    assert line["line"] == "desk_still_waiting" and line["desk"]["state"] == "waiting"


def test_what_is_not_possible_any_more_comes_with_how_it_stands(practice: Practice) -> None:
    guest = practice.arrive()
    for action in ("accept", "cancel", "end", "skip"):
        answer = guest.act(action)
        assert answer.status_code == 409
        Failure.model_validate(answer.json())
        assert answer.json()["error"]["code"] == "desk_not_possible"
        assert answer.json()["desk"]["state"] == "bot" and answer.json()["help"]["numbers"]


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": "Hello"}, {"text": "", "reach": "555"}, {"text": "a" * 2001, "reach": "555"}],
)
def test_half_a_form_is_refused(closed: Practice, fields: dict[str, str]) -> None:
    guest = closed.arrive()
    guest.must("request")
    guest.must("accept")
    assert guest.act("send", **fields).status_code == 400
    assert guest.state == "left_message" and not left_messages(closed.url)


def test_a_form_is_kept_once_and_the_visitor_is_back(closed: Practice) -> None:
    guest = closed.arrive()
    guest.must("request")
    guest.must("accept")
    once = str(uuid.uuid4())
    for _ in range(2):
        body = guest.act("send", once, text="Please call me", reach="555-0100").json()
        assert [one["line"] for one in body["events"]] == ["desk_message_sent", "desk_back"]
    (kept,) = left_messages(closed.url)
    assert (kept.text, kept.reach) == ("Please call me", "555-0100")
    assert guest.state == "bot"


@pytest.mark.parametrize("state", ["bot", "offered", "waiting", "left_message", "ended"])
def test_the_assistant_answers_as_long_as_no_human_is_there(
    practice: Practice, ana: Colleague, state: str
) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    assert said(guest.say("Can my therapist text me?").json())[0]["topic"] == "alpha"


def test_it_is_silent_while_one_is_and_rasa_never_sees_the_message(
    practice: Practice, ana: Colleague, engine: StandIn
) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, "human")
    before = len(engine.asked)
    body = guest.say("It is about my sister").json()
    assert [event["from"] for event in body["events"]] == ["visitor"]
    assert len(engine.asked) == before
    guest.must("end")
    guest.say("And now?")
    assert [one["text"] for one in engine.asked[before:]] == ["And now?"]


def test_an_answer_that_is_ready_after_somebody_has_come_is_not_given(
    practice: Practice, ana: Colleague, engine: StandIn
) -> None:
    guest = practice.arrive().wait()
    engine.gate.clear()
    late = str(uuid.uuid4())
    assert guest.say("Can my therapist text me?", late).json()["late"]
    ana.take(practice.episode_of(guest))
    engine.gate.set()
    ana.says(practice.episode_of(guest), "Hello, this is Ana.")
    until(lambda: not guest.say("Can my therapist text me?", late).json()["late"], "an end")
    assert not any(event["from"] == "bot" for event in guest.events())


def test_a_request_in_words_is_offered_a_person_in_place_of_rasas_words(
    practice: Practice, engine: StandIn
) -> None:
    understand(engine, "talk_to_a_person", "journey")
    guest = practice.arrive()
    assert said(guest.say("Can I talk to a human?").json()) == []
    assert guest.lines() == ["desk_offered_open"]
    assert said(guest.say("A human please").json()) == []
    assert guest.lines() == ["desk_offered_open"] * 2


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Yes please", "waiting"),
        ("¡Sí, por favor!", "waiting"),
        ("No, thanks", "bot"),
        ("no", "bot"),
    ],
)
def test_a_clear_answer_in_words_to_the_offer_counts(
    practice: Practice, engine: StandIn, words: str, state: str
) -> None:
    guest = practice.arrive()
    guest.must("request")
    before = len(engine.asked)
    body = guest.say(words).json()
    assert said(body) == [] and guest.state == state and len(engine.asked) == before
    assert [event["line"] for event in body["events"] if "line" in event]


@pytest.mark.parametrize("words", ["maybe", "I guess", "yes, but who would it be?", "si tuviera"])
def test_what_is_no_clear_answer_is_no_consent(practice: Practice, words: str) -> None:
    guest = practice.arrive()
    guest.must("request")
    assert said(guest.say(words).json())
    assert guest.state == "offered"


def test_yes_means_nothing_to_the_desk_when_nothing_was_offered(
    practice: Practice, engine: StandIn
) -> None:
    understand(engine, "affirm")
    guest = practice.arrive()
    assert said(guest.say("Yes").json())[0]["text"] == "Rasa's words"
    assert guest.lines() == []


def test_who_asks_for_a_person_with_a_hint_of_danger_reads_the_gentle_line_too(
    practice: Practice, engine: StandIn
) -> None:
    understand(engine, "talk_to_a_person", "journey")
    guest = practice.arrive()
    body = guest.say("My ex abused me years ago. Can I talk to a person?").json()
    gentle = [event for event in body["events"] if event.get("concern")]
    assert len(gentle) == 1 and guest.lines() == ["desk_offered_open"]


@pytest.mark.parametrize("words", ["I don't want to talk to a person", "no person please"])
def test_who_wants_no_person_is_offered_none(
    practice: Practice, engine: StandIn, words: str
) -> None:
    understand(engine, "talk_to_a_person", "journey")
    guest = practice.arrive()
    assert said(guest.say(words).json())[0]["text"] == "Rasa's words"
    assert guest.lines() == []


def test_a_request_soon_after_danger_is_as_urgent(closed: Practice) -> None:
    guest = closed.arrive()
    guest.say("I want to kill myself")
    guest.must("request")
    assert closed.ledger.open_one(guest.id)["priority"] == 1


def test_requests_without_end_are_bounded(serve: Serve, content_root: Path) -> None:
    set_hours(content_root, is_open=True)
    practice = Practice(serve(desk_requests_per_conversation="2/hour", **QUICK))
    guest = practice.arrive()
    for _ in range(2):
        guest.must("request")
        guest.must("decline")
    answer = guest.act("request")
    assert answer.status_code == 429 and answer.headers["Retry-After"]


@pytest.mark.parametrize("outcome", ["out_of_scope", "suggest"])
def test_after_three_failures_in_a_row_a_human_is_offered_once(
    practice: Practice, engine: StandIn, outcome: str
) -> None:
    guest = practice.arrive()
    understand(engine, "nlu_fallback", outcome)
    for _ in range(2):
        guest.say("Gibberish")
    assert guest.lines() == []
    guest.say("Gibberish")
    assert guest.hears("desk_offered_open")
    assert guest.lines() == ["desk_failing", "desk_offered_open"]
    guest.must("decline")
    for _ in range(4):
        guest.say("Gibberish")
    assert guest.lines().count("desk_failing") == 1


def test_an_answer_in_between_starts_the_count_again(practice: Practice, engine: StandIn) -> None:
    guest = practice.arrive()
    for intent, outcome in [("x", "out_of_scope")] * 2 + [("faq", "answer")] + [("x", "suggest")]:
        understand(engine, intent, outcome)
        guest.say("Something")
    assert guest.lines() == []


def test_with_rasa_down_a_human_is_offered_too(practice: Practice, engine: StandIn) -> None:
    engine.stop()
    guest = practice.arrive()
    for _ in range(3):
        guest.say("Can my therapist text me?")
    assert guest.hears("desk_failing")


def test_staff_typing_is_shown_and_what_has_arrived(practice: Practice, ana: Colleague) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, "human")
    episode = practice.episode_of(guest)
    last = guest.events()[-1]["seq"]
    frames = guest.frames(last)
    assert next(frames) is None
    assert ana.post(f"/staff/conversations/{episode}/typing").status_code in {200, 204, 303}
    frame: dict[str, Any] | None = None
    while frame is None:
        frame = next(frames)
    assert frame == {"type": "typing", "from": "staff", "typing": True}
    frames.close()  # type: ignore[attr-defined]
    assert guest.present(last, typing=True).status_code == 204
    parts = practice.gateway.app.ctx.parts
    assert parts.presence.delivered(guest.id) == last
    assert parts.presence.visitor_is_typing(guest.id)
    assert guest.present(last).status_code == 204
    assert not parts.presence.visitor_is_typing(guest.id)


def test_the_desk_as_it_is_can_be_asked_for_in_every_state(
    practice: Practice, ana: Colleague
) -> None:
    for state in ("bot", "offered", "waiting", "human", "left_message"):
        guest = bring(practice.arrive(), ana, practice.ledger, state)
        answer = guest.http.get(f"{guest.path}/desk", headers=guest.headers)
        DeskNow.model_validate(answer.json())
        desk = answer.json()["desk"]
        assert desk["state"] == state and desk["actions"]
        assert (desk["form"] is not None) == (state == "left_message")
        assert (desk["since"] is not None) == (state == "waiting")
        assert desk["staff"] == ("Ana Ruiz" if state == "human" else None)
        if state in {"waiting", "human"}:
            assert desk["status"] and "{" not in desk["status"]
