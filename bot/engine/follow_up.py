"""What a short follow-up means after the answer before it: "and by e-mail?", "what if she's 16?".

Scripted, never guessed: each topic names in its metadata where each kind of follow-up leads. A kind
that the topic does not name is offered as a suggestion; with nothing before it, the visitor is asked
for the whole question.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.parse import (
    FOLLOW_UP,
    RETRIEVAL_INTENT,
    SUGGEST,
    TOPIC_RANKING,
    ranking,
    ranking_of,
    retrieval_parse,
    topic_entity,
)

NO_CONTEXT = "no_context"
INFORM = "inform"
ABOUT_THE_ANSWER = frozenset({"follow_up_more", "follow_up_sources"})
"""Follow-ups about the answer itself, which the wording resolves."""

JOURNEYS = frozenset({"roi_steps", "talk_to_a_person"})

LEADS_TO: Mapping[str, str] = {
    "adult": "permission_needed",
    "call": "contact_between_sessions",
    "complain": "raise_concern",
    "cost": "attend_without_loved_one",
    "court": "notes_in_court",
    "danger": "confidentiality_exceptions",
    "deadline": "request_my_records",
    "email": "email_privacy",
    "guest": "bring_someone",
    "insurance": "insurance_privacy",
    "minor": "childs_therapist",
    "no_reply": "therapist_not_responding",
    "records": "request_my_records",
    "refused": "therapist_declines_to_share",
    "release": "what_is_roi",
    "revoke": "revoke_roi",
    "text": "text_therapist",
}
"""Where a follow-up most often leads: a suggestion where the topic before it names nothing."""


def resolve(
    parse: dict[str, Any], previous: str | None, scripts: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Replaces a follow-up by what it asks for.

    Args:
        parse: Rasa's parse result.
        previous: the topic answered last in this conversation.
        scripts: for each topic, where a kind of follow-up leads (a topic or a journey).

    Returns:
        The parse result, unchanged unless its intent is a follow-up.
    """
    intent = parse["intent"]["name"] or ""
    if intent == INFORM and previous:
        return _answer(parse, previous)
    if not intent.startswith(FOLLOW_UP) or intent in ABOUT_THE_ANSWER:
        return parse
    if previous is None:
        return _ask_again(parse)
    kind = intent.removeprefix(FOLLOW_UP)
    target = scripts.get(previous, {}).get(kind)
    if target in JOURNEYS:
        return {**parse, "intent": {**parse["intent"], "name": target}}
    if target:
        return _answer(parse, target)
    return _suggest(parse, LEADS_TO[kind], previous)


def _answer(parse: dict[str, Any], topic: str) -> dict[str, Any]:
    confidence = parse["intent"]["confidence"]
    answered = retrieval_parse(f"{RETRIEVAL_INTENT}/{topic}", confidence)
    return {**parse, **answered, "entities": [*_without_topic(parse), topic_entity(topic)]}


def _suggest(parse: dict[str, Any], topic: str, previous: str) -> dict[str, Any]:
    confidence = parse["intent"]["confidence"]
    offered = dict.fromkeys([topic, previous])
    return {
        **parse,
        "intent": {"name": SUGGEST, "confidence": confidence},
        TOPIC_RANKING: ranking([(other, confidence) for other in offered]),
    }


def _ask_again(parse: dict[str, Any]) -> dict[str, Any]:
    name = SUGGEST if ranking_of(parse) else NO_CONTEXT
    return {**parse, "intent": {"name": name, "confidence": parse["intent"]["confidence"]}}


def _without_topic(parse: dict[str, Any]) -> list[dict[str, Any]]:
    return [entity for entity in parse.get("entities", []) if entity["entity"] != "topic"]
