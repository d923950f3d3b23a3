"""Reasons to close that do not fit a chat that showed danger."""

from __future__ import annotations

import pytest

from bot.content.check import Level
from bot.content.errors import ContentError
from bot.content.library import load_library
from bot.settings import ROOT

from .conftest import DESK, Project

ANSWERED = "    title: Question answered\n"
BY_PHONE = "    title: Goes on by phone\n"
MARK = "    not_in_danger: true\n"


def errors(project: Project) -> list[tuple[int, str]]:
    found = [one for one in project.problems() if one.level is Level.ERROR]
    assert {one.path for one in found} <= {DESK}
    return [(one.line, one.message) for one in found]


def test_a_reason_may_be_marked_and_is_not_unless_it_is(project: Project) -> None:
    project.replace(DESK, ANSWERED, ANSWERED + MARK)
    assert errors(project) == []
    marked = {one.id: one.not_in_danger for one in load_library(project.root).desk.reasons}
    assert marked == {"answered": True, "by_phone": False}


@pytest.mark.parametrize("value", ["maybe", "'true'", "", "1"])
def test_a_mark_is_true_or_false(project: Project, value: str) -> None:
    project.replace(DESK, ANSWERED, f"{ANSWERED}    not_in_danger: {value}\n")
    line = project.read(DESK)[: project.read(DESK).index("not_in_danger")].count("\n") + 1
    ((found, message),) = errors(project)
    assert found == line and "not_in_danger" in message
    with pytest.raises(ContentError):
        load_library(project.root)


def test_one_reason_is_left_for_danger(project: Project) -> None:
    for title in (ANSWERED, BY_PHONE):
        project.replace(DESK, title, title + MARK)
    ((_, message),) = errors(project)
    assert message == "No reason is left for a chat that showed danger."
    with pytest.raises(ContentError):
        load_library(project.root)


def test_whom_the_project_sends_away_in_danger_reads_where_help_is_or_that_it_was_answered() -> (
    None
):
    """No text that can be chosen then says that the office closes, or that it was a mistake."""
    reasons = load_library(ROOT).desk.reasons
    fitting = {one.id for one in reasons if not one.not_in_danger}
    assert "crisis_help" in fitting
    assert not {"closing", "mistake", "not_ours", "no_reply"} & fitting
