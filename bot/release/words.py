"""A message as plain words in clauses, so that phrases can be looked for whatever way it was typed."""

from __future__ import annotations

import re
import unicodedata

Clause = tuple[str, ...]

_IS = "i|she|he|it|that|this|there|here|who|what|where|how|everybody|everyone|nobody|somebody|someone|one"
_EXPANDED: tuple[tuple[str, str], ...] = (
    (rf"\b({_IS})['’]s\b", r"\1 is"),
    (r"\b(she|he|that|what|who|where|how|there)s\b", r"\1 is"),
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
    (r"\bu\b", "you"),
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
