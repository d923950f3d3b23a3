"""The command line of the check."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from bot.content.check.run import check
from bot.content.errors import Level, Problem


def main(argv: Sequence[str] | None = None) -> int:
    """Checks the content and prints what is wrong.

    Returns:
        1 if there are errors, 0 otherwise; warnings do not count.
    """
    parser = argparse.ArgumentParser(
        prog="./assistant check",
        description=(
            "Checks what staff edit: data/nlu/, data/responses.yml and content/. Prints every "
            "problem as file:line:col with how to mend it, and nothing if all is well."
        ),
        epilog="Ends with 1 if there are errors. Warnings do not keep the content from being used.",
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the project's folder (default: this one)"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list of problems")
    options = parser.parse_args(argv)
    if not (options.root / "content").is_dir():
        parser.error(f"there is no content/ in {options.root.resolve()}: name the folder by --root")
    problems = check(options.root, date.today())  # noqa: DTZ011 - the day where staff are
    if options.json:
        print(json.dumps([asdict(problem) for problem in problems], indent=2))
    else:
        for problem in problems:
            print(problem)
        if problems:
            print(_summary(problems), file=sys.stderr)
    return int(any(problem.level is Level.ERROR for problem in problems))


def _summary(problems: Sequence[Problem]) -> str:
    errors = sum(problem.level is Level.ERROR for problem in problems)
    return f"{errors} error(s), {len(problems) - errors} warning(s)"
