"""A visitor's message from its arrival to its answer: once, in order, never in silence."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateway import script
from bot.gateway.answering import Answering
from bot.gateway.desk.alarm import Alarm
from bot.gateway.desk.service import Desk
from bot.gateway.desk.visitor import VisitorDesk
from bot.gateway.engine import Engine
from bot.gateway.errors import ApiError
from bot.gateway.hub import Hub
from bot.gateway.kept import Kept
from bot.gateway.message import Message, has_card
from bot.gateway.sessions import Sessions
from bot.gateway.voice import Voice
from bot.handoff.episode import State
from bot.safety import Finding, flagged
from bot.safety.known import Known
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.errors import ConversationGone, StoreUnavailable
from bot.store.records import Conversation, Draft, Event, EventType, MessageState, Sender

log = logging.getLogger(__name__)
SAVE_TRIES = 3
#: With `late_after` at 3.5 s, the visitor has heard something within 4 s also when this fails.
LATE_SAVE_SECONDS = 0.4
CARD_SECONDS = 1.0
"""A reply with the crisis card waits no longer for Rasa, whose answer only follows the card."""


@dataclass(frozen=True)
class Outcome:
    """What became of a message so far."""

    events: list[Event]
    late: bool

    @property
    def careful(self) -> bool:
        """Whether crisis numbers ride with the answer, or a card came with it."""
        return any(
            event.type == EventType.CARD
            or (event.sender == Sender.BOT and "pinned_help" in event.data)
            for event in self.events
        )


class Turns:
    """The messages that are being answered in this process.

    Each runs in a task of its own, so that a visitor who closes the page, or a client that
    gives up and retries, neither stops nor doubles it.
    """

    def __init__(
        self,
        store: Conversations,
        engine: Engine,
        voice: Voice,
        hub: Hub,
        sessions: Sessions,
        settings: Settings,
        desk: Desk,
        alarm: Alarm,
        visitors: VisitorDesk,
    ) -> None:
        """Use the parts given."""
        self._desk = desk
        self._alarm = alarm
        self._visitors = visitors
        self._store = store
        self._answering = Answering(store, engine, voice, sessions, desk, alarm, visitors)
        self._voice = voice
        self._hub = hub
        self._sessions = sessions
        self._settings = settings
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._doing: set[asyncio.Task[Any]] = set()

    async def take(self, message: Message, deadline: float) -> Outcome:
        """Answer a message, or say that the answer is late.

        Args:
            message: The message; one whose client id is known is not answered again.
            deadline: `time.monotonic()` at which the visitor must have heard something.

        Raises:
            ApiError: Too many messages of this conversation are still open, or the client id is an
                earlier message's, whose reply lacks the card that this one needs.
            ConversationGone: The conversation was deleted meanwhile.
            StoreUnavailable: The message could not be recorded.
        """
        key = (message.conversation.id, message.client_id)
        task = self._tasks.get(key)
        if task is None:
            self._check_pending(message.conversation.id)
            task = asyncio.create_task(self._run(message))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        left = deadline - time.monotonic()
        if message.card is not None:
            left = min(left, CARD_SECONDS)
        await asyncio.wait({task}, timeout=max(0.05, left))
        if task.cancelled():
            raise ConversationGone
        if task.done():
            task.result()
        elif message.card is None:
            await self._announce_late(message)
        found = await self._store.message(*key)
        if found is None and not task.done():
            raise StoreUnavailable("not begun")
        if found is None:
            raise ConversationGone
        state, events = found
        if message.card is not None and not has_card(events):
            raise ApiError(409, "bad_request", "client_id: used for another message")
        return Outcome(events, late=state is not MessageState.DONE)

    def tell(
        self, conversation_id: str, findings: Sequence[Finding], client_id: str | None = None
    ) -> None:
        """Tell somebody of danger, once for each message; the visitor does not wait for it."""
        self.later(self._alarm.raise_for(conversation_id, findings, client_id))

    def later(self, doing: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        """Do what nobody has to wait for."""
        task = asyncio.create_task(doing)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)
        return task

    async def follow(
        self,
        conversation: Conversation,
        client_id: str | None,
        card: dict[str, Any],
        known: Known,
        findings: Sequence[Finding],
    ) -> None:
        """Add the card for a message whose danger was seen when it was answered already.

        Args:
            conversation: Whose message.
            client_id: The client's id of it; None for one that was refused.
            card: The card.
            known: What is known of the conversation now.
            findings: What somebody is told of.

        Raises:
            ConversationGone: The conversation was deleted meanwhile.
            StoreUnavailable: The card could not be added.
        """
        if flagged(findings):
            self.tell(conversation.id, findings, client_id)
        self._sessions.leave_walk(conversation.id)
        draft = script.card(card, self._voice)
        for left in reversed(range(SAVE_TRIES)):
            try:
                await self._store.add_card(conversation.id, client_id, draft, known.as_dict())
                break
            except StoreUnavailable:
                if left == 0:
                    raise
        self._hub.notify(conversation.id)

    def is_answering(self, conversation_id: str) -> bool:
        """Return whether a message of this conversation is being answered."""
        return any(key[0] == conversation_id for key in self._tasks)

    def stop(self, conversation_id: str) -> bool:
        """Drop a deleted conversation's messages; return whether there were any."""
        tasks = [task for key, task in self._tasks.items() if key[0] == conversation_id]
        for task in tasks:
            task.cancel()
        return bool(tasks)

    async def close(self, grace: float) -> None:
        """Give the open messages, and what follows them, `grace` seconds to end, then drop them."""
        tasks = {*self._tasks.values(), *self._doing}
        if tasks:
            _, pending = await asyncio.wait(tasks, timeout=grace)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    def _check_pending(self, conversation_id: str) -> None:
        pending = Counter(key[0] for key in self._tasks)[conversation_id]
        if pending >= self._settings.max_pending_per_conversation:
            raise ApiError(429, "too_many_messages", retry_after=5)

    def _ended(self, key: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._tasks.pop(key, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("a message was not answered: %s", type(error).__name__)

    async def _run(self, message: Message) -> None:
        try:
            await self._answer(message)
        finally:
            self._visitors.forget(message.conversation.id)

    async def _answer(self, message: Message) -> None:
        found = await self._store.message(message.conversation.id, message.client_id)
        drafts: list[Draft] = []
        if found is None:
            kept = await self._answering.keeps(message)
            await self._begin(message, kept.text)
        elif found[0] is MessageState.DONE:
            return
        else:
            stored = _typed(found[1])
            kept = Kept(stored, is_whole=stored == message.text)
        if found is not None and message.card is not None and not has_card(found[1]):
            # Begun before a restart, without the danger that is seen now.
            drafts.append(script.card(message.card, self._voice))
        if flagged(message.screened.findings) and not await self._alarm_for(message):
            drafts.append(script.untold(self._voice, message.language))
        desk = await self._desk.hears(message.conversation.id)
        after = kept
        if desk is None or desk.state is not State.HUMAN:
            said, after = await self._answering.answer(message, desk, kept)
            drafts += said
        changed = after.text if after != kept else None
        await self._move(message, MessageState.DONE, drafts, text=changed)
        self._remember(message, drafts)
        if changed is not None and not after.is_whole:
            # It was stored for a moment.
            self.later(self._store.leave_no_trace())
        if desk is None:
            await self._visitors.offer_after_failures(message.conversation.id, message.client_id)

    def _remember(self, message: Message, drafts: Sequence[Draft]) -> None:
        """Let the next message be screened as one on a walk, or not."""
        if message.card is not None:
            self._sessions.leave_walk(message.conversation.id)
            return
        typed = message.text if message.pressed is None else None
        hinted = bool(message.screened.findings)
        self._sessions.answered(message.conversation.id, drafts, typed, hinted=hinted)

    async def _alarm_for(self, message: Message) -> bool:
        """Raise the alarm, also if the conversation is deleted meanwhile."""
        raising = self._alarm.raise_for(
            message.conversation.id, message.screened.findings, message.client_id
        )
        return bool(await asyncio.shield(self.later(raising)))

    async def _begin(self, message: Message, text: str) -> None:
        drafts = [script.visitor_said(text, message.choice)]
        if message.card is not None:
            drafts.append(script.card(message.card, self._voice))
        due = message.conversation.noticed_at + self._settings.notice_hours * 3600
        await self._store.begin_message(
            message.conversation.id,
            message.client_id,
            drafts,
            careful=message.careful,
            notice=script.notice(self._voice) if time.time() >= due else None,
            known=message.known.as_dict(),
        )
        self._hub.notify(message.conversation.id)

    async def _announce_late(self, message: Message) -> None:
        try:
            async with asyncio.timeout(LATE_SAVE_SECONDS):
                late = script.late(self._voice, message.language)
                await self._move(message, MessageState.LATE, [late])
        except TimeoutError:
            raise StoreUnavailable("late") from None

    async def _move(
        self,
        message: Message,
        state: MessageState,
        drafts: Sequence[Draft],
        text: str | None = None,
    ) -> None:
        """Set the message's state and add events; try again while the database is locked."""
        # Rasa may see a crisis that the screen did not.
        careful = any(draft.type is EventType.CARD for draft in drafts)
        for left in reversed(range(SAVE_TRIES)):
            try:
                await self._store.move_message(
                    message.conversation.id,
                    message.client_id,
                    state,
                    drafts,
                    careful=careful,
                    text=text,
                )
                break
            except StoreUnavailable:
                # A late word that cannot be saved is not worth the wait: the caller says it.
                if left == 0 or state is MessageState.LATE:
                    raise
        self._hub.notify(message.conversation.id)


def _typed(events: Sequence[Event]) -> str:
    """Return the visitor's words as they are stored."""
    said = (event.data.get("text", "") for event in events if event.sender == Sender.VISITOR)
    return str(next(said, ""))
