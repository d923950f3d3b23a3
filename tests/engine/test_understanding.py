"""What `ask` reports of a parse result, without a model."""

from __future__ import annotations

from typing import Any

from bot.engine.parse import guide_entity
from bot.engine.understanding import Model, Understood
from bot.safety import About, Category, Finding, Severity

VEILED = Finding(Category.SUICIDE, About.SELF, Severity.VEILED, "rules", "denial", (0, 3))
DANGER = Finding(Category.MEDICAL, About.OTHER, Severity.DANGER, "rules", "overdose", (0, 3))


def understood(intent: str, *findings: Finding, guide: str | None = None) -> Understood:
    parse: dict[str, Any] = {
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [guide_entity(guide)] if guide else [],
        "findings": [one.as_dict() for one in findings],
    }
    model = object.__new__(Model)
    return model._understood(parse, "some words")


def test_a_crisis_is_reported_with_the_finding_that_leads() -> None:
    found = understood("crisis", VEILED, DANGER).as_dict()
    assert found["outcome"] == "crisis"
    assert (found["category"], found["about"], found["severity"]) == ("medical", "other", "danger")
    assert found["concern"] is False


def test_a_veiled_sign_leaves_the_outcome_and_is_a_concern() -> None:
    found = understood("out_of_scope", VEILED).as_dict()
    assert found["outcome"] == "out_of_scope"
    assert found["concern"] is True
    assert (found["category"], found["about"], found["severity"]) == (None, None, None)


def test_without_findings_there_is_no_concern_and_no_category() -> None:
    for intent in ("greet", "crisis"):
        found = understood(intent).as_dict()
        assert found["concern"] is False
        assert found["category"] is None


def test_a_parse_that_was_never_screened_is_no_concern() -> None:
    model = object.__new__(Model)
    assert model._understood({"intent": {"name": "greet"}}, "/greet").concern is False


def test_a_journey_is_reported_with_the_guide_that_begins() -> None:
    found = understood("roi_steps", guide="revoke").as_dict()
    assert (found["outcome"], found["topic"], found["guide"]) == ("journey", "roi_steps", "revoke")


def test_where_a_question_comes_first_and_for_all_else_there_is_no_guide() -> None:
    assert understood("roi_steps").as_dict()["guide"] is None
    assert understood("talk_to_a_person").as_dict()["guide"] is None
    assert understood("crisis", DANGER, guide="revoke").as_dict()["guide"] is None
