"""What templates stand for, as visitors type it."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

_TOKEN = re.compile(r"[a-z0-9]+|[()|\[\]]|\{\w+\}")
_WHOLE = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "wont": "won't", "im": "I'm", "i": "I", "id": "I'd",
    "ive": "I've", "thats": "that's", "whats": "what's", "lets": "let's",
}  # fmt: skip
_BY_CHANCE = 0.4
"""How often an optional part is there."""
_TRIES = 40


def examples(template: str, lists: Mapping[str, str], most: int) -> list[str]:
    """Some of what a template stands for, always the same ones."""
    chance = random.Random(template)
    found = (_Picking(template, lists, chance).one() for _ in range(_TRIES))
    typed = (" ".join(_WHOLE.get(word, word) for word in one.split()) for one in found)
    return list(dict.fromkeys(one for one in typed if one))[:most]


def alternatives(lines: str) -> list[str]:
    """The templates, with each whole alternative of a line on its own: "quit|exit" is two."""
    found = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        depth, parts = 0, [""]
        for char in line:
            depth += (char in "([") - (char in ")]")
            if char == "|" and not depth:
                parts.append("")
            else:
                parts[-1] += char
        found += parts
    return [one.strip() for one in found if one.strip()]


class _Picking:
    """Reads a template from left to right, and picks one of each choice."""

    def __init__(self, template: str, lists: Mapping[str, str], chance: random.Random) -> None:
        self._tokens = _TOKEN.findall(template)[::-1]
        self._lists = lists
        self._chance = chance

    def one(self) -> str:
        found = [self._sequence()]
        while self._tokens and self._tokens[-1] == "|":
            self._tokens.pop()
            found.append(self._sequence())
        return self._chance.choice(found)

    def _sequence(self) -> str:
        said = []
        while self._tokens and self._tokens[-1] not in "|)]":
            token = self._tokens.pop()
            if token in "([":
                part = self.one()
                self._tokens.pop()
                if token == "(" or self._chance.random() < _BY_CHANCE:
                    said.append(part)
            elif token.startswith("{"):
                said.append(_Picking(self._lists[token[1:-1]], self._lists, self._chance).one())
            else:
                said.append(token)
        return " ".join(filter(None, said))
