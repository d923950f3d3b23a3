"""What each side understood of a question, and how often it was right. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.questions import Question

FAQ = "faq"
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Understanding:
    """What one question was taken for.

    Attributes:
        first: the topic that stands first, thresholds aside.
        best: the same, without asking whether it was taken for a question to the catalogue at all.
        answered: the topic that the visitor is answered with, at the side's own thresholds.
    """

    first: str | None
    best: str | None
    answered: str | None


def of_ours(answer: dict[str, Any]) -> Understanding:
    """Reads the answer of our channel."""
    nlu = answer["nlu"]
    ranking = nlu.get("ranking") or []
    best = ranking[0]["topic"] if ranking else nlu.get("topic")
    return Understanding(best, best, nlu["topic"] if nlu["outcome"] == "answer" else None)


def of_default(parse: dict[str, Any]) -> Understanding:
    """Reads the answer of stock Rasa's `/model/parse`."""
    intents = [entry["name"] for entry in parse.get("intent_ranking", [])]
    chosen = next((name for name in intents if name != FALLBACK), None)
    response = parse.get("response_selector", {}).get("default", {}).get("response", {})
    key = response.get("intent_response_key") or ""
    best = key.partition("/")[2] or None
    return Understanding(
        first=best if chosen == FAQ else None,
        best=best,
        answered=best if parse["intent"]["name"] == FAQ else None,
    )


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1: of the questions to the catalogue, and of those out of its scope."""

    first: float
    best: float
    right: float
    wrong: float
    outside_answered: float


def score(questions: Sequence[Question], understood: Sequence[Understanding]) -> Scores:
    """How often a side was right.

    Args:
        questions: those asked.
        understood: what was understood of each, in the same order.
    """
    pairs = list(zip(questions, understood, strict=True))
    inside = [(question, one) for question, one in pairs if question.topics]
    outside = [one for question, one in pairs if not question.topics]
    answered = [(question, one.answered) for question, one in inside if one.answered]
    return Scores(
        first=share([one.first in question.topics for question, one in inside]),
        best=share([one.best in question.topics for question, one in inside]),
        right=sum(topic in question.topics for question, topic in answered) / max(1, len(inside)),
        wrong=sum(topic not in question.topics for question, topic in answered)
        / max(1, len(inside)),
        outside_answered=share([one.answered is not None for one in outside]),
    )


def share(hits: Sequence[bool]) -> float:
    """How many of them are true; 0 of none."""
    return sum(hits) / max(1, len(hits))
