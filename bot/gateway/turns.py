"""A visitor's message from its arrival to its answer: once, in order, never in silence."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateway import script
from bot.gateway.engine import Engine, EngineReply
from bot.gateway.errors import ApiError, EngineUnavailable
from bot.gateway.hub import Hub
from bot.gateway.screening import Screened
from bot.gateway.sessions import Sessions
from bot.gateway.voice import Voice
from bot.safety import Finding, flagged
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.errors import ConversationGone, StoreUnavailable
from bot.store.records import Button, Conversation, Draft, Event, EventType, MessageState, Sender

log = logging.getLogger(__name__)
SAVE_TRIES = 3
#: With `late_after` at 3.5 s, the visitor has heard something within 4 s also when this fails.
LATE_SAVE_SECONDS = 0.4
CARD_SECONDS = 1.0
"""A reply with the crisis card waits no longer for Rasa, whose answer only follows the card."""

Tell = Callable[[str, Sequence[Finding]], Awaitable[None]]
"""Tells somebody at the practice of danger in a conversation, as well as it can."""


@dataclass(frozen=True)
class Turn:
    """One message and what the screen saw in it; `pressed` is set for a choice."""

    conversation: Conversation
    client_id: str
    screened: Screened
    card: dict[str, Any] | None
    text: str
    pressed: Button | None = None
    language: str = "en"

    @property
    def careful(self) -> bool:
        """Whether crisis numbers ride with the reply."""
        return self.conversation.careful or self.card is not None


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
        tell: Tell,
    ) -> None:
        """Use the parts given."""
        self._store = store
        self._engine = engine
        self._voice = voice
        self._hub = hub
        self._sessions = sessions
        self._settings = settings
        self._tell = tell
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._telling: set[asyncio.Future[None]] = set()

    async def take(self, turn: Turn, deadline: float) -> Outcome:
        """Answer a message, or say that the answer is late.

        Args:
            turn: The message; one whose client id is known is not answered again.
            deadline: `time.monotonic()` at which the visitor must have heard something.

        Raises:
            ApiError: Too many messages of this conversation are still open, or the client id is an
                earlier message's, whose reply lacks the card that this one needs.
            ConversationGone: The conversation was deleted meanwhile.
            StoreUnavailable: The message could not be recorded.
        """
        key = (turn.conversation.id, turn.client_id)
        task = self._tasks.get(key)
        if task is None:
            self._check_pending(turn.conversation.id)
            task = asyncio.create_task(self._run(turn))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        left = deadline - time.monotonic()
        if turn.card is not None:
            left = min(left, CARD_SECONDS)
        await asyncio.wait({task}, timeout=max(0.05, left))
        if task.cancelled():
            raise ConversationGone
        if task.done():
            task.result()
        elif turn.card is None:
            await self._announce_late(turn)
        found = await self._store.message(*key)
        if found is None and not task.done():
            raise StoreUnavailable("not begun")
        if found is None:
            raise ConversationGone
        state, events = found
        if turn.card is not None and not _has_card(events):
            raise ApiError(409, "bad_request", "client_id: used for another message")
        return Outcome(events, late=state is not MessageState.DONE)

    def stop(self, conversation_id: str) -> bool:
        """Drop a deleted conversation's messages; return whether there were any."""
        tasks = [task for key, task in self._tasks.items() if key[0] == conversation_id]
        for task in tasks:
            task.cancel()
        return bool(tasks)

    async def close(self, grace: float) -> None:
        """Give the open messages `grace` seconds to end, then drop them."""
        tasks = set(self._tasks.values())
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

    async def _run(self, turn: Turn) -> None:
        found = await self._store.message(turn.conversation.id, turn.client_id)
        drafts: list[Draft] = []
        if found is None:
            await self._begin(turn)
        elif found[0] is MessageState.DONE:
            return
        elif turn.card is not None and not _has_card(found[1]):
            # Begun before a restart, without the danger that is seen now.
            drafts.append(script.card(turn.card, self._voice))
        drafts += await self._ask(turn)
        await self._move(turn, MessageState.DONE, drafts)

    async def _begin(self, turn: Turn) -> None:
        drafts = [script.visitor_said(turn.text, pressed=turn.pressed is not None)]
        if turn.card is not None:
            drafts.append(script.card(turn.card, self._voice))
        due = turn.conversation.noticed_at + self._settings.notice_hours * 3600
        await self._store.begin_message(
            turn.conversation.id,
            turn.client_id,
            drafts,
            careful=turn.careful,
            notice=script.notice(self._voice) if time.time() >= due else None,
        )
        self._hub.notify(turn.conversation.id)

    async def _ask(self, turn: Turn) -> list[Draft]:
        if turn.pressed is not None and turn.pressed.payload == script.NOT_IN_DANGER:
            return [script.not_in_danger(turn.pressed, self._voice)]
        reply = await self._reply(turn)
        if _nobody_told(turn, reply):
            # The visitor is not told of it, and does not wait for it.
            telling = asyncio.ensure_future(
                self._tell(turn.conversation.id, turn.screened.findings)
            )
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)
        # A later message may have got its card while Rasa thought about this one.
        careful = turn.careful or await self._sessions.is_careful(turn.conversation.id)
        if reply is None:
            return [script.apology(self._voice, careful=careful, language=turn.language)]
        return script.answers(
            reply,
            self._voice,
            careful=careful,
            card_shown=turn.card is not None,
            worried=turn.screened.concern,
            language=turn.language,
            words=turn.text,
            seen=turn.conversation.cards,
        )

    async def _reply(self, turn: Turn) -> EngineReply | None:
        try:
            return await self._engine.ask(
                turn.conversation.id,
                turn.client_id,
                turn.screened.findings,
                text=None if turn.pressed else turn.text,
                choice=turn.pressed.payload if turn.pressed else None,
            )
        except EngineUnavailable as error:
            log.warning("no answer from the engine: %s %s", type(error).__name__, error)
            return None

    async def _announce_late(self, turn: Turn) -> None:
        try:
            async with asyncio.timeout(LATE_SAVE_SECONDS):
                late = script.late(self._voice, turn.language)
                await self._move(turn, MessageState.LATE, [late])
        except TimeoutError:
            raise StoreUnavailable("late") from None

    async def _move(self, turn: Turn, state: MessageState, drafts: Sequence[Draft]) -> None:
        """Set the message's state and add events; try again while the database is locked."""
        # Rasa may see a crisis that the screen did not.
        careful = any(draft.type is EventType.CARD for draft in drafts)
        for left in reversed(range(SAVE_TRIES)):
            try:
                await self._store.move_message(
                    turn.conversation.id, turn.client_id, state, drafts, careful=careful
                )
                break
            except StoreUnavailable:
                # A late word that cannot be saved is not worth the wait: the caller says it.
                if left == 0 or state is MessageState.LATE:
                    raise
        self._hub.notify(turn.conversation.id)


def _nobody_told(turn: Turn, reply: EngineReply | None) -> bool:
    """Return whether there is danger, and Rasa's action has not seen to it that staff know."""
    if reply is None:
        return flagged(turn.screened.findings)
    danger = reply.nlu.outcome == "crisis" or flagged(turn.screened.findings)
    return danger and not any(one.metadata.handoff for one in reply.replies)


def _has_card(events: Sequence[Event]) -> bool:
    return any(event.type == EventType.CARD for event in events)
