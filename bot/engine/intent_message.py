"""Messages that name an intent, `/greet` or `/faq/text_therapist`.

A developer writes them in `rasa shell`, and the gateway's choices become them. A visitor's text never
does: it is plain text whatever it begins with. Rasa's own handler knows neither of this nor of the
second part of a retrieval intent.
"""

from __future__ import annotations

import functools
from typing import Any

from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.message import Message

from bot.engine.parse import PLAIN_TEXT, retrieval_parse


def handle_intent_messages() -> None:
    """Teaches Rasa's `RegexMessageHandler` retrieval intents, and visitors' plain text."""
    original = RegexMessageHandler.process

    @functools.wraps(original)
    def process(self: Any, messages: list[Message], domain: Domain | None = None) -> list[Message]:
        return [_handle(self, original, message, domain) for message in messages]

    RegexMessageHandler.process = process


def _handle(self: Any, original: Any, message: Message, domain: Domain | None) -> Message:
    if (message.get("metadata") or {}).get(PLAIN_TEXT):
        return message
    text = (message.get("text") or "").strip()
    if (
        text.startswith("/")
        and domain
        and f"utter_{text[1:]}" in domain.responses
        and "/" in text[1:]
    ):
        data: dict[str, Any] = {**retrieval_parse(text[1:]), "text": text}
        return Message(data, output_properties=set(data))
    handled: list[Message] = original(self, [message], domain)
    return handled[0]
