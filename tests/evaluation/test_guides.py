"""What counts as right for a request to be guided."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.content import load_library
from bot.evaluation.guides import (
    Request,
    Result,
    guide_figures,
    judge,
    read_requests,
    share_right,
)
from bot.evaluation.questions import QuestionsError
from bot.release.guide import Release

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Understood:
    guide: str | None = None
    outcome: str = "journey"
    topic: str | None = "roi_steps"


@pytest.fixture(scope="module")
def release() -> Release:
    return load_library(ROOT).release


@pytest.mark.parametrize(
    ("text", "meant", "reply", "result"),
    [
        ("a form for my doctor", "physician", Understood("physician"), Result.BEGAN),
        ("a form for my doctor", "physician", Understood("revoke"), Result.WRONG),
        ("I'm the client, a form", "physician", Understood(), Result.ASKED),
        ("a form", "physician", Understood(), Result.ASKED_MORE),
        ("a form", "family_wants_contact", Understood(), Result.ASKED),
        ("a form for my son, I'm his dad", "parent_or_guardian", Understood(), Result.ASKED),
        ("I'm her dad, she's 15", "parent_or_guardian", Understood(), Result.BEGAN),
        ("I'm her dad, she's 15", "revoke", Understood(), Result.WRONG),
        ("a form", None, Understood(), Result.ASKED),
        ("a form", None, Understood("revoke"), Result.WRONG),
        ("a form", "revoke", Understood(None, "suggest", None), Result.ELSEWHERE),
        ("a form", "revoke", Understood(None, "journey", "talk_to_a_person"), Result.ELSEWHERE),
    ],
)
def test_a_request_is_right_by_its_guide_or_by_the_one_question(
    release: Release, text: str, meant: str | None, reply: Understood, result: Result
) -> None:
    assert judge(release, Request(text, meant), reply) is result


def test_results_are_counted_by_guide(release: Release) -> None:
    requests = [Request("a", "revoke"), Request("b", "revoke"), Request("c", None)]
    counts = guide_figures(
        release, requests, [Understood("revoke"), Understood("insurer"), Understood()]
    )
    assert counts["revoke"][Result.BEGAN] == counts["revoke"][Result.WRONG] == 1
    assert counts[None][Result.ASKED] == 1
    assert share_right(counts) == (pytest.approx(2 / 3), 3)


def test_no_requests_are_no_share() -> None:
    assert share_right({}) == (0.0, 0)


def test_a_line_has_a_guide_or_a_question(tmp_path: Path) -> None:
    path = tmp_path / "requests.tsv"
    path.write_text("text\tguide\tquestion\nundo it\trevoke\t\nhelp\t\twhich one\n")
    assert read_requests(path) == [Request("undo it", "revoke"), Request("help", None)]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("text\tguide\na\trevoke\n", ":1: the columns must be named text, guide, question"),
        ("text\tguide\tquestion\na\t\t\n", ":2: a text, and either"),
        ("text\tguide\tquestion\na\trevoke\twhich\n", ":2: a text, and either"),
        ("text\tguide\tquestion\n\trevoke\t\n", ":2: a text, and either"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "requests.tsv"
    path.write_text(text)
    with pytest.raises(QuestionsError, match=complaint):
        read_requests(path)
