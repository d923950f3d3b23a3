"""Danger before any topic."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.decision import CRISIS
from bot.safety import Finding, flagged, screen

FINDINGS = "findings"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(GraphComponent, IntentClassifier):
    """Sets the intent `crisis` for a message that the screen flags.

    The gateway screens first, with the turns before in view; its findings arrive in the message's
    metadata. This component adds its own and takes nothing away, so that `rasa shell` is screened too.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerDetector:
        """Creates the component; it has nothing to train."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Screens each message and merges what the gateway found."""
        for message in messages:
            given = [
                Finding.from_dict(one)
                for one in (message.get("metadata") or {}).get(FINDINGS) or []
            ]
            findings = list(dict.fromkeys([*given, *screen(message.get(TEXT) or "")]))
            if flagged(findings):
                message.set(INTENT, {"name": CRISIS, "confidence": 1.0}, add_to_output=True)
            message.set(FINDINGS, [one.as_dict() for one in findings], add_to_output=True)
        return messages
