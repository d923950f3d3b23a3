"""Wakes the open event streams of a conversation when it has something new."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.gateway.errors import ApiError


class Hub:
    """The open event streams of this process. Events themselves are read from the store."""

    def __init__(self, total: int, per_conversation: int) -> None:
        """Allow `total` streams, and `per_conversation` of one conversation."""
        self._streams: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._total = total
        self._per_conversation = per_conversation
        self._open = 0
        self.closing = False

    @contextmanager
    def stream(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the conversation has something new.

        Raises:
            ApiError: Too many streams are open.
        """
        if (
            self._open >= self._total
            or len(self._streams.get(conversation_id, ())) >= self._per_conversation
        ):
            raise ApiError(429, "too_many_streams", retry_after=5)
        wake = asyncio.Event()
        self._streams[conversation_id].add(wake)
        self._open += 1
        try:
            yield wake
        finally:
            self._open -= 1
            waiting = self._streams[conversation_id]
            waiting.discard(wake)
            if not waiting:
                del self._streams[conversation_id]

    def notify(self, conversation_id: str) -> None:
        """Wake the streams of a conversation."""
        for wake in self._streams.get(conversation_id, ()):
            wake.set()

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        for conversation_id in list(self._streams):
            self.notify(conversation_id)
