"""A wish to be led through something, told by its words."""

from __future__ import annotations

import pytest

from bot.nlu.guidance import Wish, hear


@pytest.mark.parametrize(
    "text",
    [
        "walk me through the release form",
        "Can you take us through it?",
        "WALK ME THRU THIS",
        "step-by-step please",
        "what's first",
        "How do I go about letting my mom talk to my therapist?",
        "help me fill out the form",
        "I'd like to set something up for my dad",
        "what do I have to sign",
        "I want to revoke it",
        "tell me exactly what to do",
        "We don't know the procedure",
        "what would have to happen before she can call me",
        "where do I start",
    ],
)
def test_a_wish_for_steps_is_heard(text: str) -> None:
    assert hear(text).wish is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "what is a release of information",
        "Can my therapist text me?",
        "does my therapist have to tell my parents",
        "my stepdad came along",
        "is what I say confidential",
        "who reads my notes",
    ],
)
def test_a_question_is_none(text: str) -> None:
    assert hear(text).wish is None


@pytest.mark.parametrize(
    "text",
    [
        "Release of information steps",
        "how do I fill out an ROI?",
        "rescind my authorization - how to",
        "ROI for my dentist please",
        "they said I need an ROI, no idea where to begin",
    ],
)
def test_a_wish_that_names_the_form_is_told_from_others(text: str) -> None:
    assert hear(text).wish is Wish.STEPS_OF_THE_FORM


def test_a_release_in_other_matters_is_no_such_wish() -> None:
    assert hear("how is a release of information different from HIPAA").wish is None


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("I'm ready to set up a release for my attorney", "lawyer_or_court"),
        ("let Aetna have what they need", "insurer"),
        ("my family dr needs to hear from my therapist", "physician"),
        ("can I have my cousin sit in?", "bring_someone"),
        ("my aunt may attend a session", "bring_someone"),
        ("withdraw the consent I gave to my insurer", "revoke"),
        ("take me through taking back my authorization", "revoke"),
    ],
)
def test_words_name_a_guide(text: str, guide: str) -> None:
    assert hear(text).guide == guide


@pytest.mark.parametrize(
    "text",
    [
        "walk me through the release",
        "a release for my lawyer and for my doctor",  # two
        "my counselor should stop talking to my psychiatrist",  # perhaps taking back
        "my daughter's doctor wants to talk with her counselor",  # a child's
        "my wife sees a therapist here and her doctor would like a word",  # somebody else's
    ],
)
def test_words_that_name_several_or_another_persons_name_none(text: str) -> None:
    assert hear(text).guide is None
