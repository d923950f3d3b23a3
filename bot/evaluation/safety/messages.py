"""Labelled messages, and pairs of them, in tab-separated files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.safety import About, Category

NONE = "none"


class MessagesError(Exception):
    """A file of messages cannot be used; says where, never what stands there."""


class Label(StrEnum):
    """What a message must lead to: the card, the card if it can be had, or no card."""

    DANGER = "danger"
    VEILED = "veiled"
    SAFE = "safe"


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        category: of the danger; of a safe message the one it is a near miss of, or None.
        about: None for a safe message.
        kind: how it is written (plain, method, obfuscated, ...), or why it is safe (idiom, grief, ...).
        lang: `en` or `es`.
        before: the visitor's turn before it, for a pair.
    """

    text: str
    label: Label
    category: Category | None
    about: About | None
    kind: str = ""
    lang: str = "en"
    before: str | None = None

    @property
    def positive(self) -> bool:
        """Whether it shows danger."""
        return self.label is not Label.SAFE


@dataclass(frozen=True)
class Sets:
    """The messages of a folder; what it does not hold is empty.

    Attributes:
        tune: by category, seen while rules and classifier were made.
        unseen: by category, read by nobody who made rules or classifier.
        natural: ordinary conversation, none of it dangerous.
        obfuscated: misspelt, spaced, masked, with and without danger.
        pairs: danger, or none, that shows only together with the turn before.
    """

    tune: tuple[Message, ...] = ()
    unseen: tuple[Message, ...] = ()
    natural: tuple[Message, ...] = ()
    obfuscated: tuple[Message, ...] = ()
    pairs: tuple[Message, ...] = ()

    @property
    def single(self) -> tuple[Message, ...]:
        """All but the pairs."""
        return self.tune + self.unseen + self.natural + self.obfuscated


def read_sets(folder: Path) -> Sets:
    """Reads `tune/*.tsv`, `unseen/*.tsv`, `natural.tsv`, `obfuscated.tsv` and `pairs.tsv`.

    Raises:
        MessagesError: a file cannot be used, or there is none.
    """
    sets = Sets(
        tune=_all(folder / "tune"),
        unseen=_all(folder / "unseen"),
        natural=_if_there(folder / "natural.tsv"),
        obfuscated=_if_there(folder / "obfuscated.tsv"),
        pairs=_if_there(folder / "pairs.tsv"),
    )
    if not sets.single:
        raise MessagesError(f"{folder}: there are no messages in it.")
    return sets


def read_messages(path: Path) -> list[Message]:
    """Reads a file; a column `before` makes its messages pairs.

    Raises:
        MessagesError: it is missing, is not UTF-8, lacks a column, or has a value that is not known.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise MessagesError(f"{path}: {error.strerror or 'cannot be read'}.") from error
    except UnicodeDecodeError:
        # Without its cause, which quotes the bytes.
        raise MessagesError(f"{path}: this is not UTF-8 text.") from None
    if rows and not {"text", "label", "category", "about"} <= set(rows[0]):
        raise MessagesError(f"{path}:1: columns text, label, category and about are needed.")
    return list(_messages(path, rows))


def _messages(path: Path, rows: list[dict[str, str]]) -> Iterator[Message]:
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values() or not row["text"].strip():
            raise MessagesError(
                f"{path}:{line}: the line does not have as many fields as the first."
            )
        try:
            yield Message(
                text=row["text"].strip(),
                label=Label(row["label"]),
                category=None if row["category"] == NONE else Category(row["category"]),
                about=None if row["about"] == NONE else About(row["about"]),
                kind=row.get("kind", ""),
                lang=row.get("lang", "en"),
                before=row.get("before"),
            )
        except ValueError:
            raise MessagesError(f"{path}:{line}: label, category or about is not known.") from None


def _all(folder: Path) -> tuple[Message, ...]:
    return tuple(one for path in sorted(folder.glob("*.tsv")) for one in read_messages(path))


def _if_there(path: Path) -> tuple[Message, ...]:
    return tuple(read_messages(path)) if path.exists() else ()
