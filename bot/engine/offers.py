"""What is offered as buttons: topics that a message may be about."""

from __future__ import annotations

from typing import Any

from bot.content import Library
from bot.engine.parse import ALTERNATIVES, SECOND_TOPIC, ranking_of

SUGGESTIONS = 3
NONE_OF_THESE = {"title": "None of these", "payload": "/none_of_these"}


def suggestion_buttons(library: Library, parse: dict[str, Any]) -> list[dict[str, str]]:
    """At most three topics by title, best first, and "None of these"."""
    buttons = [offer_button(library, topic) for topic, _ in ranking_of(parse)]
    return [*[button for button in buttons if button][:SUGGESTIONS], NONE_OF_THESE]


def offer_button(library: Library, topic: str) -> dict[str, str] | None:
    """The button that asks a topic or starts a journey; None for what the content does not know."""
    if topic in library.topics:
        return {"title": library.topics[topic].title, "payload": f"/faq/{topic}"}
    if f"utter_{topic}" in library.responses:
        return {"title": library.responses[f"utter_{topic}"].title, "payload": f"/{topic}"}
    return None


def offer(library: Library, parse: dict[str, Any], slots: dict[str, Any]) -> dict[str, Any] | None:
    """What is offered beside a reply: the message's second question, or topics that may fit better."""
    if second := parse.get(SECOND_TOPIC):
        lead, topics = "utter_also_asked", [second]
    else:
        lead, topics = "utter_alternatives", parse.get(ALTERNATIVES) or []
    buttons = [button for topic in topics if (button := offer_button(library, topic))]
    if not buttons:
        return None
    variant = library.responses[lead].pick(slots)
    return {"text": library.fill(variant.text).strip(), "buttons": buttons}
