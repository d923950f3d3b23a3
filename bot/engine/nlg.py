"""What the assistant says: the staff's wording, live, with the practice's own facts filled in.

Rasa's own generator picks at random among all conditional variants that match, and takes the wording
that was trained. This one takes the variant with the most matching conditions from the content files as
they are now: a saved change is said from the next message on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content import Library, LiveLibrary
from bot.content.approval import errors_of_check
from bot.content.model import Metadata, Response, Variant
from bot.content.watch import keep_current
from bot.engine.offers import offer, suggestion_buttons

ROOT = Path(__file__).resolve().parents[2]


class Wording(NaturalLanguageGenerator):
    """Words every response from the content library (`endpoints.yml`, `nlg: type:`)."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Reads the content; `root` in the endpoint's configuration names another project folder."""
        root = Path(endpoint_config.kwargs.get("root") or ROOT)
        self.live = LiveLibrary(root, approve=errors_of_check)
        keep_current(self.live)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Words one response for this conversation; None if there is no such response."""
        library = self.live.current
        slots = tracker.current_slot_values()
        parse = tracker.latest_message.parse_data if tracker.latest_message else {}
        about = about_the_answer(library, utter_action, slots)
        if about is not None:
            return about
        response = library.responses.get(utter_action)
        if response is None:
            return None
        worded = word(library, response, slots)
        worded["text"] = fill_in(worded["text"], kwargs)
        if utter_action == "utter_suggest":
            worded["buttons"] = suggestion_buttons(library, parse)
        if utter_action.startswith("utter_faq/"):
            worded["offer"] = offer(library, parse, slots)
        return worded


def word(library: Library, response: Response, slots: dict[str, Any]) -> dict[str, Any]:
    """A response as Rasa sends it: text, buttons, topic, metadata."""
    variant = response.pick(slots)
    worded: dict[str, Any] = {
        "text": library.fill(variant.text).strip(),
        "metadata": metadata_of(library, variant),
        "buttons": [
            {"title": button.title, "payload": button.payload} for button in variant.buttons
        ],
    }
    if response.id.startswith("utter_faq/"):
        worded["topic"] = response.id.removeprefix("utter_faq/")
    return worded


def fill_in(text: str, values: Mapping[str, Any]) -> str:
    """Puts in what an action found out, such as {office.opens}; a value that is no text stays out."""
    for name, value in values.items():
        if isinstance(value, str):
            text = text.replace(f"{{{name}}}", value)
    return text


def metadata_of(library: Library, variant: Variant) -> dict[str, Any]:
    """What stands around an answer, as plain data for JSON."""
    metadata: Metadata = variant.metadata
    return {
        "title": metadata.title,
        "more": library.fill(metadata.more).strip() if metadata.more else None,
        "sources": [
            {key: value for key, value in asdict(source).items() if value}
            for source in metadata.sources
        ],
        "reviewed_on": metadata.reviewed_on.isoformat() if metadata.reviewed_on else None,
        "related": list(metadata.related),
    }


def about_the_answer(
    library: Library, utter_action: str, slots: dict[str, Any]
) -> dict[str, Any] | None:
    """ "Tell me more" and "says who?" after an answer; None where there is nothing to tell."""
    topic = library.topics.get(str(slots.get("topic")))
    if topic is None or utter_action not in ("utter_more", "utter_sources"):
        return None
    worded = word(library, topic.response, slots)
    metadata = worded["metadata"]
    if utter_action == "utter_more":
        if not metadata["more"]:
            return None
        worded["text"], metadata["more"] = metadata["more"], None
    else:
        if not metadata["sources"]:
            return None
        worded["text"] = "\n".join(
            f"- {source['citation']}: {source['name']}" for source in metadata["sources"]
        )
    return worded
