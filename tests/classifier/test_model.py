"""The classifier under topics and danger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.classifier import TextClassifier, Vectors
from bot.classifier.training import train

WORDS = {
    "faq/text": "texting text message phone",
    "faq/notes": "notes record read copy",
    "greet": "hello hi morning hey",
}
TEXTS = [
    f"{word} {other} please"
    for words in WORDS.values()
    for word in words.split()
    for other in words.split()
]
LABELS = [label for label, words in WORDS.items() for _ in range(len(words.split()) ** 2)]


def _vectors(texts: list[str]) -> Vectors:
    """Made of the letters of each text: the same for the same text."""
    rows = np.zeros((len(texts), 26), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for letter in text:
            if "a" <= letter <= "z":
                row[ord(letter) - 97] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def model() -> TextClassifier:
    return train(TEXTS, _vectors(TEXTS), LABELS)


NEW = ["read my notes", "hello there", "a text by phone", "zyzzyva"]


def test_probabilities_add_up_and_find_the_label(model: TextClassifier) -> None:
    chances = model.probabilities(NEW, _vectors(NEW))
    assert chances.shape == (4, 3)
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
    best = [model.labels[index] for index in chances.argmax(axis=1)]
    assert best[:3] == ["faq/notes", "greet", "faq/text"]


def test_a_model_that_was_saved_gives_the_very_same_probabilities(
    model: TextClassifier, tmp_path: Path
) -> None:
    model.save(tmp_path, "topics")
    loaded = TextClassifier.load(tmp_path, "topics")
    assert loaded.labels == model.labels
    before, after = (one.probabilities(NEW, _vectors(NEW)) for one in (model, loaded))
    assert np.array_equal(before, after)


def test_what_is_saved_is_numbers_and_json_that_cannot_run(
    model: TextClassifier, tmp_path: Path
) -> None:
    model.save(tmp_path, "topics")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["topics.json", "topics.npz"]
    assert json.loads((tmp_path / "topics.json").read_text())["labels"]
    with np.load(tmp_path / "topics.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_training_twice_gives_the_same_weights(tmp_path: Path) -> None:
    saved = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        train(TEXTS, _vectors(TEXTS), LABELS).save(folder, "topics")
        with np.load(folder / "topics.npz") as arrays:
            saved.append({key: arrays[key].tobytes() for key in arrays.files})
    assert saved[0] == saved[1]
    assert (tmp_path / "one/topics.json").read_bytes() == (
        tmp_path / "two/topics.json"
    ).read_bytes()


def test_a_text_has_the_same_probabilities_alone_and_among_others(model: TextClassifier) -> None:
    together = model.probabilities(NEW, _vectors(NEW))
    alone = np.vstack([model.probabilities([text], _vectors([text])) for text in NEW])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_two_labels_are_enough() -> None:
    texts, labels = TEXTS[:32], LABELS[:32]
    assert len(set(labels)) == 2
    model = train(texts, _vectors(texts), labels)
    chances = model.probabilities(NEW[::2], _vectors(NEW[::2]))
    assert [model.labels[index] for index in chances.argmax(axis=1)] == ["faq/notes", "faq/text"]


def test_words_are_weighed_as_scikit_learn_does(model: TextClassifier) -> None:
    """Without its sparse matrices; also texts with no known word, and none."""
    options: list[dict[str, Any]] = [
        {"ngram_range": (1, 2)},
        {"analyzer": "char_wb", "ngram_range": (2, 5)},
    ]
    texts = [*NEW, "please please please read, READ my notes", "", "🙂"]
    parts = []
    for one, vocabulary, idf in zip(
        options, model._words.vocabularies, model._words.idf, strict=True
    ):
        vectorizer = TfidfVectorizer(**one, sublinear_tf=True, vocabulary=vocabulary)
        vectorizer.idf_ = idf
        parts.append(vectorizer.transform(texts))
    blank = np.zeros((len(texts), 26), dtype=np.float32)
    scores = hstack(parts) @ model._words.weights + model._intercept
    expected = np.exp(scores - scores.max(axis=1, keepdims=True))
    expected /= expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.probabilities(texts, blank), expected, atol=1e-5)
