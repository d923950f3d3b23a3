"""Training the detector: a part of the examples at a time, as if on all of them at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from sklearn.svm import SVC

from bot.classifier import Detector, Vectors, kernel_training
from bot.classifier.kernel_training import SHARE, train_detector

WORDS = ("cat", "dog", "bird", "fish", "tree", "stone", "river", "cloud", "road", "house", "lamp")
TEXTS = [f"{one} {other} {third}" for one in WORDS for other in WORDS for third in WORDS[:3]]
_RANDOM = np.random.RandomState(0)
VECTORS: Vectors = _RANDOM.normal(size=(len(TEXTS), 8)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)
WANTED = [bool(one) for one in VECTORS[:, 0] * VECTORS[:, 1] + 0.1 * VECTORS[:, 2] > 0]


@dataclass
class Work:
    """What the training did.

    Attributes:
        rounds: the machine of each round, trained.
        extended: how often the examples' likeness was reckoned for a next round.
    """

    rounds: list[Any] = field(default_factory=list)
    extended: int = 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Looks at few examples first, so that it takes several rounds."""
    done = Work()

    class Watched(SVC):
        def fit(self, *args: Any) -> Watched:
            done.rounds.append(self)
            super().fit(*args)
            return self

    class Likeness(kernel_training._Likeness):
        def extended(self, *args: Any) -> Vectors:
            done.extended += 1
            return super().extended(*args)

    monkeypatch.setattr(kernel_training, "SVC", Watched)
    monkeypatch.setattr(kernel_training, "_Likeness", Likeness)
    monkeypatch.setattr(kernel_training, "FIRST", (30, 10))
    return done


def trained() -> Detector:
    return train_detector(TEXTS, VECTORS, WANTED)


def test_trained_on_parts_it_scores_as_if_trained_at_once(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_parts = trained().scores(TEXTS, VECTORS)
    assert 2 <= len(work.rounds) < kernel_training.ROUNDS
    monkeypatch.setattr(kernel_training, "FIRST", (len(TEXTS), 0))
    at_once = trained().scores(TEXTS, VECTORS)
    np.testing.assert_allclose(by_parts, at_once, atol=0.02)
    assert ((at_once > 0) == WANTED).mean() > 0.95


def test_ended_after_some_rounds_it_is_what_it_was_after_them(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained()
    second = work.rounds[1]
    assert len(work.rounds) > 2
    monkeypatch.setattr(kernel_training, "ROUNDS", 2)
    detector = trained()
    assert np.array_equal(
        detector._weights, np.float32(1 - SHARE) * second.dual_coef_[0].astype(np.float32)
    )
    assert detector._bias == second.intercept_[0]
    assert len(detector.points) == len(second.support_)


@pytest.mark.parametrize("rounds", [1, 2])
def test_after_the_last_round_nothing_is_made_ready_for_another(
    work: Work, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    monkeypatch.setattr(kernel_training, "ROUNDS", rounds)
    trained()
    assert (len(work.rounds), work.extended) == (rounds, rounds - 1)
