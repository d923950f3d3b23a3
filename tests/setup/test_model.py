import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.setup import model
from bot.setup.model import Record


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in (
        "config.yml",
        "domain.yml",
        "data/nlu/contact/text_therapist.yml",
        "bot/nlu/topics.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


@pytest.fixture
def add(project: Path) -> Callable[[str, int], Path]:
    """Files a model as training does, at a minute of its own."""

    def add(name: str, minute: int) -> Path:
        trained = project / f"{name}.tar.gz"
        trained.write_text(name)
        os.utime(trained, (minute * 60, minute * 60))
        return model.keep(
            trained, Record(model.stamp(project), "2026-11-22", 1.0), project / "models"
        )

    return add


@pytest.mark.parametrize(
    "changed",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/contact/text_therapist.yml",
        "data/stories/new.yml",
        "bot/nlu/topics.py",
        "requirements/engine.txt",
    ],
)
def test_a_change_in_what_is_trained_from_makes_the_model_out_of_date(
    project: Path, add: Callable[[str, int], Path], changed: str
) -> None:
    add("first", 1)
    assert model.fits(project, project / "models")
    path = project / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed")
    assert not model.fits(project, project / "models")


@pytest.mark.parametrize("changed", ["content/practice.yml", "README.md", "bot/gateway/app.py"])
def test_other_changes_do_not(project: Path, add: Callable[[str, int], Path], changed: str) -> None:
    add("first", 1)
    path = project / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed")
    assert model.fits(project, project / "models")


def test_a_renamed_file_counts_as_a_change(project: Path) -> None:
    before = model.stamp(project)
    (project / "data/nlu/contact/text_therapist.yml").rename(project / "data/nlu/contact/other.yml")
    assert model.stamp(project) != before


def test_without_a_model_nothing_fits(project: Path) -> None:
    assert model.newest(project / "models") is None
    assert not model.fits(project, project / "models")


def test_a_model_that_stock_rasa_trained_has_no_record_and_does_not_fit(
    project: Path, add: Callable[[str, int], Path]
) -> None:
    add("ours", 1)
    (project / "models" / "stock.tar.gz").write_text("newer")
    assert not model.fits(project, project / "models")


def test_the_last_two_models_are_kept_with_their_records(
    project: Path, add: Callable[[str, int], Path]
) -> None:
    for minute, name in enumerate(["first", "second", "third"], start=1):
        add(name, minute)
    assert {path.name for path in (project / "models").iterdir()} == {
        "second.tar.gz", "second.json", "third.tar.gz", "third.json",
    }  # fmt: skip
    newest = model.newest(project / "models")
    assert newest is not None
    assert newest.name == "third.tar.gz"
    assert model.record_of(newest) == Record(model.stamp(project), "2026-11-22", 1.0)
