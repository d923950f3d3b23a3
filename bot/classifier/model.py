"""A trained classifier: sentence vectors and word counts to probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.classifier import files
from bot.classifier.words import Vectors, WordWeights


class TextClassifier:
    """A linear map from a sentence vector, and the tf-idf of a text's words and letters, to probabilities."""

    def __init__(
        self, labels: Sequence[str], words: WordWeights, dense: Vectors, intercept: Vectors
    ) -> None:
        """Takes the trained parts; use `bot.classifier.training.train`, or `load`.

        Args:
            labels: what it tells apart, n of them.
            words: weights of the words, to n scores.
            dense: weights of the sentence vector, shape (dimension, n).
            intercept: shape (n,).
        """
        self.labels = tuple(labels)
        self._words, self._dense, self._intercept = words, dense, intercept

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        """The probability of each label, shape (len(texts), len(labels)).

        Args:
            texts: n of them.
            vectors: their sentence vectors, shape (n, dimension).
        """
        words = np.array([self._words.scores(text) for text in texts])
        scores = vectors @ self._dense + words + self._intercept
        scores -= scores.max(axis=1, keepdims=True)
        exponents = np.exp(scores)
        result: Vectors = exponents / exponents.sum(axis=1, keepdims=True)
        return result

    def save(self, folder: Path, name: str) -> None:
        """Writes `name`.json and `name`.npz."""
        files.save(
            folder,
            name,
            self._words,
            {"labels": self.labels},
            dense=self._dense,
            intercept=self._intercept,
        )

    @classmethod
    def load(cls, folder: Path, name: str) -> TextClassifier:
        """Reads what `save` wrote."""
        words, described, arrays = files.load(folder, name)
        return cls(described["labels"], words, arrays["dense"], arrays["intercept"])
