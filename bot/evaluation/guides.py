"""Whether requests to be guided through a release begin the right guide, or the one question that decides it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.evaluation.questions import QuestionsError
from bot.release import choosing
from bot.release.guide import Guide, Release
from bot.release.reading import known

COLUMNS = ("text", "guide", "question")


class Reply(Protocol):
    """What the figures need of an understood request."""

    @property
    def outcome(self) -> str: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def guide(self) -> str | None: ...


@dataclass(frozen=True)
class Request:
    """A visitor's request.

    Attributes:
        text: as typed.
        guide: the guide that is meant; None where a question has to come first.
    """

    text: str
    guide: str | None


class Result(StrEnum):
    """What came of a request; the first two are right."""

    BEGAN = "began the right guide"
    ASKED = "asked the one question that decides it"
    ASKED_MORE = "asked more than one question"
    WRONG = "began a wrong guide"
    ELSEWHERE = "did not begin"


RIGHT = (Result.BEGAN, Result.ASKED)


def read_requests(path: Path) -> list[Request]:
    """Reads a file with the columns text, guide and question; a line has a guide or a question.

    Raises:
        QuestionsError: a column is missing, or a line has neither or both.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise QuestionsError(f"{path}:1: the columns must be named {', '.join(COLUMNS)}.")
    requests = []
    for line, row in enumerate(rows[1:], start=2):
        text, guide, question = (one.strip() for one in (*row, "", "", "")[:3])
        if not text or bool(guide) == bool(question):
            raise QuestionsError(f"{path}:{line}: a text, and either a guide or a question.")
        requests.append(Request(text, guide or None))
    return requests


def judge(release: Release, request: Request, reply: Reply) -> Result:
    """What came of a request.

    Where no guide is reported, the journey reads from the text what it can, and asks for the rest. That is
    right where a question has to come first; where a guide is meant, it is if one answer leads there.
    """
    if reply.outcome != "journey" or reply.topic != "roi_steps":
        return Result.ELSEWHERE
    answers = known(release, request.text)
    begun = release.guides.get(reply.guide or "") or choosing.choose(release, answers)
    if isinstance(begun, Guide):
        return Result.BEGAN if begun.id == request.guide else Result.WRONG
    if request.guide is None:
        return Result.ASKED
    after = [choosing.choose(release, {**answers, begun.id: one.id}) for one in begun.answers]
    decided = any(isinstance(one, Guide) and one.id == request.guide for one in after)
    return Result.ASKED if decided else Result.ASKED_MORE


def guide_figures(
    release: Release, requests: Sequence[Request], replies: Sequence[Reply]
) -> dict[str | None, dict[Result, int]]:
    """How often each came of the requests for each guide; None for those where a question comes first."""
    counts: dict[str | None, dict[Result, int]] = {}
    for request, reply in zip(requests, replies, strict=True):
        results = counts.setdefault(request.guide, dict.fromkeys(Result, 0))
        results[judge(release, request, reply)] += 1
    return counts


def share_right(counts: Mapping[str | None, Mapping[Result, int]]) -> tuple[float, int]:
    """The share of requests that began rightly, from 0 to 1, and how many there are."""
    total = sum(sum(results.values()) for results in counts.values())
    right = sum(results[result] for results in counts.values() for result in RIGHT)
    return (right / total if total else 0.0), total
