"""The gateway as a program: what it says when it cannot start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

from bot.settings import ROOT

KEY = Fernet.generate_key().decode()


def started(root: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The gateway, which is expected to end by itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BETWEEN_")}
    chosen = {f"BETWEEN_SESSIONS_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot.gateway"],
        cwd=root,
        env={**kept, "PYTHONPATH": str(ROOT), "BETWEEN_SESSIONS_ROOT": str(root), **chosen},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_without_a_data_key_it_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (said,) = done.stderr.strip().splitlines()
    for needed in (
        "There is no data key",
        "BETWEEN_SESSIONS_DATA_KEYS",
        "python -m bot.setup.data_key",
        "./assistant run",
        str(tmp_path / "var" / "data.key"),
    ):
        assert needed in said
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_that_holds_no_key_is_named_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "var" / "data.key"
    path.parent.mkdir()
    path.write_text("s3cret\n")
    done = started(tmp_path)
    assert done.returncode == 1
    assert str(path) in done.stderr and "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr


def test_a_port_in_use_gets_a_plain_message(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = started(tmp_path, PORT=port, DATA_KEYS=f'["{KEY}"]')
    assert done.returncode == 1
    assert "cannot listen" in done.stderr and "Traceback" not in done.stderr
    assert KEY not in done.stderr
