"""A walk through a release as the danger screen goes by it: whether it is on, and which words it has taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.gateway.walk import is_on
from bot.release.guide import Release
from bot.release.path import DANGER
from bot.release.set_phrases import awaits_more, is_move, is_set_phrase
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
    """

    guide: str | None = None
    step: str | None = None
    turn: str | None = field(default=None, repr=False)
    began: bool = False

    @classmethod
    def stored(cls, data: Mapping[str, Any] | None) -> Walking | None:
        """Return the walk after the event that said this of it; None where it cannot be told."""
        if data is None or not is_on(dict(data)) or data.get("kind") == Kind.NO_DETAILS:
            return None
        return cls(data.get("guide"), data.get("step"))

    def needs_no_context(self, release: Release, before: str, text: str) -> bool:
        """Whether a message says nothing that could go on with the turn before.

        It is a set phrase, and so is the turn before; or that one began the walk. After other words that the walk took
        up only a move is such a message, which names nothing. Whether anyone is in danger is never asked so lightly.

        Args:
            release: the guides.
            before: the turn before, as it is remembered.
            text: the message.
        """
        if self._asks_of_danger(release) or awaits_more(before):
            return False
        if not is_set_phrase(release, text):
            return False
        if is_set_phrase(release, before):
            return True
        return before == self.turn and (self.began or is_move(text))

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
        drafts: the answer. With a crisis card in it no walk is on, until its next line.
        typed: the visitor's words, as they are remembered; None for a pressed button.
    """
    if any(one.type is EventType.CARD for one in drafts):
        return None
    said = (one.data.get("release") for one in drafts)
    lines = [one for one in said if one is not None and one.get("kind") != Kind.NO_DETAILS]
    here = Walking.stored(lines[-1]) if lines else before
    if here is None:
        return None
    if typed is None:
        kept = before or Walking()
        return replace(here, turn=kept.turn, began=kept.began)
    kinds = {one.get("kind") for one in lines}
    taken = bool(kinds) and _LOST.isdisjoint(kinds)
    return replace(
        here, turn=typed if taken else None, began=taken and not _BEGINS.isdisjoint(kinds)
    )
