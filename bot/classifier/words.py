"""What the words and letters of a text weigh: the sparse half of every classifier here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.classifier.parts import PARTS

Vectors = npt.NDArray[np.float32]


class WordWeights:
    """A linear map from the tf-idf of a text's words and letters to scores."""

    def __init__(
        self,
        vocabularies: Sequence[Mapping[str, int]],
        idf: Sequence[Vectors],
        weights: Vectors,
    ) -> None:
        """Takes the trained parts.

        Args:
            vocabularies: for each of `PARTS`, the column of each part that counts.
            idf: for each of `PARTS`, the weight of each column.
            weights: shape (all columns, n), the columns of one kind after those of the other.
        """
        self.vocabularies = tuple(dict(one) for one in vocabularies)
        self.idf = tuple(idf)
        self.weights = weights

    def scores(self, text: str) -> Vectors:
        """What `tf-idf of the text @ weights` gives, shape (n,); each kind of part has length one.

        For one text, scikit-learn's way through three sparse matrices takes five times as long.
        """
        scores = np.zeros(self.weights.shape[1], dtype=np.float32)
        first = 0
        for split, vocabulary, idf in zip(PARTS, self.vocabularies, self.idf, strict=True):
            found = Counter(split(text))
            columns = {
                vocabulary[part]: times for part, times in found.items() if part in vocabulary
            }
            if columns:
                places = np.fromiter(columns, dtype=np.intp, count=len(columns))
                times = np.fromiter(columns.values(), dtype=np.float32, count=len(columns))
                values = (1 + np.log(times)) * idf[places]
                values /= np.linalg.norm(values)
                scores += values.astype(np.float32) @ self.weights[first + places]
            first += len(vocabulary)
        return scores
