"""A message as plain words in clauses, so that phrases can be looked for whatever way it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

Clause = tuple[str, ...]

NEGATORS = frozenset({"not", "never", "nor", "neither"})
"""As clauses have them: "don't" is "do not" there."""

_ALL = "everybody|everyone|nobody|somebody|someone"
_IS = f"i|she|he|it|that|this|there|here|who|what|where|how|one|{_ALL}"
_EXPANDED: tuple[tuple[str, str], ...] = (
    (rf"\b({_IS})['’]s\b", r"\1 is"),
    (rf"\b(she|he|that|what|who|where|how|there|{_ALL})s\b", r"\1 is"),
    (r"\bit['’]?s\b", "it is"),
    (r"\bi['’]?m\b", "i am"),
    (r"\b(we|they|you)['’]re\b", r"\1 are"),
    (r"\b(they|you)re\b", r"\1 are"),
    (r"\b(i|we|they|you)['’]?ve\b", r"\1 have"),
    (r"\b(i|we|they|you|she|he|it)['’]ll\b", r"\1 will"),
    (r"\b(i|we|they|you|she|he|it)['’]d\b", r"\1 would"),
    (r"\bcan['’]?t\b|\bcannot\b", "can not"),
    (r"\bwon['’]?t\b", "will not"),
    (r"\bain['’]?t\b", "is not"),
    (r"\b(do|does|did|is|are|was|were|have|has|had|could|would|should)n['’]?t\b", r"\1 not"),
    (r"\b(?:dunno|idk|dk)\b", "do not know"),
    (r"\bwanna\b", "want to"),
    (r"\binto\b", "in to"),
    (r"\bu\b", "you"),
    (r"^y\b(?= \w)", "why"),
)
_EXPAND = tuple((re.compile(pattern), plain) for pattern, plain in _EXPANDED)
_PLUS = re.compile(r"(?<=\d)\s?\+")
_DECIMALS = re.compile(r"(?<=\d)\.\d+")
_CLAUSE_END = re.compile(r"[.,;:!?()\n\u2013\u2014…¿¡]+|\s-+\s")
_WORD = re.compile(r"[^\W_]+")


def clauses(text: str) -> tuple[Clause, ...]:
    """The words in small letters, without accents and signs, and "she's" as "she is".

    A possessive stays one word, "client's" as "clients", so that it is not taken for the client.
    """
    folded = unicodedata.normalize("NFKD", text.casefold()).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", "'"
    )
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    plain = _DECIMALS.sub("", _PLUS.sub(" or older", plain))
    for pattern, expanded in _EXPAND:
        plain = pattern.sub(expanded, plain)
    plain = plain.replace("'", "")
    found = (tuple(_WORD.findall(part)) for part in _CLAUSE_END.split(plain))
    return tuple(clause for clause in found if clause)


def flat(text: str) -> Clause:
    """All its words in one."""
    return tuple(word for clause in clauses(text) for word in clause)


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> Clause:
    """The same for a phrase of the content, remembered; what visitors type must not be."""
    return flat(phrase)


_IRREGULAR = {
    "brought": "bring", "came": "come", "coming": "come", "sat": "sit", "taken": "take", "taking": "take",
    "took": "take", "having": "have", "sharing": "share", "shared": "share",
}  # fmt: skip
_ENDINGS = ("ing", "ed", "s")
_SHORTEST_STEM = 3


def stem(word: str) -> str:
    """A word without its ending, roughly: "bringing" and "bring" are one, as are "agrees" and "agree"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        short = word.removesuffix(ending)
        if short != word and len(short) >= _SHORTEST_STEM and not word.endswith("ss"):
            word = short[:-1] if ending != "s" and short[-1] == short[-2] != "e" else short
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM + 1 else word


_SHORTEST_MISSPELT = 7


def same_word(one: str, other: str) -> bool:
    """Whether two words are one but for the ending, or for one slip of the hand in a long one."""
    return stem(one) == stem(other) or _is_slip(one, other)


def _is_slip(one: str, other: str) -> bool:
    """Whether a letter is missing, too much, another, or changed places with the next: "subpeona"."""
    if one[0] != other[0] or min(len(one), len(other)) < _SHORTEST_MISSPELT:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) == 1
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return swapped or b in (a[1:], f"{b[0]}{a[1:]}") or a == b[1:]
