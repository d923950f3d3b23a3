"""A gateway that is small, real, and sometimes bad; and the actions, as Rasa asks them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rasa_sdk.executor import ActionExecutor

TOKEN = "a-token-of-the-runner"
CANARY = "zanzibar walrus"


def call(action: str, intent: str, text: str, slots: dict[str, Any]) -> dict[str, Any]:
    """What Rasa asks, after a message with words that must go nowhere."""
    said = {"event": "user", "text": f"{text} {CANARY}", "timestamp": 1.0}
    return {
        "next_action": action,
        "sender_id": "c_1",
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": "c_1",
            "slots": slots,
            "latest_message": {"text": said["text"], "intent": {"name": intent}},
            "events": [said],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
    }


async def execute(call: dict[str, Any]) -> dict[str, Any]:
    """The action through rasa_sdk's own executor: its whole answer."""
    executor = ActionExecutor()
    executor.register_package("actions")
    result = await executor.run(call)
    assert result is not None
    return dict(result)


@dataclass
class Gateway:
    """What the small gateway answers, and what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b'{"taken": true}'
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)


@contextmanager
def running() -> Iterator[Gateway]:
    """Runs it while the block runs."""
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
    try:
        yield found
    finally:
        found.gate.set()
        server.shutdown()
        server.server_close()
