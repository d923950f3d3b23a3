"""Rasa's message processor with what a conversation of ours adds."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.follow_up import resolve

LONGEST_SESSION = 20
"""Visitor messages in one Rasa session. Every turn reads and replays the whole session: after 300
messages a turn took six times as long. A new session keeps the slots, which is all that we need."""


class Processor(MessageProcessor):
    """Understands follow-ups from the topic before, and keeps sessions short."""

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Parses a message, resolves a follow-up, and leaves the result on the message.

        The input channel reads it there: Rasa itself reports only what the assistant says.
        """
        parse: dict[str, Any] = await super().parse_message(
            message, tracker, only_output_properties
        )
        previous = tracker.get_slot("topic") if tracker and "topic" in tracker.slots else None
        parse = resolve(parse, previous, self.follow_ups())
        message.parse_data = parse
        return parse

    def follow_ups(self) -> dict[str, dict[str, str]]:
        """For each topic, where its follow-ups lead."""
        found: dict[str, dict[str, str]] = {}
        for name, variants in self.domain.responses.items():
            if name.startswith("utter_faq/"):
                scripts = [(one.get("metadata") or {}).get("follow_ups") or {} for one in variants]
                found[name.removeprefix("utter_faq/")] = next(filter(None, scripts), {})
        return found

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        if super()._has_session_expired(tracker):
            return True
        messages = 0
        for event in reversed(tracker.events):
            if isinstance(event, SessionStarted):
                break
            messages += isinstance(event, UserUttered)
        return messages >= LONGEST_SESSION
