"""Measures how well questions are understood.

FILE.tsv has the columns text and topics (several accepted ones divided by |; out_of_scope for what the
catalogue does not answer). Prints accuracy, whether the right topic was answered or offered, false answers,
and what was confused. --report FILE writes the whole evaluation: cross-validation over the examples,
the held-out questions and requests of tests/nlu, and how far confidence can be believed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.content import load_library
from bot.engine.understanding import Model, NoModel, Understood
from bot.evaluation.figures import figures
from bot.evaluation.guides import Request, guide_figures, read_requests
from bot.evaluation.questions import Question, QuestionsError, read_questions
from bot.evaluation.report import Measured, lines_of, write_report
from bot.setup.paths import ROOT, from_callers_folder

HELP = "measure how well questions are understood"
ENVIRONMENT = "engine"

CONFUSIONS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("file", nargs="*", type=from_callers_folder, metavar="FILE.tsv")
    parser.add_argument(
        "--report", type=from_callers_folder, metavar="FILE.md", help="write the whole evaluation"
    )


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    if not args.file and not args.report:
        print("assistant evaluate: give a FILE.tsv, or --report FILE.md.", file=sys.stderr)
        return 2
    try:
        sets = {path: read_questions(path) for path in args.file}
        model = Model(ROOT)
        if args.report:
            _report(model, args.report)
        for path, questions in sets.items():
            _print(model, path, questions)
    except (QuestionsError, NoModel) as error:
        print(f"assistant evaluate: {error}", file=sys.stderr)
        return 1
    return 0


def _print(model: Model, path: Path, questions: list[Question]) -> None:
    replies = asyncio.run(_understand(model, questions))
    result = figures(questions, replies)
    print(f"{path.name}: {len(questions)} questions")
    for name, value in lines_of(result):
        print(f"  {name:<55} {value}")
    if result.confusions:
        print("  confused (right -> said, times):")
        for expected, got, times in result.confusions[:CONFUSIONS]:
            print(f"    {times:3} {expected} -> {got}")


def _report(model: Model, target: Path) -> None:
    # Imports Rasa, which `Model` has repaired by now.
    from bot.evaluation.cross_validation import cross_validate

    measured = []
    for path in sorted((ROOT / "tests" / "nlu").glob("held_out*.tsv")):
        print(f"Asking {path.name} ...", file=sys.stderr)
        questions = read_questions(path)
        measured.append(Measured(path.name, questions, asyncio.run(_understand(model, questions))))
    release, guides = load_library(ROOT).release, {}
    for path in sorted((ROOT / "tests" / "nlu").glob("guides_held_out*.tsv")):
        print(f"Asking {path.name} ...", file=sys.stderr)
        requests = read_requests(path)
        understood = asyncio.run(_understand(model, requests))
        guides[path.name] = guide_figures(release, requests, understood)
    print("Cross-validating over the examples (a few minutes) ...", file=sys.stderr)
    validated = cross_validate(ROOT)
    target.write_text(write_report(measured, validated, guides), encoding="utf-8")
    print(f"Written: {target}")


async def _understand(
    model: Model, questions: Sequence[Question] | Sequence[Request]
) -> list[Understood]:
    return [await model.understand(question.text) for question in questions]
