"""The parse result that Rasa's dialogue works on, as plain functions over plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PLAIN_TEXT = "plain_text"
"""Metadata key: the text is a visitor's, and `/intent` in it means nothing."""

INTERRUPTED = "interrupted"
"""Metadata key: a crisis card came while the steps of a release were on, and Rasa was not told of it yet."""

RETRIEVAL_INTENT = "faq"
FOLLOW_UP = "follow_up_"
SUGGEST = "nlu_fallback"
STEPS = "roi_steps"
"""The intent that begins a journey through the steps of a release."""

MOVE = "release_"
"""How the intents of moves on the steps of a release begin."""

FINDINGS = "findings"
"""Parse key: what the danger screen saw."""

TOPIC_RANKING = "topic_ranking"
"""Parse key: topics and journeys with their confidence, best first."""

SECOND_TOPIC = "second_topic"
"""Parse key: the topic of a message's second question."""

ALTERNATIVES = "alternatives"
"""Parse key: topics that may fit better than the one answered or the journey begun, best first."""

GUIDE = "guide"
"""Entity: the id of a guide of `content/release.yml`."""

Ranking = Sequence[tuple[str, float]]


def retrieval_parse(full_intent: str, confidence: float = 1.0) -> dict[str, Any]:
    """The parse result for a topic, with the complete response selector that `utter_faq` reads.

    Args:
        full_intent: such as `faq/text_therapist`.
        confidence: from 0 to 1.
    """
    base, _, topic = full_intent.partition("/")
    return {
        "intent": {
            "name": base,
            "confidence": confidence,
            "full_retrieval_intent_name": full_intent,
        },
        "intent_ranking": [{"name": base, "confidence": confidence}],
        "entities": [topic_entity(topic)],
        "response_selector": selector(base, topic, confidence),
        TOPIC_RANKING: ranking([(topic, confidence)]),
    }


def ranking(topics: Ranking) -> list[dict[str, Any]]:
    """Topics and confidences as they stand in a parse result."""
    return [{"topic": topic, "confidence": confidence} for topic, confidence in topics]


def selector(base: str, topic: str, confidence: float) -> dict[str, Any]:
    """What Rasa's `ResponseSelector` would put out; the texts themselves are the wording's."""
    return {
        "all_retrieval_intents": [base],
        base: {
            "response": {
                "responses": [],
                "confidence": confidence,
                "intent_response_key": f"{base}/{topic}",
                "utter_action": f"utter_{base}/{topic}",
            },
            "ranking": [{"intent_response_key": f"{base}/{topic}", "confidence": confidence}],
        },
    }


def topic_entity(topic: str) -> dict[str, Any]:
    """The entity that fills the slot `topic`, so that a follow-up knows what went before."""
    return {"entity": "topic", "value": topic, "extractor": "TopicClassifier"}


def guide_entity(guide: str) -> dict[str, Any]:
    """The entity that names the guide with which a journey begins."""
    return {"entity": GUIDE, "value": guide, "extractor": "TopicClassifier"}


def ranking_of(parse: dict[str, Any]) -> list[tuple[str, float]]:
    """The topics and journeys that a parse result ranks, best first."""
    return [(entry["topic"], entry["confidence"]) for entry in parse.get(TOPIC_RANKING, [])]


def topic_of(parse: dict[str, Any]) -> str | None:
    """The topic that a parse result answers, if it answers one."""
    if parse.get("intent", {}).get("name") != RETRIEVAL_INTENT:
        return None
    key: str = parse["response_selector"][RETRIEVAL_INTENT]["response"]["intent_response_key"]
    return key.partition("/")[2]


def guide_of(parse: dict[str, Any]) -> str | None:
    """The guide that a parse result names; None where it must be asked."""
    entities = parse.get("entities") or []
    return next((one["value"] for one in entities if one["entity"] == GUIDE), None)
