"""The danger screen's second layer, trained on a small project from its files to what the screen loads."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.encoder.chosen import BESIDE
from bot.encoder.prepare import prepare
from bot.safety import Turn, training
from bot.safety.second_layer import ENCODERS, FOLDER, load_classifier
from tests.engine.tiny_encoder import write_sentence_transformer

SEEN = {
    ("suicide", "self"): ["i want to die", "i will end my life", "nothing is worth living for"],
    ("partner_violence", "done_to_me"): ["he hits me", "my husband chokes me", "he beats me"],
}
HARMLESS = ["what does it cost", "may i read my notes", "do you take my insurance"]
WHEN = ["today", "tonight", "again", "at home", "every week", "so often", "these days", "now"]
DANGER = {kind: list(map(" ".join, product(texts, WHEN))) for kind, texts in SEEN.items()}
SAFE = list(map(" ".join, product(HARMLESS, WHEN)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with examples and two very small encoders."""
    place = tmp_path_factory.mktemp("project")
    (place / "config.yml").write_text(
        "pipeline:\n- name: bot.nlu.SentenceEncoderFeaturizer\n  encoder: tiny\n"
    )
    (place / training.EXAMPLES).mkdir(parents=True)
    rows = [training.COLUMNS]
    for (category, about), texts in DANGER.items():
        rows += [[text, "danger", category, about, "plain", "en"] for text in texts]
    rows += [[text, "safe", "none", "none", "faq", "en"] for text in SAFE]
    lines = "".join("\t".join(row) + "\n" for row in rows)
    (place / training.EXAMPLES / "all.tsv").write_text(lines)
    words = [*SAFE, *(text for texts in DANGER.values() for text in texts)]
    for name, hidden in (("tiny", 32), (BESIDE, 16)):
        prepare(
            name, write_sentence_transformer(place / "of" / name, words, hidden), place / ENCODERS
        )
    return place


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_trained_is_loaded_and_tells_kinds_and_people_apart(root: Path) -> None:
    training.main(root / FOLDER, root)
    classifier = load_classifier(root)
    for (category, about), texts in DANGER.items():
        for (found,) in classifier.findings([Turn(text) for text in texts[:3]]):
            assert (found.category, found.about) == (category, about)
    assert classifier.findings([Turn(text) for text in SAFE[:3]]) == [[], [], []]


def test_trained_side_by_side_its_parts_are_the_same_each_time(root: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        training.main(tmp_path / name, root)
    names = {
        f"{part}.{end}" for part in ("detector", "categories", "whom") for end in ("json", "npz")
    }
    assert made(tmp_path / "one") == made(tmp_path / "two")
    assert made(tmp_path / "one").keys() == {*names, "danger.json"}


def test_a_part_that_cannot_be_trained_ends_the_training(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(training, "train", broken)
    with pytest.raises(ValueError, match="broken"):
        training.main(tmp_path / "danger", root)
    assert not (tmp_path / "danger" / "danger.json").exists()
