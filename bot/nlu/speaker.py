"""Fills the slots `who` and `age_group` from plain statements."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.speech import said


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpeakerExtractor(GraphComponent, EntityExtractorMixin):
    """Extracts the entities `who` and `age_group`; see `bot.nlu.speech`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpeakerExtractor:
        """Creates the component; it has nothing to train."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities to messages from visitors."""
        for message in messages:
            found = [
                {"entity": one.slot, "value": one.value, "start": one.start, "end": one.end}
                for one in said(message.get(TEXT) or "")
            ]
            if found:
                entities = [*message.get(ENTITIES, []), *self.add_extractor_name(found)]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages
