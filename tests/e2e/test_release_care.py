"""What protects a visitor on the steps of a release, over HTTP against the real processes: help first, nothing lost."""

from __future__ import annotations

import uuid

import pytest

from bot.content.library import Library
from bot.handoff.episode import Reason
from bot.release.path import DANGER
from tests.e2e.assistant import Assistant, eventually
from tests.e2e.desk import Ledger
from tests.e2e.talking import ask, buttons, kinds, number, press, reply, step, whole
from tests.gateway.running import Visitor, cards, said

pytestmark = pytest.mark.e2e
DOCTOR = "walk me through a release for my doctor"
CONTACT = "I'm her husband, walk me through reaching her therapist"
HURT = "I want to die"


def on_the_doctors_second_step(visitor: Visitor) -> str:
    """Begins by words, goes on to the second step, and returns its text."""
    ask(visitor, DOCTOR)
    answers = ask(visitor, "next")
    assert number(answers) == 2
    return str(step(answers)["text"])


def alarms(assistant: Assistant, visitor: Visitor) -> int:
    """How many hand-offs for danger the visitor has had."""
    episodes = Ledger(assistant.database).episodes(visitor.id)
    return sum(one["reason"] == Reason.DANGER for one in episodes)


@pytest.mark.parametrize(
    "wish", ["walk me through the rest", "please walk me through the rest of it", "guide me on"]
)
def test_a_wish_for_the_rest_begins_nothing_anew(visitor: Visitor, wish: str) -> None:
    two = on_the_doctors_second_step(visitor)
    answers = ask(visitor, wish)
    assert kinds(answers)[-1] == "step" and "started" not in kinds(answers)
    assert step(answers)["text"] == two
    assert number(ask(visitor, "next")) == 3


def test_a_wish_for_other_steps_begins_those(visitor: Visitor) -> None:
    on_the_doctors_second_step(visitor)
    answers = ask(visitor, "now walk me through a release for my lawyer")
    assert step(answers)["release"]["guide"] == "lawyer_or_court" and number(answers) == 1


@pytest.mark.parametrize("words", ["yes", "Yes, or I'm not sure", "maybe", "pressed"])
def test_a_yes_to_the_question_about_danger_brings_the_card_the_help_and_one_alarm(
    assistant: Assistant, visitor: Visitor, library: Library, words: str
) -> None:
    first = ask(visitor, CONTACT)
    assert step(first)["release"]["step"] == "safe"
    asked = library.release.questions[DANGER[0]].answer(DANGER[1])
    assert asked is not None
    pressed = {"client_id": str(uuid.uuid4()), "choice": buttons(first)[asked.title]}
    body = whole(visitor, pressed) if words == "pressed" else reply(visitor, words)
    shown = [one["type"] for one in body["events"] if one["type"] == "card" or "release" in one]
    assert shown[0] == "card" and shown.count("card") == 1
    place = step(said(body))["release"]
    assert (place["guide"], place["step"]) == ("family_wants_contact", "danger_help")
    assert eventually(lambda: alarms(assistant, visitor) == 1)
    ask(visitor, "next")
    assert alarms(assistant, visitor) == 1


def test_a_no_to_it_brings_no_card(visitor: Visitor) -> None:
    ask(visitor, CONTACT)
    body = reply(visitor, "no")
    assert not cards(body)
    assert step(said(body))["release"]["step"] == "ask_them"


@pytest.mark.parametrize("by_button", [True, False])
def test_after_the_card_who_is_not_in_danger_is_offered_to_go_on_at_the_same_step(
    visitor: Visitor, library: Library, by_button: bool
) -> None:
    two = on_the_doctors_second_step(visitor)
    body = reply(visitor, HURT)
    (card,) = cards(body)
    (back,) = card["buttons"]
    answers = press(visitor, back["choice"])
    assert kinds(answers)[-1] == "offer" and "step" not in kinds(answers)
    go_on = library.release.words["button_go_on"]
    answers = press(visitor, buttons(answers)[go_on]) if by_button else ask(visitor, go_on)
    assert step(answers)["text"] == two and number(answers) == 2
    assert number(ask(visitor, "next")) == 3


def test_names_and_numbers_of_the_first_message_are_kept_nowhere(
    assistant: Assistant, visitor: Visitor, library: Library
) -> None:
    typed = "My name is Quillon Zebulon, call me at 555-867-5309. Walk me through a release for my doctor"
    body = reply(visitor, typed)
    assert step(said(body))["release"]["guide"] == "physician"
    assert library.release.words["no_details"] in [one["text"] for one in said(body)]
    (own,) = said(body, "visitor")
    transcript = visitor.http.get(
        f"/v1/conversations/{visitor.id}/transcript", headers=visitor.headers
    ).text
    ask(visitor, "next")
    canaries = ("Quillon", "Zebulon", "867-5309", "8675309")
    shown = (own["text"], transcript, *assistant.output().values())
    assert not [one for one in canaries for text in shown if one in text]
    for database in (assistant.database, assistant.tracker_database):
        for path in database.parent.glob(f"{database.name}*"):
            held = path.read_bytes()
            assert not [one for one in canaries if one.encode() in held], path.name
