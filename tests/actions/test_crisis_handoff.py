"""The action, as Rasa asks it, and a gateway that is small, real, and sometimes bad."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.crisis_handoff import SLOTS, TIMEOUT, ActionCrisisHandoff
from bot.content import load_library
from bot.content.library import Library
from bot.engine.repairs import ACTION_SECONDS
from bot.handoff.once import PATIENCE_SECONDS
from tests.engine.running import ROOT, free_port, serving

NAME = "action_crisis_handoff"
TOKEN = "a-token-of-the-runner"
CANARY = "zanzibar walrus"
SEEN = {"category": "suicide", "whom": "self", "severity": "danger"}
TOLD, NOT_TOLD = "utter_crisis_told", "utter_crisis_not_told"


def call(slots: dict[str, Any] | None = None) -> dict[str, Any]:
    """What Rasa asks, after a message with words that must go nowhere."""
    said = {"event": "user", "text": f"I want to die {CANARY}", "timestamp": 1.0}
    return {
        "next_action": NAME,
        "sender_id": "c_1",
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": "c_1",
            "slots": {**SEEN, "topic": CANARY} if slots is None else slots,
            "latest_message": {"text": said["text"], "intent": {"name": "crisis"}},
            "events": [said],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "utter_crisis",
        },
    }


@dataclass
class Gateway:
    """What the small gateway answers, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b'{"told": true}'
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    found = Gateway()
    found.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found.raw.append(f"{self.requestline}\n{self.headers}\n{body}")
            found.asked.append(json.loads(body) if self.path == "/internal/handoffs" else {})
            found.tokens.append(self.headers["Authorization"])
            found.gate.wait(20)
            try:
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.body)))
                self.end_headers()
                self.wfile.write(found.body)
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("BETWEEN_SESSIONS_GATEWAY_URL", found.url)
    monkeypatch.setenv("BETWEEN_SESSIONS_INTERNAL_TOKEN", TOKEN)
    yield found
    found.gate.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


async def run(slots: dict[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
    """The action through rasa_sdk's own executor: what it says, and its whole answer."""
    executor = ActionExecutor()
    executor.register_package("actions")
    result = await executor.run(call(slots))
    assert result is not None
    (said,) = result["responses"]
    assert said["metadata"] == {"handoff": True, "told": said["response"] == TOLD}
    return said["response"], dict(result)


async def test_somebody_was_told_when_the_gateway_says_so(gateway: Gateway) -> None:
    response, _ = await run()
    assert response == TOLD
    assert gateway.asked == [{"conversation": "c_1", **SEEN}]
    assert gateway.tokens == [f"Bearer {TOKEN}"]


async def test_no_word_of_the_visitor_is_sent(gateway: Gateway) -> None:
    await run()
    (raw,) = gateway.raw
    for word in (*CANARY.split(), "want to die"):
        assert word not in raw


async def test_the_slots_are_emptied_for_the_next_time(gateway: Gateway) -> None:
    _, result = await run()
    assert {(one["event"], one["name"], one["value"]) for one in result["events"]} == {
        ("slot", name, None) for name in SLOTS
    }


async def test_without_slots_it_asks_all_the_same(gateway: Gateway) -> None:
    response, _ = await run({})
    assert response == TOLD
    assert gateway.asked == [{"conversation": "c_1", **dict.fromkeys(SLOTS)}]


@pytest.mark.parametrize(
    "body",
    [
        b'{"told": false}',
        b'{"told": "true"}',
        b'{"told": 1}',
        b"{}",
        b"[true]",
        b"true",
        b"null",
        b"",
        b"told",
        b"\xff",
    ],
)
async def test_anything_but_a_plain_yes_is_a_no(gateway: Gateway, body: bytes) -> None:
    gateway.body = body
    assert (await run())[0] == NOT_TOLD
    assert gateway.asked


@pytest.mark.parametrize("status", [201, 204, 400, 401, 404, 429, 500, 503])
async def test_an_error_is_a_no(gateway: Gateway, status: int) -> None:
    gateway.status = status
    if status == 204:
        gateway.body = b""
    assert (await run())[0] == NOT_TOLD


async def test_it_follows_nobody_elsewhere(gateway: Gateway) -> None:
    gateway.status, gateway.headers = 307, {"Location": f"{gateway.url}/elsewhere"}
    assert (await run())[0] == NOT_TOLD
    assert len(gateway.asked) == 1


async def test_it_does_not_wait_for_a_gateway_that_hangs(gateway: Gateway) -> None:
    gateway.gate.clear()
    began = time.monotonic()
    assert (await run())[0] == NOT_TOLD
    assert TIMEOUT - 0.5 < time.monotonic() - began < TIMEOUT + 0.9


def test_whoever_waits_for_another_is_the_more_patient() -> None:
    assert PATIENCE_SECONDS + 0.5 <= TIMEOUT <= ACTION_SECONDS - 0.5


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:9", "http://[", "file:///etc"])
async def test_without_a_gateway_nobody_was_told(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_GATEWAY_URL", url or "http://127.0.0.1:9")
    assert (await run())[0] == NOT_TOLD
    assert not gateway.asked


async def test_without_a_token_nobody_is_asked(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BETWEEN_SESSIONS_INTERNAL_TOKEN")
    assert (await run())[0] == NOT_TOLD
    assert not gateway.asked


async def test_a_proxy_in_the_environment_is_not_asked(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await run())[0] == TOLD


async def test_neither_token_nor_conversation_is_logged(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.body = b"nonsense"
    await run()
    assert "could not be requested" in caplog.text
    assert TOKEN not in caplog.text and "c_1" not in caplog.text


def test_an_action_server_started_as_the_runner_does_asks_the_gateway(
    gateway: Gateway, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    told = {
        "BETWEEN_SESSIONS_GATEWAY_URL": gateway.url,
        "BETWEEN_SESSIONS_INTERNAL_TOKEN": TOKEN,
    }
    log = tmp_path / "actions.log"
    arguments = ("run", "actions", "--port", str(port))
    with serving(ROOT, log, f"{url}/health", *arguments, extra=told):
        data = json.dumps(call()).encode()
        request = urllib.request.Request(
            f"{url}/webhook", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            (said,) = json.loads(answer.read())["responses"]
    assert said["response"] == TOLD and gateway.asked
    for word in (*CANARY.split(), TOKEN):
        assert word not in log.read_text()


@pytest.mark.parametrize("name", [TOLD, NOT_TOLD])
def test_each_wording_names_the_numbers_and_promises_nothing(library: Library, name: str) -> None:
    text = library.fill(library.responses[name].default.text)
    assert "911" in text and "988" in text
    assert "don't wait for them" in text
    assert " will " not in text and "{" not in text


def test_only_one_wording_says_that_somebody_was_told(library: Library) -> None:
    told, not_told = (library.responses[name].default.text for name in (TOLD, NOT_TOLD))
    assert "Someone at the practice has been told" in told
    assert "Someone" not in not_told.split(".")[0]


def test_what_was_sent_is_not_hidden(library: Library) -> None:
    assert "what kind of danger" in library.responses[TOLD].default.text


def test_nobody_says_that_nobody_was_told_as_a_slow_notice_may_still_arrive(
    library: Library,
) -> None:
    response = library.responses[NOT_TOLD]
    assert "I can't tell whether anyone at the practice has been told" in response.default.text
    assert not re.search(r"(?i)nobody has been told|not reached", response.default.text)


def test_the_domain_knows_the_action_and_fills_its_slots_from_entities() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    assert ActionCrisisHandoff().name() == NAME and NAME in domain["actions"]
    for name in SLOTS:
        assert name in domain["entities"]
        assert domain["slots"][name]["mappings"] == [{"type": "from_entity", "entity": name}]
        assert domain["slots"][name]["influence_conversation"] is False


def test_the_help_comes_before_the_action() -> None:
    rules = yaml.safe_load((ROOT / "data" / "stories" / "rules.yml").read_text())["rules"]
    (steps,) = [one["steps"] for one in rules if {"intent": "crisis"} in one["steps"]]
    assert steps == [{"intent": "crisis"}, {"action": "utter_crisis"}, {"action": NAME}]
