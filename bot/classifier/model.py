"""A trained classifier: sentence vectors and word counts to probabilities."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.classifier.parts import PARTS

Vectors = npt.NDArray[np.float32]


class TextClassifier:
    """A linear map from a sentence vector, and the tf-idf of a text's words and letters, to probabilities."""

    def __init__(
        self,
        labels: Sequence[str],
        vocabularies: Sequence[Mapping[str, int]],
        idf: Sequence[Vectors],
        dense: Vectors,
        sparse: Vectors,
        intercept: Vectors,
    ) -> None:
        """Takes the trained parts; use `bot.classifier.training.train`, or `load`.

        Args:
            labels: what it tells apart, n of them.
            vocabularies: for each of `PARTS`, the column of each part that counts.
            idf: for each of `PARTS`, the weight of each column.
            dense: weights of the sentence vector, shape (dimension, n).
            sparse: weights of the tf-idf columns, shape (all columns, n).
            intercept: shape (n,).
        """
        self.labels = tuple(labels)
        self._vocabularies, self._idf = tuple(vocabularies), tuple(idf)
        self._dense, self._sparse, self._intercept = dense, sparse, intercept

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        """The probability of each label, shape (len(texts), len(labels)).

        Args:
            texts: n of them.
            vectors: their sentence vectors, shape (n, dimension).
        """
        words = np.array([self._scores_of_words(text) for text in texts])
        scores = vectors @ self._dense + words + self._intercept
        scores -= scores.max(axis=1, keepdims=True)
        exponents = np.exp(scores)
        result: Vectors = exponents / exponents.sum(axis=1, keepdims=True)
        return result

    def _scores_of_words(self, text: str) -> Vectors:
        """What `tf-idf of the text @ sparse weights` gives, shape (n,).

        For one text, scikit-learn's way through three sparse matrices takes five times as long.
        """
        scores = np.zeros(len(self.labels), dtype=np.float32)
        first = 0
        for split, vocabulary, idf in zip(PARTS, self._vocabularies, self._idf, strict=True):
            found = Counter(split(text))
            columns = {
                vocabulary[part]: times for part, times in found.items() if part in vocabulary
            }
            if columns:
                places = np.fromiter(columns, dtype=np.intp, count=len(columns))
                times = np.fromiter(columns.values(), dtype=np.float32, count=len(columns))
                weights = (1 + np.log(times)) * idf[places]
                weights /= np.linalg.norm(weights)
                scores += weights.astype(np.float32) @ self._sparse[first + places]
            first += len(vocabulary)
        return scores

    def save(self, folder: Path, name: str) -> None:
        """Writes `name`.json and `name`.npz, arrays and JSON: nothing in them can run."""
        described = {
            "labels": self.labels,
            "vocabularies": [dict(one) for one in self._vocabularies],
        }
        (folder / f"{name}.json").write_text(json.dumps(described), encoding="utf-8")
        words, letters = self._idf
        np.savez(
            folder / f"{name}.npz",
            dense=self._dense,
            sparse=self._sparse,
            intercept=self._intercept,
            words=words,
            letters=letters,
        )

    @classmethod
    def load(cls, folder: Path, name: str) -> TextClassifier:
        """Reads what `save` wrote."""
        described = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
            return cls(
                described["labels"],
                described["vocabularies"],
                [arrays[split.__name__] for split in PARTS],
                arrays["dense"],
                arrays["sparse"],
                arrays["intercept"],
            )
