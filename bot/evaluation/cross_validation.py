"""Cross-validation of the topic model over the training examples themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.classifier.training import train
from bot.encoder.cache import VectorCache
from bot.encoder.chosen import chosen_encoder
from bot.evaluation.questions import OUTSIDE, Question
from bot.nlu.decision import OUTSIDE as OUTSIDE_INTENTS
from bot.nlu.decision import SUGGEST, decide
from bot.nlu.featurizer import ENCODERS, load_encoder

FOLDS = 5


@dataclass(frozen=True)
class Judged:
    """One example judged by a model that had not seen it."""

    outcome: str
    topic: str | None
    suggestions: tuple[str, ...]
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def cross_validate(root: Path) -> tuple[list[Question], list[Judged]]:
    """Judges every topic and out-of-scope example with a model trained without it."""
    texts, labels = _examples(root)
    name = chosen_encoder(root / "config.yml")
    vectors = VectorCache(ENCODERS / name / "vectors.db", load_encoder(name, 2)).encode(texts)
    judged: dict[int, Judged] = {}
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for seen, unseen in folds.split(texts, labels):
        model = train([texts[i] for i in seen], vectors[seen], [labels[i] for i in seen])
        chances = model.probabilities([texts[i] for i in unseen], vectors[unseen])
        for index, row in zip(unseen, chances, strict=True):
            judged[int(index)] = _judge(model.labels, row)
    kept = [i for i, label in enumerate(labels) if _topics(label)]
    return [Question(texts[i], _topics(labels[i])) for i in kept], [judged[i] for i in kept]


def _examples(root: Path) -> tuple[list[str], list[str]]:
    from rasa.shared.nlu.training_data.loading import load_data

    examples = [
        one for one in load_data(str(root / "data" / "nlu")).intent_examples if one.get("text")
    ]
    return [one.get("text") for one in examples], [one.get_full_intent() for one in examples]


def _topics(label: str) -> tuple[str, ...]:
    if label.startswith("faq/"):
        return (label.removeprefix("faq/"),)
    return (OUTSIDE,) if label in OUTSIDE_INTENTS else ()


def _judge(labels: tuple[str, ...], row: np.ndarray) -> Judged:  # type: ignore[type-arg]
    decision = decide(labels, row)
    offered = (
        tuple(topic for topic, _ in decision.ranking[:3]) if decision.intent == SUGGEST else ()
    )
    return Judged(
        _outcome(decision.intent), decision.topic, offered, decision.confidence, decision.ranking
    )


def _outcome(intent: str) -> str:
    from bot.engine.outcome import outcome_of

    return outcome_of({"intent": {"name": intent}}).value
