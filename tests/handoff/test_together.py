"""The real action server asks the real gateway, which tells a real receiver."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.handoff.request import reference_of
from bot.runner.programs import environment, programs
from bot.settings import ROOT, Settings
from tests.gateway.running import RunningGateway
from tests.handoff.receivers import Web

TOKEN = "a-token-of-the-runner"
CANARY = "zanzibar walrus"


def call(conversation: str) -> dict[str, Any]:
    """What Rasa asks of the action server."""
    return {
        "next_action": "action_crisis_handoff",
        "sender_id": conversation,
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": conversation,
            "slots": {"category": "elder_abuse", "whom": "other", "severity": "danger"},
            "latest_message": {"text": CANARY},
            "events": [{"event": "user", "text": CANARY, "timestamp": 1.0}],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "utter_crisis",
        },
    }


@dataclass
class Actions:
    """A running action server."""

    url: str
    log: Path

    def said(self, conversation: str) -> str:
        """Which line it says."""
        with httpx.Client(trust_env=False, timeout=20) as http:
            answer = http.post(f"{self.url}/webhook", json=call(conversation)).json()
        (line,) = answer["responses"]
        return str(line["response"])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[RunningGateway, str], Actions]]:
    """Starts the action server as the runner does."""
    running: list[subprocess.Popen[bytes]] = []

    def start(gateway: RunningGateway, token: str) -> Actions:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = Settings(
            _env_file=None, port=gateway.port, actions_port=port, internal_token=token
        )
        (program,) = (one for one in programs(settings) if one.name == "actions")
        log = tmp_path / "actions.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                program.command,
                cwd=ROOT,
                env={**os.environ, **environment(settings)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        _wait(program.ready_url, process, log)
        return Actions(f"http://127.0.0.1:{port}", log)

    yield start
    for process in running:
        process.terminate()
        process.wait(15)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_somebody_is_told_or_it_is_said_that_nobody_was(
    serve: Callable[..., RunningGateway],
    start: Callable[[RunningGateway, str], Actions],
    web: Web,
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,))
    actions = start(gateway, TOKEN)
    assert actions.said("c_1") == "utter_crisis_told"
    assert actions.said("c_1") == "utter_crisis_told"
    (body,) = web.bodies
    assert "abuse of an older or dependent adult" in body["message"]
    assert reference_of("c_1") in body["message"]
    assert all(word not in json.dumps(web.raw) for word in CANARY.split())

    web.status = 503
    assert actions.said("c_2") == "utter_crisis_not_told"
    gateway.stop()
    assert actions.said("c_3") == "utter_crisis_not_told"
    log = actions.log.read_text()
    assert "could not be requested" in log or "[withheld" in log
    assert not any(secret in log for secret in (*CANARY.split(), TOKEN, "c_1", "c_3"))


def test_with_another_token_nobody_is_told(
    serve: Callable[..., RunningGateway],
    start: Callable[[RunningGateway, str], Actions],
    web: Web,
) -> None:
    actions = start(serve(internal_token=TOKEN, notify_urls=(web.url,)), f"{TOKEN}-of-yesterday")
    assert actions.said("c_1") == "utter_crisis_not_told"
    assert not web.bodies
