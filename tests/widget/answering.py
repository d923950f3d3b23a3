"""What answers in these tests: the project's own texts and its guides, without Rasa's time to start."""

from __future__ import annotations

import json
from typing import Any

from bot.content.library import Library
from bot.engine.offers import offer_button
from bot.engine.release_reply import reply_of
from bot.release.journey import Journey, Move, advance
from bot.release.moves import Start, from_button
from tests.gateway.standin import StandIn

TEXTING = "Can my therapist text me?"
UNCLEAR = "What about notes?"
GUIDE = "Walk me through the release form"

_TOPICS = {TEXTING: "text_therapist"}
_SUGGESTED = ("see_my_notes", "what_notes_contain", "notes_in_court")


class Answering(StandIn):
    """Knows one question, is unsure about another, and walks through the guides; the rest it repeats."""

    def __init__(self, library: Library) -> None:
        """Answer with this content."""
        super().__init__()
        self._library = library
        self._journeys: dict[str, Journey | None] = {}

    def reply(self, body: dict[str, Any]) -> bytes:
        """Return what is answered, in the format of Rasa's channel."""
        if self.raw is not None:
            return self.raw
        said = body.get("choice") or body["text"]
        name, brace, value = said.removeprefix("/").partition("{")
        if said == GUIDE:
            answer = self._walk(body["conversation"], Start())
        elif move := from_button(name.removeprefix("release_"), json.loads(brace + value or "{}")):
            answer = self._walk(body["conversation"], move)
        elif topic := _TOPICS.get(said, name.removeprefix("faq/") if "/" in name else ""):
            answer = self._topic(topic)
        elif said == UNCLEAR:
            answer = self._unsure()
        else:
            answer = _reply({"text": f"An answer to: {said}"}, outcome="answer")
        return json.dumps(answer).encode()

    def _topic(self, topic: str) -> dict[str, Any]:
        found = self._library.topics[topic]
        variant = found.response.variants[0]
        metadata = variant.metadata
        assert metadata.more and metadata.reviewed_on
        shown = {
            "title": metadata.title,
            "more": self._library.fill(metadata.more),
            "sources": [vars(one) for one in metadata.sources],
            "reviewed_on": metadata.reviewed_on.isoformat(),
            "related": list(metadata.related),
        }
        line = {"text": self._library.fill(variant.text), "topic": topic, "metadata": shown}
        return _reply(line, outcome="answer")

    def _unsure(self) -> dict[str, Any]:
        buttons = [offer_button(self._library, topic) for topic in _SUGGESTED]
        line = {"text": "I'm not sure what you mean. Is it one of these?", "buttons": buttons}
        return _reply(line, outcome="suggest")

    def _walk(self, conversation: str, move: Move) -> dict[str, Any]:
        release = self._library.release
        turn = advance(release, self._journeys.get(conversation), move)
        self._journeys[conversation] = turn.journey
        answers = turn.finished.answers if turn.finished else None
        return _reply(*(reply_of(release, line, answers) for line in turn.say), outcome="journey")


def _reply(*lines: dict[str, Any], outcome: str) -> dict[str, Any]:
    return {"replies": list(lines), "nlu": {"outcome": outcome}}
