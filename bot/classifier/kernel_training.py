"""Trains a `Detector`; needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from bot.classifier.kernel import Detector
from bot.classifier.training import SCALE, vectorizers
from bot.classifier.words import Vectors, WordWeights

GAMMA = 1.5
SHARE = 0.3
"""How much the words count beside the meaning."""

PENALTY = 3.0
FIRST = (12_000, 6_000)
"""How many examples are looked at first: hard ones, and others."""

ROUNDS = 6
_TOLERANCE = 1e-3
_WRONG = 0.99
"""An example that is less than this on its side of the border is looked at again."""

_FREQUENT = 0.01
"""Parts of words in more than this share of the texts are multiplied as a dense matrix: exactly the same
product, five times sooner."""

_ROWS = 2000
Indices = npt.NDArray[np.intp]


def train_detector(
    texts: Sequence[str],
    vectors: Vectors,
    wanted: Sequence[bool],
    progress: Callable[[str], None] = lambda line: None,
) -> Detector:
    """Trains on examples, a part of them at a time.

    A kernel of all examples would take gigabytes. The solution rests on some of them only, so it is
    trained on those that a straight line tells apart worst, and some more, then on those that mattered and those
    outside which it got wrong, until it gets none wrong: the same solution as at once (Osuna, Freund &
    Girosi 1997, "An improved training algorithm for support vector machines").

    Args:
        texts: the examples, n of them.
        vectors: their sentence vectors, of length one, shape (n, dimension).
        wanted: whether each shows the thing.
        progress: told what is going on.
    """
    signs = np.where(np.asarray(wanted), 1.0, -1.0).astype(np.float32)
    makers = vectorizers()
    likeness = _Likeness(vectors, [maker.fit_transform(texts) for maker in makers])
    active = _first(vectors, signs)
    alike = likeness.between(active, active)
    for number in range(1, ROUNDS + 1):
        progress(f"round {number}, {len(active)} examples")
        machine = SVC(C=PENALTY, kernel="precomputed", cache_size=500, tol=_TOLERANCE)
        machine.fit(alike, signs[active])
        kept = active[machine.support_]
        weights = machine.dual_coef_[0].astype(np.float32)
        bias = float(machine.intercept_[0])
        if number == ROUNDS:
            break
        others = np.setdiff1d(np.arange(len(texts)), active)
        scores = likeness.weighed(others, kept, weights) + bias
        wrong = others[signs[others] * scores < _WRONG]
        if not len(wrong):
            break
        alike = likeness.extended(alike[np.ix_(machine.support_, machine.support_)], kept, wrong)
        active = np.r_[kept, wrong]
    words = WordWeights(
        [{str(part): int(at) for part, at in maker.vocabulary_.items()} for maker in makers],
        [maker.idf_ for maker in makers],
        likeness.word_weights(kept, weights)[:, None],
    )
    return Detector(vectors[kept], (1 - SHARE) * weights, words, bias, GAMMA)


def _first(vectors: Vectors, signs: Vectors) -> Indices:
    """The examples that a straight line between the two kinds is least sure of, and some of the others."""
    line = LogisticRegression(C=10 / SCALE**2, max_iter=60, tol=1e-2).fit(vectors * SCALE, signs)
    margins = signs * line.decision_function(vectors * SCALE)
    order = np.argsort(margins, kind="stable")
    hard, others = np.split(order, [FIRST[0]])
    return np.sort(np.r_[hard, np.random.RandomState(0).permutation(others)[: FIRST[1]]])


class _Likeness:
    """How alike examples are: see `Detector`."""

    def __init__(self, vectors: Vectors, counts: Sequence[csr_matrix]) -> None:
        self._vectors = vectors
        self._sizes = [one.shape[1] for one in counts]
        self._words = (hstack(counts) * np.sqrt(SHARE / len(counts))).tocsr().astype(np.float32)
        frequent = np.diff(self._words.tocsc().indptr) > _FREQUENT * len(vectors)
        self._frequent, self._rare = self._words[:, frequent], self._words[:, ~frequent]

    def between(self, rows: Indices, columns: Indices) -> Vectors:
        """Shape (len(rows), len(columns))."""
        alike = self._meaning(rows, columns)
        dense = self._frequent[columns].toarray().T
        for start in range(0, len(rows), _ROWS):
            part = rows[start : start + _ROWS]
            alike[start : start + _ROWS] += self._frequent[part].toarray() @ dense
            alike[start : start + _ROWS] += (self._rare[part] @ self._rare[columns].T).toarray()
        return alike

    def extended(self, alike: Vectors, rows: Indices, new: Indices) -> Vectors:
        """Adds rows and columns for `new` examples to the likeness of `rows` among themselves."""
        count = len(rows)
        everything = np.r_[rows, new]
        result = np.empty((len(everything), len(everything)), dtype=np.float32)
        result[:count, :count] = alike
        result[count:] = self.between(new, everything)
        result[:count, count:] = result[count:, :count].T
        return result

    def weighed(self, rows: Indices, columns: Indices, weights: Vectors) -> Vectors:
        """The likeness of each row to the columns, summed by their weights; shape (len(rows),)."""
        meaning = [
            self._meaning(rows[start : start + _ROWS], columns) @ weights
            for start in range(0, len(rows), _ROWS)
        ]
        summed = np.asarray(self._words[columns].T @ weights).ravel()
        result: Vectors = np.concatenate([*meaning, np.empty(0)]) + self._words[rows] @ summed
        return result

    def word_weights(self, kept: Indices, weights: Vectors) -> Vectors:
        """What each part of a word adds to a score; shape (parts,)."""
        scale = np.sqrt(SHARE / len(self._sizes))
        summed: Vectors = np.asarray(self._words[kept].T @ weights).ravel().astype(np.float32)
        return summed * np.float32(scale)

    def _meaning(self, rows: Indices, columns: Indices) -> Vectors:
        alike: Vectors = self._vectors[rows] @ self._vectors[columns].T
        alike -= 1
        alike *= 2 * GAMMA
        np.exp(alike, out=alike)
        alike *= 1 - SHARE
        return alike
