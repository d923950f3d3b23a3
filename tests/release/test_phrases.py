"""Phrases of answers, and plain answers, in what was typed."""

from __future__ import annotations

import pytest

from bot.release.asking import is_question
from bot.release.phrases import find
from bot.release.plain import NO, UNSURE, YES, ends_in_yes, is_doubted, plain_answer
from bot.release.templates import Templates
from bot.release.why import asks_why
from bot.release.words import clauses, same_word, stem

from .small import question

THINGS = question("purpose", {"doctor": ("doctor",), "bring": ("bring in",), "claim": ("claims",)})
AGREES = question("agrees", {"yes": ("yes", "she agrees"), "no": ("no", "no danger")})


def _found(text: str) -> list[tuple[str, bool]]:
    return [(one.answer, one.negated) for one in find(THINGS, text)]


def test_a_phrase_is_found_as_whole_words_whatever_their_ending() -> None:
    assert _found("my doctors") == [("doctor", False)]
    assert _found("the doctorate") == []
    assert _found("I'd be bringing my mom in") == [("bring", False)]


def test_a_not_before_a_phrase_takes_it_back_but_not_from_afar() -> None:
    assert _found("not my doctor") == [("doctor", True)]
    assert _found("I don't want to bring him in") == [("bring", True)]
    assert _found("they won't pay the claim") == [("claim", False)]


def test_a_no_longer_takes_back_what_follows_it() -> None:
    assert _found("no longer my doctor") == [("doctor", True)]


def test_a_no_may_be_said_as_not_a() -> None:
    assert [one.answer for one in find(AGREES, "not any danger")] == ["no"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yes", YES),
        ("yeah she does", YES),
        ("of course", YES),
        ("no", NO),
        ("no she doesn't", NO),
        ("nothing like that", NO),
        ("I don't know", UNSURE),
        ("um, not sure", UNSURE),
        ("no idea", UNSURE),
    ],
)
def test_a_plain_answer_is_one_however_it_is_said(text: str, kind: str) -> None:
    assert plain_answer(clauses(text)[-1]) == kind


@pytest.mark.parametrize(
    "text",
    ["no problem", "no food since Monday", "no tengo nada", "si no me llama", "she is my sister"],
)
def test_a_no_that_belongs_to_something_is_no_answer(text: str) -> None:
    assert plain_answer(clauses(text)[0]) is None


def test_a_doubted_no_and_a_yes_at_the_end_are_heard() -> None:
    assert is_doubted("I don't think so") and not is_doubted("I think so")
    assert ends_in_yes("those too yeah") and not ends_in_yes("not those yeah")


@pytest.mark.parametrize(
    "text", ["How long does it take?", "can she see it", "tell me about costs", ""]
)
def test_a_question_asks_something(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["she agrees", "15?", "she's fine with it, right?"])
def test_an_answer_with_a_question_mark_is_none(text: str) -> None:
    assert not is_question(text)


def test_a_why_is_about_what_is_shown_only_in_its_own_words() -> None:
    shown = "Write a short letter. Put the date."
    assert asks_why("why do I have to write a letter?", shown)
    assert asks_why("y do i need to put a date", shown)
    assert not asks_why("why do I have to pay for it?", shown)
    assert not asks_why("why is the letter short", shown)  # no need is asked about
    assert not asks_why("do I have to write a letter", shown)


def test_words_are_plain_and_possessives_stay_one() -> None:
    assert clauses("She’s FINE, everyones safe — don't!") == (
        ("she", "is", "fine"),
        ("everyone", "is", "safe"),
        ("do", "not"),
    )
    assert clauses("the client's mother") == (("the", "clients", "mother"),)


def test_one_slip_in_a_long_word_is_forgiven_and_short_words_are_not() -> None:
    assert same_word("subpeona", "subpoena") and same_word("insurence", "insurance")
    assert same_word("therapst", "therapist")
    assert not same_word("cancer", "cancel") and not same_word("medicaid", "medicare")
    assert stem("bringing") == stem("bring")


def test_templates_know_optional_parts_lists_and_what_stands_around() -> None:
    some = Templates("say [me] {it} again|stop", {"it": "it|that"}, before="ok", after="please")
    assert some.match("ok ok say that again please") and some.match("stop")
    assert not some.match("say again") and not some.match("saying it again")
    assert some.begin("stop that") == len("stop ")
