"""Scripted follow-ups, as plain functions."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.engine.follow_up import ABOUT_THE_ANSWER, JOURNEYS, LEADS_TO, resolve
from bot.engine.outcome import Outcome, outcome_of
from bot.engine.parse import FOLLOW_UP, guide_of, ranking, ranking_of, retrieval_parse, topic_of
from tests.engine.project import ROOT

SCRIPTS = {"text_therapist": {"email": "email_privacy", "court": "talk_to_a_person"}}


def _parse(intent: str, **more: Any) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 0.9}, "entities": [], **more}


def test_a_follow_up_leads_where_the_topic_before_says() -> None:
    parse = resolve(_parse("follow_up_email"), "text_therapist", SCRIPTS)
    assert topic_of(parse) == "email_privacy"
    assert parse["entities"][-1]["value"] == "email_privacy"
    assert outcome_of(parse) is Outcome.ANSWER
    assert parse["intent"]["confidence"] == 0.9


def test_a_follow_up_may_lead_to_a_journey() -> None:
    parse = resolve(_parse("follow_up_court"), "text_therapist", SCRIPTS)
    assert outcome_of(parse) is Outcome.JOURNEY


def test_a_journey_that_a_follow_up_begins_asks_which_guide() -> None:
    parse = resolve(
        _parse("follow_up_release"), "what_is_roi", {"what_is_roi": {"release": "roi_steps"}}
    )
    assert parse["intent"]["name"] == "roi_steps"
    assert guide_of(parse) is None


def test_a_follow_up_that_the_topic_does_not_name_is_a_suggestion() -> None:
    parse = resolve(_parse("follow_up_minor"), "text_therapist", SCRIPTS)
    assert outcome_of(parse) is Outcome.SUGGEST
    assert [topic for topic, _ in ranking_of(parse)] == ["childs_therapist", "text_therapist"]


def test_a_follow_up_with_nothing_before_it_asks_for_the_whole_question() -> None:
    parse = resolve(_parse("follow_up_minor"), None, SCRIPTS)
    assert parse["intent"]["name"] == "no_context"


def test_with_nothing_before_it_what_was_ranked_is_offered() -> None:
    ranked = _parse("follow_up_minor", topic_ranking=ranking([("teen_confidentiality", 0.2)]))
    assert outcome_of(resolve(ranked, None, SCRIPTS)) is Outcome.SUGGEST


def test_who_the_visitor_is_words_the_answer_before_anew() -> None:
    parse = resolve(_parse("inform"), "text_therapist", SCRIPTS)
    assert topic_of(parse) == "text_therapist"


@pytest.mark.parametrize("intent", [*ABOUT_THE_ANSWER, "greet", "out_of_scope", "crisis"])
def test_all_else_stays_as_it_is(intent: str) -> None:
    parse = _parse(intent)
    assert resolve(parse, "text_therapist", SCRIPTS) == parse


def test_a_topic_stays_as_it_is() -> None:
    parse = retrieval_parse("faq/see_my_notes")
    assert resolve(parse, "text_therapist", SCRIPTS) == parse


def test_a_message_without_an_intent_stays_as_it_is() -> None:
    parse = {"intent": {"name": None, "confidence": 0.0}, "entities": []}
    assert resolve(parse, "text_therapist", SCRIPTS) == parse
    assert outcome_of(parse) is Outcome.OUT_OF_SCOPE


def test_every_follow_up_of_the_domain_leads_somewhere_that_exists() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    catalogue = yaml.safe_load((ROOT / "content" / "catalogue.yml").read_text())
    topics = {topic for group in catalogue["groups"].values() for topic in group}
    kinds = {
        intent.removeprefix(FOLLOW_UP)
        for intent in domain["intents"]
        if intent.startswith(FOLLOW_UP) and intent not in ABOUT_THE_ANSWER
    }
    assert kinds == set(LEADS_TO)
    assert set(LEADS_TO.values()) <= topics
    assert set(catalogue["journeys"]) >= JOURNEYS
