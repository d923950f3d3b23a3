"""A trained detector: how alike a text is to examples of a thing, and to examples of its absence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.classifier import files
from bot.classifier.words import Vectors, WordWeights


class Detector:
    """A support vector machine over sentence vectors and words: above 0, rather yes.

    Two texts are as alike as `(1 - share) * exp(-2 * gamma * (1 - cosine of their vectors))` plus
    `share` times the cosine of their words' tf-idf. The words are linear, so that of all examples
    only one weight a word is left.
    """

    def __init__(
        self, points: Vectors, weights: Vectors, words: WordWeights, bias: float, gamma: float
    ) -> None:
        """Takes the trained parts; use `bot.classifier.kernel_training.train_detector`, or `load`.

        Args:
            points: vectors of the examples that count, shape (n, dimension).
            weights: how much each counts, for or against, shape (n,).
            words: weights of the words, to one score.
            bias: what is added.
            gamma: how quickly likeness falls with distance.
        """
        self.points = points.astype(np.float32)
        self._weights, self._words, self._bias, self._gamma = weights, words, bias, gamma

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        """How sure it is of each text, shape (len(texts),).

        Args:
            texts: n of them.
            vectors: their sentence vectors, of length one, shape (n, dimension).
        """
        alike = np.exp(2 * self._gamma * (vectors @ self.points.T - 1))
        words = np.array([self._words.scores(text)[0] for text in texts], dtype=np.float32)
        result: Vectors = alike @ self._weights + words + np.float32(self._bias)
        return result

    def save(self, folder: Path, name: str) -> None:
        """Writes `name`.json and `name`.npz; half precision is enough for the points."""
        files.save(
            folder,
            name,
            self._words,
            {"bias": self._bias, "gamma": self._gamma},
            points=self.points.astype(np.float16),
            weights=self._weights,
        )

    @classmethod
    def load(cls, folder: Path, name: str) -> Detector:
        """Reads what `save` wrote."""
        words, described, arrays = files.load(folder, name)
        return cls(
            arrays["points"], arrays["weights"], words, described["bias"], described["gamma"]
        )
