"""Brings a message into one plain form, so that rules need not know every way to write a word.

The result is lower case, without accents and apostrophes, with single spaces; sentence ends are
` . ` and commas ` , `, so that a rule can say that words stand in one clause. Slang, misspellings,
leet and letters written apart become the plain word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.safety.spelling import corrected
from bot.safety.vocabulary import CONFUSABLES, LEET, PLAIN_WORDS, SPOKEN

_DROPPED = frozenset("'’‘`´ʼ′\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e")
_SENTENCE_END = frozenset(".!?;:\n\r¿¡…\u2028\u2029")
_MASK = frozenset("*#_")
_TOKEN = re.compile(r"[^\s.,]+|[.,]")
_APART = re.compile(r"(?<![a-z])[a-z](?:[ ._*]{1,3}[a-z]){2,}(?![a-z])")
_REPEAT = re.compile(r"(.)\1{2,}")
_URGENT = """
    suicide suicidal kill killing killed die dying dead death hurt harm cut cutting murder shoot shooting
    rape raped stab strangle hang hanging overdose abuse abused molested gun knife bomb
"""
_MASKABLE = tuple(dict.fromkeys([*_URGENT.split(), *sorted(PLAIN_WORDS)]))
"""What a masked word may be, danger first: where several words fit, the first is read."""

_LONGEST_GLUED = 40
_LONGEST_UNFOLDED = 4
"""Letters that one character may stand for. A few stand for a phrase (U+FDFA for 18 letters): a message
full of them would keep the gateway busy for seconds."""


@dataclass(frozen=True)
class Normalised:
    """Plain text, and for each of its characters the place in the original."""

    text: str
    starts: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that `text[start:end]` stands for."""
        places = [
            self.starts[i]
            for i in range(start, min(end, len(self.starts)))
            if self.text[i] not in " .,"
        ]
        if not places:
            return 0, 0
        return places[0], min(self.length, places[-1] + 1)


def normalise(text: str) -> Normalised:
    """Brings `text` into the plain form; time is linear in its length."""
    folded, places = _fold(text)
    folded, places = _join_letters(folded, places)
    tokens = list(_TOKEN.finditer(folded))
    out: list[str] = [" "]
    starts: list[int] = [0]
    for match, word in zip(tokens, corrected([_plain(one[0]) for one in tokens]), strict=True):
        start, end = places[match.start()], places[match.end() - 1]
        if word == "." and len(out) > 1 and out[-2:] == [".", " "]:
            continue
        for index, char in enumerate(word):
            out.append(char)
            # The last character points at the token's end, so that spans cover whole words.
            starts.append(end if index == len(word) - 1 else min(start + index, end))
        out.append(" ")
        starts.append(end)
    return Normalised("".join(out), tuple(starts), len(text))


def plain_text(text: str) -> str:
    """The plain form with single spaces, as the second layer reads it."""
    return " ".join(normalise(text).text.split())


def _fold(text: str) -> tuple[str, list[int]]:
    out: list[str] = []
    places: list[int] = []
    for place, original in enumerate(text):
        for char in _fold_char(original):
            out.append(char)
            places.append(place)
    return "".join(out), places


@lru_cache(maxsize=4096)
def _fold_char(original: str) -> str:
    if original in _DROPPED:
        return ""
    if original in _SENTENCE_END:
        # "!" may be leet ("d!e"); it is told apart when the token is known.
        return "!" if original == "!" else " . "
    out = []
    decomposed = unicodedata.normalize("NFKD", original)[:_LONGEST_UNFOLDED].casefold()
    for char in unicodedata.normalize("NFKD", decomposed):
        category = unicodedata.category(char)
        if category in ("Mn", "Cf", "Cs", "Cn"):
            continue
        char = CONFUSABLES.get(char, char)
        if char.isalnum() or char in "@$!" or char in _MASK:
            out.append(char)
        elif char == ",":
            out.append(" , ")
        else:
            out.append(" ")
    return "".join(out)


def _join_letters(text: str, places: list[int]) -> tuple[str, list[int]]:
    if not _APART.search(text):
        return text, places
    out: list[str] = []
    kept: list[int] = []
    last = 0
    for match in _APART.finditer(text):
        out.append(text[last : match.start()])
        kept += places[last : match.start()]
        for index in range(match.start(), match.end()):
            if text[index].isalpha():
                out.append(text[index])
                kept.append(places[index])
        last = match.end()
    out.append(text[last:])
    kept += places[last:]
    return "".join(out), kept


@lru_cache(maxsize=8192)
def _plain(token: str) -> str:
    """The plain word (or words) that a token stands for."""
    if token in (".", ","):
        return token
    bare = token.strip("!@$*#_")
    if not bare.isalpha() and any(char.isalpha() for char in token):
        unmasked = _unleet(token)
        if unmasked is not None:
            return SPOKEN.get(unmasked, unmasked)
    if bare in SPOKEN:
        plain = SPOKEN[bare]
    elif _REPEAT.search(bare):
        plain = _unstretch(bare)
    elif 5 <= len(bare) <= _LONGEST_GLUED and bare.isalpha():
        plain = _unglue(bare)
    else:
        plain = bare
    plain = re.sub(r"[!@$*#_]+", " ", plain).strip() or "."
    return f"{plain} ." if token.endswith("!") and plain != "." else plain


def _unleet(token: str) -> str | None:
    candidates = (token.translate(LEET), token.rstrip("!").translate(LEET), token.strip("*_#"))
    for candidate in candidates:
        if candidate in PLAIN_WORDS or candidate in SPOKEN:
            return candidate
    masked = sum(char in _MASK for char in token)
    if 0 < masked <= len(token) // 2:
        hidden = token.translate(LEET)
        for word in _MASKABLE:
            if len(word) == len(hidden) > 2 and all(
                a == b or a in _MASK for a, b in zip(hidden, word, strict=True)
            ):
                return word
    return None


def _unstretch(word: str) -> str:
    for kept in (r"\1", r"\1\1"):
        candidate = _REPEAT.sub(kept, word)
        candidate = SPOKEN.get(candidate, candidate)
        if candidate in PLAIN_WORDS or " " in candidate:
            return candidate
    return _REPEAT.sub(r"\1\1", word)


def _unglue(word: str) -> str:
    """Parts "killmyself" if all of it is plain words."""
    if word in PLAIN_WORDS:
        return word
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 10), end):
            head = best[start]
            if head is not None and word[start:end] in PLAIN_WORDS:
                best[end] = [*head, word[start:end]]
                break
    parts = best[-1]
    return " ".join(parts) if parts and len(parts) > 1 else word
