"""The held-out questions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = "out_of_scope"
FILES = (
    "held_out.tsv",
    "held_out_hard.tsv",
    "held_out_out_of_scope.tsv",
    "held_out_hard_out_of_scope.tsv",
)
"""Below tests/nlu; one that does not exist is left out."""


@dataclass(frozen=True)
class Question:
    """A question and the topics that answer it; none when it is out of scope."""

    text: str
    topics: frozenset[str]


def read(root: Path, limit: int | None = None) -> list[Question]:
    """Reads the held-out questions of the project.

    Args:
        root: the project.
        limit: so many of each file, spread over it; None takes all.
    """
    found: list[Question] = []
    for name in FILES:
        path = root / "tests" / "nlu" / name
        if path.is_file():
            found += spread(read_file(path), limit)
    return found


def read_file(path: Path) -> list[Question]:
    """Reads a TSV with the columns `text` and `topics` (several accepted ones split by `|`)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Question(row["text"], topics_of(row["topics"])) for row in rows]


def topics_of(column: str) -> frozenset[str]:
    """The topics of a row; the label `out_of_scope` means none."""
    return frozenset(column.split("|")) - {OUTSIDE, ""}


def spread(questions: list[Question], limit: int | None) -> list[Question]:
    """At most `limit` questions, at even distances."""
    if limit is None or len(questions) <= limit:
        return questions
    return [questions[index * len(questions) // limit] for index in range(limit)]
