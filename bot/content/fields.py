"""Reads typed values out of a document and collects what is wrong, instead of stopping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.content.document import Document, Where
from bot.content.errors import Problem


@dataclass
class Fields:
    """A mapping inside a document. A wrong or missing value is reported and read as empty."""

    document: Document
    where: Where = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """The mapping itself; empty (and reported by whoever asked for it) if it is none."""
        value: Any = self.document.data
        for step in self.where:
            value = value[step]
        return value if isinstance(value, dict) else {}

    def wrong(self, name: str, message: str, mend: str) -> None:
        """Reports the value under `name`."""
        self.problems.append(self.document.problem((*self.where, name), message, mend))

    def text(self, name: str) -> str:
        """A required text without surrounding space."""
        return self.optional_text(name, required=True) or ""

    def optional_text(self, name: str, *, required: bool = False) -> str | None:
        """A text without surrounding space, or None."""
        value = self.data.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None:
            self.wrong(name, f"`{name}` must be text.", "Write words, in quotes if need be.")
        elif required:
            self.wrong(name, f"`{name}` is missing.", f"Add `{name}:` here.")
        return None

    def flag(self, name: str) -> bool:
        """A required true or false."""
        value = self.data.get(name)
        if not isinstance(value, bool):
            self.wrong(name, f"`{name}` must be true or false.", f"Write `{name}: true`.")
        return value is True

    def date(self, name: str, *, required: bool = False) -> date | None:
        """A date, quoted or not."""
        value = self.data.get(name)
        found = as_date(value)
        if found is None and (required or value is not None):
            self.wrong(name, f"`{name}` must be a date.", "Write it like 2026-11-22.")
        return found

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.data.get(name)
        if value is None and not required:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(name, f"`{name}` must be a list of texts.", "Write [one, two].")
            return ()
        return tuple(value)

    def child(self, name: str, *, required: bool = False) -> Fields:
        """The mapping under `name`."""
        value = self.data.get(name)
        if not isinstance(value, dict):
            if required or value is not None:
                message = f"`{name}` must have keys and values of its own."
                self.wrong(name, message, "Indent them under it.")
            return Fields(Document(self.document.path, {}), (), self.problems)
        return Fields(self.document, (*self.where, name), self.problems)

    def children(self, name: str) -> Iterator[Fields]:
        """The mappings in the list under `name`; nothing if there is none."""
        value = self.data.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(name, f"`{name}` must be a list.", "Start each entry with `- `.")
            return
        for index, one in enumerate(value):
            where = (*self.where, name, index)
            if isinstance(one, dict):
                yield Fields(self.document, where, self.problems)
            else:
                message = f"An entry of `{name}` must have keys and values."
                mend = "Write `- key: value`."
                self.problems.append(self.document.problem(where, message, mend))


def as_date(value: object) -> date | None:
    """A date from YAML's own type or from ISO text; None for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return None
