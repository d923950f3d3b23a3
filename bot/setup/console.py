"""Says on the terminal what is going on: one line a step, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

BAR = 24


def say(text: str) -> None:
    """Prints one line."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announces a step, and how long it took."""
    say(f"{text} ...")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.1f} s")


class Progress:
    """A bar on a terminal; elsewhere a line at every tenth."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._terminal = sys.stderr.isatty()
        self._tenth = -1

    def __call__(self, done: int, total: int) -> None:
        """Shows that `done` of `total` is done."""
        share = done / total if total else 1.0
        if self._terminal:
            bar = "#" * int(share * BAR)
            end = "\n" if done >= total else ""
            print(
                f"\r  {self.text} [{bar:<{BAR}}] {share:4.0%}", end=end, file=sys.stderr, flush=True
            )
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            say(f"  {self.text} {int(share * 100)}%")
