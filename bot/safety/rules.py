"""The rules of the danger screen: what stands in `rules/`, read when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from bot.safety.context import Context, read_context
from bot.safety.finding import About, Category, Severity
from bot.safety.patterns import (
    Macros,
    Pattern,
    Phrases,
    keys_of,
    lines_of,
    read_macros,
    read_pattern,
    read_phrases,
    split_alternatives,
)

FOLDER: Final = Path(__file__).with_name("rules")
MACROS_FILE: Final = "macros.yml"
CONTEXT_FILE: Final = "context.yml"

_AROUND: Final = 60
"""How far before and after a match the words of `unless` count."""

# libyaml reads the rules in a few hundredths of a second, PyYAML alone in a second.
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Rule:
    """One sign of danger, in all its wordings.

    Attributes:
        name: `category.about.name`.
        soft: its words also occur in questions about therapy; inside a frame such as "what if I
            mention ..." they do not count.
        asked: it may be named only to ask what would follow ("will they commit me if I ...").
        gentle: of severity `veiled`, and no hint for the classifier either: a mention, which only ever brings
            the gentle line.
        unless: words that make something else of a match that they stand in or beside.
    """

    name: str
    category: Category
    about: About
    severity: Severity
    patterns: tuple[Pattern, ...]
    soft: bool = False
    asked: bool = False
    gentle: bool = False
    unless: Phrases | None = None

    def find(self, pattern: Pattern, text: str) -> Iterator[tuple[int, int]]:
        """Where one of its patterns matches in normalised text."""
        for start, end in pattern.find(text):
            if not self.excused(text, start, end):
                yield start, end

    def excused(self, text: str, start: int, end: int) -> bool:
        """Whether words that make something else of a match stand in it or near it."""
        return self.unless is not None and self.unless.stand_near(text, start, end, _AROUND)


@dataclass(frozen=True)
class RuleSet:
    """All rules, and what the words around a match may make of it."""

    rules: tuple[Rule, ...]
    context: Context

    def candidates(self, text: str) -> Iterator[tuple[Rule, Pattern]]:
        """The patterns whose words `text` holds; no other can match it."""
        keys = keys_of(text)
        everything, places, anywhere = self._index
        chosen = set(anywhere)
        for key in keys & places.keys():
            chosen.update(places[key])
        for number in sorted(chosen):
            rule, pattern = everything[number]
            if not any(need.isdisjoint(keys) for need in pattern.needs):
                yield rule, pattern

    def compile(self) -> None:
        """Compiles everything now, so that no message has to wait for it. Takes about a second.

        Raises:
            PatternError: if a pattern is no regular expression.
        """
        for rule, pattern in self._index[0]:
            pattern.compile()
            if rule.unless is not None:
                _ = rule.unless.compiled
        self.context.compile()

    @cached_property
    def hints(self) -> frozenset[str]:
        """The names of the rules that do not flag, but make the classifier more watchful."""
        veiled = (rule for rule in self.rules if rule.severity is Severity.VEILED)
        return frozenset(rule.name for rule in veiled if not rule.gentle)

    @cached_property
    def _index(
        self,
    ) -> tuple[tuple[tuple[Rule, Pattern], ...], Mapping[str, list[int]], list[int]]:
        everything = tuple((rule, pattern) for rule in self.rules for pattern in rule.patterns)
        places: dict[str, list[int]] = {}
        anywhere = []
        for number, (_, pattern) in enumerate(everything):
            if not pattern.needs:
                anywhere.append(number)
            for key in pattern.needs[0] if pattern.needs else ():
                places.setdefault(key, []).append(number)
        return everything, places, anywhere


@lru_cache(maxsize=1)
def rule_set() -> RuleSet:
    """The rules in force."""
    return read_rules(FOLDER)


def read_rules(folder: Path) -> RuleSet:
    """Reads the rules in `folder`: one file for each category, the lists, and the context.

    `./assistant check` says what is wrong with a file; here the first mistake ends the reading.

    Raises:
        OSError, yaml.YAMLError, ValueError, KeyError, TypeError: if a file cannot be used.
    """
    macros = read_macros(_load(folder / MACROS_FILE))
    rules = [
        build_rule(category, data, macros)
        for category in Category
        for data in _load(folder / f"{category}.yml")
    ]
    return RuleSet(tuple(rules), read_context(_load(folder / CONTEXT_FILE), macros))


def build_rule(category: Category, data: Mapping[str, Any], macros: Macros) -> Rule:
    """One rule, from its entry in the file of `category`."""
    about = About(data["about"])
    return Rule(
        name=f"{category}.{about}.{data['name']}",
        category=category,
        about=about,
        severity=Severity(data["severity"]),
        patterns=tuple(read_pattern(one, macros) for one in alternatives(data["match"])),
        soft=data.get("soft", False),
        asked=data.get("asked", False),
        gentle=data.get("gentle", False),
        unless=_unless(data["unless"], macros) if "unless" in data else None,
    )


def _unless(text: str, macros: Macros) -> Phrases:
    return Phrases(rf" (?:{read_phrases(text, macros)})\b")


def alternatives(match: str) -> Sequence[str]:
    """The patterns in the `match` of a rule: its lines, and the parts between bars."""
    return [part for line in lines_of(match) for part in split_alternatives(line)]


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
