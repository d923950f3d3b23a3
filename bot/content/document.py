"""A YAML file with the place of every value in it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.content.errors import Level, Problem

Where = tuple[str | int, ...]
"""The way to a value: ("nlu", 0, "intent")."""

_TEXT_MEND = "Save the file as UTF-8."


@dataclass
class Document:
    """One parsed file.

    Attributes:
        path: relative to the project's root, with forward slashes.
        data: plain values (dict, list, str, date ...); None when the file could not be parsed.
        problems: what was wrong with the YAML itself.
    """

    path: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    _values: dict[Where, tuple[int, int]] = field(default_factory=dict)
    _keys: dict[Where, tuple[int, int]] = field(default_factory=dict)
    _blocks: set[Where] = field(default_factory=set)

    def place(self, where: Where, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of a value, or of its key; of the nearest parent if absent."""
        marks = self._keys if key else self._values
        for end in range(len(where), -1, -1):
            for table in (marks, self._values):
                if where[:end] in table:
                    return table[where[:end]]
        return 1, 1

    def line_place(self, where: Where, index: int) -> tuple[int, int]:
        """The place of line `index` (from 0) of a text; exact in a `|` block."""
        line, col = self.place(where)
        if where in self._blocks:
            return line + 1 + index, self.place(where, key=True)[1] + 2
        return line, col

    def problem(
        self,
        where: Where,
        message: str,
        mend: str,
        *,
        level: Level = Level.ERROR,
        key: bool = False,
        line: int | None = None,
    ) -> Problem:
        """A problem at a value (or its key, or line `line` of its text) of this file."""
        row, col = self.place(where, key=key) if line is None else self.line_place(where, line)
        return Problem(self.path, row, col, level, message, mend)


# libyaml reads all topics in a twentieth of a second, PyYAML alone in a third.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(root: Path, path: Path) -> Document:
    """Reads one file; whatever is wrong is in the result's `problems`, never raised."""
    document = Document(path.relative_to(root).as_posix())
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        col = error.start - error.object.rfind(b"\n", 0, error.start)
        message = "This is not UTF-8 text."
        document.problems.append(
            Problem(document.path, line, col, Level.ERROR, message, _TEXT_MEND)
        )
        return document
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        message = f"The file cannot be read: {reason}."
        mend = "Put it back, or allow it to be read."
        document.problems.append(Problem(document.path, 1, 1, Level.ERROR, message, mend))
        return document
    return parse_document(document, text)


def parse_document(document: Document, text: str) -> Document:
    """Fills `document` from `text`."""
    for number, content in enumerate(text.split("\n"), start=1):
        if "\t" in content:
            message, mend = "There is a tab here.", "Use spaces."
            col = content.index("\t") + 1
            document.problems.append(
                Problem(document.path, number, col, Level.ERROR, message, mend)
            )
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            document.data = _value(document, loader, node, ())
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message, mend = "There is a character here that no text has.", "Remove it."
        document.problems.append(Problem(document.path, line, 1, Level.ERROR, message, mend))
        document.data = None
    except yaml.MarkedYAMLError as error:
        # An open quote is only missed at the end of the file; what helps is where it was opened.
        unclosed = "end of stream" in (error.problem or "")
        mark = (error.context_mark if unclosed else None) or error.problem_mark
        line, col = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"The YAML cannot be read: {error.problem or error.context}."
        mend = "Look at indentation, quotes and colons here and one line above."
        document.problems.append(Problem(document.path, line, col, Level.ERROR, message, mend))
        document.data = None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"The YAML cannot be read: {type(error).__name__}."
        mend = "Remove unusual characters, impossible dates and very deep nesting."
        document.problems.append(Problem(document.path, 1, 1, Level.ERROR, message, mend))
        document.data = None
    finally:
        if loader is not None:
            loader.dispose()
    return document


def _value(document: Document, loader: Any, node: yaml.Node, where: Where) -> Any:
    document._values[where] = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, loader, node, where)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, loader, n, (*where, i)) for i, n in enumerate(node.value)]
    if getattr(node, "style", None) in ("|", ">"):
        document._blocks.add(where)
    try:
        return loader.construct_object(node)
    except (ValueError, AttributeError):  # PyYAML does not expect `!!timestamp soon`
        message = f"{node.value!r} looks like a date or number but is not one."
        mend = "Correct it, or put it in quotes."
        document.problems.append(document.problem(where, message, mend))
        return node.value


def _mapping(
    document: Document, loader: Any, node: yaml.MappingNode, where: Where
) -> dict[Hashable, Any]:
    found: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node) if _scalar(key_node) else None
        place = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if not isinstance(key, str):
            message = "A key must be plain text."
            mend = "Put the key in quotes (yes, no, on, off and numbers need them)."
            document.problems.append(Problem(document.path, *place, Level.ERROR, message, mend))
            continue
        here = (*where, key)
        if key in found:
            first = document.place(here, key=True)[0]
            message = f"The key `{key}` is already there in line {first}."
            mend = "Keep one of the two; the other is ignored without a word."
            document.problems.append(Problem(document.path, *place, Level.ERROR, message, mend))
            continue
        document._keys[here] = place
        found[key] = _value(document, loader, value_node, here)
    return found


def _scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)
