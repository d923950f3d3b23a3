"""Runs every rule over the content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bot.content.check.answers import check_answers
from bot.content.check.cards import check_cards
from bot.content.check.danger_rules import check_danger_rules
from bot.content.check.dates import check_dates
from bot.content.check.desk import check_desk
from bot.content.check.examples import check_examples
from bot.content.check.language import check_language
from bot.content.check.names import check_names
from bot.content.check.release import check_release
from bot.content.check.schema import check_schema
from bot.content.check.view import View, build_view
from bot.content.check.widget import check_widget
from bot.content.document import read_document
from bot.content.errors import ContentError, Level, Problem
from bot.content.library import build_library, content_files

RULES: tuple[Callable[[View], Iterator[Problem]], ...] = (
    check_danger_rules,
    check_schema,
    check_names,
    check_examples,
    check_answers,
    check_language,
    check_cards,
    check_desk,
    check_release,
    check_widget,
    check_dates,
)


def check(root: Path, today: date) -> list[Problem]:
    """Everything that is wrong with the content under `root` on the day `today`.

    Args:
        root: the project's root, with `content/` and `data/`.
        today: the day against which dates are held.

    Returns:
        The problems in the order of files and lines; no errors among them means that the gateway
        and the engine can serve the content.
    """
    view = build_view(root, today, [read_document(root, path) for path in content_files(root)])
    found = {problem for document in view.documents for problem in document.problems}
    for rule in RULES:
        found.update(rule(view))
    # The reader has the last word, but does not say again what a rule has said better.
    told = {(problem.path, problem.line) for problem in found if problem.level is Level.ERROR}
    broken = {document.path for document in view.documents if document.problems}
    for problem in _reader(view):
        if (problem.path, problem.line) not in told and problem.path not in broken:
            found.add(problem)
    return sorted(found)


def _reader(view: View) -> list[Problem]:
    try:
        build_library(view.documents)
    except ContentError as error:
        return error.problems
    return []
