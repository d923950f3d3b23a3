"""A wish to be led through something, told by its words."""

from __future__ import annotations

import pytest

from bot.nlu.guidance import wants_steps


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
    ],
)
def test_a_wish_for_steps_is_heard(text: str) -> None:
    assert wants_steps(text)


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
    assert not wants_steps(text)
