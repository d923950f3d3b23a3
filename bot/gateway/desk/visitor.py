"""What a visitor does at the desk: by a button, by the form, or in words that Rasa has understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.gateway.desk import lines
from bot.gateway.desk.consent import answer_in, wants_nobody
from bot.gateway.desk.service import MOVED_ON, Desk
from bot.gateway.desk.wait_questions import question_in
from bot.gateway.errors import ApiError
from bot.gateway.limits import Limits
from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import (
    Accept,
    Cancel,
    Decline,
    FormSent,
    FormSkipped,
    VisitorEnds,
    VisitorEvent,
)
from bot.store.conversations import Conversations
from bot.store.errors import EpisodeChanged, EpisodeGone
from bot.store.left_messages import keep
from bot.store.records import Event

EVENTS: Final[Mapping[str, VisitorEvent]] = {
    "accept": Accept(),
    "decline": Decline(),
    "cancel": Cancel(),
    "end": VisitorEnds(),
    "skip": FormSkipped(),
}

ASKS = "talk_to_a_person"
"""Rasa's intent of whoever asks for a human."""

OFFERS: Final = frozenset(
    {"desk_offered_open", "desk_offered_closed", "desk_offered_away", "desk_failing_closed"}
)

ANSWERS: Final = frozenset({"answer", "journey"})
"""After one of these outcomes, "how long does it take?" is about what was answered."""

FAILURES = 3
"""After so many messages in a row that the assistant has not answered, a human is offered."""

FAILED: Final = frozenset({"out_of_scope", "suggest", "unavailable"})


class VisitorDesk:
    """The desk as visitors have it."""

    def __init__(self, desk: Desk, store: Conversations, limits: Limits) -> None:
        """Use the parts given."""
        self._desk = desk
        self._store = store
        self._limits = limits
        self._wanted: set[str] = set()

    def want(self, conversation_id: str) -> None:
        """Remember that Rasa's action asks for a human, until the message is answered."""
        self._wanted.add(conversation_id)

    def forget(self, conversation_id: str) -> None:
        """Drop what Rasa's action asked for."""
        self._wanted.discard(conversation_id)

    async def request(self, conversation_id: str, client_id: str | None = None) -> list[Event]:
        """Ask for a human, once for each `client_id`; who has asked already is told how it stands.

        Raises:
            ApiError: That was too often.
            ConversationGone: The conversation was deleted.
        """
        if client_id and (found := await self._store.message(conversation_id, client_id)):
            return found[1]
        episode = await self._desk.episodes.current(conversation_id)
        if episode is None:
            await self._limits.request_in(conversation_id)
            return await self._desk.offer(conversation_id, Reason.REQUEST, client_id=client_id)
        return await self._desk.remind(episode, client_id=client_id)

    async def act(self, conversation_id: str, action: str, client_id: str) -> list[Event]:
        """Do what a button says, once for each `client_id`.

        Raises:
            ApiError: It is not possible now: the desk has moved on.
        """
        if action == "request":
            return await self.request(conversation_id, client_id)
        return await self._let(conversation_id, EVENTS[action], client_id)

    async def send(
        self, conversation_id: str, client_id: str, text: str, reach: str, *, danger: bool
    ) -> list[Event]:
        """Leave a message, once for each `client_id`; what is not kept is not said to be.

        Args:
            conversation_id: Whose message.
            client_id: The client's id of it.
            text: What it says.
            reach: One way to reach the visitor.
            danger: Danger was seen in it, or before it in the conversation.

        Raises:
            ApiError: No message can be left now.
        """
        episode = await self._open(conversation_id)
        try:
            _, events = await self._desk.apply(
                episode,
                FormSent(),
                client_id=client_id,
                words=lambda step, setting: lines.drafts(step, setting, danger=danger),
                also=lambda session, conversation: keep(
                    session,
                    conversation_id,
                    text,
                    reach,
                    # A card may have come since the message did.
                    danger=danger or conversation.careful,
                ),
            )
        except (IllegalTransition, EpisodeChanged, EpisodeGone):
            raise not_possible() from None
        self._desk.later(self._desk.notices.message_left(conversation_id, client_id))
        return events

    async def answers(
        self, conversation_id: str, words: str, before: Episode | None, message: str
    ) -> bool:
        """Take up a clear "yes" or "no" to the offer, if nothing was said since, or a question about the wait.

        Args:
            conversation_id: Whose message.
            words: What the visitor typed. In danger, only what is plainly a question is about the wait.
            before: The episode that was open when the message came.
            message: The client's id of the message.

        Returns:
            Whether it was one; then nobody else has to answer it.
        """
        if before is None:
            return False
        answer = answer_in(words) if before.state is State.OFFERED else None
        question = question_in(words)
        if question is not None and before.priority > Priority.NORMAL and not question.is_plain:
            question = None
        if answer is None and question is None:
            return False
        last = await self._store.last_said(conversation_id, message)
        try:
            if answer is not None:
                return await self._answered(before, answer, last, message)
            if question is None or (question.is_bare and last.get("outcome") in ANSWERS):
                return False
            await self._desk.explain_wait(before, question.language, message)
        except (*MOVED_ON, EpisodeChanged):
            return False
        return True

    async def _answered(
        self, offered: Episode, answer: bool, last: Mapping[str, Any], message: str
    ) -> bool:
        if str(last.get("line", "")) not in OFFERS:
            return False
        await self._desk.apply(offered, Accept() if answer else Decline(), belongs_to=message)
        return True

    async def understood(
        self,
        conversation_id: str,
        intent: str,
        before: Episode | None,
        message: str | None = None,
        words: str = "",
    ) -> bool:
        """Take up that Rasa has understood a request for a person.

        Args:
            conversation_id: Whose message.
            intent: Rasa's.
            before: The episode that was open when the message came.
            message: The client's id of the message.
            words: What the visitor typed.

        Returns:
            Whether the desk has answered it, so that Rasa's words are one too many.
        """
        asks = intent == ASKS or conversation_id in self._wanted
        if not asks or wants_nobody(words):
            return False
        try:
            return await self._asks(conversation_id, before, message)
        except (*MOVED_ON, EpisodeChanged, ApiError):
            return False

    async def offer_after_failures(self, conversation_id: str, message: str) -> None:
        """Offer a human once, when the assistant has failed often enough.

        Raises:
            ConversationGone: The conversation was deleted.
        """
        outcomes = await self._store.outcomes(conversation_id, FAILURES)
        if len(outcomes) < FAILURES or not FAILED.issuperset(outcomes):
            return
        if not await self._desk.episodes.had(conversation_id, Reason.FAILURES):
            await self._desk.offer(conversation_id, Reason.FAILURES, belongs_to=message)

    async def _asks(
        self, conversation_id: str, before: Episode | None, message: str | None
    ) -> bool:
        if before is not None:
            await self._desk.remind(before, belongs_to=message)
            return True
        # The action server may have asked for it already.
        if await self._desk.episodes.current(conversation_id) is None:
            await self._limits.request_in(conversation_id)
            await self._desk.offer(conversation_id, Reason.REQUEST, belongs_to=message)
        return True

    async def _let(self, conversation_id: str, event: VisitorEvent, client_id: str) -> list[Event]:
        episode = await self._open(conversation_id)
        try:
            _, events = await self._desk.apply(episode, event, client_id=client_id)
        except (IllegalTransition, EpisodeChanged, EpisodeGone):
            raise not_possible() from None
        return events

    async def _open(self, conversation_id: str) -> Episode:
        # The latest also when it has ended: a press that is sent again was its end.
        episode = await self._desk.episodes.latest(conversation_id)
        if episode is None:
            raise not_possible()
        return episode


def not_possible() -> ApiError:
    """Return the refusal of what the desk's state does not allow."""
    return ApiError(409, "desk_not_possible")
