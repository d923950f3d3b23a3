"""The danger screen: a message and the turns before in, findings out. Pure, no I/O but the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from bot.safety.finding import Finding
from bot.safety.normalise import Normalised, normalise
from bot.safety.rules import RuleSet, rule_set

LAYER: Final = "rules"

_HISTORY_CHARS: Final = 300
"""How much of the turn before is read, to see danger that is spread over two messages."""


class Classifier(Protocol):
    """The second layer, for veiled and unusual wordings."""

    def findings(self, text: str, history: Sequence[str]) -> list[Finding]:
        """What it sees in `text`, with the visitor's turns before, oldest first."""


def screen(
    text: str, history: Sequence[str] = (), classifier: Classifier | None = None
) -> list[Finding]:
    """What in `text` shows danger to the visitor or to someone else.

    Args:
        text: the message, as typed; all of it is read.
        history: the visitor's turns before, oldest first. A sign that begins in the last of them
            and ends in `text` is found too.
        classifier: the second layer; rules alone without it.

    Returns:
        The findings, most urgent first; one for each rule that matched, and the classifier's.
    """
    unique = {finding.rule: finding for finding in apply_rules(rule_set(), text, history)}
    if classifier is not None:
        for finding in classifier.findings(text, history):
            unique.setdefault(finding.rule, finding)
    return sorted(unique.values(), key=_urgency)


def apply_rules(rules: RuleSet, text: str, history: Sequence[str] = ()) -> list[Finding]:
    """What the rules alone find, one finding for each rule that matched; in no order."""
    plain = normalise(text)
    found = list(_matches(rules, plain, 0))
    if history:
        before = normalise(history[-1][-_HISTORY_CHARS:]).text.rstrip(" .")
        joined = Normalised(before + plain.text, (0,) * len(before) + plain.starts, plain.length)
        found += _matches(rules, joined, len(before))
    best: dict[str, Finding] = {}
    for finding in found:
        known = best.get(finding.rule)
        if known is None or _urgency(finding) < _urgency(known):
            best[finding.rule] = finding
    return list(best.values())


def _urgency(finding: Finding) -> tuple[bool, int]:
    return not finding.flags, finding.severity.rank


def _matches(rules: RuleSet, plain: Normalised, boundary: int) -> Iterator[Finding]:
    """The findings; with a boundary, only those that begin before it and end after it."""
    reading = rules.context.read(plain.text)
    for rule, pattern in rules.candidates(plain.text):
        for start, end in pattern.find(plain.text):
            if boundary and not start < boundary < end:
                continue
            severity = reading.severity(rule, start, end)
            if severity is not None:
                span = plain.span(max(start, boundary), end)
                yield Finding(rule.category, rule.about, severity, LAYER, rule.name, span)
                if severity.rank <= rule.severity.rank:
                    break
