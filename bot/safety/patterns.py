"""The language of the rules: patterns over plain words, and the words without which one cannot match.

A pattern is a regular expression over normalised text (normalise.py) with a few words of its own:

    ~3      a gap of up to three words, none of them a negation
    ≈3      the same, and commas may stand in it
    CHILD   a list of words from rules/macros.yml
    A && B  A, if B stands near it, before or after

Parentheses only group. There are some thirteen hundred patterns, too many to try each on each message.
So it is noted for each one which words a text must hold for it to match; it is tried, and compiled the
first time, only when a text does hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import Final

_NEGATIONS: Final = (
    "not|never|no|nunca|isnt|arent|wasnt|werent|dont|doesnt|didnt|havent|hasnt|hadnt|wouldnt"
)
_GAP_WORDS: Final = {"~": r"\w+", "≈": r"[\w,]+"}
_GAP: Final = re.compile(r"([~≈])(\d)")
_MACRO: Final = re.compile(r"(?<![A-Z_])[A-Z][A-Z_]+(?![A-Z_])")
_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")

_UNSAFE: Final = (
    (re.compile(r"(?<!\\)\)(?:[*+]|\{\d+,\})"), "repeats a group without end"),
    (re.compile(r"(?<!\\)\)\{\d*,?\d\d+\}"), "repeats a group more than nine times"),
    (re.compile(r"[*+](?: \?)?\)\{"), "repeats what already repeats"),
    (re.compile(r"(?<!\\)\.(?:[*+]|\{\d+,\})"), "repeats any character without end"),
    (re.compile(r"\\[WDS](?:[*+]|\{\d+,\})"), "repeats any character without end"),
    (re.compile(r"\\[wds](?:[*+]|\{\d+,\})(?:\\w|\\d|\\s|\[)"), "has two repetitions side by side"),
    (re.compile(r"\](?:[*+]|\{\d+,\})"), "repeats a set of characters without end"),
    (re.compile(r"\{\d*,?\d{3,}\}"), "repeats something more than 99 times"),
    (re.compile(r"\\[1-9]"), "refers back to a group"),
)
"""What makes a regular expression slow; a gap is none of it, because it ends after nine words."""

_ANY: Final = "\0"
"""Stands for text that is not known: `\\w*`, a digit, a set of characters."""
_COMMON_COSTS: Final = 50.0
_MOST_FORMS: Final = 400
_MOST_NEEDS: Final = 3
_NEAR: Final = 120
"""How many characters away the other part of `A && B` may stand."""
_PREFIXES: Final = (3, 4, 5, 6)
_COMMON_WORDS: Final = """
    a about all an and any are as at be been being but by can cant did do does dont for from get go going
    got had has have he her him his how i if ill im in is it its ive just keep keeps like make me more my
    no not now of off on or our out over she so some that the their them then there they this to too up want
    was we were what when who will with would you your y que de la el en mi se lo un una con por
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
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
        return _GAP.sub(_gap, source)


def _gap(match: re.Match[str]) -> str:
    return rf"(?:(?!(?:{_NEGATIONS}) ){_GAP_WORDS[match[1]]} ){{0,{match[2]}}}"


def read_macros(lists: Mapping[str, str], known: Macros | None = None) -> Macros:
    """Makes groups of lists of alternatives; a list may name those above it, and those `known`."""
    macros = known or Macros({})
    for name, text in lists.items():
        source = macros.expand("|".join(lines_of(text)))
        macros = Macros({**macros.sources, name: f"(?:{source})"})
    return macros


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """The lines that say something, neither empty nor a comment, each with its number from 0.

    A line that is indented further goes on with the one before it.
    """
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if line[0] == " " and lines:
            first, begun = lines[-1]
            lines[-1] = first, begun + ("" if begun.endswith("|") else " ") + stripped
        else:
            lines.append((number, stripped))
    return lines


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line for _, line in numbered_lines(text)]


_NESTED: Final = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))*\)"
"""A group, and groups in it, five deep at most."""
_PART: Final = re.compile(rf"(?:[^|()\[\\]|\\.|\[[^\]]*\]|{_NESTED})+")


def split_alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between the bars that are in no group; empty ones are dropped.

    Raises:
        PatternError: if groups are not closed, or nested more than five deep.
    """
    if "(" not in pattern and "[" not in pattern:
        return [part for part in pattern.split("|") if part]
    if _PART.sub("", pattern).strip("|"):
        raise PatternError("its parentheses do not match, or are nested more than five deep")
    return _PART.findall(pattern)


def around(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """Where the words begin and end that stand at most `reach` characters from `text[start:end]`."""
    after = text.find(" ", end + reach)
    return max(0, text.rfind(" ", 0, max(0, start - reach))), after if after >= 0 else len(text)


@dataclass(frozen=True)
class Pattern:
    """One alternative of a rule.

    Attributes:
        source: as it stands in the file.
        needs: sets of keys; a text that lacks all keys of one of them cannot match.
        also: what has to stand near it.
    """

    source: str
    macros: Macros
    needs: tuple[frozenset[str], ...]
    also: tuple[Pattern, ...] = ()

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

    def compile(self) -> None:
        """Compiles it and its other parts now."""
        for part in (self, *self.also):
            _ = part.compiled

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it matches in normalised text, without the space before."""
        for match in self.compiled.finditer(text):
            start, end = match.start() + 1, match.end()
            if all(other.stands_near(text, start, end) for other in self.also):
                yield start, end

    def stands_near(self, text: str, start: int, end: int) -> bool:
        """Whether it matches within reach of `text[start:end]`."""
        return bool(self.compiled.search(text, *around(text, start, end, _NEAR)))


@dataclass(frozen=True)
class Phrases:
    """A list of phrases to look for; compiled when it is first needed.

    Attributes:
        source: a regular expression.
    """

    source: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression.

        Raises:
            PatternError: if it is none.
        """
        try:
            return re.compile(self.source)
        except re.error as error:
            raise PatternError(f"it is no regular expression: {error.msg}") from None

    def search(self, text: str) -> re.Match[str] | None:
        """The first of them."""
        return self.compiled.search(text)

    def stand_near(self, text: str, start: int, end: int, reach: int) -> bool:
        """Whether one of them stands in `text[start:end]`, or at most `reach` characters from it."""
        return bool(self.compiled.search(text, *around(text, start, end, reach)))


def read_phrases(text: str, macros: Macros) -> str:
    """The alternatives of a list, as one regular expression.

    Raises:
        PatternError: if it names a list that does not exist.
    """
    return macros.expand("|".join(lines_of(text)))


def read_pattern(source: str, macros: Macros) -> Pattern:
    """Notes what a text must hold for the pattern to match."""
    first, *rest = source.split(" && ")
    also = tuple(read_pattern(one, macros) for one in rest)
    needs = [*_needs(first, macros), *(need for one in also for need in one.needs)]
    return Pattern(first, macros, tuple(sorted(needs, key=_cost)[:_MOST_NEEDS]), also)


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


_ITEM: Final = re.compile(rf"(?:\\.|\[[^\]]*\]| \?|[^()\s\[\\]|{_NESTED})+")
_LOOK: Final = re.compile(_NESTED.replace(r"\(", r"\(\?<?[=!]", 1))
"""A look ahead or behind: what it says takes no part in the match."""


def _needs(source: str, macros: Macros) -> tuple[frozenset[str], ...]:
    """What the words of a pattern need, what says most first."""
    plain = _LOOK.sub("", source) if "(?" in source else source
    if _ITEM.sub("", plain).strip():
        return ()
    return tuple(sorted(_each_need(plain, macros), key=_cost)[:_MOST_NEEDS])


def _each_need(plain: str, macros: Macros) -> Iterator[frozenset[str]]:
    for item in _ITEM.findall(plain):
        need = _need(item, macros)
        if need is not None:
            yield need


def _cost(need: frozenset[str]) -> float:
    return len(need) + _COMMON_COSTS * len(need & _COMMON)


def _weight(key: str) -> float:
    return _COMMON_COSTS if key in _COMMON else 1.0


def _need(item: str, macros: Macros) -> frozenset[str] | None:
    """One key for each form that the item may take; None if a form has no key."""
    if item.isalpha() and item.islower():
        return _key(item)
    if item not in macros.known:
        macros.known[item] = _uncached_need(item, macros)
    return macros.known[item]


_WHOLE_GROUP: Final = re.compile(_NESTED)
_WORD: Final = re.compile(r"([a-z0-9]+)(\\w[*+])?")
"""A word, or the beginning of one."""


def _uncached_need(item: str, macros: Macros) -> frozenset[str] | None:
    if item[0] in _GAP_WORDS and len(item) > 2:
        return _need(item[2:], macros)
    word = _WORD.fullmatch(item)
    if word:
        return _key(word[1] + (_ANY if word[2] else ""))
    if item in macros.sources:
        return _need(macros.sources[item], macros)
    if _WHOLE_GROUP.fullmatch(item):
        inside = item[3 if item.startswith("(?:") else 1 : -1]
        branches = split_alternatives(inside)
        if "|".join(branches) != inside:  # one of them is empty
            return None
        return _together(_best(branch, macros) for branch in branches)
    try:
        forms = _forms(_GAP.sub(" ", _MACRO.sub(lambda m: macros.sources[m[0]], item)))
    except (_TooMany, KeyError):
        return None
    return _together(map(_key, forms))


def _best(branch: str, macros: Macros) -> frozenset[str] | None:
    """The need of the part of a branch that says most."""
    if branch.isalpha() and branch.islower():
        return _key(branch)
    return min(_each_need(branch, macros), key=_cost, default=None)


def _together(needs: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    keys: set[str] = set()
    for need in needs:
        if need is None:
            return None
        keys |= need
    return frozenset(keys) or None


@lru_cache(maxsize=20_000)
def _key(form: str) -> frozenset[str] | None:
    """The key of the word that says most, among those of one form."""
    if form.isalnum():
        return frozenset((form,))
    best, least = None, 0.0
    for word in form.split():
        if word.isalnum():
            key = word
        else:
            head = word.split(_ANY, 1)[0]
            if len(head) < _PREFIXES[0] or not head.isalnum():
                continue
            key = f"{head[: _PREFIXES[-1]]}*"
        cost = _weight(key) - len(key) / 100
        if best is None or cost < least:
            best, least = key, cost
    return frozenset((best,)) if best else None


class _TooMany(Exception):
    """A pattern has more forms than are worth listing, or cannot be read."""


_PIECE: Final = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<any>\\[wdWDsS]|\[[^\]]*\]|\.|\\\d)|(?P<zero>\\[bB]|[\^$])"
    r"|(?P<words>[a-z0-9 ]{2,}(?![?*+{]))|(?P<char>\\.|.)"
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
            part = {_ANY if kind == "any" else piece[0] if kind == "words" else piece[0][-1]}
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
