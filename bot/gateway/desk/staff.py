"""The desk as the console has it: `bot.console.desk.DeskPort` over the desk of this process."""

from __future__ import annotations

import asyncio
import time
import uuid
from contextlib import AbstractContextManager

from bot.console.desk import AlreadyClaimed, NoLongerPossible, NotHeld
from bot.gateway.desk import lines
from bot.gateway.desk.presence import Presence
from bot.gateway.desk.service import Desk
from bot.gateway.hub import Hub
from bot.handoff.episode import Episode, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import Claim, HandTo, Return, StaffEnds, StaffEvent, StaffSeen
from bot.store.conversations import Conversations
from bot.store.errors import ConversationGone, EpisodeChanged, EpisodeGone
from bot.store.records import Event
from bot.store.staff import Staff

FRESH_SECONDS = 1.0
"""So soon after the last sign of an owner, another one is not worth a write."""

PAGE = 1000
"""Events that are read at a time."""


class StaffDesk:
    """What staff do at the desk."""

    def __init__(self, desk: Desk, store: Conversations, presence: Presence, hub: Hub) -> None:
        """Use the parts given."""
        self._desk = desk
        self._store = store
        self._presence = presence
        self._hub = hub

    async def waiting(self) -> list[Episode]:
        """Return who waits, the most urgent and then the longest waiting first."""
        return await self._desk.episodes.waiting()

    async def open_ones(self) -> list[Episode]:
        """Return every episode that has not ended."""
        return await self._desk.episodes.open_ones()

    async def get(self, episode_id: str) -> Episode | None:
        """Return one episode, also when it has ended."""
        return await self._desk.episodes.get(episode_id)

    async def claim(self, episode_id: str, staff: Staff) -> Episode:
        """Take a waiting episode; see the port."""
        episode = await self._get(episode_id)
        for _ in range(2):
            try:
                step, _events = await self._desk.apply(episode, Claim(staff.id))
                return step.episode
            except (IllegalTransition, EpisodeChanged):
                episode = await self._get(episode_id)
                if episode.owner is not None and episode.owner != staff.id:
                    names = (await self._desk.office.now()).staff
                    raise AlreadyClaimed(names.get(episode.owner, "A colleague")) from None
        raise NoLongerPossible

    async def reply(self, episode_id: str, staff: Staff, text: str, client_id: str) -> list[Event]:
        """Say something to the visitor, once for each `client_id`; see the port."""
        episode = await self._get(episode_id)
        # An id of its own kind: a visitor's cannot be in its way.
        once = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{episode_id} {staff.id} {client_id}"))
        try:
            _, events = await self._desk.apply(
                episode,
                StaffSeen(staff.id),
                client_id=once,
                words=lambda _, __: [lines.staff_said(text, staff.display_name)],
            )
        except IllegalTransition:
            raise NotHeld from None
        return events

    async def typing(self, episode_id: str, staff: Staff) -> None:
        """Show the visitor that a reply is being written."""
        episode = await self.get(episode_id)
        if episode is not None and episode.owner == staff.id:
            self._presence.staff_type(episode.conversation)
            self._hub.notify(episode.conversation)

    async def seen(self, episode_id: str, staff: Staff) -> None:
        """Note that the owner's page is open; of anybody else it is ignored."""
        episode = await self.get(episode_id)
        if episode is None or episode.state is not State.HUMAN or episode.owner != staff.id:
            return
        if time.time() - (episode.owner_seen_at or 0) < FRESH_SECONDS:
            return
        try:
            await self._desk.apply(episode, StaffSeen(staff.id))
        except (IllegalTransition, EpisodeChanged, EpisodeGone, ConversationGone):
            return

    async def hand_to(self, episode_id: str, staff: Staff, to: Staff) -> None:
        """Give the episode to a colleague; see the port."""
        await self._as_owner(episode_id, HandTo(staff.id, to.id))

    async def give_back(self, episode_id: str, staff: Staff) -> None:
        """Return the visitor to the assistant; see the port."""
        await self._as_owner(episode_id, Return(staff.id))

    async def close(self, episode_id: str, staff: Staff, why: str) -> None:
        """End the episode; see the port."""
        await self._as_owner(episode_id, StaffEnds(staff.id, why))

    async def events(self, conversation_id: str, after: int) -> list[Event]:
        """Return the events after a number; none of a conversation that is gone."""
        found: list[Event] = []
        while page := await self._store.events_after(conversation_id, after, PAGE):
            found += page
            after = page[-1].seq
        return found

    def delivered(self, conversation_id: str) -> int:
        """Return the number of the last event that the visitor's page has got."""
        return self._presence.delivered(conversation_id)

    def visitor_is_typing(self, conversation_id: str) -> bool:
        """Return whether the visitor is writing just now."""
        return self._presence.visitor_is_typing(conversation_id)

    def changed(self) -> AbstractContextManager[asyncio.Event]:
        """Give an event that is set whenever the queue or an open conversation changes."""
        return self._desk.watch()

    async def _as_owner(self, episode_id: str, event: StaffEvent) -> None:
        episode = await self._get(episode_id)
        try:
            await self._desk.apply(episode, event)
        except IllegalTransition:
            raise NotHeld from None

    async def _get(self, episode_id: str) -> Episode:
        found = await self.get(episode_id)
        if found is None:
            raise EpisodeGone
        return found
