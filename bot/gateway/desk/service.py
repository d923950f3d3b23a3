"""The desk at work: lets things happen to episodes, says them, and sends what is to be sent."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.desk import lines
from bot.gateway.desk.lines import Setting
from bot.gateway.desk.notices import Notices
from bot.gateway.desk.office import Office
from bot.gateway.hub import Hub
from bot.gateway.voice import Voice
from bot.handoff.effects import Contact, Notify
from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import DeskEvent, NoticeDone, Request, VisitorSeen
from bot.handoff.machine import begin
from bot.handoff.step import Step
from bot.safety.known import Known
from bot.store.conversations import Conversations
from bot.store.episodes import Episodes
from bot.store.errors import (
    ConversationGone,
    EpisodeChanged,
    EpisodeExists,
    EpisodeGone,
    StoreUnavailable,
)
from bot.store.models import ConversationRow
from bot.store.records import Draft, Event

log = logging.getLogger(__name__)

T = TypeVar("T")

FRESH_SECONDS = 3600.0
"""So long a request counts as urgent as the danger before it."""

SAVE_TRIES = 4
"""For what is not to be lost while the database is locked; each try waits as long as the store does."""

MOVED_ON = (EpisodeGone, ConversationGone, IllegalTransition)
"""What has become of an episode meanwhile is no error of whoever tells it something."""

Words = Callable[[Step, Setting], Sequence[Draft]]
"""What is said of a step."""

Also = Callable[[AsyncSession, ConversationRow], object]
"""What else is written with a step."""


class Desk:
    """The desk of this process. Who may do what is checked by whoever asks it."""

    def __init__(
        self,
        episodes: Episodes,
        store: Conversations,
        office: Office,
        notices: Notices,
        voice: Voice,
        hub: Hub,
    ) -> None:
        """Use the parts given."""
        self.episodes = episodes
        self.office = office
        self.notices = notices
        self._store = store
        self._voice = voice
        self._hub = hub
        self._watchers: set[asyncio.Event] = set()
        self._doing: set[asyncio.Task[Any]] = set()
        self._notifying: Counter[tuple[str, Contact]] = Counter()

    async def begin(
        self,
        conversation_id: str,
        request: Request,
        client_id: str | None = None,
        belongs_to: str | None = None,
    ) -> tuple[Step, list[Event]]:
        """Begin an episode.

        Args:
            conversation_id: Whose.
            request: Why.
            client_id: The client's id of what asked for it.
            belongs_to: The client's id of the message that led to it.

        Raises:
            ConversationGone: The conversation was deleted.
            EpisodeExists: One has not ended.
            StoreUnavailable: Nothing has changed.
        """
        setting = await self.setting(conversation_id)

        async def begun() -> tuple[Step, list[Event]]:
            step, events = await self.episodes.begin(
                conversation_id,
                lambda: begin(_new_id(), conversation_id, request, setting.moment.desk),
                lambda step: lines.drafts(step, setting),
                client_id,
                belongs_to,
            )
            self._follow(step)
            return step, events

        return await self._to_its_end(begun())

    async def apply(
        self,
        episode: Episode,
        event: DeskEvent,
        *,
        client_id: str | None = None,
        words: Words = lines.drafts,
        also: Also | None = None,
        belongs_to: str | None = None,
    ) -> tuple[Step, list[Event]]:
        """Let something happen to an episode, as it is by now.

        Args:
            episode: Which one.
            event: What happens.
            client_id: For what may be sent again: a second time, nothing happens.
            words: What is said of it.
            also: What else is written with it, all or nothing.
            belongs_to: The client's id of the message that led to it.

        Raises:
            ConversationGone: It was deleted just now.
            EpisodeGone: It was deleted with its conversation.
            IllegalTransition: It is not possible any more.
            StoreUnavailable: Nothing has changed.
        """
        setting = await self.setting(episode.conversation)

        async def applied() -> tuple[Step, list[Event]]:
            step, events = await self.episodes.apply(
                episode.id,
                event,
                setting.moment.desk,
                lambda step: words(step, setting),
                client_id,
                also,
                belongs_to,
            )
            self._follow(step, said=bool(events))
            return step, events

        return await self._to_its_end(applied())

    async def offer(
        self,
        conversation_id: str,
        reason: Reason,
        *,
        client_id: str | None = None,
        belongs_to: str | None = None,
    ) -> list[Event]:
        """Offer a human, and return what was said; nothing if the desk is at it already."""
        request = Request(reason, await self._danger_before(conversation_id))
        try:
            _, events = await self.begin(conversation_id, request, client_id, belongs_to)
        except EpisodeExists:
            return []
        return events

    async def _danger_before(self, conversation_id: str) -> Priority:
        """Return how urgent the conversation was just before: staff see that in a request too."""
        last = await self.episodes.latest(conversation_id)
        fresh = last is not None and last.requested_at >= time.time() - FRESH_SECONDS
        return last.priority if last is not None and fresh else Priority.NORMAL

    async def remind(
        self, episode: Episode, *, client_id: str | None = None, belongs_to: str | None = None
    ) -> list[Event]:
        """Say again where a visitor stands who asks for a person a second time; who has one sees it."""
        _, events = await self.apply(
            episode,
            VisitorSeen(),
            client_id=client_id,
            belongs_to=belongs_to,
            words=lambda step, setting: lines.again(step.episode, setting),
        )
        return events

    async def explain_wait(self, episode: Episode, language: str, belongs_to: str) -> None:
        """Say how a wait stands to somebody who asks about it.

        Args:
            episode: The one that is open.
            language: That of the question.
            belongs_to: The client's id of the question.

        Raises:
            ConversationGone, EpisodeGone, IllegalTransition: There is no wait any more.
            EpisodeChanged, StoreUnavailable: Nothing was said.
        """
        await self.apply(
            episode,
            VisitorSeen(),
            belongs_to=belongs_to,
            words=lambda step, setting: lines.again(
                step.episode, replace(setting, language=language), lines.WAIT_ASKED
            ),
        )

    async def hears(self, conversation_id: str) -> Episode | None:
        """Note that the visitor is there, and return the episode that is open."""
        episode = await self.episodes.current(conversation_id)
        if episode is None or episode.state is not State.HUMAN:
            return episode
        try:
            step, _ = await self.apply(episode, VisitorSeen())
        except (*MOVED_ON, EpisodeChanged):
            return await self.episodes.current(conversation_id)
        self.changed()
        return step.episode

    async def is_held(self, conversation_id: str) -> bool:
        """Return whether a human has the conversation now."""
        episode = await self.episodes.current(conversation_id)
        return episode is not None and episode.state is State.HUMAN

    def notify(self, episode: Episode, contact: Contact) -> None:
        """Send a notice, and let the machine know what came of it; nobody waits for it."""
        self.later(self._notify(episode, contact))

    async def view(self, conversation_id: str) -> dict[str, Any]:
        """Return what the visitor's page shows of the desk."""
        setting = await self.setting(conversation_id)
        return lines.view(await self.episodes.current(conversation_id), setting)

    async def setting(self, conversation_id: str) -> Setting:
        """Return what the words of a conversation depend on now."""
        conversation = await self._store.load(conversation_id)
        known = Known.from_dict(conversation.known if conversation else {})
        return Setting(self._voice, await self.office.now(), known.language or "en")

    @contextmanager
    def watch(self) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the queue or an open conversation changes."""
        wake = asyncio.Event()
        self._watchers.add(wake)
        try:
            yield wake
        finally:
            self._watchers.discard(wake)

    def changed(self) -> None:
        """Wake whoever watches."""
        for wake in self._watchers:
            wake.set()

    def notifying(self) -> frozenset[tuple[str, Contact]]:
        """Return the episodes of which this process is sending a notice, and to whom."""
        return frozenset(self._notifying)

    def later(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do what nobody waits for."""
        task = asyncio.create_task(doing)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def close(self, grace: float) -> None:
        """Let what is being sent end within `grace` seconds."""
        await self.notices.close(grace)
        for task in self._doing:
            task.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)

    def _follow(self, step: Step, *, said: bool = True) -> None:
        """Do what follows a step that is stored."""
        if said:
            self._hub.notify(step.episode.conversation)
        if said or step.moves or (step.was and step.was.priority != step.episode.priority):
            self.changed()
        for effect in step.effects:
            if isinstance(effect, Notify):
                self.notify(step.episode, effect.contact)

    async def _to_its_end(self, doing: Coroutine[Any, Any, T]) -> T:
        """Let what is stored be followed by what it calls for, also when the client has left."""
        task = asyncio.create_task(doing)
        self._doing.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._doing.discard(task)
        # Read here, as the shield of a client that has left reads it no more.
        if not task.cancelled():
            task.exception()

    async def _notify(self, episode: Episode, contact: Contact) -> None:
        self._notifying[(episode.id, contact)] += 1
        try:
            await self._told(episode, contact, await self.notices.tell(episode, contact))
        finally:
            self._notifying[(episode.id, contact)] -= 1
            self._notifying += Counter()

    async def _told(self, episode: Episode, contact: Contact, told: bool) -> None:
        for _ in range(SAVE_TRIES):
            try:
                await self.apply(episode, NoticeDone(contact, told))
                return
            except MOVED_ON:
                return
            except (EpisodeChanged, StoreUnavailable):
                continue
        # It stays unknown, and is sent again (`bot.gateway.desk.watch`).
        log.error("the desk could not store whether a notice was sent")


def _new_id() -> str:
    """Return an episode's id: 128 random bits."""
    return f"e_{secrets.token_hex(16)}"
