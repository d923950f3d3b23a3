"""The report, as Markdown and as JSON. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from benchmarks.figures import ROWS, Figures, Row, Unit
from benchmarks.plan import FEW, Plan

NOTHING = "–"


@dataclass(frozen=True)
class Circumstances:
    """Where and on what was measured."""

    date: str
    processor: str
    cores: int
    examples: int
    inside: int
    outside: int
    turns: int


@dataclass(frozen=True)
class Report:
    """One run."""

    plan: Plan
    circumstances: Circumstances
    ours: Figures | None
    default: Figures | None


def as_json(report: Report) -> str:
    """All figures, with the ratio default / ours of each."""
    ratios = {row.name: row.ratio(report.ours, report.default) for row in ROWS}
    better = {row.name: row.better(report.ours, report.default) for row in ROWS}
    return json.dumps({**asdict(report), "ratio": ratios, "better": better}, indent=2) + "\n"


def as_markdown(report: Report) -> str:
    """The report that stands in docs/benchmark.md."""
    parts = [
        "# Benchmark: this project's engine and Rasa's default",
        "Written by `make bench`; not to be edited by hand. Both were trained and served in the same run, "
        "on the same content.",
    ]
    if report.plan.name != "full":
        parts.append(
            f"**This was a {report.plan.name} run: few examples, few epochs, short rounds. "
            "It shows that the benchmark works, and says nothing about either side.**"
        )
    return "\n\n".join([*parts, _table(report), _aims(report), *_notes(report)]) + "\n"


def _table(report: Report) -> str:
    lines = [
        "| | this project | Rasa's default | default / ours | ours is better by |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in ROWS:
        mine, theirs = row.value(report.ours), row.value(report.default)
        if mine is None and theirs is None:
            continue
        cells = (
            row.title,
            _figure(mine, row.unit),
            _figure(theirs, row.unit),
            _ratio(row.ratio(report.ours, report.default)),
            _better(row, row.better(report.ours, report.default)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _aims(report: Report) -> str:
    lines = ["## What was aimed at", "", "| | aim | reached |", "|---|---|---|"]
    for row in ROWS:
        met = row.met(report.ours, report.default)
        if met is None:
            continue
        aims = [f"better by {_better(row, row.aim)}"] if row.aim is not None else []
        aims += [f"at most {_figure(row.limit, row.unit)}"] if row.limit is not None else []
        lines.append(f"| {row.title} | {', '.join(aims)} | {'yes' if met else '**no**'} |")
    return "\n".join(lines)


def _notes(report: Report) -> list[str]:
    plan, where = report.plan, report.circumstances
    epochs = "".join(
        f"- **Of Rasa's default, {part} for {count} epochs instead of 100**, to end in a bearable time: its "
        f"training time{and_accuracy} below what the whole training gives.\n"
        for part, count, and_accuracy in (
            (
                "DIET, TED and UnexpecTED were trained",
                plan.epochs,
                " and the accuracy of its intents are",
            ),
            ("the response selector was trained", plan.selector_epochs, " and its accuracy are"),
        )
        if count is not None
    )
    whole = "" if plan.selector_epochs else ", which was trained for all its epochs"
    return [
        "## How it was measured",
        f"- {where.date}, {where.processor}, {where.cores} cores. {where.examples} training examples; "
        f"{where.inside} held-out questions on topics, {where.outside} out of scope, in no training file.\n"
        "- *Rasa's default* is the pipeline and the policies that `rasa init` 3.6.21 trains when nothing else is "
        "said (DIET, two count featurizers, ResponseSelector, FallbackClassifier at 0.3 and 0.1, TED, UnexpecTED, "
        "memoization, rules), with stock Rasa, TensorFlow 2.12, the REST channel and conversations in memory. "
        "Its copy of the content differs only in quoted dates and in lacking the custom actions, and has the "
        "conversations of tests/test_stories.yml as stories, so that TED and UnexpecTED have something to learn.\n"
        f"{epochs}"
        "- *This project* is the engine as it is, with its SQLite conversations on disk. The gateway is before "
        "neither.\n"
        "- *Right topic first* sets thresholds aside: the best topic of each, for the default one also that its "
        f"best intent is `faq`. *Whatever the intent* asks only the response selector{whole}. *Answered* "
        "is at each one's own thresholds. Shares are compared in points.\n"
        "- Training and starting have all cores, in a fresh copy: no model, no Rasa cache, no sentence vectors from "
        f"before. A start is the median of {plan.starts}, in alternation. *After one example changed* is ours alone: "
        "it keeps the vectors of the other examples; the default one trains as from nothing.\n"
        "- Ours on the disk includes what tests need where that is installed. A weight file counts once.\n"
        f"- Answers: servers and visitors on all cores; {plan.rounds} rounds of {plan.seconds:.0f} s "
        "for each number of visitors, in alternation, the same questions in the same order. A visitor asks five "
        "questions and leaves.\n"
        f"- The long conversation has {where.turns} turns, in alternation; the medians of its first and last {FEW}.",
    ]


def _figure(value: float | None, unit: Unit) -> str:
    if value is None:
        return NOTHING
    if unit is Unit.SHARE:
        return f"{value:.1%}".replace("%", " %")
    return f"{_number(value)} {unit}"


def _ratio(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def _better(row: Row, value: float | None) -> str:
    if value is None:
        return NOTHING
    if row.unit is Unit.SHARE:
        return f"{value:+.1f} points"
    return f"{value:.1f} ×" if value >= 1 else f"{value:.2f} ×"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
