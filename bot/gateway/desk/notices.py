"""What the contacts are told of a conversation: why, when and where to look, and no word of it."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from bot.gateway.desk.contacts import Contacts
from bot.gateway.voice import Voice
from bot.handoff.effects import Contact
from bot.handoff.episode import Episode, Priority, Reason
from bot.handoff.request import HandoffRequest, Occasion, reference_of
from bot.safety import Finding

MOST_REMEMBERED = 2000


class Notices:
    """Writes the notices of this process. Methods take a bounded time, and never raise."""

    def __init__(self, contacts: Contacts, voice: Voice) -> None:
        """Use the parts given."""
        self._contacts = contacts
        self._voice = voice
        self._leads: OrderedDict[str, Finding] = OrderedDict()

    def remember(self, conversation_id: str, lead: Finding) -> None:
        """Keep the worst danger in a conversation, for its notices; after a restart it is not known."""
        worst = self._leads.get(conversation_id)
        if worst is None or lead.severity.rank <= worst.severity.rank:
            self._leads[conversation_id] = lead
        self._leads.move_to_end(conversation_id)
        while len(self._leads) > MOST_REMEMBERED:
            self._leads.popitem(last=False)

    async def tell(self, episode: Episode, contact: Contact) -> bool:
        """Return whether the contact has taken a notice of the episode."""
        # Each wait is told of by itself; who is on call hears of a danger, whoever waits.
        wait = "" if contact == "on_call" else f"{episode.id} {episode.entered_at}"
        if contact == "on_call" or episode.priority >= Priority.DANGER:
            return await self._contacts.tell(contact, self._danger(episode.conversation, wait))
        failures = episode.reason is Reason.FAILURES
        occasion = Occasion.FAILURES if failures else Occasion.REQUEST
        return await self._contacts.tell(contact, self._plain(episode.conversation, occasion, wait))

    async def tell_anybody(self, conversation_id: str) -> None:
        """Tell of danger whoever can be told, where the store cannot say who should be."""
        await self._contacts.tell_anybody(self._danger(conversation_id))

    async def message_left(self, conversation_id: str, client_id: str) -> None:
        """Tell the first contact that a message was left, of each by itself."""
        asked = self._plain(conversation_id, Occasion.MESSAGE, client_id)
        await self._contacts.tell("first", asked)

    def forget(self, conversation_id: str) -> None:
        """Drop what is known of a conversation."""
        self._leads.pop(conversation_id, None)

    async def close(self, grace: float) -> None:
        """Let what is being sent end within `grace` seconds."""
        await self._contacts.close(grace)

    def _danger(self, conversation_id: str, wait: str = "") -> HandoffRequest:
        lead = self._leads.get(conversation_id)
        # A call for help does not say what is wrong; its category is only that of the rule.
        named = lead is not None and not lead.unnamed
        return HandoffRequest(
            conversation=reference_of(conversation_id),
            category=lead.category if lead and named else None,
            about=lead.about if lead and named else None,
            severity=lead.severity if lead else None,
            at=self._now(),
            wait=wait,
        )

    def _plain(self, conversation_id: str, occasion: Occasion, wait: str = "") -> HandoffRequest:
        reference = reference_of(conversation_id)
        return HandoffRequest(reference, None, None, None, self._now(), occasion, wait)

    def _now(self) -> datetime:
        return datetime.now(self._voice.zone())
