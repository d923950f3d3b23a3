"""The open event streams of the console: how many there may be, and their end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

TOTAL = 200
PER_SESSION = 12


class TooManyStreams(Exception):
    """The console is open in too many windows."""


class Streams:
    """Counts the streams of this process, and wakes them when it ends."""

    def __init__(self) -> None:
        """Begin with none."""
        self._open: Counter[str] = Counter()
        self._wakes: set[asyncio.Event] = set()
        self.closing = False

    @property
    def count(self) -> int:
        """How many are open."""
        return self._open.total()

    @contextmanager
    def stream(self, session: str, wake: asyncio.Event) -> Iterator[None]:
        """Count a stream as long as it is open.

        Args:
            session: Whose, by the hash of its token.
            wake: Set when the process ends.

        Raises:
            TooManyStreams: There are enough.
        """
        if self.count >= TOTAL or self._open[session] >= PER_SESSION:
            raise TooManyStreams
        self._open[session] += 1
        self._wakes.add(wake)
        try:
            yield
        finally:
            self._wakes.discard(wake)
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        for wake in self._wakes:
            wake.set()
