"""Messages through the screen, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.report import interval
from bot.evaluation.safety.messages import Message
from bot.safety import Category, Classifier, Finding, Turn, concerned, flagged, screen_all
from bot.safety.card import leading

RULES = "rules"
CLASSIFIER = "classifier"
AT_ONCE = 1000
"""Messages that the classifier reads together: faster, and a few hundred megabytes."""


@dataclass(frozen=True)
class Judged:
    """A message and what the screen found in it."""

    message: Message
    findings: tuple[Finding, ...]

    @property
    def flagged(self) -> bool:
        """The card comes."""
        return flagged(self.findings)

    @property
    def concern(self) -> bool:
        """The gentle line comes, no card."""
        return concerned(self.findings)

    @property
    def leading(self) -> Finding | None:
        """The finding whose card is shown."""
        return leading([one for one in self.findings if one.flags])

    @property
    def layers(self) -> frozenset[str]:
        """The layers that call for the card, each by itself."""
        return frozenset(one.layer for one in self.findings if one.flags)

    @property
    def right_category(self) -> bool:
        """The card is the one for what was said."""
        return self.leading is not None and self.leading.category is self.message.category

    @property
    def category_among(self) -> bool:
        """Some finding that flags has the right category."""
        return any(one.flags and one.category is self.message.category for one in self.findings)

    @property
    def right_about(self) -> bool:
        """The card speaks to the right person."""
        return self.leading is not None and self.leading.about is self.message.about


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @classmethod
    def of(cls, values: Iterable[bool]) -> Share:
        """Counts what is true."""
        listed = list(values)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.hits / self.total if self.total else 0.0

    def __str__(self) -> str:
        if not self.total:
            return "–"
        low, high = interval(self.value, self.total)
        # Rounding must not turn the ends into a little less than nothing.
        return f"{self.value:.1%} ({abs(low):.1%} to {high:.1%})"


def judge(messages: Iterable[Message], classifier: Classifier | None) -> list[Judged]:
    """Screens each message, with the turn before it if it has one."""
    listed = list(messages)
    judged = []
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        turns = [Turn(one.text, (one.before,) if one.before else ()) for one in some]
        found = screen_all(turns, classifier)
        judged += [Judged(*pair) for pair in zip(some, map(tuple, found), strict=True)]
    return judged


def recall(judged: Iterable[Judged]) -> Share:
    """The share that gets the card."""
    return Share.of(one.flagged for one in judged)


def found_by(judged: Iterable[Judged], layer: str) -> Share:
    """The share that gets the card by one layer, whether or not the other sees it too."""
    return Share.of(layer in one.layers for one in judged)


def confusions(judged: Sequence[Judged]) -> list[tuple[Category, Category, int]]:
    """(right, shown, how often) of the flagged ones with a wrong card, most frequent first."""
    counts: dict[tuple[Category, Category], int] = {}
    for one in judged:
        if one.leading and one.message.category and not one.right_category:
            key = (one.message.category, one.leading.category)
            counts[key] = counts.get(key, 0) + 1
    return sorted(((a, b, n) for (a, b), n in counts.items()), key=lambda row: (-row[2], row[:2]))
