"""The screen as the gateway meets it: any text, turns before, any length."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.safety import Category, Finding, Severity, Turn, concerned, flagged, screen, screen_all
from bot.safety.patterns import unsafe
from bot.safety.rules import Rule, rule_set


def test_a_sign_that_is_spread_over_two_messages_is_found() -> None:
    assert not flagged(screen("myself", []))
    assert flagged(screen("myself", ["hello", "I am going to kill"]))


def test_what_was_said_before_is_not_reported_again() -> None:
    assert not flagged(screen("what are your hours", ["I want to die"]))


def test_harmless_turns_before_change_nothing() -> None:
    assert not flagged(screen("Can my therapist text me?", ["hello there", "thank you"]))


def test_danger_now_is_an_emergency() -> None:
    assert screen("I'm going to kill myself tonight")[0].severity is Severity.EMERGENCY
    assert screen("I want to kill myself")[0].severity is Severity.DANGER


def test_a_denial_is_only_veiled() -> None:
    findings = screen("I don't want to kill myself")
    assert {one.severity for one in findings} == {Severity.VEILED}


def test_a_mention_stays_one_however_near_it_is() -> None:
    findings = screen("I'm not suicidal, and right now I am about to go to bed")
    assert {one.severity for one in findings} == {Severity.VEILED}


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal, but can my therapist text me?",
        "I'm not suicidal but I'd like to change therapists",
        "no quiero morir, pero quiero cambiar de terapeuta",
    ],
)
def test_a_denial_with_a_harmless_but_is_one(text: str) -> None:
    assert not flagged(screen(text)) and concerned(screen(text))


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to kill myself, though I think about it every night",
        "I'm not suicidal, but I think about dying every day",
    ],
)
def test_a_denial_that_is_taken_back_is_danger(text: str) -> None:
    assert flagged(screen(text))


@pytest.mark.parametrize(
    "turns",
    [
        ("I don't want to kill myself", "but I think about it all the time"),
        ("I don't want to kill myself", "I'm just tired", "but I think about it all the time"),
        ("I'm not going to hurt myself", "I promise", "really", "but I have urges"),
        ("no quiero matarme", "bueno", "pero lo pienso mucho"),
    ],
)
def test_a_denial_that_is_taken_back_turns_later_is_danger(turns: tuple[str, ...]) -> None:
    *before, now = turns
    assert not any(flagged(screen(one)) for one in turns)
    assert flagged(screen(now, before))
    assert not flagged(screen("but I feel better now", before))
    assert not flagged(screen(now, ["hello", "what does it cost"]))
    assert not flagged(screen(now, [*before, "a", "b", "c", "d"]))


def test_danger_of_earlier_turns_is_not_reported_again_by_a_but() -> None:
    assert screen("but I think about it all the time", ["I want to kill myself", "yes"]) == []


def test_a_denial_with_a_but_stays_danger() -> None:
    assert flagged(screen("I don't want to kill myself but I might"))


@pytest.mark.parametrize(
    "text",
    [
        "I'm suicidal and my therapist won't call me",
        "I'm suicidal, will they commit me?",
        "can I see someone when I feel suicidal",
        "do they tell my doctor if I say I've been starving myself",
        "does my therapist report it if I cut myself, I did it again today",
        "will they tell my mom if I say I'm suicidal, because I am, tonight",
        "would she call the police if I said I want to hurt my boss",
    ],
)
def test_a_question_does_not_hide_danger_that_is_there(text: str) -> None:
    assert flagged(screen(text))


def test_grief_and_the_wish_to_follow_are_seen_together() -> None:
    assert not flagged(screen("I just want to be with him"))
    assert flagged(screen("I just want to be with him", ["my husband died in the spring"]))


def test_the_most_urgent_finding_comes_first() -> None:
    findings = screen("My boyfriend hit me. I took too many pills.")
    assert {Category.PARTNER_VIOLENCE, Category.MEDICAL} <= {one.category for one in findings}
    ranks = [one.severity.rank for one in findings]
    assert ranks == sorted(ranks)


def test_a_span_covers_the_words_that_matched() -> None:
    text = "Well, hello. I   wanna K1LL myself!!"
    start, end = screen(text)[0].span
    assert text[start:end] == "K1LL myself"


def test_a_finding_carries_no_words_of_the_visitor() -> None:
    finding = screen("canary I want to die canary")[0]
    assert "canary" not in repr(finding.as_dict())


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00\x00", "\ud800 lone", "😀😀😀", "مرحبا كيف حالك", "\u202eevil", "." * 5000],
)
def test_odd_text_finds_nothing_and_raises_nothing(text: str) -> None:
    assert screen(text) == []


def test_danger_is_found_among_null_bytes_and_emoji() -> None:
    assert flagged(screen("😭\x00I want to die\x00😭"))


def test_danger_after_a_long_story_is_found() -> None:
    assert flagged(screen("My week was long. " * 400 + "I want to die."))


@pytest.mark.parametrize(
    "source",
    [
        r"(a|b)+ die",
        r"(a|b)* die",
        r"(a ){2,} die",
        r"(a ){0,30} die",
        r"(\w+){3} die",
        r"(\w+ ?){2,5} die",
        r".* die",
        r".+ die",
        r".{3,} die",
        r"\S+ die",
        r"\w+\w+ die",
        r"\w*[a-z] die",
        r"[a-z ]+ die",
        r"[a-z]{2,} die",
        r"[\w ]{0,500} die",
        r"(die) \1",
    ],
)
def test_a_pattern_that_could_take_forever_is_told(source: str) -> None:
    assert unsafe(source)


@pytest.mark.parametrize(
    "source", [r"die", r"(a|b)? die", r"cut\w* ~3(me|you)", r"(\d{1,2}|[5-9]) pills", r"c\.a"]
)
def test_a_quick_pattern_is_let_be(source: str) -> None:
    assert unsafe(source) is None


@pytest.mark.parametrize("rule", rule_set().rules, ids=lambda rule: rule.name)
def test_no_rule_could_take_forever(rule: Rule) -> None:
    assert rule.patterns
    assert not [one.source for one in rule.patterns if unsafe(one.source)]


class Recorder:
    """A second layer that sees nothing, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Turn] = []

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        self.asked += turns
        return [[] for _ in turns]


def test_the_second_layer_is_told_of_a_hint_and_of_nothing_else() -> None:
    recorder = Recorder()
    texts = ("I just want the pain to stop", "I'm not suicidal", "hello", "I want to die")
    found = screen_all([Turn(text) for text in texts], recorder)
    assert [turn.hinted for turn in recorder.asked] == [True, False, False, False]
    assert [flagged(one) for one in found] == [False, False, False, True]


def test_the_second_layer_is_told_where_words_around_danger_excuse_it() -> None:
    recorder = Recorder()
    texts = (
        "In my novel the duke says he wants to die",
        "I am going to shoot my coworkers at the nerf race",
        "hello",
        "I want to die",
    )
    screen_all([Turn(text) for text in texts], recorder)
    assert [turn.doubted for turn in recorder.asked] == [True, True, False, False]
