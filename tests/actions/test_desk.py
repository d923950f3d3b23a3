"""Asking the desk: a plain yes is a yes, and everything else that may happen is a no."""

from __future__ import annotations

import re
import time

import pytest

from actions.desk import TIMEOUT, desk_takes
from bot.engine.repairs import ACTION_SECONDS
from tests.actions.small_gateway import TOKEN, Gateway
from tests.engine.running import ROOT

REQUEST = {"conversation": "c_1", "reason": "request"}


async def test_the_desk_has_taken_it_when_the_gateway_says_so(gateway: Gateway) -> None:
    assert await desk_takes(REQUEST) is True
    assert gateway.asked == [REQUEST]
    assert gateway.tokens == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"taken": false}',
        b'{"taken": "true"}',
        b'{"taken": 1}',
        b'{"told": true}',
        b"{}",
        b"[true]",
        b"true",
        b"null",
        b"",
        b"taken",
        b"\xff",
    ],
)
async def test_anything_but_a_plain_yes_is_a_no(gateway: Gateway, body: bytes) -> None:
    gateway.body = body
    assert await desk_takes(REQUEST) is False
    assert gateway.asked


@pytest.mark.parametrize("status", [201, 204, 400, 401, 404, 429, 500, 503])
async def test_an_error_is_a_no(gateway: Gateway, status: int) -> None:
    gateway.status = status
    if status == 204:
        gateway.body = b""
    assert await desk_takes(REQUEST) is False


async def test_it_follows_nobody_elsewhere(gateway: Gateway) -> None:
    gateway.status, gateway.headers = 307, {"Location": f"{gateway.url}/elsewhere"}
    assert await desk_takes(REQUEST) is False
    assert len(gateway.asked) == 1


async def test_it_does_not_wait_for_a_gateway_that_hangs(gateway: Gateway) -> None:
    gateway.gate.clear()
    began = time.monotonic()
    assert await desk_takes(REQUEST) is False
    assert TIMEOUT - 0.5 < time.monotonic() - began < TIMEOUT + 0.9


def test_whoever_waits_for_another_is_the_more_patient() -> None:
    settings = (ROOT / "bot" / "settings.py").read_text("utf-8")
    found = re.search(r"store_timeout: float = Field\(([\d.]+)", settings)
    assert found is not None
    assert 2 * float(found[1]) + 0.5 <= TIMEOUT <= ACTION_SECONDS - 0.5


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:9", "http://[", "file:///etc"])
async def test_without_a_gateway_the_desk_has_taken_nothing(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_GATEWAY_URL", url or "http://127.0.0.1:9")
    assert await desk_takes(REQUEST) is False
    assert not gateway.asked


async def test_without_a_token_nobody_is_asked(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BETWEEN_SESSIONS_INTERNAL_TOKEN")
    assert await desk_takes(REQUEST) is False
    assert not gateway.asked


async def test_a_proxy_in_the_environment_is_not_asked(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert await desk_takes(REQUEST) is True


async def test_neither_token_nor_conversation_is_logged(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.body = b"nonsense"
    await desk_takes(REQUEST)
    assert "could not be requested" in caplog.text
    assert TOKEN not in caplog.text and "c_1" not in caplog.text
