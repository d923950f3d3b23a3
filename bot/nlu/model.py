"""The classifier under the topic component: sentence vectors and word counts to probabilities."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.extmath import randomized_range_finder

Vectors = npt.NDArray[np.float32]

WORDS = {"ngram_range": (1, 2), "sublinear_tf": True, "min_df": 2}
LETTERS = {
    "analyzer": "char_wb",
    "ngram_range": (2, 5),
    "sublinear_tf": True,
    "min_df": 3,
    "max_features": 30_000,
}
SPARSE_DIMENSIONS = 384
SPARSE_WEIGHT = 0.5
"""How much the words count beside the meaning. These and `C` were chosen by cross-validation; what
else was tried stands in docs/decisions/0005-understanding.md."""

INVERSE_REGULARISATION = 30.0
TOLERANCE = 1e-3


class TopicModel:
    """Logistic regression over sentence vectors and tf-idf of words and letters, as one linear map.

    The tf-idf is trained through its first 384 principal directions, which is six times faster than
    the 36,000 columns and no less exact; the two linear maps are then multiplied into one.
    """

    def __init__(
        self,
        labels: Sequence[str],
        vectorizers: Sequence[TfidfVectorizer],
        dense: Vectors,
        sparse: Vectors,
        intercept: Vectors,
    ) -> None:
        """Takes the trained parts; use `train` or `load`.

        Args:
            labels: what it tells apart, n of them.
            vectorizers: of words and of letters.
            dense: weights of the sentence vector, shape (dimension, n).
            sparse: weights of the tf-idf columns, shape (columns, n).
            intercept: shape (n,).
        """
        self.labels = tuple(labels)
        self._vectorizers = tuple(vectorizers)
        self._analysers = [vectorizer.build_analyzer() for vectorizer in self._vectorizers]
        self._dense, self._sparse, self._intercept = dense, sparse, intercept

    @classmethod
    def train(cls, texts: Sequence[str], vectors: Vectors, labels: Sequence[str]) -> TopicModel:
        """Trains on examples.

        Args:
            texts: the examples, n of them.
            vectors: their sentence vectors, shape (n, dimension).
            labels: what each asks for.
        """
        vectorizers = [TfidfVectorizer(**WORDS), TfidfVectorizer(**LETTERS)]
        counts = _stack([vectorizer.fit_transform(texts) for vectorizer in vectorizers])
        components = principal_directions(counts, SPARSE_DIMENSIONS)
        reduced = (counts @ components.T) * SPARSE_WEIGHT
        features = np.hstack([vectors, reduced]).astype(np.float32)
        regression = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=200, tol=TOLERANCE).fit(
            features, labels
        )
        dimension = vectors.shape[1]
        weights = regression.coef_.astype(np.float32)
        intercept = regression.intercept_.astype(np.float32)
        if len(weights) == 1:  # two labels: scikit-learn keeps one row, for the second
            weights, intercept = (
                np.vstack([-weights, weights]) / 2,
                np.r_[-intercept, intercept] / 2,
            )
        sparse = (weights[:, dimension:] * SPARSE_WEIGHT) @ components
        return cls(
            [str(label) for label in regression.classes_],
            vectorizers,
            np.ascontiguousarray(weights[:, :dimension].T),
            np.ascontiguousarray(sparse.T.astype(np.float32)),
            intercept,
        )

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        """The probability of each label, shape (len(texts), len(labels))."""
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
        for analyse, vectorizer in zip(self._analysers, self._vectorizers, strict=True):
            vocabulary = vectorizer.vocabulary_
            found = Counter(analyse(text))
            columns = {
                vocabulary[part]: times for part, times in found.items() if part in vocabulary
            }
            if columns:
                places = np.fromiter(columns, dtype=np.intp, count=len(columns))
                times = np.fromiter(columns.values(), dtype=np.float32, count=len(columns))
                weights = (1 + np.log(times)) * vectorizer.idf_[places]
                weights /= np.linalg.norm(weights)
                scores += weights.astype(np.float32) @ self._sparse[first + places]
            first += len(vocabulary)
        return scores

    def save(self, folder: Path) -> None:
        """Writes the model into a folder, as arrays and JSON: nothing in it can run."""
        vocabularies = [
            {str(word): int(column) for word, column in vectorizer.vocabulary_.items()}
            for vectorizer in self._vectorizers
        ]
        described = {"labels": self.labels, "vocabularies": vocabularies}
        (folder / "topics.json").write_text(json.dumps(described), encoding="utf-8")
        np.savez(
            folder / "topics.npz",
            dense=self._dense,
            sparse=self._sparse,
            intercept=self._intercept,
            idf_words=self._vectorizers[0].idf_,
            idf_letters=self._vectorizers[1].idf_,
        )

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Reads what `save` wrote."""
        described = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
        with np.load(folder / "topics.npz", allow_pickle=False) as arrays:
            vectorizers = []
            for options, vocabulary, idf in zip(
                (WORDS, LETTERS),
                described["vocabularies"],
                (arrays["idf_words"], arrays["idf_letters"]),
                strict=True,
            ):
                vectorizer = TfidfVectorizer(**{**options, "vocabulary": vocabulary})
                vectorizer.idf_ = idf
                vectorizers.append(vectorizer)
            return cls(
                described["labels"],
                vectorizers,
                arrays["dense"],
                arrays["sparse"],
                arrays["intercept"],
            )


def principal_directions(counts: csr_matrix, most: int) -> Vectors:
    """The directions in which sparse rows differ most: a truncated singular value decomposition.

    scikit-learn's `TruncatedSVD` decomposes a dense matrix of `most` rows and all columns in the end,
    which took half of the training; the eigenvectors of that matrix's small square are the same.

    Args:
        counts: shape (n, columns).
        most: how many directions; fewer where there are fewer rows or columns.

    Returns:
        float32, shape (directions, columns), rows of length one.
    """
    size = min(most, *(side - 1 for side in counts.shape))
    extra = min(10, min(counts.shape) - size)
    basis = randomized_range_finder(
        counts, size=size + extra, n_iter=2, power_iteration_normalizer="LU", random_state=0
    )
    projected = counts.T @ basis
    values, vectors = np.linalg.eigh(projected.T @ projected)
    kept = np.argsort(values)[::-1][:size]
    lengths = np.sqrt(np.maximum(values[kept], 1e-12))
    result: Vectors = ((projected @ vectors[:, kept]) / lengths).T.astype(np.float32)
    return result


def _stack(parts: Sequence[csr_matrix]) -> csr_matrix:
    from scipy.sparse import hstack

    return hstack(parts).tocsr()
