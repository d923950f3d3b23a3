"""Where a visitor is, and what of it is kept."""

from __future__ import annotations

import json

import pytest

from bot.release.state import (
    NO_SLOTS,
    Journey,
    chosen_by,
    is_first,
    known,
    on_the_way,
    pending,
    place,
    question,
    settled,
    with_question,
)

from .small import AGE, NOTES, OWN, RELEASE, WHO


@pytest.mark.parametrize(
    "journey",
    [
        Journey(),
        Journey(answers={"who": "client"}),
        Journey("own", "fill", {"age": "minor"}),
        Journey("own", "fill", paused=True),
        Journey("own", "fill", offered=True),
        Journey("own", "fill", {"notes": "no"}, again=True),
        Journey("own", "fill", {"notes": "no"}, paused=True, again=True),
        Journey("own", "fill", {"notes": "no"}, paused=True, offered=True, again=True),
        Journey(paused=True),
    ],
)
def test_a_journey_comes_back_from_its_slots(journey: Journey) -> None:
    slots = json.loads(json.dumps(journey.slots()))
    assert slots["guide"] is not None
    assert Journey.from_slots(**slots) == journey


def test_no_journey_has_empty_slots() -> None:
    assert Journey.from_slots(**NO_SLOTS) is None


@pytest.mark.parametrize("guide", [None, "", 7, ["own"]])
def test_slots_that_name_no_guide_are_no_journey(guide: object) -> None:
    assert Journey.from_slots(guide, "fill", {}) is None


def test_what_is_not_text_in_the_slots_is_left_out() -> None:
    found = Journey.from_slots("own", 3, {"age": "minor", "notes": 1, 2: "x"})
    assert found == Journey("own", None, {"age": "minor"})
    assert Journey.from_slots("own", None, "answers") == Journey("own")


def test_only_answers_that_the_content_has_are_kept() -> None:
    assert known(RELEASE, {"age": "minor", "who": "Jane", "name": "Jane"}) == {"age": "minor"}


def test_a_step_that_is_gone_leads_to_the_first_one() -> None:
    assert settled(RELEASE, Journey("own", "gone")).step == "ask"


def test_a_step_off_the_way_leads_to_the_first_one() -> None:
    assert settled(RELEASE, Journey("own", "apart", {"notes": "no"})).step == "ask"


def test_a_guide_that_is_gone_is_chosen_again() -> None:
    assert settled(RELEASE, Journey("gone", "ask", {"who": "client"})).guide == "own"
    asked = settled(RELEASE, Journey("gone", "ask"))
    assert (asked.guide, asked.step) == (None, None)


def test_answers_off_the_way_are_dropped() -> None:
    assert on_the_way(RELEASE, OWN, {"who": "client", "danger_now": "yes", "notes": "no"}) == {
        "who": "client",
        "notes": "no",
    }


def test_who_the_visitor_is_stays_known_in_a_guide_that_fits_it() -> None:
    child = RELEASE.guides["child"]
    assert on_the_way(RELEASE, child, {"who": "parent"}) == {"who": "parent"}
    assert on_the_way(RELEASE, child, {"who": "client"}) == {}


@pytest.mark.parametrize(
    ("journey", "first"),
    [
        (Journey(), True),
        (Journey(answers={"who": "parent"}), False),
        (Journey("own", "ask"), True),
        (Journey("own", "ask", {"who": "client"}), False),
        (Journey("own", "fill"), False),
    ],
)
def test_there_is_something_before_a_step_and_before_a_second_question(
    journey: Journey, first: bool
) -> None:
    assert is_first(RELEASE, settled(RELEASE, journey)) is first


def test_a_guide_asked_for_by_name_was_chosen_by_no_answer() -> None:
    assert chosen_by(RELEASE, OWN, {}) == ()
    assert chosen_by(RELEASE, OWN, {"who": "client"}) == ("who",)


def test_a_place_knows_its_step_and_whether_it_is_the_last() -> None:
    first = place(RELEASE, settled(RELEASE, Journey("own")))
    assert first is not None and (first.step.id, first.is_last) == ("ask", False)
    last = place(RELEASE, settled(RELEASE, Journey("own", "sign")))
    assert last is not None and last.is_last
    assert place(RELEASE, Journey()) is None


def test_only_an_answered_question_is_put_again_and_only_at_its_step() -> None:
    open_one = settled(RELEASE, Journey("own", "fill"))
    assert with_question(RELEASE, open_one) == open_one
    gone = Journey("own", "gone", {"age": "minor"}, again=True)
    assert not settled(RELEASE, gone).again


def test_an_answered_question_belongs_to_the_step_but_waits_no_longer() -> None:
    here = settled(RELEASE, Journey("own", "fill", {"notes": "no"}))
    assert question(RELEASE, here) is NOTES
    assert pending(RELEASE, here) is None
    assert pending(RELEASE, with_question(RELEASE, here)) is NOTES
    assert pending(RELEASE, Journey()) is WHO
    assert pending(RELEASE, settled(RELEASE, Journey("own"))) is AGE
