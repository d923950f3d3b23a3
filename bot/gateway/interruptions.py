"""Danger that Rasa may not know of, so that it pauses the steps of a release: the card came without it.

The message was refused, Rasa was down, or the danger was seen when Rasa had answered. The store keeps it
with the conversation; memory, what the store could not be told.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable

#: Conversations.
REMEMBERED = 5000


@dataclass(frozen=True)
class Interruption:
    """What Rasa has still to be told of a conversation.

    Attributes:
        remembered: when danger was seen last, by memory.
        stored: the same, by the store.
        is_known: whether the store could be read; else it counts as one.
    """

    remembered: float | None = None
    stored: float | None = None
    is_known: bool = True

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return not self.is_known or self.remembered is not None or self.stored is not None

    def is_news_after(self, before: Interruption) -> bool:
        """Whether danger was seen that was not before."""
        news = self.remembered not in (None, before.remembered)
        return news or self.stored not in (None, before.stored)


class Interruptions:
    """The dangers that Rasa may not know of. None is over before Rasa has answered who told it."""

    def __init__(self, store: Conversations) -> None:
        """Use `store`."""
        self._store = store
        self._remembered: OrderedDict[str, float] = OrderedDict()

    def remember(self, conversation_id: str) -> None:
        """Remember that danger was seen just now, whatever the store can be told."""
        self._remembered[conversation_id] = time.time()
        self._remembered.move_to_end(conversation_id)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)

    async def of(self, conversation_id: str) -> Interruption:
        """Return what Rasa has still to be told."""
        remembered = self._remembered.get(conversation_id)
        try:
            stored = await self._store.interrupted_at(conversation_id)
        except StoreUnavailable:
            return Interruption(remembered, is_known=False)
        return Interruption(remembered, stored)

    async def told(self, conversation_id: str, what: Interruption) -> None:
        """Note that Rasa has answered a message that told it; what was seen since then stays."""
        if what.remembered is not None and self._remembered.get(conversation_id) == what.remembered:
            del self._remembered[conversation_id]
        if what.stored is not None:
            # Else it is told once more, which is safe.
            with suppress(StoreUnavailable):
                await self._store.rasa_knows(conversation_id, what.stored)

    def forget(self, conversation_id: str) -> None:
        """Drop what is in memory of a conversation."""
        self._remembered.pop(conversation_id, None)
