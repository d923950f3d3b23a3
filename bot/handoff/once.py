"""At most one notice for a conversation, a kind of danger and ten minutes, unless it becomes more urgent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import NamedTuple

from bot.handoff.notifier import Notifier
from bot.handoff.request import HandoffRequest, Occasion
from bot.safety import About, Category, Severity

log = logging.getLogger(__name__)

QUIET_SECONDS = 600.0

PATIENCE_SECONDS = 3.0
"""Where Rasa alone saw the danger, the card waits too, and is to come before the word that it is late."""


class _Key(NamedTuple):
    """What a notice says: of which conversation and wait, which danger, how urgent; 0 for the most urgent."""

    conversation: str
    occasion: Occasion
    wait: str
    category: Category | None
    about: About | None
    rank: int

    @classmethod
    def of(cls, request: HandoffRequest) -> _Key:
        """What is not known is more than a hint, and may be less than an emergency."""
        rank = (request.severity or Severity.DANGER).rank
        return cls(
            request.conversation,
            request.occasion,
            request.wait,
            request.category,
            request.about,
            rank,
        )

    @property
    def in_danger(self) -> bool:
        """Whether it is of danger."""
        return self.occasion is Occasion.DANGER

    @property
    def is_of_more(self) -> bool:
        """Whether it says only that there is more danger than notices."""
        return self.occasion is Occasion.MORE

    def covers(self, other: _Key) -> bool:
        """Whether whoever was told this knows the other; one that does not say which danger adds nothing."""
        return (
            (self.conversation, self.occasion, self.wait)
            == (other.conversation, other.occasion, other.wait)
            and other.category in (None, self.category)
            and other.about in (None, self.about)
            and self.rank <= other.rank
        )


class OncePerConversation:
    """A notifier that spares people: it asks another one, rarely.

    A notice that is slow goes on being sent after the answer: the next request joins it.
    """

    def __init__(
        self,
        notifier: Notifier,
        most: int,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use another notifier.

        Args:
            notifier: who sends.
            most: notices in ten minutes for all conversations together, of danger and of all else; also
                what is remembered. Of danger beyond it, one last notice says that there is more.
            patience: seconds after which a notice that is still being sent counts as not sent.
            clock: seconds.
        """
        self._notifier = notifier
        self._most = most
        self._patience = patience
        self._clock = clock
        self._told: dict[_Key, float] = {}
        self._sending: dict[_Key, asyncio.Task[bool]] = {}

    def told_of_more(self) -> bool:
        """Return whether whoever is told knows that there is more danger than notices, and looks at the console."""
        self._forget()
        return any(told.is_of_more for told in self._told)

    async def notify(self, request: HandoffRequest) -> bool:
        """Return whether somebody has been told of this danger, and as urgent as this, now or just before."""
        self._forget()
        asked = _Key.of(request)
        if any(told.covers(asked) for told in self._told):
            return True
        task = next((task for key, task in self._sending.items() if key.covers(asked)), None)
        if task is None:
            if not asked.is_of_more and self._has_enough(asked):
                log.error("too many notices in ten minutes (%d): one was not sent", self._most)
                if asked.in_danger:
                    # Once, as it is covered then.
                    await self.notify(
                        HandoffRequest("", None, None, None, request.at, Occasion.MORE)
                    )
                return False
            task = self._sending[asked] = asyncio.create_task(self._send(request))
        await asyncio.wait({task}, timeout=self._patience)
        return task.done() and not task.cancelled() and task.result()

    def _has_enough(self, asked: _Key) -> bool:
        """Danger has a count of its own: whoever asks for a person again and again uses up another."""
        others = (one for one in (*self._told, *self._sending) if not one.is_of_more)
        return sum(one.in_danger == asked.in_danger for one in others) >= self._most

    async def close(self, grace: float) -> None:
        """Let what is being sent end within `grace` seconds."""
        tasks = set(self._sending.values())
        if tasks:
            _, pending = await asyncio.wait(tasks, timeout=grace)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    async def _send(self, request: HandoffRequest) -> bool:
        key = _Key.of(request)
        try:
            told = await self._notifier.notify(request)
        except Exception as error:
            log.error("the notifier failed: %s", type(error).__name__)
            told = False
        finally:
            self._sending.pop(key, None)
        if told:
            self._told[key] = self._clock()
        log.info("%s: %s", request.occasion, "somebody was told" if told else "nobody was told")
        return told

    def _forget(self) -> None:
        """Drop what is older than ten minutes; the oldest come first."""
        limit = self._clock() - QUIET_SECONDS
        while self._told and next(iter(self._told.values())) <= limit:
            del self._told[next(iter(self._told))]
