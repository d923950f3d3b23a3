"""Deletes what has to go: on request, and by a job; in the store, and in Rasa's tracker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.gateway.engine import Engine
from bot.gateway.hub import Hub
from bot.gateway.sessions import Sessions
from bot.gateway.turns import Turns
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable
from bot.store.retention import Retention, nobody
from bot.store.tombstones import Tombstones

log = logging.getLogger(__name__)
LONGEST_DELAY = 3600.0
MOST_DOUBLINGS = 12


class Sweeper:
    """Deletes conversations. A tracker is owed to deletion until Rasa says it is gone."""

    def __init__(
        self,
        store: Conversations,
        tombstones: Tombstones,
        engine: Engine,
        hub: Hub,
        sessions: Sessions,
        turns: Turns,
        settings: Settings,
        *,
        gone: Callable[[str], object] = nobody,
    ) -> None:
        """Use the parts given.

        Args:
            store: The conversations; all else that expires is in the same database.
            tombstones: The trackers that are owed.
            engine: Rasa.
            hub: The visitors' streams.
            sessions: What is in memory of conversations.
            turns: The messages that are being answered.
            settings: How long, and how often.
            gone: Told of each conversation that is deleted, so that staff who look at it see that.
        """
        self._store = store
        self._tombstones = tombstones
        self._engine = engine
        self._hub = hub
        self._sessions = sessions
        self._turns = turns
        self._settings = settings
        self._gone = gone
        self._retention = Retention(store.database, settings.idle_hours, settings.audit_days)
        self._traces = False

    async def clear(self, conversation_id: str) -> bool:
        """Delete a conversation at once, at its visitor's wish; False if it was gone.

        A message that was left stays: it is addressed to the practice, and the form says so.

        Raises:
            StoreUnavailable: Nothing was deleted.
        """
        if not await self._store.delete(conversation_id):
            return False
        await self._bury(conversation_id, attempts=0)
        await self._leave_no_trace()
        return True

    async def sweep(self) -> None:
        """Delete what has been kept long enough, then the trackers that are still owed.

        Raises:
            StoreUnavailable: The database fails; the next sweep goes on.
        """
        cutoffs = await self._retention.cutoffs()
        if await self._retention.delete(cutoffs, self._end):
            self._traces = True
        owed = await self._tombstones.due()
        if owed:
            # Some may be of `./assistant purge`, or of another gateway.
            self._traces = True
        if self._traces:
            await self._leave_no_trace()
        for tombstone in owed:
            if not await self._bury(tombstone.conversation_id, tombstone.attempts):
                # Rasa is down: no use in asking it for each of them.
                break

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            try:
                await self.sweep()
            except StoreUnavailable:
                log.warning("the expiry job could not reach the database; it will try again")
            except Exception as error:
                log.error("the expiry job failed: %s", type(error).__name__)
            await asyncio.sleep(self._settings.sweep_seconds)

    async def _leave_no_trace(self) -> None:
        # What fails is left to the next sweep.
        self._traces = not await self._store.leave_no_trace()

    def _end(self, conversation_id: str) -> bool:
        """Drop what is in memory of a conversation; return whether Rasa was being asked."""
        self._sessions.forget(conversation_id)
        self._hub.notify(conversation_id)
        self._gone(conversation_id)
        return self._turns.stop(conversation_id)

    async def _bury(self, conversation_id: str, attempts: int) -> bool:
        """End a conversation that was deleted, and have its tracker deleted; return whether it was."""
        if self._end(conversation_id):
            # Rasa may still be answering, and would write the tracker anew: delete it later too.
            await self._engine.forget(conversation_id)
            await self._tombstones.postpone(conversation_id, self._settings.engine_timeout + 5)
            return True
        if await self._engine.forget(conversation_id):
            await self._tombstones.remove(conversation_id)
            return True
        delay = min(
            LONGEST_DELAY, self._settings.sweep_seconds * 2 ** min(attempts, MOST_DOUBLINGS)
        )
        await self._tombstones.postpone(conversation_id, delay)
        return False
