"""The store of hand-offs, with a conversation for each."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from bot.handoff import events
from bot.handoff.episode import Episode, Priority, Reason
from bot.handoff.machine import begin
from bot.handoff.step import Desk, Step
from bot.handoff.timers import Timers
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.episodes import Episodes
from bot.store.records import Draft

NOON = 1_800_000_000.0
REQUEST = events.Request(Reason.REQUEST)
DANGER = events.Request(Reason.DANGER, Priority.EMERGENCY)


def desk(now: float = NOON, *, is_open: bool = True) -> Desk:
    return Desk(
        now=now,
        is_open=is_open,
        timers=Timers(),
        has_contacts=True,
        has_second=True,
        has_on_call=True,
    )


def nothing(step: Step) -> list[Draft]:
    return []


class Desks:
    """The store, with a conversation for each episode."""

    def __init__(self, database: Database) -> None:
        self.episodes = Episodes(database)
        self.conversations = Conversations(database)

    async def begin(
        self,
        request: events.Request = REQUEST,
        now: float = NOON,
        conversation: str | None = None,
        *,
        is_open: bool = True,
    ) -> Episode:
        if conversation is None:
            conversation = f"c_{secrets.token_hex(4)}"
            await self.conversations.create(conversation, "hash", [])
        make = partial(
            begin, f"e_{secrets.token_hex(4)}", conversation, request, desk(now, is_open=is_open)
        )
        step, _ = await self.episodes.begin(conversation, make, nothing)
        return step.episode

    async def apply(self, episode: Episode, event: events.DeskEvent, now: float = NOON) -> Episode:
        step, _ = await self.episodes.apply(episode.id, event, desk(now), nothing)
        return step.episode

    async def wait(self, request: events.Request = REQUEST, now: float = NOON) -> Episode:
        episode = await self.begin(request, now)
        return episode if request is DANGER else await self.apply(episode, events.Accept(), now)

    async def now(self, episode: Episode) -> Episode:
        found = await self.episodes.get(episode.id)
        assert found is not None
        return found


async def another(connect: Callable[[], Database]) -> Desks:
    """The same store, as one more process sees it."""
    database = connect()
    await database.prepare()
    return Desks(database)
