"""A guide as plain text."""

from __future__ import annotations

import pytest

from bot.release.errors import UnknownName
from bot.release.guide import Branch, Release
from bot.release.text import as_text, condition

from .small import RELEASE


def test_the_whole_guide_is_there_with_its_branches_and_sources() -> None:
    text = as_text(RELEASE, "own")
    for step in RELEASE.guides["own"].steps:
        assert f"{step.title} [{step.id}]" in text
    assert "-> Minor: 2. Do parents" in text
    assert "-> otherwise: 3. Do fill" in text
    assert "-> the end" in text
    assert "45 CFR 164.508 (A rule)" in text
    assert "Question: What is age? (Minor / Adult)" in text
    assert "once signed off: CA (V1)" in text and "In California" not in text


def test_a_question_stands_with_its_reason_and_what_that_rests_on() -> None:
    text = as_text(RELEASE, "own")
    assert "To the client: How old are you?" in text
    assert "Why it is asked: Why notes." in text
    assert text.count("45 CFR 164.502 (What a question rests on)") == 4
    before = text.partition("1. Do ask")[0]
    assert before.index("What is who?") < before.index("What is age?"), "as the tree asks"
    assert "What is notes?" not in before
    assert "What is age?" in as_text(RELEASE, "child")


def test_an_unknown_guide_is_refused_without_being_repeated() -> None:
    with pytest.raises(UnknownName, match="own, child") as raised:
        as_text(RELEASE, "jane@example.com")
    assert "jane" not in str(raised.value)


def test_a_condition_speaks_the_words_of_the_buttons() -> None:
    both = Branch("x", {"age": "minor", "gone": "yes"})
    assert condition(RELEASE, both) == "Minor and gone: yes"
    assert condition(RELEASE, Branch("x", {})) == ""


def test_real_guides_fit_the_terminal(release: Release) -> None:
    for name, guide in release.guides.items():
        text = as_text(release, name)
        assert all(step.id in text for step in guide.steps)
        assert max(map(len, text.splitlines())) <= 80
