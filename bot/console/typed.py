"""What stands in the fields of a conversation's page, so that a refusal loses nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.console import danger, forms


@dataclass(frozen=True)
class Typed:
    """What was typed and chosen.

    Attributes:
        text: of the reply.
        client_id: of the reply; empty for a new one.
        why: the id of the reason to close.
        sure: the form whose box was ticked, "return" or "close"; empty for none.
    """

    text: str = field(default="", repr=False)
    client_id: str = ""
    why: str = ""
    sure: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], form: str = "") -> Self:
        """Return what a form sent.

        Args:
            given: Its fields.
            form: Which one, if it has a box to tick.
        """
        return cls(
            text=forms.clean(given.get("text", "")),
            client_id=given.get("client_id", ""),
            why=given.get("why", ""),
            sure=form if danger.is_sure(given) else "",
        )
