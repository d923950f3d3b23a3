"""The language of the rules: patterns over plain words, and the words without which one cannot match.

A pattern is a regular expression over normalised text (normalise.py) with a few words of its own:

    ~3      a gap of up to three words
    ≈3      the same, and commas may stand in it
    ¬3      the same as ~3, but no word of negation may stand in it
    CHILD   a list of words from rules/macros.yml

Parentheses only group. There are some two thousand patterns, too many to try each on each message.
So the loader notes for each one which words a text must hold for it to match, and compiles it only when a
text does hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import Final

_NEGATIONS: Final = "not|never|no|isnt|arent|wasnt|dont|havent|without"
_GAPS: Final = {
    "~": r"(?:\w+ ){{0,{n}}}",
    "≈": r"(?:[\w,]+ ){{0,{n}}}",
    "¬": rf"(?:(?!(?:{_NEGATIONS}) )\w+ ){{{{0,{{n}}}}}}",
}
_GAP: Final = re.compile(r"([~≈¬])(\d)")
_MACRO: Final = re.compile(r"(?<![A-Z_])[A-Z][A-Z_]+(?![A-Z_])")
_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")

_UNSAFE: Final = (
    (re.compile(r"(?<!\\)\)(?:[*+]|\{\d+,\})"), "repeats a group without end"),
    (re.compile(r"(?<!\\)\.[*+]"), "repeats any character without end"),
    (re.compile(r"\\w[*+](?:\\w|\[)"), "has two repetitions side by side"),
    (re.compile(r"\][*+]"), "repeats a set of characters without end"),
    (re.compile(r"\\[1-9]"), "refers back to a group"),
)

_ANY: Final = "\0"
"""Stands for text that is not known: `\\w*`, a digit, a set of characters."""
_MOST_FORMS: Final = 400
_PREFIXES: Final = (3, 4, 5, 6)
_COMMON: Final = frozenset(
    """a about all an and any are as at be been being but by can cant did do does dont for from get go going
    got had has have he her him his how i if ill im in is it its ive just keep keeps like make me more my
    no not now of off on or our out over she so some that the their them then there they this to too up want
    was we were what when who will with would you your y que de la el en me mi se lo un una con por
    """.split()  # noqa: SIM905 - a list of strings is much longer to read
)
"""Words that most messages hold: they tell little about which pattern can match."""


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why."""


@dataclass(frozen=True)
class Macros:
    """The lists of words, by name, each as the source of a group."""

    sources: Mapping[str, str]
    known: dict[str, frozenset[str] | None] = field(default_factory=dict, compare=False)
    """What is needed for a part of a pattern: the same parts come again and again."""

    def expand(self, pattern: str) -> str:
        """The pattern as a plain regular expression.

        Raises:
            PatternError: if it names a list that does not exist.
        """

        def listed(match: re.Match[str]) -> str:
            try:
                return self.sources[match[0]]
            except KeyError:
                raise PatternError(f"there is no list {match[0]}") from None

        source = _MACRO.sub(listed, _GROUP.sub("(?:", pattern))
        return _GAP.sub(lambda gap: _GAPS[gap[1]].format(n=gap[2]), source)


def read_macros(lists: Mapping[str, str]) -> Macros:
    """Makes groups of lists of alternatives; a list may name those above it."""
    macros = Macros({})
    for name, text in lists.items():
        source = macros.expand("|".join(lines_of(text)))
        macros = Macros({**macros.sources, name: f"(?:{source})"})
    return macros


def lines_of(text: str) -> Iterator[str]:
    """The lines that say something: neither empty nor a comment."""
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield stripped


def split_alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between the bars that are in no group."""
    if "|" not in pattern:
        return [pattern]
    parts, depth, start, in_set = [], 0, 0, False
    for place, char in enumerate(pattern):
        if in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
    parts.append(pattern[start:])
    return parts


@dataclass(frozen=True)
class Pattern:
    """One alternative of a rule.

    Attributes:
        source: as it stands in the file.
        needs: sets of keys; a text that lacks all keys of one of them cannot match.
    """

    source: str
    macros: Macros
    needs: tuple[frozenset[str], ...]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression, made when it is first needed.

        It begins with the space before its first word: that is quicker to look for than `\\b`.

        Raises:
            PatternError: if it is not a regular expression.
        """
        try:
            return re.compile(rf" (?:{self.macros.expand(self.source)})\b")
        except re.error as error:
            raise PatternError(f"it is no regular expression: {error.msg}") from None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it matches in normalised text, without the space before."""
        for match in self.compiled.finditer(text):
            yield match.start() + 1, match.end()


def read_pattern(source: str, macros: Macros) -> Pattern:
    """Notes what a text must hold for the pattern to match."""
    return Pattern(source, macros, _needs(source, macros))


def unsafe(source: str) -> str | None:
    """Why matching might take very long; None if it cannot."""
    return next((reason for pattern, reason in _UNSAFE if pattern.search(source)), None)


# -- Which words a text must hold --------------------------------------------------------------------


def keys_of(text: str) -> set[str]:
    """The words of normalised text and their beginnings, as patterns ask for them."""
    keys: set[str] = set()
    for word in set(text.split()):
        keys.update(_keys(word))
    return keys


@lru_cache(maxsize=20_000)
def _keys(word: str) -> tuple[str, ...]:
    return (word, *(f"{word[:length]}*" for length in _PREFIXES if len(word) >= length))


_ITEM: Final = re.compile(
    r"(?:\\.|\[[^\]]*\]| \?|[^()\s\[\\]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))+"
)


def _needs(source: str, macros: Macros) -> tuple[frozenset[str], ...]:
    found = [need for item in _ITEM.findall(source) if (need := _need(item, macros)) is not None]
    return tuple(sorted(found, key=_cost)[:3])


def _cost(need: frozenset[str]) -> float:
    return sum(50.0 if key in _COMMON else 1.0 if key[-1] != "*" else 2.0 for key in need)


def _need(item: str, macros: Macros) -> frozenset[str] | None:
    """One key for each form that the item may take; None if a form has no key."""
    if item.isalpha() and item.islower():
        return frozenset((item,))
    if item not in macros.known:
        macros.known[item] = _uncached_need(item, macros)
    return macros.known[item]


def _uncached_need(item: str, macros: Macros) -> frozenset[str] | None:
    try:
        forms = _forms(_GAP.sub(" ", _MACRO.sub(lambda m: macros.sources[m[0]], item)))
    except (_TooMany, KeyError):
        return None
    keys = set()
    for form in forms:
        key = _best_key(form)
        if key is None:
            return None
        keys.add(key)
    return frozenset(keys) if keys else None


def _best_key(form: str) -> str | None:
    best: tuple[float, str] | None = None
    for word in form.split():
        if word.isalnum():
            key = word
        else:
            head = word.split(_ANY, 1)[0]
            if len(head) < _PREFIXES[0] or not head.isalnum():
                continue
            key = f"{head[: _PREFIXES[-1]]}*"
        cost = _cost(frozenset((key,))) - len(key) / 100
        if best is None or cost < best[0]:
            best = cost, key
    return best[1] if best else None


class _TooMany(Exception):
    """A pattern has more forms than are worth listing, or cannot be read."""


_PIECE: Final = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<any>\\[wdWDsS]|\[[^\]]*\]|\.|\\\d)|(?P<zero>\\[bB]|[\^$])|(?P<char>\\.|.)"
)
_TIMES: Final = re.compile(r"\?|[*+]\??|\{(\d*)(,?)(\d*)\}")


def _forms(source: str) -> set[str]:
    """Every text that the expression may match, unknown parts as `_ANY`."""
    forms, place = _alternatives(source, 0)
    if place != len(source):
        raise _TooMany
    return forms


def _alternatives(source: str, place: int) -> tuple[set[str], int]:
    found: set[str] = set()
    while True:
        forms, place = _sequence(source, place)
        found |= forms
        if len(found) > _MOST_FORMS:
            raise _TooMany
        if place < len(source) and source[place] == "|":
            place += 1
            continue
        return found, place


def _sequence(source: str, place: int) -> tuple[set[str], int]:
    forms = {""}
    while place < len(source):
        piece = _PIECE.match(source, place)
        assert piece is not None
        kind = piece.lastgroup
        if kind in ("close", "bar"):
            break
        place = piece.end()
        if kind in ("look", "open"):
            inner, place = _alternatives(source, place)
            if place >= len(source) or source[place] != ")":
                raise _TooMany
            place += 1
            part = inner if kind == "open" else {""}
        elif kind == "zero":
            part = {""}
        else:
            part = {_ANY if kind == "any" else piece[0][-1]}
        times = _TIMES.match(source, place)
        if times:
            place = times.end()
            part = _repeated(part, times)
        forms = {head + tail for head, tail in product(forms, part)}
        if len(forms) > _MOST_FORMS:
            raise _TooMany
    return forms, place


def _repeated(part: Iterable[str], times: re.Match[str]) -> set[str]:
    if times[0] == "?":
        return {"", *part}
    if times[0][0] == "+" or (times[0][0] == "{" and times[1] not in ("", "0")):
        return {f"{form}{_ANY}" for form in part}
    return {_ANY}
