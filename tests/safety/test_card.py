"""Findings become the card that a visitor sees."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.model import CardText, CrisisContent, Resource
from bot.safety import About, Category, Finding, Severity, crisis_card


def _resource(name: str) -> Resource:
    return Resource(name, name.title(), name, "a test", date(2026, 1, 1), call=f"call-{name}")


RESOURCES = {name: _resource(name) for name in ("emergency", "lifeline", "assault", "poison")}
CRISIS = CrisisContent(
    resources=RESOURCES,
    cards={
        "default": CardText("Help", ("general",), ("emergency", "lifeline")),
        "suicide": CardText("Suicide", ("self",), ("lifeline", "emergency")),
        "suicide.other": CardText("For them", ("other",), ("emergency", "lifeline")),
        "sexual_assault": CardText("Assault", ("assault",), ("assault", "emergency")),
        "medical": CardText("Medical", ("medical",), ("emergency", "poison")),
    },
    always=(RESOURCES["emergency"],),
)


def _finding(
    category: Category,
    about: About = About.SELF,
    severity: Severity = Severity.DANGER,
) -> Finding:
    return Finding(category, about, severity, "rules", "example", (0, 1))


def test_the_card_has_the_wording_of_its_category() -> None:
    card = crisis_card([_finding(Category.SUICIDE)], CRISIS)
    assert (card["type"], card["level"], card["heading"]) == ("card", "full", "Suicide")
    assert [one["id"] for one in card["resources"]] == ["lifeline", "emergency"]
    assert card["finding"] == {"category": "suicide", "about": "self", "severity": "danger"}


def test_wording_for_who_it_is_about_wins_over_the_category() -> None:
    assert crisis_card([_finding(Category.SUICIDE, About.OTHER)], CRISIS)["heading"] == "For them"


def test_a_category_without_a_card_of_its_own_gets_the_general_one() -> None:
    assert crisis_card([_finding(Category.ELDER_ABUSE)], CRISIS)["heading"] == "Help"


def test_no_finding_gives_the_general_card() -> None:
    card = crisis_card([], CRISIS)
    assert card["heading"] == "Help"
    assert card["finding"] is None


def test_the_most_urgent_finding_leads_and_the_others_add_their_resources() -> None:
    findings = [
        _finding(Category.SEXUAL_ASSAULT),
        _finding(Category.MEDICAL, severity=Severity.EMERGENCY),
    ]
    card = crisis_card(findings, CRISIS)
    assert card["heading"] == "Medical"
    assert [one["id"] for one in card["resources"]] == ["emergency", "poison", "assault"]


def test_a_resource_shows_only_what_it_has() -> None:
    resource = crisis_card([], CRISIS)["resources"][0]
    assert resource == {"id": "emergency", "name": "Emergency", "call": "call-emergency"}


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("about", list(About))
def test_every_kind_of_finding_gets_a_card_with_help(category: Category, about: About) -> None:
    card = crisis_card([_finding(category, about)], CRISIS)
    assert card["heading"]
    assert card["resources"]
