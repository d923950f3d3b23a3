import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from benchmarks.processes import (
    BenchmarkError,
    environment,
    finish,
    progress,
    resident_megabytes,
    started,
)

Found = TypeVar("Found")
PARENT = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()"


def test_a_process_and_its_children_end_with_the_run(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started([sys.executable, "-c", PARENT], tmp_path, log) as process:
        child = int(_until(lambda: next(iter(log.read_text().split()), None)))
        assert resident_megabytes(process.pid) > resident_megabytes(child) > 0
    assert process.returncode is not None
    assert _until(lambda: not _runs(child))


def test_a_failure_shows_the_end_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        started([sys.executable, "-c", "raise SystemExit('no model')"], tmp_path, log) as process,
        pytest.raises(BenchmarkError, match="Training failed:\nno model"),
    ):
        finish(process, log, "Training")


def test_progress_names_the_component_and_its_epoch() -> None:
    said = (
        "Starting to train component 'RegexFeaturizer'.\n"
        "Starting to train component 'bot.nlu.topics.DIETClassifier'.\n"
        "\rEpochs:   0%|      | 0/100 [00:00<?, ?it/s]\rEpochs:   7%|▋     | 7/100 [00:29<00:29]"
    )
    assert progress("") == "starting"
    assert progress(said) == "DIETClassifier 7/100"
    assert progress(said.partition("\r")[0]) == "DIETClassifier"


def test_neither_side_sees_this_projects_settings_nor_an_earlier_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_PORT", "2")
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", "elsewhere")
    assert {"BETWEEN_SESSIONS_PORT", "RASA_CACHE_DIRECTORY"}.isdisjoint(environment())
    assert environment()["RASA_TELEMETRY_ENABLED"] == "false"


def _until(look: Callable[[], Found | None]) -> Found:
    end = time.monotonic() + 10
    while not (found := look()):
        assert time.monotonic() < end, "it did not happen within 10 s"
        time.sleep(0.01)
    return found


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().split()[2] != "Z"
