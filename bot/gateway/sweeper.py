"""Deletes what has to go: on request, and by a job; in the store, and in Rasa's tracker."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.gateway.engine import Engine
from bot.gateway.hub import Hub
from bot.gateway.sessions import Sessions
from bot.gateway.turns import Turns
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable
from bot.store.tombstones import Tombstones

log = logging.getLogger(__name__)
LONGEST_DELAY = 3600.0


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
    ) -> None:
        """Use the parts given."""
        self._store = store
        self._tombstones = tombstones
        self._engine = engine
        self._hub = hub
        self._sessions = sessions
        self._turns = turns
        self._settings = settings
        self._traces = False

    async def clear(self, conversation_id: str) -> bool:
        """Delete a conversation at once, at its visitor's wish; False if it was gone.

        Raises:
            StoreUnavailable: Nothing was deleted.
        """
        if not await self._store.delete(conversation_id):
            return False
        if self._end(conversation_id):
            # Rasa may still be answering, and would write the tracker anew: delete it later too.
            await self._engine.forget(conversation_id)
            await self._tombstones.postpone(conversation_id, self._settings.engine_timeout + 5)
        else:
            await self._forget(conversation_id, attempts=0)
        await self._leave_no_trace()
        return True

    async def sweep(self) -> None:
        """Delete what has been idle too long, then the trackers that are still owed.

        Raises:
            StoreUnavailable: The database fails; the next sweep goes on.
        """
        idle_since = time.time() - self._settings.idle_hours * 3600
        while expired := await self._store.expire(idle_since):
            self._traces = True
            for conversation_id in expired:
                self._end(conversation_id)
        if self._traces:
            await self._leave_no_trace()
        for tombstone in await self._tombstones.due():
            if not await self._forget(tombstone.conversation_id, tombstone.attempts):
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
        self._sessions.forget(conversation_id)
        self._hub.notify(conversation_id)
        return self._turns.stop(conversation_id)

    async def _forget(self, conversation_id: str, attempts: int) -> bool:
        if await self._engine.forget(conversation_id):
            await self._tombstones.remove(conversation_id)
            return True
        delay = min(LONGEST_DELAY, self._settings.sweep_seconds * 2**attempts)
        await self._tombstones.postpone(conversation_id, delay)
        return False
