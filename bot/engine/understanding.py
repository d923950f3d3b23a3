"""Talks to the trained model without servers: for `ask`, `evaluate` and the tests."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.engine.offers import SUGGESTIONS
from bot.engine.start import prepare
from bot.safety import Finding, concerned
from bot.safety.card import leading


class NoModel(Exception):
    """There is no trained model yet."""


@dataclass(frozen=True)
class Understood:
    """How one message was understood.

    Attributes:
        outcome: `answer`, `suggest`, `out_of_scope`, `smalltalk`, `journey` or `crisis`.
        topic: the topic answered, or the journey's name.
        suggestions: topics offered, best first: instead of an answer, or beside it.
        confidence: from 0 to 1.
        ranking: topics and journeys with their confidence, best first.
        category: for `crisis`, of the finding that leads; None when the topic classifier alone saw danger.
        about: for `crisis`, who is in danger, and by whose hand; of the same finding.
        severity: for `crisis`, how urgent; of the same finding.
        guide: for the journey through a release, the guide that begins; None where one question comes first.
        concern: the gentle line comes with the answer, and no card.
    """

    text: str
    outcome: str
    topic: str | None
    suggestions: tuple[str, ...]
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    category: str | None = None
    about: str | None = None
    severity: str | None = None
    guide: str | None = None
    concern: bool = False

    def as_dict(self) -> dict[str, Any]:
        """What `ask --jsonl` prints."""
        return {
            "text": self.text,
            "outcome": self.outcome,
            "topic": self.topic,
            "suggestions": list(self.suggestions),
            "confidence": round(self.confidence, 4),
            "category": self.category,
            "about": self.about,
            "severity": self.severity,
            "guide": self.guide,
            "concern": self.concern,
        }


class Model:
    """A trained model in this process, with a memory that ends with it."""

    def __init__(self, root: Path) -> None:
        """Loads the newest model.

        Args:
            root: the project's folder.

        Raises:
            NoModel: none was trained.
        """
        prepare()
        logging.disable(logging.INFO)
        import structlog

        # Unless told, structlog prints every debug event, the message in it, to standard output.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        from rasa.core.agent import Agent
        from rasa.core.lock_store import InMemoryLockStore
        from rasa.core.tracker_store import InMemoryTrackerStore
        from rasa.model import get_latest_model
        from rasa.shared.core.domain import Domain
        from rasa.utils.endpoints import EndpointConfig

        from bot.engine.actions_here import ActionsHere

        newest = get_latest_model(str(root / "models"))
        if newest is None:
            raise NoModel(f"There is no trained model in {root / 'models'}. Run ./assistant train.")
        self.agent = Agent.load(
            newest,
            generator=EndpointConfig(type="bot.engine.nlg.Wording", root=str(root)),
            tracker_store=InMemoryTrackerStore(Domain.empty()),
            lock_store=InMemoryLockStore(),
            action_endpoint=ActionsHere(),
        )

    async def understand(self, text: str) -> Understood:
        """Understands one message by itself, as the first of a conversation."""
        from rasa.core.channels.channel import UserMessage

        return self._understood(await self._parse(UserMessage(text, metadata=_plain())), text)

    async def converse(
        self, text: str, conversation: str
    ) -> tuple[Understood, list[dict[str, Any]]]:
        """Says something in a conversation.

        Returns:
            How it was understood, and the replies.
        """
        from rasa.core.channels.channel import UserMessage

        from bot.engine.channel import Collector

        collector = Collector()
        is_choice = text.startswith("/")
        message = UserMessage(text, collector, conversation, metadata={} if is_choice else _plain())
        await self.agent.handle_message(message)
        return self._understood(message.parse_data or {}, text), collector.replies

    async def _parse(self, message: Any) -> dict[str, Any]:
        processor = self.agent.processor
        if processor is None:
            raise NoModel("The model could not be loaded.")
        parse: dict[str, Any] = await processor.parse_message(message)
        return parse

    def _understood(self, parse: dict[str, Any], text: str) -> Understood:
        from bot.engine.outcome import Outcome, outcome_of
        from bot.engine.parse import ALTERNATIVES, SECOND_TOPIC, guide_of, ranking_of, topic_of
        from bot.nlu.danger import FINDINGS

        outcome = outcome_of(parse)
        ranking = tuple(ranking_of(parse))
        intent = parse.get("intent", {})
        topic = intent.get("name") if outcome is Outcome.JOURNEY else topic_of(parse)
        offered: list[str] = []
        if outcome is Outcome.SUGGEST:
            offered = [name for name, _ in ranking[:SUGGESTIONS]]
        elif outcome in (Outcome.ANSWER, Outcome.JOURNEY):
            second = parse.get(SECOND_TOPIC)
            offered = [second] if second else list(parse.get(ALTERNATIVES) or [])
        understood = Understood(
            text,
            outcome.value,
            topic,
            tuple(offered),
            intent.get("confidence", 0.0),
            ranking,
            guide=guide_of(parse) if outcome is Outcome.JOURNEY else None,
        )
        findings = [Finding.from_dict(one) for one in parse.get(FINDINGS) or []]
        if outcome is not Outcome.CRISIS:
            return replace(understood, concern=concerned(findings))
        lead = leading(findings)
        if lead is None:
            return understood
        return replace(
            understood,
            category=lead.category.value,
            about=lead.about.value,
            severity=lead.severity.value,
        )


def _plain() -> dict[str, Any]:
    from bot.engine.parse import PLAIN_TEXT

    return {PLAIN_TEXT: True}
