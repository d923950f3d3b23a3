"""The desk's clock: fires what has come due, and what a gateway that ended has left undone."""

from __future__ import annotations

import asyncio
import logging

from bot.gateway.desk.service import MOVED_ON, Desk
from bot.handoff.effects import Contact
from bot.handoff.episode import Episode, State
from bot.handoff.events import DeskEvent, Due, HoursEnded, StaffSeen
from bot.handoff.notifier import SENDING_SECONDS
from bot.store.errors import EpisodeChanged, StoreUnavailable

log = logging.getLogger(__name__)

LOST_SECONDS = SENDING_SECONDS + 10
"""After so long without word of it, a notice that this process does not send is lost."""


class Watch:
    """Looks at the clock for every episode in the store, whichever gateway it began at."""

    def __init__(self, desk: Desk, seconds: float) -> None:
        """Use `desk`; look every so many seconds."""
        self._desk = desk
        self._seconds = seconds

    async def run(self) -> None:
        """Look for ever."""
        resumed = False
        while True:
            try:
                if not resumed:
                    await self.resume()
                    resumed = True
                await self.look()
            except StoreUnavailable:
                log.warning("the desk could not reach the database; it will try again")
            except Exception as error:
                log.error("the desk's clock failed: %s", type(error).__name__)
            await asyncio.sleep(self._seconds)

    async def resume(self) -> None:
        """Take up what a gateway that was killed has left.

        Staff could not be heard of while it was down, so they have their time again. A notice of
        which nobody knows whether it went out is sent again: twice is better than not at all.

        Raises:
            StoreUnavailable: The database fails.
        """
        for episode in await self._desk.episodes.open_ones():
            if episode.state is State.HUMAN and episode.owner is not None:
                await self._let(episode, StaffSeen(episode.owner))
        await self._tell_again(0.0)

    async def look(self) -> None:
        """Fire what is due now; a second time does nothing.

        Raises:
            StoreUnavailable: The database fails.
        """
        moment = await self._desk.office.now()
        for episode_id in await self._desk.episodes.due(moment.desk.now):
            episode = await self._desk.episodes.get(episode_id)
            if episode is not None:
                await self._let(episode, Due())
        if not moment.desk.is_open:
            for episode in await self._desk.episodes.waiting():
                await self._let(episode, HoursEnded())
        await self._tell_again(LOST_SECONDS)

    async def _tell_again(self, after: float) -> None:
        """Send the notices of which nothing was heard for so many seconds."""
        # Before the database is read: what is sent by then is stored by then.
        sending = self._desk.notifying()
        moment = await self._desk.office.now()
        lost = moment.desk.now - after
        wanted: list[tuple[Episode, Contact]] = [
            (one, "on_call") for one in await self._desk.episodes.calling()
        ]
        if moment.desk.has_contacts:
            waiting = await self._desk.episodes.waiting()
            wanted += [(one, "first") for one in waiting if one.told_first is None]
        for episode, contact in wanted:
            if episode.entered_at <= lost and (episode.id, contact) not in sending:
                self._desk.notify(episode, contact)

    async def _let(self, episode: Episode, event: DeskEvent) -> None:
        """Let something happen; what fails for one episode does not hold up the others."""
        try:
            await self._desk.apply(episode, event)
        except (*MOVED_ON, EpisodeChanged):
            # Somebody was quicker; what is due still is so the next time.
            return
        except Exception as error:
            log.error("an episode could not go on: %s", type(error).__name__)
