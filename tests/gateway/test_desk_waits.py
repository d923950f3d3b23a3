"""What is said to somebody who waits and asks how long, or whether anyone is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.desk import Colleague, Guest, Practice, bring
from tests.gateway.running import cards, said
from tests.gateway.standin import StandIn
from tests.gateway.test_desk import understand

DANGER = "I want to die"


@pytest.fixture
def practice(open_practice: Callable[..., Practice]) -> Practice:
    """An open practice, whose assistant may be slow on a slow machine."""
    return open_practice(late_after=30.0)


@pytest.fixture
def closed(open_practice: Callable[..., Practice]) -> Practice:
    """The same, out of hours."""
    return open_practice(is_open=False, late_after=30.0)


@pytest.fixture
def ana(practice: Practice) -> Colleague:
    """Ana, at the console."""
    return practice.sign_in("ana")


def reply(guest: Guest, words: str) -> list[dict[str, Any]]:
    """What a message is answered with, besides the message itself."""
    response = guest.say(words)
    assert response.status_code == 200, response.text
    return [one for one in response.json()["events"] if one["from"] != "visitor"]


@pytest.mark.parametrize("words", ["How long?", "is anyone there??", "I'm still waiting"])
def test_who_waits_is_told_how_it_stands_and_rasa_is_not_asked(
    practice: Practice, engine: StandIn, words: str
) -> None:
    guest = practice.arrive().wait()
    before = len(engine.asked)
    (line,) = reply(guest, words)
    assert line["line"] == "desk_wait_asked" and line["desk"]["state"] == "waiting"
    assert len(engine.asked) == before
    text = line["text"]
    since = guest.desk["status"].partition("since ")[2]
    phone = practice.gateway.app.ctx.parts.voice.practice()["phone"]
    for part in (since, "No person is in this chat", "I can't say how long", phone, "stop waiting"):
        assert part in text
    assert "language" not in line and "{" not in text


def test_in_spanish_it_is_told_in_spanish_also_after_english(practice: Practice) -> None:
    guest = practice.arrive().wait()
    for words in ("¿Cuánto falta?", "sigo esperando", "¿hay alguien ahí?"):
        (line,) = reply(guest, words)
        assert (line["line"], line["language"]) == ("desk_wait_asked", "es")
        assert "Esperas a una persona" in line["text"] and "{" not in line["text"]
        assert line["desk"]["actions"][0]["title"] == "Dejar de esperar"


def test_the_wait_goes_on_and_the_assistant_answers_all_else(
    practice: Practice, engine: StandIn
) -> None:
    guest = practice.arrive().wait()
    reply(guest, "How long?")
    for words in ("how long does therapy take", "how long do you keep notes", "hello"):
        (answer,) = reply(guest, words)
        assert answer["from"] == "bot" and engine.asked[-1]["text"] == words
    assert guest.state == "waiting"


def test_right_after_an_answer_a_bare_question_is_about_that(
    practice: Practice, engine: StandIn
) -> None:
    guest = practice.arrive().wait()
    assert said(guest.say("Can I see my records?").json())
    (answer,) = reply(guest, "How long does it take?")
    assert answer["from"] == "bot" and engine.asked[-1]["text"] == "How long does it take?"
    # A clear one is not.
    (line,) = reply(guest, "How long do I have to wait?")
    assert line["line"] == "desk_wait_asked"
    (line,) = reply(guest, "How long?")
    assert line["line"] == "desk_wait_asked"


def test_a_retry_is_answered_once(practice: Practice) -> None:
    guest = practice.arrive().wait()
    once = "8d7f3d0e-45f6-4d1a-9c36-0f2a1f6f2a11"
    first, second = (guest.say("is anyone there", once).json()["events"] for _ in range(2))
    assert first == second and guest.lines().count("desk_wait_asked") == 1


def test_with_a_hint_of_danger_the_gentle_line_follows(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.screening.concerned", lambda _: True)
    line, gentle = reply(practice.arrive().wait(), "is anyone there")
    assert line["line"] == "desk_wait_asked" and gentle["concern"]


@pytest.mark.parametrize(
    ("state", "line"), [("offered", "desk_offered_open"), ("left_message", "desk_left_closed")]
)
def test_who_was_offered_a_person_or_a_form_reads_that_again(
    practice: Practice, ana: Colleague, state: str, line: str
) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    (found,) = reply(guest, "is anyone there?")
    assert found["line"] == line and guest.state == state


def test_out_of_hours_who_asks_reads_that_nobody_is(closed: Practice) -> None:
    guest = closed.arrive()
    guest.must("request")
    (found,) = reply(guest, "¿hay alguien?")
    assert (found["line"], found["language"]) == ("desk_offered_closed", "es")


@pytest.mark.parametrize("state", ["bot", "ended"])
def test_where_nobody_waits_it_is_the_assistants(
    practice: Practice, ana: Colleague, engine: StandIn, state: str
) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    (answer,) = reply(guest, "is anyone there?")
    assert answer["from"] == "bot" and engine.asked[-1]["text"] == "is anyone there?"


def test_where_a_person_is_they_get_it(practice: Practice, ana: Colleague) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, "human")
    assert reply(guest, "are you there?") == []


def test_after_a_lost_connection_nobody_is_said_to_have_never_come(
    practice: Practice, ana: Colleague
) -> None:
    guest = bring(practice.arrive(), ana, practice.ledger, "human")
    practice.ledger.pass_time(guest.id, 61)
    assert guest.hears("desk_staff_lost")
    (line,) = reply(guest, "are you still there?")
    assert line["line"] == "desk_wait_asked" and " yet" not in line["text"]


# Danger


def test_a_question_that_is_flagged_gets_the_card_and_not_the_line(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = practice.arrive().wait()
    monkeypatch.setattr("bot.gateway.screening.flagged", lambda _: True)
    body = guest.say("is anyone there").json()
    assert cards(body) and "desk_wait_asked" not in guest.lines()
    assert "desk_wait_asked_danger" not in guest.lines()


@pytest.mark.parametrize("waits", [False, True])
def test_in_danger_help_is_said_first(practice: Practice, waits: bool) -> None:
    guest = practice.arrive()
    if waits:
        guest.wait()
    assert cards(guest.say(DANGER).json())
    (line,) = reply(guest, "is anyone there??")
    assert line["line"] == "desk_wait_asked_danger"
    assert line["text"].startswith("If someone may be hurt, call 911 now.")
    assert "988" in line["text"].splitlines()[0] and "No person is in this chat" in line["text"]
    (line,) = reply(guest, "¿cuánto falta?")
    assert line["text"].startswith("Si alguien podría sufrir daño, llama al 911 ahora.")


def test_with_rasa_down_it_is_answered_too(practice: Practice, engine: StandIn) -> None:
    guest = practice.arrive().wait()
    engine.stop()
    (line,) = reply(guest, "still waiting")
    assert line["line"] == "desk_wait_asked"


# The offer after three failures


def test_out_of_hours_who_was_not_understood_reads_at_once_that_nobody_is_there(
    closed: Practice, engine: StandIn
) -> None:
    guest = closed.arrive()
    understand(engine, "nlu_fallback", "out_of_scope")
    for _ in range(3):
        guest.say("Gibberish")
    assert guest.hears("desk_failing_closed")
    assert guest.lines() == ["desk_failing_closed"]
    (offer,) = [one for one in guest.events() if "line" in one]
    assert "Nobody" in offer["text"].split(". ")[1] and "leave a message" in offer["text"]
    assert offer["desk"]["actions"][0]["title"] == "Leave a message"
    # It can be answered in words.
    guest.say("Yes please")
    assert guest.state == "left_message"


@pytest.mark.parametrize("words", ["está aquí", "someone here", "what if nobody answers"])
def test_in_danger_what_may_tell_of_somebody_is_the_assistants(
    practice: Practice, engine: StandIn, words: str
) -> None:
    guest = practice.arrive()
    assert cards(guest.say("my husband hits me").json())
    before = len(engine.asked)
    assert guest.state == "waiting"
    reply(guest, words)
    assert len(engine.asked) == before + 1
    assert not {"desk_wait_asked", "desk_wait_asked_danger"} & set(guest.lines())
    (line,) = reply(guest, "is anyone there?")
    assert line["line"] == "desk_wait_asked_danger"
