"""`./assistant drill` from the terminal."""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli import drill
from bot.drill.telling import Result
from bot.setup.errors import SetupError
from bot.setup.paths import ROOT

URL = ("--url", "http://127.0.0.1:1", "--staff", "ana")


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    drill.add_arguments(parser)
    return parser.parse_args(arguments)


def run(*arguments: str) -> int:
    return drill.run(parse(*arguments))


def test_the_scenarios_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list") == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 6
    assert listed[0].startswith("answered in time")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("no such thing",), "no scenario"),
        (("--url", "http://127.0.0.1:1"), "belong together"),
        (("--staff", "ana"), "belong together"),
        ((*URL, "--no-engine"), "of its own|of the drill's own"),
        ((*URL, "--database-url", "sqlite+aiosqlite:///x.db"), "of the drill's own"),
        (("--url", "127.0.0.1", "--staff", "ana"), "begins with http"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(SetupError, match=says):
        run(*arguments)


def test_real_notices_go_out_only_when_somebody_has_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(drill.PASSWORD, "not the password")
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(SetupError, match="--yes"):
        run(*URL)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin.readline", lambda: "\n", raising=False)
    with pytest.raises(SetupError, match="Nothing was played"):
        run(*URL)
    assert "real notices go out" in capsys.readouterr().err
    with pytest.raises(SetupError, match="Nothing answers"):
        run(*URL, "--yes")


def test_without_a_terminal_the_password_is_in_the_environment_or_nothing_is_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(drill.PASSWORD, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(SetupError, match=drill.PASSWORD):
        run(*URL, "--yes")


def test_the_exit_code_is_1_if_one_failed_and_a_skipped_one_did_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    passed = Result("a", passed=True, reason="", seconds=1.0)
    skipped = Result("b", passed=False, reason="not here", seconds=None)
    failed = Result("c", passed=False, reason="It took too long.", seconds=1.0)
    assert drill._verdict([passed, skipped]) == 0
    assert drill._verdict([passed, failed]) == 1
    assert "It took too long." in capsys.readouterr().out


@pytest.mark.e2e
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_drill_that_is_ended_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    # As a script's shell starts what runs in its background: with SIGINT ignored.
    background = ("sh", "-c", 'trap "" INT; exec "$0" "$@"')
    playing = subprocess.Popen(
        [*background, sys.executable, "-m", "bot", "drill", "--no-engine", "nobody comes"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert playing.stdout is not None
        assert any("desk_waiting" in line for line in playing.stdout)
        (folder,) = tmp_path.glob("between-sessions-drill-*")
        assert working_in(folder)
        playing.send_signal(number)
        assert playing.wait(60) == 130
    finally:
        playing.kill()
        playing.communicate()
    assert not folder.exists()
    end = time.monotonic() + 5
    while working_in(folder) and time.monotonic() < end:
        time.sleep(0.1)
    assert not working_in(folder)


def working_in(folder: Path) -> list[str]:
    """The processes whose folder it is, or was."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str((entry / "cwd").readlink()).startswith(str(folder)):
                found.append(entry.name)
        except OSError:
            continue
    return found
