"""A request that a person at the practice looks at a conversation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.safety import About, Category, Severity

_DIGITS = 12


class Occasion(StrEnum):
    """What somebody is told of."""

    DANGER = "danger"
    REQUEST = "request"
    FAILURES = "failures"
    MESSAGE = "message"
    MORE = "more"
    """Danger in more conversations than notices are sent; said of none of them."""


@dataclass(frozen=True)
class HandoffRequest:
    """Why somebody is called; neither a visitor's words nor a name.

    Attributes:
        conversation: a reference to the conversation, from `reference_of`; no secret. Empty where it is
            about none.
        category: what kind of danger; None where it is not known.
        about: who is in danger; None where it is not known.
        severity: how urgent it is; None where it is not known.
        at: when danger was seen, or a person asked for, with a time zone.
        occasion: what happened.
        wait: tells one wait of a conversation from the next, each of which is told of by itself;
            empty where nobody waits.
    """

    conversation: str
    category: Category | None
    about: About | None
    severity: Severity | None
    at: datetime
    occasion: Occasion = Occasion.DANGER
    wait: str = ""

    def __post_init__(self) -> None:
        """Refuses a time that people could read in two ways.

        Raises:
            ValueError: `at` has no time zone.
        """
        if self.at.tzinfo is None:
            raise ValueError("`at` needs a time zone.")


def reference_of(conversation_id: str) -> str:
    """What staff call a conversation, such as "7F3A-91C2-04BD".

    Made from the id by a hash: whoever reads it in a mailbox cannot use it as the id.
    """
    digest = hashlib.sha256(conversation_id.encode("utf-8", errors="replace")).hexdigest()
    digits = digest[:_DIGITS].upper()
    return "-".join(digits[start : start + 4] for start in range(0, _DIGITS, 4))
