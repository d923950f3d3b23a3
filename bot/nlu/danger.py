"""Danger before any topic."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.decision import CRISIS
from bot.safety import Classifier, Finding, flagged, screen
from bot.safety.card import leading
from bot.safety.second_layer import NoClassifier, load_classifier
from bot.setup.paths import ROOT

log = logging.getLogger(__name__)

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
            given = (message.get("metadata") or {}).get(FINDINGS)
            # With findings, be there none, the gateway has asked the second layer. Without, it could not
            # in time; `rasa shell` and `ask` come without too.
            own = screen(message.get(TEXT) or "", (), second_layer() if given is None else None)
            known = [Finding.from_dict(one) for one in given or []]
            findings = list(dict.fromkeys([*known, *own]))
            if flagged(findings):
                message.set(INTENT, {"name": CRISIS, "confidence": 1.0}, add_to_output=True)
                entities = [*message.get(ENTITIES, []), *entities_of(findings)]
                message.set(ENTITIES, entities, add_to_output=True)
            message.set(FINDINGS, [one.as_dict() for one in findings], add_to_output=True)
        return messages


@functools.cache
def second_layer() -> Classifier | None:
    """The screen's classifier, loaded once a process; None where it is not trained."""
    try:
        return load_classifier(ROOT)
    except NoClassifier as error:
        log.warning("The danger screen works by its rules alone. %s", error)
        return None


def entities_of(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What fills the slots of `action_crisis_handoff`: the finding that leads, without any words."""
    lead = leading(findings)
    if lead is None:
        return []
    values = {"category": lead.category, "whom": lead.about, "severity": lead.severity}
    return [
        {"entity": name, "value": value.value, "extractor": "DangerDetector"}
        for name, value in values.items()
    ]
