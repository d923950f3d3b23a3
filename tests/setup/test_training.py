"""With a stand-in for Rasa: whether it trains well is tested where its pipeline is."""

from pathlib import Path

import pytest

from bot.setup import model, training
from bot.setup.errors import SetupError

WORKS = """\
while [ $# -gt 0 ]; do
    case $1 in --out) out=$2 ;; --fixed-model-name) name=$2 ;; esac
    shift
done
echo "INFO rasa.engine.training.hooks - Starting to train component 'bot.nlu.topics.TopicClassifier'."
echo "Processed trackers: 100%|###| 21/21 [00:00<00:00, 2179.51it/s]"
echo model > "$out/$name.tar.gz"
"""
FAILS = "echo 'Processed trackers: 100%|###| 21/21 [00:00<00:00, 2179.51it/s]'; echo 'rule X contradicts Y'; exit 1"


@pytest.fixture
def rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The engine's interpreter, which is given a script."""
    (tmp_path / "config.yml").write_text("language: en")
    for name, value in {
        "ROOT": tmp_path,
        "VAR": tmp_path / "var",
        "MODELS": tmp_path / "models",
    }.items():
        monkeypatch.setattr(training, name, value)
    monkeypatch.setattr(model.stamp, "__defaults__", (tmp_path,))
    monkeypatch.setattr(model.keep, "__defaults__", (tmp_path / "models",))
    python = tmp_path / "python"
    monkeypatch.setattr(training, "python_of", lambda name: python)
    return python


def become(python: Path, script: str) -> None:
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def test_a_trained_model_is_filed_with_its_fingerprint(rasa: Path, tmp_path: Path) -> None:
    become(rasa, WORKS)
    trained = training.train()
    assert trained.parent == tmp_path / "models"
    assert trained.read_text() == "model\n"
    assert model.fits(tmp_path, tmp_path / "models")
    assert list((tmp_path / "var").iterdir()) == []


def test_it_shows_which_component_it_is_at(rasa: Path, capsys: pytest.CaptureFixture[str]) -> None:
    become(rasa, WORKS)
    training.train()
    shown = capsys.readouterr().err
    assert "  TopicClassifier\n" in shown
    assert "Processed" not in shown


def test_when_rasa_fails_its_words_are_shown_and_no_model_appears(
    rasa: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    become(rasa, FAILS)
    with pytest.raises(SetupError, match="could not train"):
        training.train()
    shown = capsys.readouterr().err
    assert "rule X contradicts Y" in shown
    assert "Processed" not in shown
    assert not (tmp_path / "models").exists()


def test_when_rasa_makes_no_model_that_is_a_failure_too(rasa: Path) -> None:
    become(rasa, "exit 0")
    with pytest.raises(SetupError, match="without a model"):
        training.train()
