"""A bare call for help gets the general card, with 911 and 988, and claims nothing of what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.content.library import load_library
from bot.safety import (
    About,
    Category,
    Finding,
    Severity,
    Turn,
    concerned,
    crisis_card,
    flagged,
    screen,
)
from bot.safety.card import leading
from bot.safety.finding import WHOLE_CALLS
from bot.safety.known import Known, in_context
from bot.safety.rules import Rule, rule_set

CRISIS = load_library(Path(__file__).parents[2]).crisis
GENERAL = ["emergency", "lifeline", "text_line"]

NOW = [
    ("emergency", "en"),
    ("EMERGENCY!!!", "en"),
    ("this is an emergency", "en"),
    ("please, it's an emergency", "en"),
    ("emergancy help", "en"),
    ("911", "en"),
    ("call 911", "en"),
    ("I need an ambulance", "en"),
    ("I need help right now", "en"),
    ("emergencia", "es"),
    ("es una emergencia", "es"),
    ("tengo una emergencia, por favor", "es"),
    ("llamen al 911", "es"),
    ("necesito una ambulancia", "es"),
]
SOON = [
    ("help me", "en"),
    ("help me now", "en"),
    ("help help", "en"),
    ("urgent", "en"),
    ("it's urgent", "en"),
    ("need help asap", "en"),
    ("I'm in crisis", "en"),
    ("988", "en"),
    ("ayuda", "es"),
    ("¡Ayúdenme, por favor!", "es"),
    ("auxilio", "es"),
    ("urgente", "es"),
    ("necesito ayuda ya", "es"),
    ("estoy en crisis", "es"),
]
QUESTIONS = [
    "what counts as an emergency",
    "who do I call in an emergency",
    "emergency contact form",
    "is texting for emergencies ok",
    "emergency number",
    "is there an emergency number",
    "how do I change my emergency contact",
    "I need an urgent appointment",
    "how urgent is it",
    "this is not an emergency",
    "it's not urgent",
    "should I call 911 or my therapist",
    "can you help me",
    "help me find a therapist",
    "I need help with insurance",
    "crisis line",
    "a quién llamo en una emergencia",
    "qué es una emergencia",
    "formulario de contacto de emergencia",
    "no es una emergencia",
    "no es urgente",
    "cita urgente",
    "ayuda con el pago",
    "necesito ayuda para encontrar terapeuta",
]


def card_of(text: str) -> dict[str, object]:
    known = Known().hears(text)
    findings = in_context(screen(text), known, text)
    assert flagged(findings), text
    return crisis_card(findings, CRISIS, language=known.language, minor=known.minor)


@pytest.mark.parametrize(("text", "language"), NOW + SOON)
def test_a_bare_call_for_help_gets_the_general_card_in_its_language(
    text: str, language: str
) -> None:
    card = card_of(text)
    assert card["language"] == language
    assert [one["id"] for one in card["resources"]] == GENERAL  # type: ignore[attr-defined]
    body = "\n".join(card["body"])  # type: ignore[arg-type]
    assert "911" in body and "988" in body
    assert card["finding"]["category"] is None  # type: ignore[index]
    assert card["urgent"] is ((text, language) in NOW)
    if card["urgent"]:
        line = CRISIS.cards["default"].emergency.within(language)
        assert line in card["body"]  # type: ignore[operator]
        assert "yourself" not in line and "them" not in line


def test_the_line_for_an_emergency_that_nobody_names_is_for_children_too() -> None:
    card = card_of("I'm 12. Emergency!")
    assert card["minor"] and card["urgent"]
    assert CRISIS.young_cards["default"].emergency.within("en") in card["body"]  # type: ignore[operator]


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_only_asks_of_emergencies_or_for_help_with_something_stays_a_question(
    text: str,
) -> None:
    assert screen(text) == []


@pytest.mark.parametrize("text", ["help", "I need help", "crisis"])
def test_a_word_that_also_asks_for_the_topics_gets_the_gentle_line(text: str) -> None:
    assert concerned(screen(text))


def test_hello_with_a_letter_missing_is_no_call_for_help() -> None:
    assert screen("helo") == []


def test_every_rule_for_a_call_for_help_is_there() -> None:
    names = {rule.name.rpartition(".")[2] for rule in rule_set().rules}
    assert {*WHOLE_CALLS, "help_me"} <= names
    assert all(rule.severity is not Severity.VEILED for rule in rule_set().rules if _is_call(rule))


def _is_call(rule: Rule) -> bool:
    return Finding(rule.category, rule.about, rule.severity, "rules", rule.name, (0, 1)).unnamed


class Asked:
    """A second layer that takes every message that it reads for abuse."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        self.turns += turns
        guess = Finding(
            Category.CHILD_ABUSE, About.SELF, Severity.VEILED, "classifier", "alike", (0, 1), True
        )
        return [[] if one.called else [guess] for one in turns]


def test_the_second_layer_is_not_asked_what_a_bare_call_for_help_is_about() -> None:
    layer = Asked()
    assert {one.category for one in screen("help me now", (), layer)} == {Category.SUICIDE}
    assert layer.turns[-1].called
    screen("I can't do this, please help me", (), layer)
    assert not layer.turns[-1].called


def test_what_is_wrong_is_as_urgent_as_the_call_for_help_beside_it() -> None:
    found = screen("this is an emergency. my husband beats me")
    lead = leading(found)
    assert lead and lead.category is Category.PARTNER_VIOLENCE
    assert screen("my husband beats me")[0].severity is Severity.DANGER
    assert screen("help me please, right now, this is an emergency", (), Asked())[0].unnamed
