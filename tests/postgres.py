"""A real PostgreSQL server of the tests' own."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
BIN = next((folder for folder in _FOLDERS if (folder / "initdb").exists()), None)
"""Where its programs are, or None where it is not installed."""

_numbers = itertools.count()


@contextmanager
def server() -> Iterator[str]:
    """Run a server on a free port; yield the URL of its databases, to end with a name."""
    assert BIN is not None
    folder = Path(tempfile.mkdtemp(prefix="between-sessions-pg-"))
    # It refuses to run as root.
    user: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = folder / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **user}
    subprocess.run(
        [BIN / "initdb", "-D", data, "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-sync"],
        check=True,
        cwd=folder,
        **quiet,
    )
    running = subprocess.Popen(
        [BIN / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"],
        cwd=folder,
        **quiet,
    )
    try:
        _wait(BIN, port)
        yield f"postgresql+asyncpg://tester@127.0.0.1:{port}/"
    finally:
        running.terminate()
        running.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """Create an empty database on a server; return its URL."""
    assert BIN is not None
    name = f"test_{next(_numbers)}"
    existing = f"{server}postgres".replace("+asyncpg", "")
    subprocess.run([BIN / "createdb", f"--maintenance-db={existing}", name], check=True)
    return f"{server}{name}"


def _wait(programs: Path, port: int) -> None:
    end = time.monotonic() + 30
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while time.monotonic() < end:
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("PostgreSQL did not start")
