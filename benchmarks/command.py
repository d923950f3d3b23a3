"""The command line of the benchmark."""

from __future__ import annotations

import argparse
import os
import platform
import re
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import conversion, questions, serving, training, workplace
from benchmarks.contestant import Contestant
from benchmarks.plan import FULL, SMOKE, Plan
from benchmarks.processes import BenchmarkError
from benchmarks.questions import Question
from benchmarks.report import Circumstances, Report, as_json, as_markdown
from benchmarks.sides import DEFAULT, OURS, SIDES, Side
from bot.setup import disk
from bot.setup.console import say
from bot.setup.errors import SetupError
from bot.setup.paths import ROOT, python_of

REPORT = ROOT / "docs" / "benchmark.md"


def parser() -> argparse.ArgumentParser:
    """The options."""
    result = argparse.ArgumentParser(
        prog="benchmarks/bench.py",
        description="Trains and serves this project's engine and Rasa's default pipeline on the same content, "
        "and compares them. Takes up to an hour, most of it to train the default one; "
        "nothing else should run on the machine meanwhile.",
    )
    result.add_argument(
        "--smoke", action="store_true", help="few examples and epochs: shows that it works, no more"
    )
    result.add_argument(
        "--epochs",
        type=_count,
        metavar="N",
        help="train the default pipeline for N epochs, not 100 (but for its response selector)",
    )
    result.add_argument(
        "--selector-epochs",
        type=_count,
        metavar="N",
        help="train the default pipeline's response selector, which tells the topics apart, for N epochs, not 100",
    )
    result.add_argument("--only", choices=[side.key for side in SIDES], help="one side alone")
    result.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="where the report is written (docs/benchmark.md; without --smoke and --only)",
    )
    result.add_argument("--json", action="store_true", help="print the figures as JSON")
    return result


def main(arguments: Sequence[str]) -> int:
    """Runs the benchmark."""
    args = parser().parse_args(arguments)
    whole = not args.smoke and args.only is None
    target = args.report or (REPORT if whole else None)
    sides = [side for side in SIDES if args.only in (None, side.key)]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        plan = SMOKE if args.smoke else FULL
        report = compare(
            sides,
            replace(
                plan,
                epochs=args.epochs or plan.epochs,
                selector_epochs=args.selector_epochs or plan.selector_epochs,
            ),
        )
    except (BenchmarkError, SetupError) as error:
        say(f"bench: {error}")
        return 1
    except KeyboardInterrupt:
        say("bench: stopped; its processes are ended and its files removed.")
        return 130
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_markdown(report), encoding="utf-8")
        say(f"Written: {target}")
    sys.stdout.write(as_json(report) if args.json else as_markdown(report))
    return 0


def compare(sides: Sequence[Side], plan: Plan) -> Report:
    """Measures the sides, in copies of the project that are removed afterwards.

    Raises:
        BenchmarkError: a side cannot be trained or served.
        SetupError: something is missing on this machine.
    """
    for side in sides:
        if not python_of(side.environment).exists():
            raise SetupError(
                f"The {side.environment} environment is missing. Run `./assistant setup --bench`."
            )
    asked = questions.read(ROOT, plan.questions)
    with tempfile.TemporaryDirectory(prefix="between-sessions-bench-") as name:
        folder = Path(name)
        disk.require(2.0, folder, "The benchmark")
        contestants = [Contestant(side, folder / side.key) for side in sides]
        for contestant in contestants:
            workplace.make(contestant.side, ROOT, contestant.folder, plan)
        examples = count_examples(contestants[0].folder)
        for contestant in contestants:
            training.train(contestant)
            if contestant.side == OURS:
                training.time_encoder(contestant)
        serving.time_starts(contestants, plan)
        turns = serving.serve(contestants, asked, plan)
    found = {contestant.side.key: contestant.figures for contestant in contestants}
    where = circumstances(asked, examples, turns)
    return Report(plan, where, found.get(OURS.key), found.get(DEFAULT.key))


def circumstances(asked: Sequence[Question], examples: int, turns: int) -> Circumstances:
    """Where this runs, and on what."""
    inside = sum(bool(question.topics) for question in asked)
    return Circumstances(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        processor=processor(),
        cores=len(os.sched_getaffinity(0)),
        examples=examples,
        inside=inside,
        outside=len(asked) - inside,
        turns=turns,
    )


def processor() -> str:
    """The processor's name."""
    facts = Path("/proc/cpuinfo")
    match = (
        re.search(r"^model name\s*:\s*(.+)$", facts.read_text(), re.MULTILINE)
        if facts.exists()
        else None
    )
    return match[1].strip() if match else platform.machine()


def count_examples(project: Path) -> int:
    """Training examples in a copy of the project."""
    return sum(
        conversion.count_examples(path.read_text(encoding="utf-8"))
        for path in (project / "data").rglob("*.yml")
    )


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of epochs, 1 or more")
    return int(text)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
