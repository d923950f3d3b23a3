"""Labelled questions in tab-separated files: columns `text` and `topics`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = "out_of_scope"


class QuestionsError(Exception):
    """A file of questions cannot be read; says where."""


@dataclass(frozen=True)
class Question:
    """A question and the topics that answer it, any of which is right, best first."""

    text: str
    topics: tuple[str, ...]


def read_questions(path: Path) -> list[Question]:
    """Reads a file.

    Raises:
        QuestionsError: the file is missing, is not UTF-8, lacks a column, or has an empty field.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            columns = set(rows[0]) if rows else {"text", "topics"}
    except OSError as error:
        raise QuestionsError(f"{path}: {error.strerror or 'cannot be read'}.") from error
    except UnicodeDecodeError as error:
        raise QuestionsError(f"{path}: this is not UTF-8 text.") from error
    if not {"text", "topics"} <= columns:
        raise QuestionsError(
            f"{path}:1: the columns must be named text and topics, divided by a tab."
        )
    questions = []
    for line, row in enumerate(rows, start=2):
        text, topics = (row["text"] or "").strip(), (row["topics"] or "").strip()
        if not text or not topics:
            raise QuestionsError(f"{path}:{line}: text or topics is empty.")
        questions.append(Question(text, tuple(topic.strip() for topic in topics.split("|"))))
    if not questions:
        raise QuestionsError(f"{path}: there are no questions in it.")
    return questions
