"""What can go wrong at the desk."""

from __future__ import annotations

from bot.handoff.episode import State
from bot.handoff.events import DeskEvent


class IllegalTransition(Exception):
    """Something happened that this episode does not allow; nothing was changed."""

    def __init__(self, state: State, event: DeskEvent) -> None:
        """Keep both; the message names the event's kind only."""
        super().__init__(f"{type(event).__name__} is not possible in the state {state.value!r}")
        self.state = state
        self.event = event
