"""Sentence templates, as in hassil: `(say|show) [me] {it} again` stands for all that it can be."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"[a-z0-9]+|[()|\[\]]|\{\w+\}")
_SIGNS = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|"}


class Templates:
    """Templates, one a line, compiled to one pattern over plain words."""

    def __init__(
        self, lines: str, lists: Mapping[str, str], *, before: str = "", after: str = ""
    ) -> None:
        """Compile the templates.

        Args:
            lines: one template a line.
            lists: what `{name}` stands for, as templates of their own; a list may use those above it.
            before: a template of what may stand before each, any number of times.
            after: a template of what may stand after each, any number of times.
        """
        self._lists: dict[str, str] = {}
        for name, template in lists.items():
            self._lists[name] = self._pattern(template)
        one = "|".join(self._pattern(line) for line in lines.splitlines() if line.strip())
        around = [
            f"(?:{self._pattern(template)})*" if template else "" for template in (before, after)
        ]
        self._whole = re.compile(f"{around[0]}(?:{one}){around[1]}")
        self._begins = re.compile(f"{around[0]}(?:{one})")

    def match(self, words: str) -> bool:
        """Whether plain words are one of these, and nothing else."""
        return self._whole.fullmatch(f"{words} ") is not None

    def begin(self, words: str) -> int:
        """How many characters of plain words the templates take at the beginning; 0 for none."""
        found = self._begins.match(f"{words} ")
        return found.end() if found else 0

    def _pattern(self, template: str) -> str:
        """Each word brings the space after it, so that an optional part takes its own away."""
        parts = []
        for token in _TOKEN.findall(template):
            if token.startswith("{"):
                parts.append(f"(?:{self._lists[token[1:-1]]})")
            else:
                parts.append(_SIGNS.get(token) or f"{token} ")
        return "".join(parts)
