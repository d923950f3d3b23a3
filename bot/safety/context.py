"""What the words around a match make of it: danger now, danger, a hint of it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from bot.safety.finding import About, Category, Severity
from bot.safety.patterns import Macros, Phrases, read_phrases

LISTS: Final = (
    "fiction",
    "fiction_nearby",
    "reported",
    "frame",
    "generic",
    "first_person",
    "hyperbole",
    "asks_what_follows",
    "supposed",
    "anyone",
    "present",
    "long_ago",
    "present_tense",
    "goes_on",
    "negation",
    "negation_reaches_over",
    "no_negation",
    "denied_but",
    "now",
    "somebody_else",
    "oneself",
    "quoted",
)
"""The lists of phrases in rules/context.yml."""

_OF_OTHERS: Final = (Category.SUICIDE, Category.SELF_HARM, Category.MEDICAL)
_DONE: Final = (About.DONE_TO_ME, About.OTHER)
_REACH: Final = 400
"""How far a sentence is read to either side of a match: some people use no full stops."""
_MOST_WORDS_NEGATED: Final = 4
_MOST_WORDS_SUPPOSED: Final = 12


class Judged(Protocol):
    """What the context needs to know of a rule."""

    @property
    def category(self) -> Category: ...
    @property
    def about(self) -> About: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def soft(self) -> bool: ...
    @property
    def asked(self) -> bool: ...


@dataclass(frozen=True)
class Context:
    """The phrases that change what a match means, by the name of their list."""

    phrases: Mapping[str, Phrases]

    def read(self, text: str) -> Reading:
        """Looks at a message whose matches are to be judged."""
        return Reading(self, text)

    def compile(self) -> None:
        """Compiles every list now."""
        for phrases in self.phrases.values():
            _ = phrases.compiled


def read_context(lists: Mapping[str, str], macros: Macros) -> Context:
    """Reads the lists; two of them are part of a longer expression.

    Raises:
        KeyError: if a list is missing.
    """
    sources = {name: read_phrases(lists[name], macros) for name in LISTS}
    over = sources.pop("negation_reaches_over")
    sources["negation"] = rf"(?:{sources['negation']})(?: (?:{over})){{0,{_MOST_WORDS_NEGATED}}} $"
    sources["supposed"] = rf"(?:{sources['supposed']}) (?:\w+ ){{0,{_MOST_WORDS_SUPPOSED}}}\w*$"
    return Context({name: _phrases(name, source) for name, source in sources.items()})


def _phrases(name: str, source: str) -> Phrases:
    ends_open = name in ("negation", "supposed")
    return Phrases(rf"\b(?:{source})" + ("" if ends_open else r"\b"))


class Reading:
    """One message, and what stands in it around a match."""

    def __init__(self, context: Context, text: str) -> None:
        self._phrases = context.phrases
        self.text = text

    def severity(self, rule: Judged, start: int, end: int) -> Severity | None:
        """How urgent a match is; None when its sentence means something else.

        Args:
            rule: what matched.
            start: where in the text the match begins.
            end: where it ends.
        """
        text, has = self.text, self._has
        if self._is_of_the_writer(rule, start, end):
            return None
        opening, closing = self._sentence(start, end)
        sentence = text[opening:closing]
        before, until = text[opening:start], text[opening:end]
        clause, said = _clause(sentence, start - opening, end - opening)
        if rule.category is not Category.MEDICAL and (
            has("fiction", sentence)
            or has("fiction_nearby", sentence if rule.about is About.OTHER else clause)
        ):
            return None
        if rule.soft and (has("frame", clause) or has("generic", said)):
            return None
        if not has("first_person", sentence) and has("frame", before):
            return None
        if rule.about is About.OTHER and (has("generic", said) or has("reported", sentence)):
            return None
        if rule.about in _DONE and has("hyperbole", sentence):
            return None
        if not self._present and self._only_asked_about(rule, sentence, until):
            return Severity.VEILED
        if has("long_ago", sentence) and not has("present_tense", text[start:end]):
            # Whoever was hurt long ago has other things that go on; thoughts of suicide come back.
            near = text[opening : self._sentence(closing + 3, closing + 3)[1]]
            if not (has("goes_on", near) if rule.about in _DONE else self._goes_on):
                return Severity.VEILED
        if self._negated(before, end):
            return Severity.VEILED
        # A hint stays one.
        urgent = self._now and rule.severity is not Severity.VEILED
        return Severity.EMERGENCY if urgent else rule.severity

    def about(self, rule: Judged, start: int, end: int) -> About:
        """Whom a match is about: what is said of oneself may be told of somebody else.

        "My son has a plan to die": the words are those of a rule about the writer.
        """
        if rule.about is not About.SELF or rule.category not in _OF_OTHERS:
            return rule.about
        opening, closing = self._sentence(start, end)
        told = self._has("somebody_else", self.text[opening:end])
        of_oneself = self._has("oneself", self.text[opening:closing])
        return About.OTHER if told and not of_oneself else About.SELF

    @property
    def takes_back(self) -> bool:
        """Whether it may take a denial back: "but I think of it every day"."""
        return self._has("denied_but", self.text)

    def _is_of_the_writer(self, rule: Judged, start: int, end: int) -> bool:
        """Whether a rule about somebody else reaches over a subject of its own: "he left and I want to die"."""
        match = self.text[start:end]
        return (
            rule.about is About.OTHER
            and rule.category in _OF_OTHERS
            and self._has("oneself", match)
            and not self._has("quoted", match)
        )

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a match begins and ends, as far as it is read."""
        before = self.text.rfind(" . ", max(0, start - _REACH), start) + 1
        after = self.text.find(" . ", end, end + _REACH)
        return max(before, start - _REACH, 0), after if after >= 0 else end + _REACH

    def _only_asked_about(self, rule: Judged, sentence: str, until: str) -> bool:
        """Whether danger is named only to ask about reports and records."""
        has = self._has
        about_other = rule.about is About.OTHER
        if rule.category is Category.SELF_HARM and about_other:
            return self._asks
        if not has("asks_what_follows", sentence):
            return False
        if has("long_ago", sentence) and (rule.asked or about_other):
            return True
        if rule.category is Category.HARM_OTHERS and not has("anyone", until):
            return False
        return rule.asked and has("supposed", until)

    def _negated(self, before: str, end: int) -> bool:
        negation = self._phrases["negation"].search(before)
        return (
            negation is not None
            and not self._has("no_negation", before[negation.start() :])
            and not self._has("denied_but", self.text[end : end + _REACH])
        )

    @cached_property
    def _now(self) -> bool:
        return self._has("now", self.text)

    @cached_property
    def _goes_on(self) -> bool:
        return self._has("goes_on", self.text)

    @cached_property
    def _asks(self) -> bool:
        return self._has("asks_what_follows", self.text)

    @cached_property
    def _present(self) -> bool:
        return self._has("present", self.text)

    def _has(self, name: str, text: str) -> bool:
        return self._phrases[name].search(text) is not None


_BOUND: Final = re.compile(r" (?:,|and|but|because|so|since|although|though|y|pero|porque) ")


def _clause(sentence: str, start: int, end: int) -> tuple[str, str]:
    """The part of a sentence around a match, between commas and joining words; and it up to the match's end."""
    opening = 0
    for bound in _BOUND.finditer(sentence, 0, start):
        opening = bound.end() - 1
    closing = _BOUND.search(sentence, end)
    return (
        sentence[opening : closing.start() + 1 if closing else len(sentence)],
        sentence[opening:end],
    )
