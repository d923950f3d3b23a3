"""Trains a `TextClassifier`; needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.extmath import randomized_range_finder

from bot.classifier.model import TextClassifier
from bot.classifier.parts import letters, words
from bot.classifier.words import Vectors, WordWeights

SPARSE_DIMENSIONS = 384
SPARSE_WEIGHT = 0.5
"""How much the words count beside the meaning. These and `INVERSE_REGULARISATION` were chosen by
cross-validation; what else was tried stands in docs/decisions/0005-understanding.md."""

INVERSE_REGULARISATION = 30.0
TOLERANCE = 1e-3
SCALE = 5.0
"""Features are scaled by it, and the regularisation with them: the same optimum, found in half of the
steps, since the solver's first step fits numbers of this size."""


def train(
    texts: Sequence[str],
    vectors: Vectors,
    labels: Sequence[str],
    *,
    inverse_regularisation: float = INVERSE_REGULARISATION,
    weights: Sequence[float] | None = None,
) -> TextClassifier:
    """Trains on examples.

    The tf-idf is trained through its first 384 principal directions, which is six times faster than
    the 36,000 columns and no less exact; the two linear maps are then multiplied into one.

    Args:
        texts: the examples, n of them.
        vectors: their sentence vectors, shape (n, dimension).
        labels: what each asks for.
        inverse_regularisation: how closely the examples are followed.
        weights: how much each example counts; by default, all alike.
    """
    makers = vectorizers()
    counts = hstack([maker.fit_transform(texts) for maker in makers]).tocsr()
    components = principal_directions(counts, SPARSE_DIMENSIONS)
    reduced = (counts @ components.T) * SPARSE_WEIGHT
    features = np.hstack([vectors, reduced]).astype(np.float32) * np.float32(SCALE)
    regression = LogisticRegression(
        C=inverse_regularisation / SCALE**2, max_iter=200, tol=TOLERANCE
    )
    regression.fit(features, labels, sample_weight=weights)
    dimension = vectors.shape[1]
    rows = regression.coef_.astype(np.float32) * np.float32(SCALE)
    intercept = regression.intercept_.astype(np.float32)
    if len(rows) == 1:  # two labels: scikit-learn keeps one row, for the second
        rows, intercept = np.vstack([-rows, rows]) / 2, np.r_[-intercept, intercept] / 2
    sparse = (rows[:, dimension:] * SPARSE_WEIGHT) @ components
    weights_of_words = WordWeights(
        [{str(part): int(at) for part, at in maker.vocabulary_.items()} for maker in makers],
        [maker.idf_ for maker in makers],
        np.ascontiguousarray(sparse.T.astype(np.float32)),
    )
    return TextClassifier(
        [str(label) for label in regression.classes_],
        weights_of_words,
        np.ascontiguousarray(rows[:, :dimension].T),
        intercept,
    )


def vectorizers() -> list[TfidfVectorizer]:
    """What counts the parts of texts, one for each of `PARTS`."""
    return [
        TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer=letters, sublinear_tf=True, min_df=3, max_features=30_000),
    ]


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
