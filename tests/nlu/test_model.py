"""The classifier under the topic component."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import hstack

from bot.nlu.model import TopicModel, Vectors

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
def model() -> TopicModel:
    return TopicModel.train(TEXTS, _vectors(TEXTS), LABELS)


NEW = ["read my notes", "hello there", "a text by phone", "zyzzyva"]


def test_probabilities_add_up_and_find_the_label(model: TopicModel) -> None:
    chances = model.probabilities(NEW, _vectors(NEW))
    assert chances.shape == (4, 3)
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
    best = [model.labels[index] for index in chances.argmax(axis=1)]
    assert best[:3] == ["faq/notes", "greet", "faq/text"]


def test_a_model_that_was_saved_gives_the_very_same_probabilities(
    model: TopicModel, tmp_path: Path
) -> None:
    model.save(tmp_path)
    loaded = TopicModel.load(tmp_path)
    assert loaded.labels == model.labels
    before, after = (one.probabilities(NEW, _vectors(NEW)) for one in (model, loaded))
    assert np.array_equal(before, after)


def test_what_is_saved_is_numbers_and_json_that_cannot_run(
    model: TopicModel, tmp_path: Path
) -> None:
    model.save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["topics.json", "topics.npz"]
    assert json.loads((tmp_path / "topics.json").read_text())["labels"]
    with np.load(tmp_path / "topics.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_training_twice_gives_the_same_weights(tmp_path: Path) -> None:
    saved = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        TopicModel.train(TEXTS, _vectors(TEXTS), LABELS).save(folder)
        with np.load(folder / "topics.npz") as arrays:
            saved.append({key: arrays[key].tobytes() for key in arrays.files})
    assert saved[0] == saved[1]
    assert (tmp_path / "one/topics.json").read_bytes() == (
        tmp_path / "two/topics.json"
    ).read_bytes()


def test_a_text_has_the_same_probabilities_alone_and_among_others(model: TopicModel) -> None:
    together = model.probabilities(NEW, _vectors(NEW))
    alone = np.vstack([model.probabilities([text], _vectors([text])) for text in NEW])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_two_labels_are_enough() -> None:
    texts, labels = TEXTS[:32], LABELS[:32]
    assert len(set(labels)) == 2
    model = TopicModel.train(texts, _vectors(texts), labels)
    chances = model.probabilities(NEW[::2], _vectors(NEW[::2]))
    assert [model.labels[index] for index in chances.argmax(axis=1)] == ["faq/notes", "faq/text"]


def test_words_are_weighed_as_scikit_learn_does(model: TopicModel) -> None:
    """Said of one text, without its sparse matrices; also of texts with no known word, and none."""
    texts = [*NEW, "please please please read, READ my notes", "", "🙂"]
    parts = [vectorizer.transform(texts) for vectorizer in model._vectorizers]
    blank = np.zeros((len(texts), 26), dtype=np.float32)
    scores = hstack(parts) @ model._sparse + model._intercept
    expected = np.exp(scores - scores.max(axis=1, keepdims=True))
    expected /= expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.probabilities(texts, blank), expected, atol=1e-5)
