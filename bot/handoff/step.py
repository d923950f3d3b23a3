"""What the machine is told of the practice, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.handoff.effects import Effect
from bot.handoff.episode import Episode, Move
from bot.handoff.timers import Timers


@dataclass(frozen=True)
class Desk:
    """The practice at a moment.

    Attributes:
        now: seconds since 1970.
        is_open: whether somebody can come: within hours, and not away.
        has_contacts: whether there is a first contact; without, only the console rings.
        has_second: whether there is a second one.
        has_on_call: whether somebody can be told of danger when nobody comes.
        at_console: whether somebody has the console open, which rings without any notice, or was just
            asked to look there, as there is more danger than notices.
    """

    now: float
    is_open: bool
    timers: Timers
    has_contacts: bool
    has_second: bool
    has_on_call: bool
    at_console: bool = False


@dataclass(frozen=True)
class Step:
    """What has become of an episode: to be stored whole; then the effects follow, in order.

    Attributes:
        was: the episode before; None of a new one, and of one that has not changed.
    """

    episode: Episode
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    was: Episode | None = field(default=None, compare=False)

    def with_effects(self, *effects: Effect) -> Step:
        """The same step, with these effects in place of its own."""
        return replace(self, effects=effects)

    def after(self, earlier: Step) -> Step:
        """This step and the one before it, as one."""
        return Step(self.episode, earlier.moves + self.moves, earlier.effects + self.effects)
