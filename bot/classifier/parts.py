"""The parts of a text that are counted: its words, and runs of its letters."""

from __future__ import annotations

import itertools
import re

_WORD = re.compile(r"\b\w\w+\b")
_SHORTEST, _LONGEST = 2, 5


def words(text: str) -> list[str]:
    """Each word of at least two letters, and each pair of neighbours."""
    single = _WORD.findall(text.lower())
    return single + [f"{one} {other}" for one, other in itertools.pairwise(single)]


def letters(text: str) -> list[str]:
    """Runs of two to five letters within a word and the spaces around it.

    They make a classifier see through typos and endings.
    """
    found = []
    for word in text.lower().split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            if size >= len(padded):
                found.append(padded)
                break
            found += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return found


PARTS = (words, letters)
"""Each has a vocabulary of its own in a classifier."""
