"""A canary sentence goes in by every way there is, and comes out in no log."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet

from bot.settings import ROOT
from tests.gateway.standin import StandIn

CANARY = "canary-7f3a-wombat"
KEY = Fernet.generate_key().decode()


@pytest.fixture
def logged(
    content_root: Path, engine: StandIn, tmp_path: Path
) -> Iterator[tuple[httpx.Client, Path]]:
    """The gateway as a process of its own, and the file of everything that it prints."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    output = tmp_path / "output.log"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "BETWEEN_SESSIONS_PORT": str(port),
        "BETWEEN_SESSIONS_ROOT": str(content_root),
        "BETWEEN_SESSIONS_ENGINE_URL": engine.url,
        "BETWEEN_SESSIONS_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'gateway.db'}",
        "BETWEEN_SESSIONS_LOG_LEVEL": "DEBUG",
        "BETWEEN_SESSIONS_DATA_KEYS": f'["{KEY}"]',
        "BETWEEN_SESSIONS_STORE_TIMEOUT": "0.3",
        "BETWEEN_SESSIONS_PDF_TIMEOUT": "100",
    }
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-m", "bot.gateway"],
            cwd=tmp_path,
            env=environment,
            stdout=file,
            stderr=file,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as http:
            _wait(http, process)
            yield http, output
    finally:
        process.terminate()
        assert process.wait(20) == 0


def _wait(http: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if http.get("/healthz").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError("the gateway did not start")


def test_no_log_has_what_a_visitor_wrote(
    logged: tuple[httpx.Client, Path], engine: StandIn, tmp_path: Path
) -> None:
    http, output = logged
    made = http.post("/v1/conversations").json()
    path = f"/v1/conversations/{made['id']}"
    token = {"Authorization": f"Bearer {made['token']}"}

    def say(text: object, **more: object) -> httpx.Response:
        body = {"client_id": str(uuid.uuid4()), "text": text, **more}
        return http.post(f"{path}/messages", content=json.dumps(body), headers=token)

    def statuses() -> list[int]:
        return [say(text).status_code for text in (CANARY, f"I want to die {CANARY}")]

    assert statuses() == [200, 200]
    engine.status = 500
    engine.raw = CANARY.encode()
    assert statuses() == [200, 200]
    engine.status, engine.raw = 200, json.dumps({"replies": CANARY}).encode()
    assert statuses() == [200, 200]
    engine.stop()
    assert statuses() == [200, 200]
    # Malformed, forged, too long, in every place of a request.
    assert http.post(f"{path}/messages", content=CANARY, headers=token).status_code == 400
    assert say([CANARY]).status_code == 400
    assert say("a", **{CANARY: CANARY}).status_code == 400
    assert say(None, choice=CANARY).status_code == 400
    assert say(CANARY * 1000).status_code == 413
    assert say(CANARY * 100_000).status_code == 413
    for wrong in (f"/{CANARY}", f"/v1/conversations/{CANARY}/events", f"/v1/help/?{CANARY}="):
        http.get(wrong, headers={"Authorization": f"Bearer {CANARY}", CANARY: CANARY})
    http.get(f"{path}/events", params={"after": CANARY}, headers=token)
    http.request("CANARY7F3AWOMBAT", f"/{CANARY}")
    for wrong in (
        f"{CANARY}",
        f"{CANARY}.pdf",
        f"revoke?{CANARY}={CANARY}",
        f"revoke.pdf?{CANARY}",
    ):
        assert http.get(f"/release/{wrong}").status_code in {400, 404}
    assert http.get("/release/revoke.pdf", timeout=100).content.startswith(b"%PDF")
    _raw(http, f"GARBAGE {CANARY}\r\n\r\n")
    _raw(http, f"GET /{CANARY} HTTP/9.9\r\nX: {CANARY}\r\n\r\n")
    _raw(http, f"POST /v1/help HTTP/1.1\r\nContent-Length: x{CANARY}\r\n\r\n")
    _raw(
        http,
        f"POST {path}/messages HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz{CANARY}\r\n\r\n",
    )
    _raw(http, f"GET /{CANARY * 2000} HTTP/1.1\r\n\r\n")
    # Gone while the body is on its way.
    _raw(http, f"POST {path}/messages HTTP/1.1\r\nContent-Length: 900\r\n\r\n{CANARY}", wait=False)
    # A stream that its reader leaves, and a database that fails while a text is being written.
    with http.stream("GET", f"{path}/events?x={CANARY}", headers=token) as stream:
        assert stream.status_code == 200
    _break_database(tmp_path / "gateway.db")
    assert [code // 100 for code in statuses()] == [5, 5]
    text = _settled(output)
    assert "POST /v1/conversations/<conversation_id:str>/messages 200" in text
    assert "StoreUnavailable" in text or "database did not answer" in text
    for secret in (CANARY, KEY, "want to die", made["token"], made["id"], "wombat", "WOMBAT"):
        assert secret not in text, text[max(0, text.find(secret) - 500) :][:1000]


def _raw(http: httpx.Client, data: str, *, wait: bool = True) -> None:
    address = http.base_url.host, http.base_url.port
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(data.encode())
        if wait:
            with contextlib.suppress(OSError):
                connection.recv(65536)


def _break_database(path: Path) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(path, timeout=5)) as database:
        database.execute("drop table choices")
        database.execute("alter table events rename column data to data2")
        database.commit()


def _settled(output: Path) -> str:
    """Return the log once it has stopped growing."""
    size = -1
    while size != output.stat().st_size:
        size = output.stat().st_size
        time.sleep(0.3)
    return output.read_text("utf-8", errors="replace")
