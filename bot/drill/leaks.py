"""Looks for a visitor's words where they must not be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

RUN = 4
"""So many words in a row of the visitor's are no coincidence."""

_WORD = re.compile(r"[\w-]+")


def leaks(said: Iterable[str], mark: str, notice: str) -> list[str]:
    """Return what a notice repeats of a visitor's words; nothing is as it should be.

    Args:
        said: everything the visitor wrote.
        mark: a word that stands in it and nowhere else.
        notice: all of the notice, with its headers.
    """
    there = " ".join(_words(notice))
    found = [mark] if mark.casefold() in notice.casefold() else []
    runs = (run for text in said for run in _runs(text))
    return found + [run for run in dict.fromkeys(runs) if f" {run} " in f" {there} "]


def _runs(text: str) -> Iterator[str]:
    words = _words(text)
    # A short message is looked for whole.
    length = min(RUN, len(words))
    if length > 1:
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
