"""The gateway's way into Rasa.

Rasa's REST channel drops metadata, splits a text at blank lines, obeys `/restart`, and turns an
exception into an empty 200 that logs the visitor's words. This one carries the danger findings and
choices in, and the whole replies with the understanding behind them out; see `docs/decisions/0004`.
Loopback only: whoever reaches it can speak in any conversation.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, HTTPResponse, Request, response
from sanic.exceptions import SanicException

from bot.engine import privacy
from bot.engine.outcome import outcome_of
from bot.engine.parse import INTERRUPTED, PLAIN_TEXT, ranking_of, topic_of
from bot.engine.release import says_danger
from bot.engine.tracker_store import forget
from bot.nlu.featurizer import encode_ahead
from bot.release.turn import Kind

logger = logging.getLogger(__name__)

MALFORMED = "A message needs a conversation, an id, and text or choice."
REPLY_KEYS = ("text", "buttons", "topic", "metadata", "release", "offer")


class Collector(OutputChannel):
    """Keeps each reply whole, with its metadata."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The name that channel-specific responses would use."""
        return Channel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one reply; what it offers besides becomes a reply of its own."""
        reply = {key: message[key] for key in REPLY_KEYS if message.get(key)}
        offer = reply.pop("offer", None)
        self.replies += [reply] if reply else []
        self.replies += [offer] if offer else []

    @property
    def answer(self) -> list[dict[str, Any]]:
        """The replies; none where only a remark about the message was made: the gateway then says that it failed."""
        is_answer = [_kind(reply) != Kind.NO_DETAILS for reply in self.replies]
        return self.replies if any(is_answer) else []


class Channel(InputChannel):
    """Takes messages and choices from the gateway; answers with replies and understanding."""

    @classmethod
    def name(cls) -> str:
        """The name in `credentials.yml` and in the address."""
        return "between_sessions"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's addresses, below `/webhooks/between_sessions`."""
        routes = Blueprint("between_sessions")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            agent = _agent(request)
            if agent is None:
                return _error(503, "starting", "No model is loaded yet.")
            return response.json({"model": agent.model_name})

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            agent = _agent(request)
            if agent is None:
                return _error(503, "starting", "No model is loaded yet.")
            try:
                message, collector = _message(request.json)
            except (AttributeError, KeyError, TypeError, ValueError, SanicException):
                return _error(400, "malformed", MALFORMED)
            with privacy.visitor_text(message.text or ""):
                try:
                    await encode_ahead(message.text or "")
                    await agent.handle_message(message)
                except Exception:
                    logger.exception("A message could not be handled.")
                    return _error(500, "failed", "The message could not be handled.")
            return response.json({"replies": collector.answer, "nlu": _understood(message)})

        @routes.delete("/conversations/<conversation:str>")
        async def delete(request: Request, conversation: str) -> HTTPResponse:
            agent = _agent(request)
            if agent is None:
                return _error(503, "starting", "No model is loaded yet.")
            try:
                async with agent.lock_store.lock(conversation):
                    await forget(agent.tracker_store, conversation)
            except Exception:
                logger.exception("A conversation could not be deleted.")
                return _error(500, "failed", "The conversation could not be deleted.")
            return response.empty()

        return routes


def _agent(request: Request) -> Agent | None:
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _message(body: dict[str, Any]) -> tuple[UserMessage, Collector]:
    collector = Collector()
    text, choice = body.get("text"), body.get("choice")
    if (text is None) == (choice is None) or not isinstance(text or choice, str):
        raise ValueError
    if choice is not None and not choice.startswith("/"):
        raise ValueError
    metadata: dict[str, Any] = {PLAIN_TEXT: choice is None}
    # Without any, the gateway's screen has not looked with both layers: Rasa's own does.
    if body.get("findings") is not None:
        metadata["findings"] = list(body["findings"])
    if body.get("interrupted"):
        metadata[INTERRUPTED] = True
    message = UserMessage(
        text if choice is None else choice,
        collector,
        str(body["conversation"]),
        input_channel=Channel.name(),
        message_id=str(body["message_id"]),
        metadata=metadata,
    )
    return message, collector


def _understood(message: UserMessage) -> dict[str, Any]:
    parse = message.parse_data or {}
    intent = parse.get("intent", {})
    return {
        "outcome": outcome_of(parse),
        "topic": topic_of(parse),
        "intent": intent.get("name"),
        "confidence": intent.get("confidence", 0.0),
        "ranking": [
            {"topic": topic, "confidence": score} for topic, score in ranking_of(parse)[:5]
        ],
        # By the message itself, not by what was said to it: the gateway calls somebody also where no action runs.
        "in_danger": says_danger(parse),
    }


def _kind(reply: dict[str, Any]) -> str | None:
    kind: str | None = reply.get("release", {}).get("kind")
    return kind


def _error(status: int, code: str, detail: str) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": detail}}, status=status)
