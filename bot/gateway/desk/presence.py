"""Who is there just now: typing, and how far the visitor's page has got. In memory only.

All of it is lost with the process, and nobody misses it: the next sign comes within seconds.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

TYPING_SECONDS = 8.0
"""After this without a new sign, nobody types any more."""

SEEN_SECONDS = 20.0
"""A visitor who goes on typing counts as there once in so many seconds."""

MOST = 5000
"""Conversations of which signs are kept."""


@dataclass
class _Signs:
    """What is known of a conversation.

    Attributes:
        delivered: the number of the last event that the visitor's page shows.
        visitor_until: until when the visitor counts as typing; the clock's.
        visitor_seen: when the desk was told last that the visitor is there.
        staff_signs: how often staff were seen typing.
    """

    delivered: int = 0
    visitor_until: float = 0.0
    visitor_seen: float = 0.0
    staff_signs: int = 0


class Presence:
    """The signs of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none.

        Args:
            clock: Seconds.
        """
        self._clock = clock
        self._signs: OrderedDict[str, _Signs] = OrderedDict()

    def visitor(self, conversation_id: str, *, delivered: int, typing: bool) -> bool:
        """Take a sign of the visitor's page.

        Returns:
            Whether staff see something else by it.
        """
        signs = self._of(conversation_id)
        was = (signs.delivered, self._types(signs))
        signs.delivered = max(signs.delivered, delivered)
        signs.visitor_until = self._clock() + TYPING_SECONDS if typing else 0.0
        return was != (signs.delivered, self._types(signs))

    def is_new(self, conversation_id: str) -> bool:
        """Return whether it is time again to tell the desk that the visitor is there."""
        signs, now = self._of(conversation_id), self._clock()
        if signs.visitor_seen and now - signs.visitor_seen < SEEN_SECONDS:
            return False
        signs.visitor_seen = now
        return True

    def delivered(self, conversation_id: str) -> int:
        """Return the number of the last event that the visitor's page shows; 0 if none is known."""
        signs = self._signs.get(conversation_id)
        return signs.delivered if signs else 0

    def visitor_is_typing(self, conversation_id: str) -> bool:
        """Return whether the visitor is writing just now."""
        signs = self._signs.get(conversation_id)
        return signs is not None and self._types(signs)

    def staff_type(self, conversation_id: str) -> None:
        """Take a sign that staff are writing."""
        self._of(conversation_id).staff_signs += 1

    def staff_signs(self, conversation_id: str) -> int:
        """Return how many such signs there were: each is told to the visitor's page once."""
        signs = self._signs.get(conversation_id)
        return signs.staff_signs if signs else 0

    def forget(self, conversation_id: str) -> None:
        """Drop what is known of a conversation."""
        self._signs.pop(conversation_id, None)

    def _of(self, conversation_id: str) -> _Signs:
        signs = self._signs.setdefault(conversation_id, _Signs())
        self._signs.move_to_end(conversation_id)
        while len(self._signs) > MOST:
            self._signs.popitem(last=False)
        return signs

    def _types(self, signs: _Signs) -> bool:
        return self._clock() < signs.visitor_until
