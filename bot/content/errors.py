"""What can be wrong with content, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error keeps the last good version serving; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `path` is relative to the project's root; line and column count from 1."""

    path: str
    line: int
    col: int
    level: Level
    message: str
    mend: str

    def __str__(self) -> str:
        prefix = "warning: " if self.level is Level.WARNING else ""
        return f"{self.path}:{self.line}:{self.col}: {prefix}{self.message} {self.mend}"


class ContentError(Exception):
    """The content cannot be used; `problems` holds every reason, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownPlaceholder(KeyError):
    """A text names a placeholder, such as {practice.fax}, that no content file defines."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"unknown placeholder {{{self.name}}}"
