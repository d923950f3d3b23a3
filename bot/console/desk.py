"""What the console asks of the desk, and what the desk may refuse."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from typing import Protocol

from bot.handoff.episode import Episode
from bot.store.records import Event
from bot.store.staff import Staff


class DeskRefusal(Exception):
    """The desk did not do it, and nothing has changed."""


class AlreadyClaimed(DeskRefusal):
    """Somebody else holds the conversation."""

    def __init__(self, owner: str) -> None:
        """Name who has it, by the display name."""
        super().__init__("already claimed")
        self.owner = owner


class NotHeld(DeskRefusal):
    """This member of staff does not hold the conversation, or no longer does."""


class NoLongerPossible(DeskRefusal):
    """The episode has moved on: cancelled, ended, or not yet agreed to by the visitor."""


class DeskPort(Protocol):
    """The desk as the console sees it.

    Every change is refused with a `DeskRefusal` that leaves everything as it was. The desk writes
    nothing into the audit log: the console does, as it knows who pressed what.
    """

    async def waiting(self) -> list[Episode]:
        """Return who waits, the most urgent and then the longest waiting first."""
        ...

    async def open_ones(self) -> list[Episode]:
        """Return every episode that has not ended, the waiting ones too."""
        ...

    async def get(self, episode_id: str) -> Episode | None:
        """Return one episode, also when it has ended."""
        ...

    async def claim(self, episode_id: str, staff: Staff) -> Episode:
        """Take a waiting episode; again by its owner, it changes nothing.

        Raises:
            AlreadyClaimed: A colleague has it.
            NoLongerPossible: It does not wait.
        """
        ...

    async def reply(self, episode_id: str, staff: Staff, text: str, client_id: str) -> list[Event]:
        """Say something to the visitor, once for each `client_id`.

        Raises:
            NotHeld: The episode is not this member's.
        """
        ...

    async def typing(self, episode_id: str, staff: Staff) -> None:
        """Show the visitor that a reply is being written; never raises a `DeskRefusal`."""
        ...

    async def seen(self, episode_id: str, staff: Staff) -> None:
        """Note that the owner's page is open; of anybody else it is ignored."""
        ...

    async def hand_to(self, episode_id: str, staff: Staff, to: Staff) -> None:
        """Give the episode to a colleague.

        Raises:
            NotHeld: The episode is not this member's.
        """
        ...

    async def give_back(self, episode_id: str, staff: Staff) -> None:
        """Return the visitor to the assistant.

        Raises:
            NotHeld: The episode is not this member's.
        """
        ...

    async def close(self, episode_id: str, staff: Staff, why: str) -> None:
        """End the episode.

        Args:
            episode_id: Which one.
            staff: Its owner.
            why: The id of a reason in `content/desk.yml`.

        Raises:
            NotHeld: The episode is not this member's.
        """
        ...

    async def events(self, conversation_id: str, after: int) -> list[Event]:
        """Return the events after a number; none of a conversation that is gone."""
        ...

    def delivered(self, conversation_id: str) -> int:
        """Return the number of the last event that the visitor's page has got; 0 if none is known."""
        ...

    def visitor_is_typing(self, conversation_id: str) -> bool:
        """Return whether the visitor is writing just now."""
        ...

    def changed(self) -> AbstractContextManager[asyncio.Event]:
        """Give an event that is set whenever the queue or an open conversation changes.

        So it is when a visitor begins or stops to type, and when something was delivered.
        """
        ...
