"""How hard a text is to read: the Flesch-Kincaid grade, and Fernández Huerta's ease for Spanish.

Pyphen divides the words; textstat, which does it too, fetches a word list from the network when
it is first used (0.7.8 and later) or needs a setuptools that is gone (before).
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SPANISH_WORD = re.compile(r"[a-zñáéíóúü]+", re.IGNORECASE)
_SPANISH_VOWEL = re.compile(r"[aeoáéóíú]|(?<![aeoáéóiu])[iuü]+(?![aeoáéó])")
"""One for each syllable: a weak vowel beside a strong one belongs to its syllable."""
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


def spanish_ease(text: str) -> float:
    """How easily Spanish is read: above 80 easy, 70 to 80 fairly easy, 60 to 70 normal.

    206.84 - 60 x syllables per word - 1.02 x words per sentence (Fernández Huerta, 1959).
    """
    prose = _LISTED.sub("", _ADDRESS.sub("", text))
    sentences = [_SPANISH_WORD.findall(part) for part in _SENTENCE_END.split(prose)]
    counted = [words for words in sentences if len(words) >= _SHORTEST_SENTENCE]
    words = [word.casefold() for sentence in counted for word in sentence]
    if not words:
        return 100.0
    syllables = sum(max(1, len(_SPANISH_VOWEL.findall(word))) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(counted)


def count_words(text: str) -> int:
    """How many words a reader meets."""
    return len(re.findall(r"\S*\w\S*", text))


@lru_cache(maxsize=4096)
def _syllables(word: str) -> int:
    return len(_dictionary().positions(word)) + 1


@lru_cache(maxsize=1)
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
