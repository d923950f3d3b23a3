"""Findings travel between processes and decide whether the card is shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.safety import About, Category, Finding, Severity, flagged

FINDING = Finding(
    Category.SUICIDE, About.OTHER, Severity.DANGER, "rules", "suicide.other.example", (3, 9)
)


def test_a_finding_survives_a_trip_through_json() -> None:
    assert Finding.from_dict(json.loads(json.dumps(FINDING.as_dict()))) == FINDING


@pytest.mark.parametrize("missing", sorted(set(FINDING.as_dict()) - {"sure"}))
def test_a_finding_with_a_part_missing_is_refused(missing: str) -> None:
    data = FINDING.as_dict()
    del data[missing]
    with pytest.raises(ValueError, match="not a finding"):
        Finding.from_dict(data)


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(ValueError, match="boredom"):
        Finding.from_dict({**FINDING.as_dict(), "category": "boredom"})


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(Severity.EMERGENCY, True), (Severity.DANGER, True), (Severity.VEILED, False)],
)
def test_only_emergency_and_danger_call_for_the_card(severity: Severity, expected: bool) -> None:
    assert flagged([replace(FINDING, severity=severity)]) is expected


def test_nothing_found_is_not_flagged() -> None:
    assert not flagged([])


def test_severities_are_ranked_from_the_most_urgent() -> None:
    ranks = [severity.rank for severity in Severity]
    assert ranks == sorted(ranks)
    assert Severity.EMERGENCY.rank == 0
