"""A walk through a release as the danger screen goes by it: whether it is on, and which words it has taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.gateway.walk import is_on
from bot.release.guide import Release
from bot.release.path import DANGER
from bot.release.set_phrases import (
    awaits_more,
    denies_danger,
    is_bare_move,
    is_move,
    is_set_phrase,
)
from bot.release.turn import Kind
from bot.store.records import Draft, EventType

_BEGINS: Final = frozenset({Kind.STARTED, Kind.WHICH})
_LOST: Final = frozenset({Kind.OFFER, Kind.UNCLEAR})
"""What is said to words that are no move and no answer."""


@dataclass(frozen=True)
class Walking:
    """A walk that is on.

    Attributes:
        guide: the guide's id; None while it is still being chosen.
        step: the step's id.
        turn: what the visitor typed last, if the walk took it up; None where it did not.
        began: whether the walk began with that.
        paused: whether a crisis card has come since its last line.
    """

    guide: str | None = None
    step: str | None = None
    turn: str | None = field(default=None, repr=False)
    began: bool = False
    paused: bool = False

    @classmethod
    def stored(cls, data: Mapping[str, Any] | None) -> Walking | None:
        """Return the walk after the event that said this of it; None where it cannot be told."""
        if data is None or not is_on(dict(data)) or data.get("kind") == Kind.NO_DETAILS:
            return None
        return cls(data.get("guide"), data.get("step"))

    def needs_no_context(self, release: Release, before: str, text: str) -> bool:
        """Whether a message says nothing that could go on with the turn before.

        It is a set phrase, and so is the turn before; or that one began the walk. After other words that the walk took
        up only a move is such a message, which names nothing.

        "Next", "skip", "back" and "why" are such messages whatever came before: that was read by itself, and had its
        card if one was due. Whether anyone is in danger is never asked so lightly, and after a card nothing else is
        taken for an answer: there only those are, and to that question its own "nobody is in danger".

        Args:
            release: the guides.
            before: the turn before, as it is remembered.
            text: the message.
        """
        if is_bare_move(text):
            return True
        if self.paused or awaits_more(before):
            return False
        if self._asks_of_danger(release):
            return denies_danger(release, text)
        if not is_set_phrase(release, text):
            return False
        if is_set_phrase(release, before):
            return True
        return before == self.turn and (self.began or is_move(text))

    def interrupted(self) -> Walking:
        """Return the walk after a crisis card, until its next line."""
        return replace(self, turn=None, began=False, paused=True)

    def _asks_of_danger(self, release: Release) -> bool:
        """Whether the question is put there, or may be."""
        if self.guide is None:
            return False
        guide = release.guides.get(self.guide)
        step = None if guide is None else guide.step(self.step or "")
        return step is None or step.ask == DANGER[0]


def walking_after(
    before: Walking | None, drafts: Sequence[Draft], typed: str | None
) -> Walking | None:
    """Return the walk that is on after an answer.

    Args:
        before: the walk until then.
        drafts: the answer. With a crisis card in it the walk is paused, until its next line.
        typed: the visitor's words, as they are remembered; None for a pressed button.
    """
    said = (one.data.get("release") for one in drafts)
    lines = [one for one in said if one is not None and one.get("kind") != Kind.NO_DETAILS]
    here = Walking.stored(lines[-1]) if lines else before
    if here is None:
        return None
    if any(one.type is EventType.CARD for one in drafts):
        return here.interrupted()
    if typed is None:
        kept = before or Walking()
        return replace(here, turn=kept.turn, began=kept.began)
    kinds = {one.get("kind") for one in lines}
    taken = bool(kinds) and _LOST.isdisjoint(kinds)
    return replace(
        here, turn=typed if taken else None, began=taken and not _BEGINS.isdisjoint(kinds)
    )
