"""A dense featurizer over the project's own sentence encoder."""

from __future__ import annotations

import asyncio
import functools
import os
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tqdm import tqdm

from bot.encoder import SentenceEncoder
from bot.encoder.cache import VectorCache
from bot.encoder.encoder import Vectors

ENCODERS = Path(__file__).resolve().parents[2] / "var" / "encoders"
ENCODE = "encode"
"""Message key of the function that encodes further texts, should a component need them."""

WORKERS = os.cpu_count() or 1
AHEAD = 64
"""Vectors computed ahead that wait for their message at most."""


@functools.lru_cache(maxsize=2)
def load_encoder(name: str, workers: int = 1) -> SentenceEncoder:
    """The prepared encoder of this name, loaded once a process."""
    return SentenceEncoder(ENCODERS / name, workers)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives each message the vector of its text.

    The weights stay in `var/encoders`; the trained model only names them.
    """

    serving: SentenceEncoderFeaturizer | None = None
    """The component that serves visitors in this process, for `encode_ahead`."""

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer, as Rasa's evaluation of entities needs one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Which encoder, by the name of its folder."""
        return {**DenseFeaturizer.get_default_config(), "encoder": "all-mpnet-base-v2"}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Loads the encoder that the configuration names."""
        super().__init__(name, config)
        self.encoder = load_encoder(config["encoder"])
        self._ahead: OrderedDict[str, Vectors] = OrderedDict()
        SentenceEncoderFeaturizer.serving = self

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Creates the component; it has nothing to train."""
        return cls(config, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vectors to messages from visitors."""
        for message in messages:
            if text := message.get(TEXT):
                ahead = self._ahead.pop(text, None)
                self._add(message, self.encoder.encode([text])[0] if ahead is None else ahead)
                message.set(ENCODE, self.encoder.encode)
        return messages

    def ahead(self, text: str) -> None:
        """Encodes a text whose message will be processed soon."""
        self._ahead[text] = self.encoder.encode([text])[0]
        while len(self._ahead) > AHEAD:
            self._ahead.popitem(last=False)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors to all examples; those of earlier trainings come from a cache."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        texts = [message.get(TEXT) for message in messages]
        fast = load_encoder(self._config["encoder"], os.cpu_count() or 1)
        cache = VectorCache(ENCODERS / self._config["encoder"] / "vectors.db", fast)
        with tqdm(total=len(texts), desc="Reading examples", unit="") as bar:
            vectors = cache.encode(texts, bar.update)
        for message, vector in zip(messages, vectors, strict=True):
            self._add(message, vector)
        return training_data

    def _add(self, message: Message, vector: Vectors) -> None:
        # No features of single words: nothing reads them, and Rasa would hash them all while training.
        alias = self._config[FEATURIZER_CLASS_ALIAS]
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, alias))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing more to check: a missing encoder says so when it is loaded."""


async def encode_ahead(text: str) -> None:
    """Encodes a visitor's text in a thread, before its message takes the event loop.

    ONNX Runtime lets go of Python's lock: several visitors' texts are encoded on several cores, while
    Rasa's own work, which is Python, goes on.
    """
    component = SentenceEncoderFeaturizer.serving
    if component is not None and text:
        await asyncio.get_running_loop().run_in_executor(_cores(), component.ahead, text)


@functools.cache
def _cores() -> ThreadPoolExecutor:
    """A thread for each core: more of them only take each other's caches, and the event loop's time."""
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="encoder")
