"""The routes of a conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from bot.gateway import intake, script
from bot.gateway.address import client_address
from bot.gateway.api import MessageIn
from bot.gateway.errors import ApiError
from bot.gateway.faults import as_api_error
from bot.gateway.parts import Parts, parts_of
from bot.gateway.replies import answer, failure
from bot.gateway.screening import PATIENCE_SECONDS, Screened
from bot.gateway.sessions import Said, hash_token, new_id, new_token
from bot.gateway.turns import Message
from bot.safety import flagged
from bot.safety.known import Known, in_context
from bot.store.errors import ConversationGone, StoreUnavailable
from bot.store.records import Button, Conversation

log = logging.getLogger(__name__)

conversations = Blueprint("conversations", url_prefix="/v1/conversations")


@conversations.post("/")
async def create(request: Request) -> HTTPResponse:
    """Start a conversation."""
    parts = parts_of(request)
    await parts.limits.conversation_from(client_address(request))
    if await parts.store.count() >= parts.settings.max_conversations:
        raise ApiError(429, "too_many_conversations", retry_after=60)
    conversation_id, token = new_id(), new_token()
    events = await parts.store.create(
        conversation_id, hash_token(token), [script.first_screen(parts.voice)]
    )
    body = {
        "id": conversation_id,
        "token": token,
        "events": [event.as_dict() for event in events],
        "help": parts.voice.help(),
    }
    return answer(body, 201)


@conversations.delete("/<conversation_id:str>")
async def clear(request: Request, conversation_id: str) -> HTTPResponse:
    """Delete a conversation and Rasa's tracker of it."""
    parts = parts_of(request)
    await parts.sessions.open(conversation_id, request.token)
    if not await parts.sweeper.clear(conversation_id):
        raise ApiError(404, "conversation_not_found")
    return empty()


@conversations.post("/<conversation_id:str>/messages", stream=True)
async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """Take a visitor's message: danger first, everything else after.

    The body is read by the route itself (`stream`), as Sanic would refuse a large one before it
    could be screened.
    """
    parts = parts_of(request)
    deadline = time.monotonic() + parts.settings.late_after
    limits = parts.settings
    body = await intake.read_body(
        request.stream,  # type: ignore[arg-type]  # Http1 has read()
        limits.max_body_bytes,
        limits.max_drain_bytes,
        limits.body_timeout,
    )
    arrival = _Arrival(parts, conversation_id, request.token, body.data)
    try:
        await arrival.look()
        try:
            await parts.limits.message_from(client_address(request))
        except Exception:
            if not parts.screener.busy:
                await arrival.look_closer()
            raise
        await arrival.look_closer()
        conversation = await parts.sessions.open(conversation_id, request.token)
        await arrival.look_back(conversation)
        await parts.limits.message_in(conversation_id)
        if body.problem is not None:
            raise body.problem
        message = arrival.message or intake.parse(body.data)
        if message.text is not None and len(message.text) > limits.max_text_chars:
            raise ApiError(413, "message_too_long", f"at most {limits.max_text_chars} characters")
        pressed = await _pressed(parts, conversation_id, message)
        taken = arrival.taken(conversation, message, pressed)
        outcome = await parts.turns.take(taken, deadline)
    except Exception as error:
        arrival.leave_a_trace()
        return failure(parts.voice, as_api_error(error), arrival.card)
    help_now = parts.voice.help(taken.language)
    reply = {
        "events": [event.as_dict() for event in outcome.events],
        "late": outcome.late,
        "help": help_now,
        "pinned_help": help_now if taken.careful or outcome.careful else None,
    }
    return answer(reply)


async def _pressed(parts: Parts, conversation_id: str, message: MessageIn) -> Button | None:
    if message.choice is None:
        return None
    known = message.choice.isascii() and message.choice.isprintable()
    button = await parts.store.choice(conversation_id, message.choice) if known else None
    if button is None:
        raise ApiError(400, "unknown_choice")
    return button


class _Arrival:
    """The words of a message that has just come in, and the danger seen in them so far."""

    def __init__(self, parts: Parts, conversation_id: str, token: str | None, data: bytes) -> None:
        self._parts = parts
        self._conversation_id = conversation_id
        self._token = token
        self._words = intake.words_of(data)
        self.message = intake.message_in(data)
        # No token of a button; all words where it cannot be told.
        self._typed = self._words if self.message is None else self.message.text or ""
        self._client_id = str(self.message.client_id) if self.message else None
        self._said = Said.of(self._typed, self._client_id)
        self._before = parts.sessions.remembered(conversation_id, token, self._said)
        self._screened = Screened()
        self._until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        self._conversation: Conversation | None = None
        self._settled: tuple[Screened, Known] | None = None
        self._taken = False
        # Before anything is awaited, so that the next message finds this one before it.
        self._again = parts.sessions.remember(conversation_id, token, self._said)

    async def look(self) -> None:
        """Screen by the rules."""
        seen = await self._parts.screener.rules(self._words, self._before, self._until)
        self._screened = self._screened.with_more(seen)

    async def look_closer(self) -> None:
        """Screen with the second layer too, unless the card is due already."""
        if self._typed and not self._screened.needs_card:
            closer = await self._parts.screener.both(
                self._typed, self._before, self._until, self._look_late
            )
            self._screened = self._screened.with_more(closer)

    async def look_back(self, conversation: Conversation) -> None:
        """Screen again with the stored turns before, if none were in memory."""
        self._conversation = conversation
        before = await self._parts.sessions.recall(conversation, self._said)
        again = self._parts.sessions.remember(conversation.id, self._token, self._said)
        self._again = self._again or again
        if not self._before and before:
            self._before = before
            await self.look()
            await self.look_closer()

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
    def card(self) -> dict[str, Any] | None:
        """The crisis card, if it is due."""
        screened, known = self._settle()
        if not screened.needs_card:
            return None
        seen = self._conversation.cards if self._conversation else 0
        return self._parts.voice.card(screened.findings, seen=seen, known=known)

    def taken(
        self, conversation: Conversation, message: MessageIn, pressed: Button | None
    ) -> Message:
        """Return the message as something to answer."""
        screened, known = self._settle()
        self._taken = True
        if pressed is not None and pressed.payload == script.NOT_IN_DANGER:
            known = known.calmed()
            self._parts.sessions.learn(self._conversation_id, self._token, known)
        return Message(
            conversation=conversation,
            client_id=str(message.client_id),
            screened=screened,
            card=self.card,
            text=pressed.title if pressed else message.text or "",
            pressed=pressed,
            known=known,
        )

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
            self._parts.turns.tell(self._conversation_id, screened.findings)


def _uncounted(known: Known) -> Known:
    """Return what is known, to read a message once more that it has counted."""
    return replace(known, messages=max(0, known.messages - 1))


def _settled(screened: Screened, known: Known, words: str) -> tuple[Screened, Known]:
    """Return what was screened as its conversation shows it, and what is known from then on."""
    if not words:
        return screened, known
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
