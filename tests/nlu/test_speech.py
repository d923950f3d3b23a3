"""What visitors say of themselves, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.nlu.speech import said


def _said(text: str) -> dict[str, str]:
    return {one.slot: one.value for one in said(text)}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("I'm the client", {"who": "client"}),
        ("I am her legal guardian", {"who": "guardian"}),
        ("I\N{RIGHT SINGLE QUOTATION MARK}m her mother", {"who": "guardian"}),
        ("im his wife", {"who": "family"}),
        ("she is 15", {"age_group": "minor"}),
        ("and what if she's 16?", {"age_group": "minor"}),
        ("he just turned 18, can I still call", {"age_group": "adult"}),
        ("she is 16 can I see her notes", {"age_group": "minor"}),
        ("my 15-year-old", {"age_group": "minor"}),
        ("my son, 17yo", {"age_group": "minor"}),
        ("my adult daughter", {"age_group": "adult"}),
        ("what if I'm 17 myself", {"age_group": "minor"}),
        ("I'm her mom and she is 15.", {"who": "guardian", "age_group": "minor"}),
        ("my son is 22, will his therapist tell me anything", {"age_group": "adult"}),
        ("my son just turned 18", {"age_group": "adult"}),
        ("my son is an adult", {"age_group": "adult"}),
        ("my daughter is 15, will her therapist tell me", {"age_group": "minor"}),
        ("my daughter, 15, sees a counselor", {"age_group": "minor"}),
        ("my youngest daughter is still a minor", {"age_group": "minor"}),
        ("does my teenage son's therapist tell me", {"age_group": "minor"}),
        ("im a kid, do they tell my parents what I say", {"age_group": "minor"}),
        ("I'm 16 and my mom is 45", {"age_group": "minor"}),
        ("I'm his step-dad", {"who": "family"}),
    ],
)
def test_a_plain_statement_fills_its_slot(text: str, slots: dict[str, str]) -> None:
    assert _said(text) == slots


@pytest.mark.parametrize(
    "text",
    [
        "",
        "can my therapist text me",
        "I'm not her mother",
        "my wife is in therapy",
        "she is 15 minutes late",
        "they're 10 min late",
        "he is 6 feet tall",
        "I am 3 sessions in",
        "I am 99% sure",
        "I'm 50/50 on this",
        "he is 45 days sober",
        "he is 3.5 hours away",
        "a 20 year old habit",
        "I'm 45 and my daughter sees a therapist",  # the client's age is what matters
        "my mom is 45, do they tell her what I say",
        "my copay is 15, can I pay cash",
        "I have a 40 year old therapist",
        "I'm a kid at heart",
    ],
)
def test_nothing_is_concluded_from_the_rest(text: str) -> None:
    assert _said(text) == {}


def test_the_first_statement_counts() -> None:
    assert _said("she is 15, no wait, she is 19") == {"age_group": "minor"}


def test_it_says_where_it_stands() -> None:
    text = "well, she is 15 now"
    (one,) = said(text)
    assert text[one.start : one.end] == "she is 15"
