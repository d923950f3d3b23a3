"""Messages that are nothing but moves and answers, and those that only look like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.release.guide import Release
from bot.release.path import DANGER
from bot.release.plain import plain_answer
from bot.release.set_phrases import (
    LONGEST,
    awaits_more,
    denies_danger,
    is_bare_move,
    is_move,
    is_set_phrase,
)
from bot.release.words import clauses

MOVES = [
    "next", "ok next", "go back", "why?", "skip", "what was that?", "start over", "where were we?", "I don't know",
    "not sure", "no idea", "I'd rather not say", "yes", "no, they don't", "nope", "done",
    "what should I do next",
]  # fmt: skip
ANSWERS = [
    "both ways", "yes, both ways", "both ways please", "I think one way", "my mom", "her mom", "I'm the client",
    "I'm her dad, she's 15", "i'm 16, my mom doesn't know", "she's 15", "16", "it's for my daughter",
    "Let family or a friend talk with my therapist", "No, leave them out",
]  # fmt: skip
OTHERS = [
    # Danger, and what it is told in
    "die", "myself", "me", "tonight", "I want to", "I'm going to", "he's hurting me", "my dad hits me",
    "my son hurts me", "I have been saving my pills", "I'm her dad and I hit her", "i am 16 and i want to die",
    "he hit me, he's 15", "my mom doesn't know I cut", "yes I will do it", "no one loves me", "next, I want to die",
    "both ways I lose", "I don't know, I took them all", "kill her, both ways", "help", "leave me",
    # Moves that may be said of more than the steps
    "I'm done", "I did it", "I am ready", "I'm so lost", "goodbye", "that's enough", "enough", "what's the point?",
    "why bother", "no more", "I have to go", "end it",
    # Nothing
    "", "?", "🙂",
]  # fmt: skip


@pytest.mark.parametrize("text", MOVES)
def test_a_move_or_a_plain_answer_is_one(release: Release, text: str) -> None:
    assert is_set_phrase(release, text) and is_move(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_is_one_and_names_something(release: Release, text: str) -> None:
    assert is_set_phrase(release, text)
    assert not is_move(text) or text == "No, leave them out", "which is to skip, too"


@pytest.mark.parametrize("text", OTHERS)
def test_whatever_says_more_is_none(release: Release, text: str) -> None:
    assert not is_set_phrase(release, text) and not is_move(text)


def test_all_that_the_answers_list_is_one(release: Release) -> None:
    lost = [
        phrase
        for asked in release.questions.values()
        if asked.id != DANGER[0]
        for answer in asked.answers
        for phrase in (answer.title, *answer.said)
        if not is_set_phrase(release, phrase)
    ]
    assert lost == []


def test_what_only_the_question_about_danger_lists_is_none(release: Release) -> None:
    """Plain words are, which say no more than yes, no or that it is not known."""
    danger = release.questions[DANGER[0]]
    found = [
        phrase
        for answer in danger.answers
        for phrase in answer.said
        if is_set_phrase(release, phrase)
    ]
    others = {
        phrase
        for asked in release.questions.values()
        if asked.id != danger.id
        for answer in asked.answers
        for phrase in answer.said
    }
    assert len(found) < len(danger.answers[0].said)
    assert all(
        phrase in others or plain_answer(clause) for phrase in found for clause in clauses(phrase)
    )
    for phrase in ("unsafe", "not safe", "hurt himself", "danger now", "everyone is safe"):
        assert not is_set_phrase(release, phrase)


def test_what_is_long_is_none(release: Release) -> None:
    assert is_set_phrase(release, ", ".join(["both ways"] * (LONGEST // 2)))
    assert not is_set_phrase(release, ", ".join(["both ways"] * (LONGEST // 2 + 1)))
    assert not is_set_phrase(release, f"next{' ' * 5000}") and not is_move("next " * 5000)


def test_without_questions_only_moves_are(release: Release) -> None:
    bare = replace(release, questions={})
    assert is_set_phrase(bare, "next") and is_set_phrase(bare, "I don't know")
    assert not is_set_phrase(bare, "both ways") and not is_set_phrase(bare, "she's 15")


@pytest.mark.parametrize("text", ["I want to", "I can't", "I took all", "I'm going to", "he is"])
def test_words_that_end_in_the_middle_await_more(text: str) -> None:
    assert awaits_more(text)


@pytest.mark.parametrize(
    "text", ["both ways", "I'd prefer not to", "how do I let my mom talk to him?"]
)
def test_others_do_not(text: str) -> None:
    assert not awaits_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "next", "Next!", "ok next", "OK, next", "next please", "next step", "skip", "skip this", "back", "go back",
        "why", "Why?", " why ? ",
    ],
)  # fmt: skip
def test_a_move_of_a_word_or_two_goes_on_with_nothing(release: Release, text: str) -> None:
    assert is_bare_move(text) and is_move(text) and is_set_phrase(release, text)


@pytest.mark.parametrize(
    "text",
    [
        "go on", "continue", "stop", "yes", "no", "ok", "done", "why not", "why bother", "why me", "skip me",
        "next, I took them", "I'm next", "next \U0001f622", "back again", "he is back", "go", "", "?", "why " * 50,
    ],
)  # fmt: skip
def test_other_words_may(text: str) -> None:
    assert not is_bare_move(text)


def test_what_the_no_to_danger_lists_denies_it(release: Release) -> None:
    no = next(one for one in release.questions[DANGER[0]].answers if one.id != DANGER[1])
    assert all(denies_danger(release, phrase) for phrase in no.said)
    for text in ("Nobody is in danger.", "no, everyone is safe", "No. No, they're safe!"):
        assert denies_danger(release, text)


@pytest.mark.parametrize(
    "text",
    [
        "yes, everyone is safe", "everyone is safe now", "no, everyone is safe but me", "nobody is safe", "unsafe",
        "is everyone safe", "everyone is safe if I go", "no, I took them", "maybe", "", "?", "no " * 100,
    ],
)  # fmt: skip
def test_no_other_words_do(release: Release, text: str) -> None:
    assert not denies_danger(release, text)


def test_without_that_question_nothing_does(release: Release) -> None:
    assert not denies_danger(replace(release, questions={}), "everyone is safe")
