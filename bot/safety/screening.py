"""The danger screen: a message and the turns before in, findings out. Pure, no I/O but the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

from bot.safety.finding import Finding, Severity, flagged
from bot.safety.normalise import Normalised, normalise
from bot.safety.rules import RuleSet, rule_set
from bot.safety.turn import Turn

LAYER: Final = "rules"


class Classifier(Protocol):
    """The second layer, for veiled and unusual wordings."""

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        """What it sees in each of the turns, in their order."""


def screen(
    text: str, history: Sequence[str] = (), classifier: Classifier | None = None
) -> list[Finding]:
    """What in `text` shows danger to the visitor or to someone else.

    Args:
        text: the message, as typed; all of it is read.
        history: the visitor's turns before, oldest first. A sign that begins in the last of them
            and ends in `text` is found too, and one denied in the last three that `text` takes back.
        classifier: the second layer; rules alone without it.

    Returns:
        The findings, most urgent first; one for each rule that matched, and the classifier's.
    """
    return screen_all([Turn(text, tuple(history))], classifier)[0]


def screen_all(turns: Sequence[Turn], classifier: Classifier | None = None) -> list[list[Finding]]:
    """Screens many messages; each by itself, but the classifier reads them together, which is faster."""
    rules = rule_set()
    found = [apply_rules(rules, turn) for turn in turns]
    seen: list[list[Finding]] = [[] for _ in turns]
    if classifier is not None:
        pairs = zip(turns, found, strict=True)
        seen = classifier.findings(
            [_with_doubts(rules, turn, by_rules) for turn, by_rules in pairs]
        )
    screened = []
    for by_rules, by_classifier in zip(found, seen, strict=True):
        unique = {finding.rule: finding for finding in by_rules}
        for finding in by_classifier:
            unique.setdefault(finding.rule, finding)
        screened.append(sorted(_as_urgent_as_called(list(unique.values())), key=_urgency))
    return screened


def _as_urgent_as_called(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; what flags beside a call for help is no less urgent: "an emergency, he hit me"."""
    called = [one.severity for one in findings if one.unnamed and one.flags]
    if not called:
        return list(findings)
    return [
        replace(one, severity=min([one.severity, *called], key=lambda each: each.rank))
        if one.flags
        else one
        for one in findings
    ]


def _with_doubts(rules: RuleSet, turn: Turn, found: Sequence[Finding]) -> Turn:
    """The turn with what the rules leave to the classifier."""
    return replace(
        turn,
        hinted=any(one.rule in rules.hints for one in found),
        called=any(one.is_whole_call for one in found),
        doubted=not flagged(found) and _is_doubted(rules, turn.text),
    )


def _is_doubted(rules: RuleSet, text: str) -> bool:
    plain = normalise(text).text
    reading = rules.context.read(plain)
    return any(
        rule.excused(plain, start, end) or reading.severity(rule, start, end) is None
        for rule, pattern in rules.candidates(plain)
        if rule.severity is not Severity.VEILED
        for start, end in pattern.find(plain)
    )


def apply_rules(rules: RuleSet, turn: Turn) -> list[Finding]:
    """What the rules alone find, one finding for each rule that matched; in no order."""
    plain = normalise(turn.text)
    found = list(_matches(rules, plain, 0))
    if turn.before:
        before = normalise(turn.before).text.rstrip(" .")
        joined = Normalised(before + plain.text, (0,) * len(before) + plain.starts, plain.length)
        found += _matches(rules, joined, len(before))
    if turn.history and rules.context.read(plain.text).takes_back:
        for earlier in turn.lately:
            found += _taken_back(rules, normalise(earlier).text, plain.text)
    best: dict[str, Finding] = {}
    for finding in found:
        known = best.get(finding.rule)
        if known is None or _urgency(finding) < _urgency(known):
            best[finding.rule] = finding
    return list(best.values())


def _taken_back(rules: RuleSet, earlier: str, now: str) -> Iterator[Finding]:
    """What an earlier turn only hinted at or denied, and is meant with this message after it."""
    denied, meant = rules.context.read(earlier), rules.context.read(earlier.rstrip(" .") + now)
    for rule, pattern in rules.candidates(earlier):
        for start, end in rule.find(pattern, earlier):
            if (
                rule.severity is Severity.VEILED
                or denied.severity(rule, start, end) is not Severity.VEILED
            ):
                continue
            severity = meant.severity(rule, start, end)
            if severity in (Severity.DANGER, Severity.EMERGENCY):
                yield Finding(rule.category, rule.about, severity, LAYER, rule.name, (0, 0))


def _urgency(finding: Finding) -> tuple[bool, int]:
    return not finding.flags, finding.severity.rank


def _matches(rules: RuleSet, plain: Normalised, boundary: int) -> Iterator[Finding]:
    """The findings; with a boundary, only those that begin before it and end after it."""
    reading = rules.context.read(plain.text)
    for rule, pattern in rules.candidates(plain.text):
        for start, end in rule.find(pattern, plain.text):
            if boundary and not start < boundary < end:
                continue
            severity = reading.severity(rule, start, end)
            if severity is not None:
                span = plain.span(max(start, boundary), end)
                about = reading.about(rule, start, end)
                yield Finding(rule.category, about, severity, LAYER, rule.name, span)
                if severity.rank <= rule.severity.rank:
                    break
