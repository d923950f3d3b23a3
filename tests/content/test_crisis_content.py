"""The project's own practice and crisis files, by what must hold and not by their wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import Library, load_library
from bot.safety import About, Category, Finding, Severity, crisis_card

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


def test_the_emergency_numbers_are_right(library: Library) -> None:
    said = library.fill("{crisis.emergency}|{crisis.lifeline}|{crisis.text_line}")
    assert said == "911|988|text HOME to 741741"


def test_help_that_always_shows_has_911_and_988(library: Library) -> None:
    calls = [one.call for one in library.crisis.always]
    assert {"911", "988"} <= set(calls)


@pytest.mark.parametrize("about", list(About))
@pytest.mark.parametrize("category", list(Category))
def test_every_card_has_911_and_988_and_says_what_this_is(
    library: Library, category: Category, about: About
) -> None:
    finding = Finding(category, about, Severity.DANGER, "rules", "example", (0, 1))
    card = crisis_card([finding], library.crisis)
    assert {"911", "988"} <= {one.get("call") for one in card["resources"]}
    said = " ".join(card["body"]).casefold()
    assert "automated" in said
    assert "911" in said
    assert "{" not in said


def test_a_fictional_practice_has_a_number_that_cannot_ring(library: Library) -> None:
    if library.practice.fictional:
        assert "555-01" in library.practice.phone
