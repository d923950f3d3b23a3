"""The content as it is on disk now, or the last version that was good."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.content.errors import ContentError, Level, Problem
from bot.content.library import Library, content_files, load_library

Stamp = tuple[tuple[str, int, int], ...]


class LiveLibrary:
    """Reads the content again when a file changed; looks at most once in `every` seconds.

    A version that cannot be read, or that `approve` finds errors in, is never served: `current` stays
    the last good one, and `problems` says why. Safe to use from several threads.
    """

    def __init__(
        self,
        root: Path,
        *,
        every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        approve: Callable[[Path], Sequence[Problem]] | None = None,
    ) -> None:
        """Reads the content.

        Args:
            root: the project's folder.
            every: seconds between two looks at the files.
            clock: what the time is.
            approve: returns the errors of a changed content. It may take seconds: then it runs, with
                the reading, in a thread of its own, and nobody waits for it.

        Raises:
            ContentError: if the very first reading fails, since there is nothing to serve.
        """
        self._root = root
        self._every = every
        self._clock = clock
        self._approve = approve
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
            self._looked = self._clock()
            try:
                stamp = _stamp(self._root)
            except OSError:
                stamp = self._stamp  # a folder went away under the eyes: look again later
            if stamp == self._stamp:
                self._lock.release()
            elif self._approve is None:
                self._take(stamp)
            else:
                threading.Thread(target=self._take, args=(stamp,), daemon=True).start()
        return self._current

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files as they are now; empty when they are being served."""
        return self._problems

    def _take(self, stamp: Stamp) -> None:
        """Reads what is there now and serves it if it is good; gives the lock back."""
        try:
            changed = load_library(self._root)
            problems = tuple(self._approve(self._root)) if self._approve else ()
            if problems:
                self._problems = problems
            elif _stamp(self._root) == stamp:
                self._current, self._problems = changed, ()
            else:
                return  # saved again meanwhile: what was approved is not what was read
            self._stamp = stamp
        except ContentError as error:
            self._problems = tuple(error.problems)
            self._stamp = stamp
        except Exception as error:
            # Ours to mend, not the staff's; a visitor is answered all the same.
            message = f"The content cannot be read: {type(error).__name__}."
            mend = "Undo the last change, and report this."
            self._problems = (Problem("content", 1, 1, Level.ERROR, message, mend),)
            self._stamp = stamp
        finally:
            self._lock.release()


def keep_current(live: LiveLibrary, every: float = 1.0) -> None:
    """Looks at the files by itself, in a thread that ends with the library.

    Without it a change is looked at only when somebody asks, and who asks first gets the old version.
    """
    kept = weakref.ref(live)
    del live  # a frame of the thread must not keep it either

    def look() -> None:
        while (library := kept()) is not None:
            library.current  # noqa: B018 - looking is what it is for
            del library
            time.sleep(every)

    threading.Thread(target=look, name="content", daemon=True).start()


def _stamp(root: Path) -> Stamp:
    stamps = []
    for path in content_files(root):
        try:
            status = path.stat()
        except OSError:
            continue
        stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)
