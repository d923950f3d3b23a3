"""When the danger screen's second layer must be trained anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.setup import second_layer
from bot.setup.paths import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for pattern in (*second_layer.SOURCES, "config.yml"):
        for path in ROOT.glob(pattern):
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    folder = tmp_path / "models" / "danger"
    folder.mkdir(parents=True)
    (folder / second_layer.STAMP).write_text(second_layer.stamp(tmp_path))
    return tmp_path


def _fits(project: Path) -> bool:
    return second_layer.fits(project, project / "models" / "danger")


def test_it_fits_while_nothing_changes(project: Path) -> None:
    assert _fits(project)


@pytest.mark.parametrize("pattern", second_layer.SOURCES)
def test_it_no_longer_fits_when_what_it_is_made_of_changes(project: Path, pattern: str) -> None:
    path = next(iter(sorted(project.glob(pattern))))
    path.write_text(path.read_text() + "\n")
    assert not _fits(project)


def test_another_encoder_needs_another_one(project: Path) -> None:
    config = project / "config.yml"
    config.write_text(config.read_text().replace("all-mpnet-base-v2", "all-MiniLM-L6-v2"))
    assert not _fits(project)


def test_without_a_trained_one_nothing_fits(project: Path) -> None:
    shutil.rmtree(project / "models")
    assert not _fits(project)
