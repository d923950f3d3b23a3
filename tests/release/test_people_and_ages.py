"""Who somebody is, and how old the person in therapy is."""

from __future__ import annotations

import pytest

from bot.release.ages import age_in
from bot.release.guide import Release
from bot.release.people import who_in


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("me", "client"),
        ("I'm the client", "client"),
        ("my own therapist", "client"),
        ("I see a therapist on Tuesdays", "client"),
        ("bring her to my next session", "client"),
        ("mom", "parent"),
        ("I'm her foster dad", "parent"),
        ("my 12 year old sees someone here", "parent"),
        ("we share custody of him", "parent"),
        ("the client's mother", "parent"),
        ("divorced dad", "parent"),
        ("divorced dad, joint custody", "parent"),
        ("we are raising our granddaughter", "parent"),
        ("I'm raising my grandson", "parent"),
        ("I have guardianship of him", "parent"),
        ("her brother", "family"),
        ("I'm a close friend", "family"),
        ("my husband's therapist", "family"),
        ("someone I love sees a counselor", "family"),
    ],
)
def test_people_say_who_they_are(release: Release, text: str, who: str) -> None:
    assert who_in(release.questions["who"], text) == {who}


@pytest.mark.parametrize("text", ["hello", "I'm not her mother", "what is a release"])
def test_nobody_is_guessed(release: Release, text: str) -> None:
    assert who_in(release.questions["who"], text) == set()


@pytest.mark.parametrize(
    "text",
    ["a client of yours", "she is a client of yours", "one of your patients, a patient of hers"],
)
def test_a_client_of_yours_is_not_who_speaks(release: Release, text: str) -> None:
    assert "client" not in who_in(release.questions["who"], text)


def test_who_a_client_speaks_of_is_not_who_they_are(release: Release) -> None:
    assert who_in(release.questions["who"], "I want my therapist to talk with my mom") == {"client"}


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("15", "minor"),
        ("she's fifteen", "minor"),
        ("hes in 6th grade", "minor"),
        ("under 18", "minor"),
        ("turning 18 next month", "minor"),
        ("8 months old", "minor"),
        ("18", "adult"),
        ("twenty-two", "adult"),
        ("over 18", "adult"),
        ("not a minor", "adult"),
        ("he is in college", "adult"),
        ("in her thirties", "adult"),
        ("no longer a minor", "adult"),
        ("he is no longer a minor", "adult"),
        ("she graduated high school", "adult"),
        ("graduated from high school", "adult"),
        ("he's out of high school", "adult"),
    ],
)
def test_an_age_is_read_from_numbers_and_words(release: Release, text: str, age: str) -> None:
    assert age_in(release.questions["age"], text) == {age}


@pytest.mark.parametrize("text", ["15 minutes", "step 2", "I don't know", "call 911", "1985"])
def test_other_numbers_are_no_ages(release: Release, text: str) -> None:
    assert age_in(release.questions["age"], text) == set()


def test_a_parents_own_age_says_nothing_of_the_child(release: Release) -> None:
    question = release.questions["age"]
    assert age_in(question, "I'm 42", "parent") == set()
    assert age_in(question, "I'm 42 and she's 15", "parent") == {"minor"}
    assert age_in(question, "I'm 42", "client") == {"adult"}
