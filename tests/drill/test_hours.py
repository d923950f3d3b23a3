"""Opening hours for a drill."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.content.library import PRACTICE_FILE, load_library
from bot.content.opening import opening
from bot.drill import folder
from bot.drill.hours import rewritten
from bot.setup.paths import ROOT

PRACTICE = (ROOT / PRACTICE_FILE).read_text(encoding="utf-8")
WEEK = [datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hours) for hours in range(0, 168, 5)]


def is_open(root: Path, text: str, at: datetime) -> bool:
    (root / PRACTICE_FILE).write_text(text, encoding="utf-8")
    return opening(load_library(root).practice, at).is_open


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder.make(tmp_path_factory.mktemp("drill"))


@pytest.mark.parametrize("at", WEEK[:: len(WEEK) // 4])
def test_a_practice_is_open_and_closed_as_the_drill_wants_at_any_time(
    root: Path, at: datetime
) -> None:
    for later in (timedelta(), timedelta(minutes=40)):
        assert is_open(root, rewritten(PRACTICE, at, is_open=True), at + later)
        assert not is_open(root, rewritten(PRACTICE, at, is_open=False), at + later)


def test_a_drill_shortly_before_midnight_goes_on_after_it(root: Path) -> None:
    midnight = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # in California
    for minutes in (59, 30, 1):
        before = midnight - timedelta(minutes=minutes)
        text = rewritten(PRACTICE, before, is_open=True)
        assert is_open(root, text, midnight - timedelta(seconds=20))
        assert is_open(root, text, midnight + timedelta(minutes=5))


def test_a_holiday_does_not_close_a_drill(root: Path) -> None:
    holiday = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    assert not is_open(root, PRACTICE, holiday)
    assert is_open(root, rewritten(PRACTICE, holiday, is_open=True), holiday)


def test_the_folder_links_the_project_and_writes_into_itself(root: Path) -> None:
    assert (root / "data").resolve() == ROOT / "data"
    assert (root / "content" / "crisis.yml").resolve() == ROOT / "content" / "crisis.yml"
    assert not (root / PRACTICE_FILE).is_symlink()
    assert not (root / "var").is_symlink()
    assert (ROOT / PRACTICE_FILE).read_text(encoding="utf-8") == PRACTICE
