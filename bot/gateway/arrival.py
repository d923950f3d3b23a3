"""Words that have just come in, and the danger seen in them so far: before anything else is done."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

from bot.gateway.errors import ApiError
from bot.gateway.parts import Parts
from bot.gateway.screening import PATIENCE_SECONDS, Screened
from bot.gateway.sessions import Said
from bot.safety import flagged
from bot.safety.known import Known, in_context
from bot.store.errors import ConversationGone, StoreUnavailable
from bot.store.records import Conversation

log = logging.getLogger(__name__)


class Arrival:
    """The words of a message that has just come in, and the danger seen in them so far."""

    def __init__(
        self,
        parts: Parts,
        conversation_id: str,
        token: str | None,
        words: str,
        typed: str,
        client_id: str | None,
    ) -> None:
        """Remember the words.

        Args:
            parts: The gateway's.
            conversation_id: As it came.
            token: What came with it.
            words: All words that could be found, for the rules.
            typed: What the visitor typed, as far as that can be told.
            client_id: The client's id, where there is one.
        """
        self._parts = parts
        self._conversation_id = conversation_id
        self._token = token
        self._words = words
        self._typed = typed
        self._client_id = client_id
        self._said = Said.of(typed, client_id)
        self._before = parts.sessions.remembered(conversation_id, token, self._said)
        self._screened = Screened()
        self._until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        self._conversation: Conversation | None = None
        self._settled: tuple[Screened, Known] | None = None
        self._taken = False
        # Before anything is awaited, so that the next message finds this one before it.
        self._again = parts.sessions.remember(conversation_id, token, self._said)

    async def admit(self, address: str, problem: ApiError | None) -> Conversation:
        """Screen the words, then let them in: danger first, whatever is wrong with the rest.

        Args:
            address: The visitor's, for the limits.
            problem: What is wrong with the body that the words came in.

        Returns:
            The conversation.

        Raises:
            ApiError: A limit, no such conversation, the token of another, or the problem.
            StoreUnavailable: The database does not answer.
        """
        limits = self._parts.limits
        await self._look()
        try:
            await limits.message_from(address)
        except Exception:
            if not self._parts.screener.busy:
                await self._look_closer()
            raise
        await self._look_closer()
        conversation = await self._parts.sessions.open(self._conversation_id, self._token)
        await self._look_back(conversation)
        await limits.message_in(self._conversation_id)
        if problem is not None:
            raise problem
        return conversation

    async def _look(self) -> None:
        """Screen by the rules."""
        seen = await self._parts.screener.rules(self._words, self._before, self._until)
        self._screened = self._screened.with_more(seen)

    async def _look_closer(self) -> None:
        """Screen with the second layer too, unless the card is due already and says what is wrong."""
        if self._typed and (not self._screened.needs_card or self._screened.is_unnamed_in_part):
            closer = await self._parts.screener.both(
                self._typed, self._context(), self._until, self._look_late
            )
            self._screened = self._screened.with_more(closer)

    def _context(self) -> list[str]:
        """Return the turns before that the second layer reads: none where the message is only a move on a walk.

        Moves and answers are so short that what they are like together is noise. The rules read all turns,
        and with any sign that they see, so does the second layer.
        """
        walking = self._parts.sessions.walking(self._conversation_id, self._token)
        library = self._parts.voice.library
        if walking is None or library is None or not self._before:
            return self._before
        if self._screened.broken or self._screened.findings:
            return self._before
        try:
            needless = walking.needs_no_context(library.release, self._before[-1], self._typed)
        except Exception as error:
            log.error("a message on a walk was not read: %s", type(error).__name__)
            return self._before
        return [] if needless else self._before

    async def _look_back(self, conversation: Conversation) -> None:
        """Screen again with the stored turns before, if none were in memory."""
        self._conversation = conversation
        before = await self._parts.sessions.recall(conversation, self._said)
        again = self._parts.sessions.remember(conversation.id, self._token, self._said)
        self._again = self._again or again
        if not self._before and before:
            self._before = before
            await self._look()
            await self._look_closer()

    def leave_a_trace(self) -> None:
        """See to it that danger in a refused message counts, and that somebody is told of it.

        The card goes out with the error, not as an event of the conversation.
        """
        screened, known = self._settle()
        if screened.needs_card:
            self._parts.sessions.mark_careful(
                self._conversation_id,
                self._token,
                known,
                self._tell,
                opened=self._conversation is not None,
            )

    @property
    def needs_help(self) -> bool:
        """Whether danger, or a hint of it, was seen so far."""
        return self._screened.needs_card or self._screened.concern

    @property
    def card(self) -> dict[str, Any] | None:
        """The crisis card, if it is due."""
        screened, known = self._settle()
        if not screened.needs_card:
            return None
        seen = self._conversation.cards if self._conversation else 0
        return self._parts.voice.card(screened.findings, seen=seen, known=known)

    def taken(self, *, calm: bool = False) -> tuple[Screened, Known]:
        """Return what was seen, and what is known with it, of words that are taken up now.

        Args:
            calm: The visitor says not to be in danger.
        """
        screened, known = self._settle()
        self._taken = True
        if calm:
            known = known.calmed()
            self._parts.sessions.learn(self._conversation_id, self._token, known)
        return screened, known

    def _settle(self) -> tuple[Screened, Known]:
        """Return what the message shows in its conversation, and what is known with it; once.

        Nothing is awaited between reading what is known and keeping it: of two messages at a time,
        the second one sees the first one's card.
        """
        if self._settled is None:
            sessions = self._parts.sessions
            known = sessions.known(self._conversation_id, self._token)
            if self._conversation is not None:
                known = Known.newer(known, Known.from_dict(self._conversation.known))
            if self._again:
                known = _uncounted(known)
            self._settled = _settled(self._screened, known, self._typed)
            sessions.learn(self._conversation_id, self._token, self._settled[1])
        return self._settled

    def _look_late(self, seen: Screened) -> None:
        """Take what the second layer says of a message that did not wait for it."""
        if self._settled is None:
            self._screened = self._screened.with_more(seen)
        elif seen.needs_card and not self._settled[0].needs_card:
            self._screened = self._screened.with_more(seen)
            # Counted already; once, as from here on the card is due.
            self._settled, self._again = None, True
            screened, known = self._settle()
            self._parts.turns.later(self._follow(screened, known))

    async def _follow(self, screened: Screened, known: Known) -> None:
        """Let the card follow the answer; nobody else's conversation is touched."""
        client_id = self._client_id if self._taken else None
        try:
            conversation = await self._parts.sessions.open(self._conversation_id, self._token)
            card = self._parts.voice.card(screened.findings, seen=conversation.cards, known=known)
            await self._parts.turns.follow(conversation, client_id, card, known, screened.findings)
        except (ApiError, ConversationGone):
            return
        except StoreUnavailable:
            log.error("a card that was seen late could not be stored")
            self._parts.sessions.mark_careful(
                self._conversation_id, self._token, known, self._tell, opened=False
            )

    def _tell(self) -> None:
        screened, _ = self._settle()
        if flagged(screened.findings):
            self._parts.turns.tell(self._conversation_id, screened.findings, self._client_id)


def _uncounted(known: Known) -> Known:
    """Return what is known, to read a message once more that it has counted."""
    return replace(known, messages=max(0, known.messages - 1))


def _settled(screened: Screened, known: Known, words: str) -> tuple[Screened, Known]:
    """Return what was screened as its conversation shows it, and what is known from then on."""
    if not words:
        # A press: whatever was given up before it.
        return screened, replace(known, gave_up=False)
    try:
        known = known.hears(words, screened.findings)
        if not screened.needs_card:
            return screened, known.shows(())
        screened = replace(screened, findings=tuple(in_context(screened.findings, known, words)))
        return screened, known.shows(screened.findings)
    except Exception as error:
        # The card is shown all the same.
        log.error("what is known of a conversation was not read: %s", type(error).__name__)
        return screened, known
