"""What the screen reports: one finding per rule that matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

ADDED: Final = "added"
"""The layer of a finding that only adds its help: what the cards just before were about, or what a
message was like that a card reads as more of the same."""

WHOLE_CALLS: Final = ("call_in_emergency", "call_for_help")
"""The rules for a call for help that is a whole message; rules/suicide.yml."""

SOMEONE: Final = "someone_in_danger"
"""The rule of a visitor's yes to whether anyone is in danger: it is asked, and no words are looked through."""

_UNNAMED: Final = (*WHOLE_CALLS, "help_me", SOMEONE)

CONTEXT: Final = "context"
"""The layer of a finding that has the kind of the card before; its own kind stands beside it, `ADDED`."""


class Category(StrEnum):
    """What kind of danger a message shows."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    HARM_OTHERS = "harm_others"
    PARTNER_VIOLENCE = "partner_violence"
    CHILD_ABUSE = "child_abuse"
    ELDER_ABUSE = "elder_abuse"
    SEXUAL_ASSAULT = "sexual_assault"
    EXPLOITATION = "exploitation"
    MEDICAL = "medical"
    PSYCHOSIS = "psychosis"


class About(StrEnum):
    """Who is in danger, and by whose hand."""

    SELF = "self"
    OTHER = "other"
    DONE_TO_ME = "done_to_me"
    DONE_BY_ME = "done_by_me"


class Severity(StrEnum):
    """How sure and how near: `emergency` is now, `danger` is plain, `veiled` is a hint."""

    EMERGENCY = "emergency"
    DANGER = "danger"
    VEILED = "veiled"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """One sign of danger.

    Attributes:
        layer: what found it: `rules` or `classifier`; or `added` or `context`, see `ADDED` and `CONTEXT`.
        rule: the name of the rule, never the visitor's words, so that it may be logged.
        span: start and end in the text as the visitor typed it; (0, 0) when the sign
            lies in the turns before.
        sure: a veiled sign above the calibrated threshold, which calls for the card like danger does.
    """

    category: Category
    about: About
    severity: Severity
    layer: str
    rule: str
    span: tuple[int, int]
    sure: bool = False

    @property
    def flags(self) -> bool:
        """Whether it alone calls for the crisis card."""
        return self.severity is not Severity.VEILED or self.sure

    @property
    def unnamed(self) -> bool:
        """Whether it is a call for help that does not say what is wrong.

        It has a category as every finding does; but its card claims none.
        """
        return self.rule.rpartition(".")[2] in _UNNAMED

    @property
    def is_whole_call(self) -> bool:
        """Whether the whole message is such a call."""
        return self.rule.rpartition(".")[2] in WHOLE_CALLS

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready values, for a message's metadata."""
        return {
            "category": self.category.value,
            "about": self.about.value,
            "severity": self.severity.value,
            "layer": self.layer,
            "rule": self.rule,
            "span": list(self.span),
            "sure": self.sure,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Reads what `as_dict` wrote.

        Raises:
            ValueError: if a value is unknown or missing.
        """
        try:
            start, end = data["span"]
            return cls(
                category=Category(data["category"]),
                about=About(data["about"]),
                severity=Severity(data["severity"]),
                layer=str(data["layer"]),
                rule=str(data["rule"]),
                span=(int(start), int(end)),
                sure=bool(data.get("sure", False)),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a finding: {type(error).__name__}") from None


def flagged(findings: Iterable[Finding]) -> bool:
    """Whether the visitor must see the crisis card."""
    return any(finding.flags for finding in findings)


def concerned(findings: Iterable[Finding]) -> bool:
    """Whether a gentle line goes with the answer: a veiled sign, and nothing that calls for the card."""
    found = list(findings)
    return bool(found) and not flagged(found)
