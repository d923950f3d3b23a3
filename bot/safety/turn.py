"""What is screened: a message, and what the visitor wrote before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_HISTORY_CHARS: Final = 300
"""How much of the turn before is read, to see danger that is spread over two messages."""

_LATELY: Final = 3


@dataclass(frozen=True)
class Turn:
    """A message as typed.

    Attributes:
        text: all of it is read.
        history: the visitor's turns before, oldest first.
        hinted: the rules saw a hint in it (a rule whose own severity is `veiled`).
        doubted: the rules saw danger in it, but beside words that may make something else of it.
        called: it only calls for help, as a rule saw: whatever it is like, it does not say what is wrong.
    """

    text: str
    history: tuple[str, ...] = ()
    hinted: bool = False
    doubted: bool = False
    called: bool = False

    @property
    def lately(self) -> tuple[str, ...]:
        """The ends of the last few turns, oldest first: one of them may be taken back now."""
        return tuple(one[-_HISTORY_CHARS:] for one in self.history[-_LATELY:])

    @property
    def before(self) -> str:
        """The end of the turn before; empty without one."""
        return self.history[-1][-_HISTORY_CHARS:] if self.history else ""
