"""The content as it is on disk now, or the last version that was good."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from bot.content.errors import ContentError, Problem
from bot.content.library import Library, content_files, load_library

Stamp = tuple[tuple[str, int, int], ...]


class LiveLibrary:
    """Reads the content again when a file changed; looks at most once in `every` seconds.

    A version that cannot be read is never served: `current` stays the last good one, and
    `problems` says why. Safe to use from several threads.
    """

    def __init__(
        self,
        root: Path,
        *,
        every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Reads the content.

        Raises:
            ContentError: if the very first reading fails, since there is nothing to serve.
        """
        self._root = root
        self._every = every
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp = _stamp(root)
        self._current = load_library(root)
        self._problems: tuple[Problem, ...] = ()
        self._looked = clock()

    @property
    def current(self) -> Library:
        """The newest good version."""
        if self._clock() - self._looked >= self._every and self._lock.acquire(blocking=False):
            # Whoever finds the lock taken is served the last version rather than made to wait.
            try:
                self._look()
            finally:
                self._looked = self._clock()
                self._lock.release()
        return self._current

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files as they are now; empty when they are being served."""
        return self._problems

    def _look(self) -> None:
        stamp = _stamp(self._root)
        if stamp == self._stamp:
            return
        try:
            self._current = load_library(self._root)
            self._problems = ()
        except ContentError as error:
            self._problems = tuple(error.problems)
        # The stamp from before reading: a file saved meanwhile is seen the next time.
        self._stamp = stamp


def _stamp(root: Path) -> Stamp:
    stamps = []
    for path in content_files(root):
        try:
            status = path.stat()
        except OSError:
            continue
        stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)
