"""The topic classifier: one decision over all topics and plain intents at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.classifier import TextClassifier, Vectors
from bot.engine.parse import (
    ALTERNATIVES,
    RETRIEVAL_INTENT,
    SECOND_TOPIC,
    TOPIC_RANKING,
    guide_entity,
    selector,
    topic_entity,
)
from bot.nlu.decision import CRISIS, OUT_OF_SCOPE, SPANISH, Decision, Limits, alternatives, decide
from bot.nlu.featurizer import ENCODE
from bot.nlu.guidance import hear
from bot.nlu.questions import split_questions
from bot.safety.language import is_spanish

SECOND_AT = 0.7
"""From which probability on a message's second question is offered."""

ONE_QUESTION = 0.95
"""A message as sure as this is not looked through for a second question."""

Encode = Callable[[list[str]], Vectors]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Fills `intent` and the response selector's output, so that Rasa's `utter_faq` works as usual."""

    @classmethod
    def required_components(cls) -> list[type]:
        """A dense featurizer."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The limits of `bot.nlu.decision.Limits`."""
        return asdict(Limits())

    @staticmethod
    def required_packages() -> list[str]:
        """Checked by Rasa before training."""
        return ["sklearn"]

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: TextClassifier | None = None,
    ) -> None:
        """Takes a trained model, or none before training."""
        self.limits = Limits(**{name: config[name] for name in asdict(Limits())})
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Creates the component before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Loads the component from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TextClassifier.load(folder, "topics"))

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples and stores the model."""
        # Here, so that an engine which only serves does not load scikit-learn.
        from bot.classifier.training import train

        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        self._model = train(
            [one.get(TEXT) for one in examples],
            np.array([vector_of(one) for one in examples]),
            [one.get_full_intent() for one in examples],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder, "topics")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples know their intent already."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Decides on each message, unless danger was found in it before."""
        for message in messages:
            if message.get(TEXT) and (message.get(INTENT) or {}).get("name") != CRISIS:
                self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        first, second = self.decisions(message.get(TEXT), vector_of(message), message.get(ENCODE))
        message.set(
            INTENT, {"name": first.intent, "confidence": first.confidence}, add_to_output=True
        )
        message.set(
            "intent_ranking",
            [{"name": first.intent, "confidence": first.confidence}],
            add_to_output=True,
        )
        ranking = [{"topic": topic, "confidence": chance} for topic, chance in first.ranking]
        message.set(TOPIC_RANKING, ranking, add_to_output=True)
        if first.topic:
            output = selector(RETRIEVAL_INTENT, first.topic, first.confidence)
            message.set("response_selector", output, add_to_output=True)
            _add_entity(message, topic_entity(first.topic))
        if first.guide:
            _add_entity(message, guide_entity(first.guide))
        if second:
            message.set(SECOND_TOPIC, second, add_to_output=True)
        elif others := alternatives(first):
            message.set(ALTERNATIVES, list(others), add_to_output=True)

    def decisions(
        self, text: str, vector: Vectors, encode: Encode | None = None
    ) -> tuple[Decision, str | None]:
        """Decides on a message.

        Args:
            text: what the visitor wrote.
            vector: its sentence vector, shape (dimension,).
            encode: encodes the separate questions of a message that asks several; without it, the
                message is taken as one question.

        Returns:
            The decision, and the topic of a second question if there is a sure one.
        """
        whole = self._decide([text], vector[None, :], self.limits)[0]
        if encode is None or whole.confidence >= ONE_QUESTION:
            return whole, None
        questions = split_questions(text)
        if not questions:
            return whole, None
        sure = replace(self.limits, answer=SECOND_AT)
        parts = self._decide(questions, encode(questions), sure)
        asked = list(dict.fromkeys(part.topic for part in parts if part.topic))
        if len(asked) < 2:
            return whole, None
        first = next(part for part in parts if part.topic)
        return (whole if whole.topic == asked[0] else first), asked[1]

    def _decide(self, texts: Sequence[str], vectors: Vectors, limits: Limits) -> list[Decision]:
        if self._model is None:
            raise RuntimeError("The topic classifier is not trained. Run `./assistant train`.")
        chances = self._model.probabilities(texts, vectors)
        decisions = [
            decide(self._model.labels, row, limits, heard=hear(text))
            for text, row in zip(texts, chances, strict=True)
        ]
        return [_in_english(one, text) for one, text in zip(decisions, texts, strict=True)]


def _add_entity(message: Message, entity: dict[str, Any]) -> None:
    message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)


def _in_english(decision: Decision, text: str) -> Decision:
    """What is like no topic may be a little like the Spanish examples, and be English ("please help")."""
    if decision.intent != SPANISH or is_spanish(text):
        return decision
    return replace(decision, intent=OUT_OF_SCOPE)


def vector_of(message: Message) -> Vectors:
    """The sentence vector that the featurizer gave a message, shape (dimension,)."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ValueError("TopicClassifier needs a dense featurizer before it in config.yml.")
    vector: Vectors = np.asarray(sentence.features[0], dtype=np.float32)
    return vector
