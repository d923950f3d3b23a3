"""What the assistant says to a message, and what is kept of the message once that is known."""

from __future__ import annotations

import logging

from bot.gateway import script
from bot.gateway.desk.alarm import Alarm
from bot.gateway.desk.service import Desk
from bot.gateway.desk.visitor import VisitorDesk
from bot.gateway.engine import Engine, EngineReply
from bot.gateway.errors import EngineUnavailable
from bot.gateway.kept import Keeping, Kept
from bot.gateway.message import Message, has_card
from bot.gateway.sessions import Sessions
from bot.gateway.voice import Voice
from bot.gateway.walk import OFFER, is_on, says_danger
from bot.handoff.episode import Episode
from bot.safety import flagged
from bot.store.conversations import Conversations
from bot.store.errors import ConversationGone, StoreUnavailable
from bot.store.records import Draft, EventType

log = logging.getLogger(__name__)


class Answering:
    """Asks Rasa, and makes of its answer what is said."""

    def __init__(
        self,
        store: Conversations,
        engine: Engine,
        voice: Voice,
        sessions: Sessions,
        desk: Desk,
        alarm: Alarm,
        visitors: VisitorDesk,
    ) -> None:
        """Use the parts given."""
        self._store = store
        self._engine = engine
        self._voice = voice
        self._sessions = sessions
        self._desk = desk
        self._alarm = alarm
        self._visitors = visitors
        self._keeping = Keeping(store, desk.episodes)

    async def keeps(self, message: Message) -> Kept:
        """Return what is stored of a message that has just come in.

        Raises:
            StoreUnavailable: It cannot be told.
        """
        if message.must_be_whole:
            return Kept(message.text)
        return await self._keeping.before_asking(message.conversation.id, message.text)

    async def answer(
        self, message: Message, desk: Episode | None, kept: Kept
    ) -> tuple[list[Draft], Kept]:
        """Return the assistant's answer, and what is kept of the message then.

        Args:
            message: The message.
            desk: The episode that is open.
            kept: What is stored of the message so far.
        """
        if message.pressed is not None and message.pressed.payload == script.NOT_IN_DANGER:
            calmed = script.not_in_danger(message.pressed, self._voice)
            return [calmed, *await self._way_back(message)], kept
        if says_danger(message.pressed):
            return await self._someone_in_danger(message, None), kept
        conversation_id = message.conversation.id
        words = "" if message.pressed else message.text
        if message.card is None and await self._visitors.answers(
            conversation_id, words, desk, message.client_id
        ):
            worried = message.screened.concern
            gentle = [script.concern(self._voice, message.language)] if worried else []
            return [*self._told(message, message.careful, kept), *gentle], kept
        reply, interrupted = await self._reply(message)
        # A later message may have got its card while Rasa thought about this one.
        careful = message.careful or interrupted or await self._sessions.is_careful(conversation_id)
        if reply is None:
            sorry = script.apology(self._voice, careful=careful, language=message.language)
            return [sorry, *self._told(message, careful, kept)], kept
        if reply.nlu.in_danger:
            return await self._someone_in_danger(message, reply), Kept(message.text)
        has_card = message.card is not None or (interrupted and await self._has_card(message))
        answers = script.answers(
            reply,
            self._voice,
            careful=careful,
            card_shown=has_card,
            worried=message.screened.concern,
            language=message.language,
            words=words,
            seen=message.conversation.cards,
            known=message.known,
            interrupted=interrupted,
        )
        if reply.nlu.outcome == "crisis":
            return [*answers, *await self._alarmed(message)], Kept(message.text)
        if not message.must_be_whole:
            kept = await self._keeping.after_asking(conversation_id, message.text, kept, reply)
        told = self._told(message, careful, kept)
        intent = reply.nlu.intent or ""
        if await self._visitors.understood(conversation_id, intent, desk, message.client_id, words):
            return [*told, *(one for one in answers if one.data.get("concern"))], kept
        # Somebody may have come while Rasa thought: then only danger is worth a word.
        if await self._desk.is_held(conversation_id):
            return [one for one in answers if one.type is EventType.CARD], kept
        # A card comes first, and alone; with it the words are kept whole.
        if has_card or any(one.type is EventType.CARD for one in answers):
            return answers, Kept(message.text)
        return [*told, *answers], kept

    async def _someone_in_danger(self, message: Message, reply: EngineReply | None) -> list[Draft]:
        """Return what is said to a yes to whether anyone is in danger: the card first, and then the step.

        Args:
            message: The message.
            reply: Rasa's, where it told; None for a button, which is known before.
        """
        said = await self._card(message)
        said += await self._alarmed(message)
        if reply is None:
            reply, _ = await self._reply(message)
        if await self._desk.is_held(message.conversation.id):
            return said
        if reply is None or not reply.replies:
            return [*said, script.apology(self._voice, careful=True, language=message.language)]
        # The step says whom to call: it follows also where another card came meanwhile.
        return [*said, *script.steps(reply, self._voice, message.language)]

    async def _card(self, message: Message) -> list[Draft]:
        """Show the card for such a yes before anything else is done; return it if it could not be stored yet."""
        if message.card is not None:
            return []
        words = "" if message.pressed else message.text
        conversation, known = message.conversation, message.known
        card = script.someone_in_danger(words, self._voice, seen=conversation.cards, known=known)
        try:
            await self._store.add_card(conversation.id, message.client_id, card, known.as_dict())
        except (ConversationGone, StoreUnavailable):
            return [card]
        return []

    async def _way_back(self, message: Message) -> list[Draft]:
        """Return the offer to go on with the steps of a release, where they are on."""
        try:
            walk = await self._store.latest(message.conversation.id, "release")
        except StoreUnavailable:
            return []
        if not is_on(walk):
            return []
        reply, interrupted = await self._reply(message, OFFER)
        if reply is None or interrupted:
            return []
        return script.steps(reply, self._voice, message.language)

    def _told(self, message: Message, careful: bool, kept: Kept) -> list[Draft]:
        """Return what is said of details that were left out."""
        if kept.is_whole:
            return []
        language = message.language
        return [script.told_not_kept(self._voice, careful=careful, language=language)]

    async def _has_card(self, message: Message) -> bool:
        found = await self._store.message(message.conversation.id, message.client_id)
        return found is not None and has_card(found[1])

    async def _alarmed(self, message: Message) -> list[Draft]:
        """Raise the alarm where Rasa alone saw danger, and return what is said if nobody knows."""
        if flagged(message.screened.findings):
            return []
        if await self._alarm.echo(message.conversation.id, (), message.client_id):
            return []
        return [script.untold(self._voice, message.language)]

    async def _reply(
        self, message: Message, choice: str | None = None
    ) -> tuple[EngineReply | None, bool]:
        """Return what Rasa says, and whether there was danger that it may not have known of.

        Args:
            message: The message.
            choice: What Rasa is asked for instead of what the message's button stands for.
        """
        screened = message.screened
        whole = screened.whole or flagged(screened.findings) or message.pressed is not None
        conversation_id, interruptions = message.conversation.id, self._sessions.interruptions
        interruption = await interruptions.of(conversation_id)
        if choice is None and message.pressed:
            choice = message.pressed.payload
        try:
            reply = await self._engine.ask(
                conversation_id,
                message.client_id,
                screened.findings if whole else None,
                text=None if message.pressed else message.text,
                choice=choice,
                interrupted=bool(interruption),
            )
        except EngineUnavailable as error:
            log.warning("no answer from the engine: %s %s", type(error).__name__, error)
            return None, False
        await interruptions.told(conversation_id, interruption)
        since = await interruptions.of(conversation_id)
        return reply, since.is_news_after(interruption)
