"""What a visitor takes away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.release.errors import UnknownName
from bot.release.guide import Release
from bot.release.path import path
from bot.release.sheet import Chosen, take_away
from bot.release.state import Journey
from bot.release.telling import Telling

from .small import RELEASE, RULE, STATE_LAW


def test_the_checklist_has_the_steps_of_this_walk_and_no_others() -> None:
    taken = take_away(RELEASE, "own", {"age": "minor", "notes": "no"})
    assert [one.text for one in taken.checklist] == [
        "Did ask",
        "Did parents",
        "Did fill",
        "Did sign",
    ]
    assert taken.sentence == "May we talk?"
    assert taken.not_ours == "Not the form."


def test_it_shows_what_was_chosen_in_order_and_what_was_not_asked_is_left_out() -> None:
    taken = take_away(RELEASE, "own", {"notes": "no", "who": "client", "danger_now": "yes"})
    assert taken.chosen == (Chosen("What is who?", "Client"), Chosen("What is notes?", "No"))


def test_the_client_reads_the_questions_as_they_were_put() -> None:
    taken = take_away(RELEASE, "own", {"who": "client", "age": "minor"})
    assert taken.chosen[1] == Chosen("How old are you?", "Minor")
    taken = take_away(RELEASE, "child", {"who": "parent", "age": "minor"})
    assert taken.chosen[1] == Chosen("What is age?", "Minor")


def test_a_guide_has_the_sheet_or_the_letter() -> None:
    own, child = take_away(RELEASE, "own", {}), take_away(RELEASE, "child", {})
    assert (own.sheet, own.letter) == (RELEASE.sheet, None)
    assert (child.sheet, child.letter) == (None, RELEASE.letter)


def test_a_guide_with_a_letter_has_the_letters_notice_if_there_is_one() -> None:
    assert take_away(RELEASE, "child", {}).not_ours == RELEASE.sheet.not_ours
    letter = replace(RELEASE.letter, not_ours="Sign the letter.")
    release = replace(RELEASE, letter=letter)
    assert take_away(release, "child", {}).not_ours == "Sign the letter."
    assert take_away(release, "own", {}).not_ours == RELEASE.sheet.not_ours


def test_at_the_end_a_guide_with_a_letter_says_the_letters_words_if_there_are_any() -> None:
    def said(release: Release, guide: str) -> str:
        last = {"own": "sign", "child": "call"}[guide]
        at = Journey(guide=guide, step=last, answers={"age": "adult", "notes": "no"})
        return Telling(release).finished(at).text

    general = said(RELEASE, "child")
    assert general.startswith("finished")
    release = replace(RELEASE, letter=replace(RELEASE.letter, finished="Copy it. {guide}"))
    assert said(release, "child") == f"Copy it. {RELEASE.guides['child'].title}"
    assert said(release, "own") == said(RELEASE, "own")


def test_the_states_rule_is_noted_where_the_walk_touches_it() -> None:
    taken = take_away(RELEASE, "own", {}, "CA")
    assert [note.text for note in taken.notes] == ["In California it is so."]
    assert taken.sources == (RULE, STATE_LAW)
    assert take_away(RELEASE, "own", {}, "NV").notes == ()
    assert take_away(RELEASE, "child", {}, "CA").notes == ()


@pytest.mark.parametrize(
    ("guide", "answers"),
    [("gone", {}), ("own", {"jane": "minor"}), ("own", {"age": "jane"})],
)
def test_unknown_names_are_refused_without_being_repeated(
    guide: str, answers: dict[str, str]
) -> None:
    with pytest.raises(UnknownName) as raised:
        take_away(RELEASE, guide, answers)
    assert "jane" not in str(raised.value)


def test_every_real_guide_can_be_taken_away_in_every_state(release: Release) -> None:
    states = {state for rules in release.states.values() for state in rules}
    for guide in release.guides.values():
        for state in [None, *sorted(states)]:
            taken = take_away(release, guide.id, {}, state)
            assert len(taken.checklist) == len(path(guide, {}))
            assert taken.sources
