"""The same gateway on PostgreSQL. Skipped where PostgreSQL is not installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.running import RunningGateway, Visitor, cards, said
from tests.gateway.standin import StandIn

FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
BIN = next((folder for folder in FOLDERS if (folder / "initdb").exists()), None)

pytestmark = pytest.mark.skipif(BIN is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of our own on a free port; yields the URL of its database."""
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
    server = subprocess.Popen(
        [BIN / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"],
        cwd=folder,
        **quiet,
    )
    try:
        _wait(port)
        yield f"postgresql+asyncpg://tester@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int) -> None:
    assert BIN is not None
    end = time.monotonic() + 30
    ready: list[str | Path] = [BIN / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while time.monotonic() < end:
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("PostgreSQL did not start")


def test_a_whole_conversation_on_postgresql(
    postgres: str, serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve(database_url=postgres, sweep_seconds=0.2)
    visitor = Visitor(gateway).begin()
    body = visitor.say("hello 😀 a\x00b \ud800").json()
    assert len(said(body)) == 1
    assert visitor.press(said(body)[0]["buttons"][0]["choice"]).status_code == 200
    assert visitor.press("\x00").status_code == 400
    assert cards(visitor.say("I want to die").json())
    assert [event["seq"] for event in visitor.replay(6)] == [1, 2, 3, 4, 5, 6]
    nul = visitor.http.post("/v1/conversations/%00/messages", content=b"{}")
    assert nul.status_code == 404
    gateway.stop()
    back = Visitor(serve(database_url=postgres))
    back.id, back.token = visitor.id, visitor.token
    assert back.say("again").json()["pinned_help"]
    assert back.clear().status_code == 204 and engine.forgotten == [visitor.id]
    assert back.say("again").status_code == 404


def test_danger_gets_the_card_when_postgresql_is_gone(
    serve: Callable[..., RunningGateway],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    visitor = Visitor(serve(database_url=f"postgresql+asyncpg://x@127.0.0.1:{port}/x"))
    visitor.id, visitor.token = "c_x", "t"
    response = visitor.say("I want to die")
    assert response.status_code == 503 and cards(response.json())
