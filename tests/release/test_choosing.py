"""How a guide is chosen."""

from __future__ import annotations

from bot.release.choosing import asked, choose, questions
from bot.release.guide import Guide, Release

from .small import AGE, CHILD, OWN, RELEASE, WHO


def test_what_is_not_known_is_asked_first() -> None:
    assert choose(RELEASE, {}) is WHO
    assert choose(RELEASE, {"who": "parent"}) is AGE
    assert choose(RELEASE, {"age": "minor"}) is WHO


def test_what_is_known_is_not_asked_again() -> None:
    assert choose(RELEASE, {"who": "client"}) is OWN
    assert choose(RELEASE, {"who": "parent", "age": "minor"}) is CHILD


def test_an_answer_that_there_is_not_is_asked_for() -> None:
    assert choose(RELEASE, {"who": "nobody"}) is WHO


def test_only_answers_that_were_used_are_named_in_order() -> None:
    assert asked(RELEASE, {"age": "minor", "who": "client"}) == ("who",)
    assert asked(RELEASE, {"age": "minor", "who": "parent"}) == ("who", "age")
    assert asked(RELEASE, {}) == ()


def test_each_question_of_the_tree_is_named_once() -> None:
    assert questions(RELEASE) == ("who", "age")


def test_every_real_guide_can_be_chosen(release: Release) -> None:
    chosen = set()
    for who in release.questions["who"].answers:
        for age in release.questions["age"].answers:
            for purpose in release.questions["purpose"].answers:
                found = choose(release, {"who": who.id, "age": age.id, "purpose": purpose.id})
                assert isinstance(found, Guide)
                chosen.add(found.id)
    assert chosen == set(release.guides)
