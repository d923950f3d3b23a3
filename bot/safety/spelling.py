"""What a misspelt word was probably meant to be.

How common words are comes from wordfreq, in English and Spanish as people write them; which word is a
letter away, and which rare English words there are, from symspellpy. Danger is often typed in a hurry, by a
child, or with digits to hide it; but "smother" is no misspelt "mother".
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from symspellpy import SymSpell, Verbosity
from wordfreq import get_frequency_dict

from bot.safety.vocabulary import LEET, PLAIN_WORDS, RARE_WORDS, SPOKEN

LANGUAGES: Final = ("en", "es")
_SHORTEST, _LONGEST = 4, 20
_KNOWN: Final = {"en": 3e-6, "es": 9e-7}
"""Of all words, the share from which one is no mistake. Where English is rarer, `_rare_words` knows."""
_COMMON: Final = 1e-5
"""The share from which a word may be what another was meant to be."""
_TIMES: Final = 100
"""So many times as common it must be: some rare words are no mistakes."""
_UNHEARD: Final = 1e-9
_LEET_L: Final[Mapping[int, int | str]] = {**LEET, ord("1"): "l"}
_MOST: Final = 300
"""Doubtful words that are looked at in one message; a huge one of nonsense must not take seconds."""


@dataclass(frozen=True)
class Dictionary:
    """The words of a language, without accents and apostrophes.

    Attributes:
        shares: how much of all that is written each word is.
        common: finds the common word that is one letter away.
    """

    shares: Mapping[str, float]
    common: SymSpell

    def share(self, word: str) -> float:
        """How much of all that is written is this word; never 0."""
        return self.shares.get(word, _UNHEARD)


def corrected(words: Sequence[str]) -> list[str]:
    """The words of a message, with those put right that are a letter off or hold digits for letters.

    Args:
        words: plain ones, in lower case.

    Returns:
        As many; a word that is known, or like no other, stays as it is.
    """
    doubtful = [place for place, word in enumerate(words) if _is_doubtful(word)][:_MOST]
    result = list(words)
    if doubtful:
        language = _language(words)
        for place in doubtful:
            result[place] = _meant(words[place], language)
    return result


def load() -> None:
    """Reads the dictionaries now, so that no message has to wait for them."""
    for language in LANGUAGES:
        _dictionary(language)
    _rare_words()


@lru_cache(maxsize=8192)
def _is_doubtful(word: str) -> bool:
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalnum()):
        return False
    if word[0].isdigit() or word in PLAIN_WORDS:
        return False
    if word in RARE_WORDS or word in _rare_words():
        return False
    return all(_dictionary(language).share(word) < _KNOWN[language] for language in LANGUAGES)


def _language(words: Iterable[str]) -> str:
    return "es" if sum(map(_leans_to_spanish, words)) > 0 else "en"


@lru_cache(maxsize=8192)
def _leans_to_spanish(word: str) -> float:
    return math.log(_dictionary("es").share(word) / _dictionary("en").share(word))


@lru_cache(maxsize=8192)
def _meant(word: str, language: str) -> str:
    dictionary = _dictionary(language)
    spelled = [word] if word.isalpha() else [word.translate(LEET), word.translate(_LEET_L)]
    for one in spelled:
        if one != word and dictionary.share(one) >= _KNOWN[language]:
            return one
    for one in spelled:
        found = dictionary.common.lookup(one, Verbosity.TOP) if one.isalpha() else []
        if found and dictionary.share(found[0].term) >= _TIMES * dictionary.share(word):
            return str(found[0].term)
    return word


@lru_cache
def _dictionary(language: str) -> Dictionary:
    shares: dict[str, float] = {}
    for word, share in get_frequency_dict(language, "large").items():
        plain = _folded(word)
        shares[plain] = shares.get(plain, 0.0) + share
    if language == "en":
        for word in (*SPOKEN, *" ".join(SPOKEN.values()).split()):
            shares.setdefault(word, _KNOWN[language])
    common = SymSpell(max_dictionary_edit_distance=1)
    for word, share in shares.items():
        if share >= _COMMON and word.isalpha():
            common.create_dictionary_entry(word, round(share / _UNHEARD))
    return Dictionary(shares, common)


@lru_cache
def _rare_words() -> frozenset[str]:
    """English words of a dictionary made by people, common or not."""
    file = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.partition(" ")[0] for line in lines)


def _folded(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word
    letters = unicodedata.normalize("NFKD", word)
    return "".join(char for char in letters if char.isascii() and char.isalnum())
