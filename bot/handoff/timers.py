"""How long each state of an episode lasts, in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.settings import Settings


@dataclass(frozen=True)
class Timers:
    """Seconds after which something happens by itself; all above 0.

    Attributes:
        offered: an offer that nobody answers lapses.
        reassure: a visitor who waits hears that it goes on.
        second: the second contact is told as well.
        missed: nobody has come: a message can be left.
        heartbeat: a member of staff whose console is silent is lost.
        idle: a visitor who writes nothing to a human has left.
        form: a message that nobody sends is given up.
    """

    offered: float = 300
    reassure: float = 30
    second: float = 60
    missed: float = 180
    heartbeat: float = 60
    idle: float = 600
    form: float = 900

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The timers that the operator has set."""
        return cls(
            offered=settings.desk_offered_seconds,
            reassure=settings.desk_reassure_seconds,
            second=settings.desk_second_seconds,
            missed=settings.desk_missed_seconds,
            heartbeat=settings.desk_heartbeat_seconds,
            idle=settings.desk_idle_seconds,
            form=settings.desk_form_seconds,
        )
