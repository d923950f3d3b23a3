"""Trains a `Detector`; needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import SVC

from bot.classifier.kernel import Detector
from bot.classifier.training import vectorizers
from bot.classifier.words import Vectors, WordWeights

GAMMA = 1.5
SHARE = 0.3
"""How much the words count beside the meaning."""

PENALTY = 3.0
FIRST_NEGATIVES = 4000
ROUNDS = 6
Indices = npt.NDArray[np.intp]


def train_detector(
    texts: Sequence[str],
    vectors: Vectors,
    wanted: Sequence[bool],
    progress: Callable[[str], None] = lambda line: None,
) -> Detector:
    """Trains on examples, a part of them at a time.

    A kernel of all examples would take gigabytes. The solution rests on some of them only, so it is
    trained on a part, then on those that mattered and those outside which it got wrong, until it gets
    none wrong: the same solution as at once (Osuna, Freund & Girosi 1997, "An improved training algorithm for
    support vector machines").

    Args:
        texts: the examples, n of them.
        vectors: their sentence vectors, of length one, shape (n, dimension).
        wanted: whether each shows the thing.
        progress: told what is going on.
    """
    signs = np.where(np.asarray(wanted), 1.0, -1.0).astype(np.float32)
    makers = vectorizers()
    counts = [maker.fit_transform(texts).astype(np.float32) for maker in makers]
    order = np.random.RandomState(0).permutation(np.flatnonzero(signs < 0))
    active: Indices = np.sort(np.r_[np.flatnonzero(signs > 0), order[:FIRST_NEGATIVES]])
    for number in range(1, ROUNDS + 1):
        progress(f"round {number}, {len(active)} examples")
        machine = SVC(C=PENALTY, kernel="precomputed", cache_size=500)
        machine.fit(_alike(vectors, counts, active, active), signs[active])
        kept = active[machine.support_]
        detector = _detector(machine, kept, vectors, counts, makers)
        others = np.setdiff1d(np.arange(len(texts)), active)
        margins = signs[others] * _decide(machine, kept, vectors, counts, others)
        wrong = others[margins < 1 - 1e-3]
        if not len(wrong):
            break
        active = np.union1d(kept, wrong)
    return detector


def _detector(
    machine: SVC,
    kept: Indices,
    vectors: Vectors,
    counts: Sequence[csr_matrix],
    makers: Sequence[TfidfVectorizer],
) -> Detector:
    weights = machine.dual_coef_[0].astype(np.float32)
    summed = np.concatenate([np.asarray(weights @ one[kept]).ravel() for one in counts])
    words = WordWeights(
        [{str(part): int(at) for part, at in maker.vocabulary_.items()} for maker in makers],
        [maker.idf_ for maker in makers],
        (SHARE / 2 * summed).astype(np.float32)[:, None],
    )
    return Detector(
        vectors[kept], (1 - SHARE) * weights, words, float(machine.intercept_[0]), GAMMA
    )


def _decide(
    machine: SVC, kept: Indices, vectors: Vectors, counts: Sequence[csr_matrix], rows: Indices
) -> Vectors:
    weights = machine.dual_coef_[0]
    parts = [
        _alike(vectors, counts, rows[start : start + 2000], kept) @ weights
        for start in range(0, len(rows), 2000)
    ]
    result: Vectors = np.concatenate([*parts, np.empty(0)]) + machine.intercept_[0]
    return result


def _alike(
    vectors: Vectors, counts: Sequence[csr_matrix], rows: Indices, columns: Indices
) -> Vectors:
    alike: Vectors = np.exp(2 * GAMMA * (vectors[rows] @ vectors[columns].T - 1)) * (1 - SHARE)
    for one in counts:
        alike += SHARE / len(counts) * (one[rows] @ one[columns].T).toarray()
    return alike
