"""The evaluation as a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.figures import Figures, Reply, figures, reliability
from bot.evaluation.guides import Result, share_right
from bot.evaluation.questions import Question

WORST = 25


@dataclass(frozen=True)
class Measured:
    """A file of questions, and what came back."""

    name: str
    questions: Sequence[Question]
    replies: Sequence[Reply]


def interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    if count == 0:
        return 0.0, 1.0
    z = 1.96
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = (
        z
        * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
        / (1 + z * z / count)
    )
    # It lies between 0 and 1; what is added up here may miss that by a rounding, and print as -0.0 %.
    return max(0.0, centre - half), min(1.0, centre + half)


def lines_of(result: Figures) -> list[tuple[str, str]]:
    """The figures in words."""
    lines = []
    if result.inside:
        lines += [
            ("right topic ranked first", _percent(result.first, result.inside)),
            ("answered with the right topic", _percent(result.answered, result.inside)),
            (
                "right topic answered or among the suggestions",
                _percent(result.offered, result.inside),
            ),
            ("answered with a wrong topic", _percent(result.wrong, result.inside)),
            ("said to be outside the catalogue", _percent(result.refused, result.inside)),
        ]
    if result.outside:
        lines += [
            (
                "outside the catalogue, answered as a topic",
                _percent(result.outside_answered, result.outside),
            ),
            (
                "outside the catalogue, suggestions made",
                _percent(result.outside_suggested, result.outside),
            ),
        ]
    lines.append(("taken for danger", _percent(result.alarmed, result.inside + result.outside)))
    return lines


def write_report(
    measured: Sequence[Measured],
    validated: tuple[Sequence[Question], Sequence[Reply]],
    guides: Mapping[str, Mapping[str | None, Mapping[Result, int]]],
) -> str:
    """The whole page, in Markdown.

    Args:
        measured: the held-out questions and what came back, by file.
        validated: the same of the training examples, each judged by a model that had not seen it.
        guides: what came of held-out requests to be guided, by file; see `bot.evaluation.guides.guide_figures`.
    """
    parts = [
        "# How well questions are understood",
        "",
        "Written by `make eval`. The held-out questions (`tests/nlu/held_out*.tsv`) were written by people who had",
        "seen only the catalogue of topics, and are in no training file. In brackets: Wilson's 95 % interval.",
        "",
    ]
    everything = Measured(
        "all held-out questions",
        [question for one in measured for question in one.questions],
        [reply for one in measured for reply in one.replies],
    )
    for one in [everything, *measured]:
        parts += [f"## {one.name}", "", *_table(figures(one.questions, one.replies)), ""]
    parts += _guides(guides)
    questions, replies = validated
    parts += [
        "## Cross-validation over the examples",
        "",
        "Five folds over the training examples. They are harder than visitors' questions: easy long examples were",
        "left out of the files (docs/decisions/0005-understanding.md).",
        "",
        *_table(figures(questions, replies)),
        "",
        "## How far confidence can be believed",
        "",
        "Of the topics ranked first with this confidence, on all held-out questions, the share that was right:",
        "",
        "| confidence | topics | right |",
        "|---|---|---|",
    ]
    for low, count, share in reliability(everything.questions, everything.replies):
        parts.append(f"| {low:.1f} to {low + 0.1:.1f} | {count} | {_percent(share, count)} |")
    parts += ["", "## What was confused", "", "| right | said | times |", "|---|---|---|"]
    for expected, got, times in figures(everything.questions, everything.replies).confusions[
        :WORST
    ]:
        parts.append(f"| {expected} | {got} | {times} |")
    return "\n".join([*parts, ""])


def _guides(files: Mapping[str, Mapping[str | None, Mapping[Result, int]]]) -> list[str]:
    """The section about requests to be guided through a release."""
    lines = [
        "## Requests to be guided through a release",
        "",
        "Written by people who had seen only the journey's line in the catalogue; those of the first file were to be",
        "as hard as possible. Right is what begins the guide that is meant, or asks the one question that decides it.",
        "What the first try at a file missed was looked at, and words were added (bot/nlu/guidance.py): expect a few",
        "points less of requests that nobody here has seen.",
        "",
    ]
    for name, counts in files.items():
        right, total = share_right(counts)
        lines += [
            f"`tests/nlu/{name}`, {total} requests: {_percent(right, total)} right.",
            "",
            f"| what is meant | requests | {' | '.join(Result)} |",
            f"|---|---|{'---|' * len(Result)}",
        ]
        for guide, results in sorted(counts.items(), key=lambda item: item[0] or "~"):
            cells = " | ".join(str(results[result]) for result in Result)
            lines.append(f"| {guide or '(to be asked)'} | {sum(results.values())} | {cells} |")
        lines.append("")
    return lines


def _table(result: Figures) -> list[str]:
    return [
        f"{result.inside} questions inside the catalogue, {result.outside} outside.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in lines_of(result)),
    ]


def _percent(share: float, count: int) -> str:
    low, high = interval(share, count)
    return f"{share:.1%} ({low:.1%} to {high:.1%})"
