"""Figures from what was asked and what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.evaluation.questions import OUTSIDE, Question


class Reply(Protocol):
    """What the figures need of an understood message."""

    @property
    def outcome(self) -> str: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def suggestions(self) -> tuple[str, ...]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def ranking(self) -> tuple[tuple[str, float], ...]: ...


@dataclass(frozen=True)
class Figures:
    """Shares of a set of questions, from 0 to 1.

    Attributes:
        inside: how many questions the catalogue answers.
        first: the best-ranked topic is right, whether or not it was said.
        answered: answered with a right topic.
        offered: answered with a right topic, or a right topic among the suggestions.
        wrong: answered with a wrong topic.
        refused: said to be outside the catalogue.
        alarmed: taken for a sign of danger.
        outside: how many questions are outside the catalogue.
        outside_answered: of those, answered as if they were a topic.
        outside_suggested: of those, answered with suggestions.
        confusions: (right, said, how often), most frequent first.
    """

    inside: int
    first: float
    answered: float
    offered: float
    wrong: float
    refused: float
    alarmed: float
    outside: int
    outside_answered: float
    outside_suggested: float
    confusions: tuple[tuple[str, str, int], ...]


def figures(questions: Sequence[Question], replies: Sequence[Reply]) -> Figures:
    """Counts; `replies` in the order of `questions`."""
    pairs = list(zip(questions, replies, strict=True))
    inside = [(q, r) for q, r in pairs if OUTSIDE not in q.topics]
    outside = [(q, r) for q, r in pairs if OUTSIDE in q.topics]
    confusions = Counter(
        (question.topics[0], said(reply)) for question, reply in pairs if not right(question, reply)
    )
    return Figures(
        inside=len(inside),
        first=_share(ranked_first(q, r) for q, r in inside),
        answered=_share(right(q, r) for q, r in inside),
        offered=_share(right(q, r) or bool(set(r.suggestions) & set(q.topics)) for q, r in inside),
        wrong=_share(r.outcome == "answer" and not right(q, r) for q, r in inside),
        refused=_share(r.outcome == OUTSIDE for q, r in inside),
        alarmed=_share(r.outcome == "crisis" for q, r in pairs),
        outside=len(outside),
        outside_answered=_share(r.outcome == "answer" for q, r in outside),
        outside_suggested=_share(r.outcome == "suggest" for q, r in outside),
        confusions=tuple(
            (a, b, n) for (a, b), n in sorted(confusions.items(), key=lambda x: (-x[1], x[0]))
        ),
    )


def right(question: Question, reply: Reply) -> bool:
    """Whether the reply itself settles the question."""
    if OUTSIDE in question.topics:
        return reply.outcome == OUTSIDE
    if "smalltalk" in question.topics and reply.outcome == "smalltalk":
        return True
    return reply.topic is not None and reply.topic in question.topics


def ranked_first(question: Question, reply: Reply) -> bool:
    """Whether the best-ranked topic is right, whether or not it was said."""
    best = reply.ranking[0][0] if reply.ranking else None
    return best in question.topics or right(question, reply)


def said(reply: Reply) -> str:
    """What a reply amounts to, for the list of confusions."""
    return reply.topic or f"({reply.outcome})"


def reliability(
    questions: Sequence[Question], replies: Sequence[Reply]
) -> list[tuple[float, int, float]]:
    """How far confidence can be believed.

    Returns:
        For each tenth of confidence with answers in it: its lower end, the number of best-ranked
        topics in it, and the share of them that was right.
    """
    bins: dict[int, list[bool]] = {}
    for question, reply in zip(questions, replies, strict=True):
        if reply.ranking and reply.outcome in ("answer", "suggest"):
            topic, confidence = reply.ranking[0]
            bins.setdefault(min(9, int(confidence * 10)), []).append(topic in question.topics)
    return [(tenth / 10, len(hits), sum(hits) / len(hits)) for tenth, hits in sorted(bins.items())]


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
