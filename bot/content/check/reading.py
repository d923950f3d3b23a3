"""How hard a text is to read: the Flesch-Kincaid grade.

Pyphen divides the words; textstat, which does it too, fetches a word list from the network when
it is first used (0.7.8 and later) or needs a setuptools that is gone (before).
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[\w.-]+\.(?:org|gov|com)\b")
_LISTED = re.compile(r"^\s*-\s+", re.MULTILINE)
_SHORTEST_SENTENCE = 3
"""Words; what is shorter is a heading or a fragment and says nothing about difficulty."""


def grade(text: str) -> float:
    """The US school grade that reads `text` with ease.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid et al., 1975).
    """
    prose = _LISTED.sub("", _ADDRESS.sub("", text))
    sentences = [_WORD.findall(part) for part in _SENTENCE_END.split(prose)]
    counted = [words for words in sentences if len(words) >= _SHORTEST_SENTENCE]
    words = [word for sentence in counted for word in sentence]
    if not words:
        return 0.0
    syllables = sum(_syllables(word.casefold()) for word in words)
    return 0.39 * len(words) / len(counted) + 11.8 * syllables / len(words) - 15.59


def count_words(text: str) -> int:
    """How many words a reader meets."""
    return len(re.findall(r"\S*\w\S*", text))


@lru_cache(maxsize=4096)
def _syllables(word: str) -> int:
    return len(_dictionary().positions(word)) + 1


@lru_cache(maxsize=1)
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
