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
from tests.gateway.running import RunningGateway, Visitor
from tests.handoff.receivers import Web

TOKEN = "a-token-of-the-runner"
CANARY = "zanzibar walrus"
NOT_TOLD = "utter_crisis_not_told"


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

    def said(self, conversation: str) -> list[str]:
        """Which lines it says."""
        with httpx.Client(trust_env=False, timeout=20) as http:
            answer = http.post(f"{self.url}/webhook", json=call(conversation)).json()
        return [str(line["response"]) for line in answer["responses"]]


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


def test_the_desk_tells_somebody_and_the_action_has_nothing_to_say(
    serve: Callable[..., RunningGateway],
    start: Callable[[RunningGateway, str], Actions],
    web: Web,
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,))
    visitor = Visitor(gateway).begin()
    actions = start(gateway, TOKEN)
    assert actions.said(visitor.id) == []
    assert visitor.replay(2)[-1]["line"] == "desk_on_call_told"
    (body,) = web.bodies
    assert "abuse of an older or dependent adult" in body["message"]
    assert reference_of(visitor.id) in body["message"]
    assert all(word not in json.dumps(web.raw) for word in CANARY.split())

    # Nobody has this conversation, as in `rasa shell`; then there is no gateway at all.
    assert actions.said("c_1") == [NOT_TOLD]
    gateway.stop()
    assert actions.said(visitor.id) == [NOT_TOLD]
    log = actions.log.read_text()
    assert "could not be" in log or "[withheld" in log
    assert not any(secret in log for secret in (*CANARY.split(), TOKEN, "c_1", visitor.id))


def test_with_another_token_nobody_is_told(
    serve: Callable[..., RunningGateway],
    start: Callable[[RunningGateway, str], Actions],
    web: Web,
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,))
    visitor = Visitor(gateway).begin()
    assert start(gateway, f"{TOKEN}-of-yesterday").said(visitor.id) == [NOT_TOLD]
    assert not web.bodies
