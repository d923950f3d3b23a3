"""A stand-in for Rasa's channel, only to provoke its faults and to see what it was asked."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def answer_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return an answer in the channel's format, with everything an answer can have."""
    said = body.get("text") or body.get("choice")
    return {
        "replies": [
            {
                "text": f"An answer to: {said}",
                "buttons": [{"title": "Something else", "payload": "/faq/beta"}],
                "topic": "alpha",
                "metadata": {
                    "title": "Alpha",
                    "more": "More of it.",
                    "sources": [
                        {"citation": "45 CFR 164.522(b)", "name": "HIPAA", "basis": "rule"}
                    ],
                    "reviewed_on": "2026-11-22",
                    "related": ["text_therapist", "no_such_topic"],
                },
            }
        ],
        "nlu": {"outcome": "answer", "topic": "alpha", "intent": "faq", "confidence": 0.9},
    }


@dataclass
class StandIn:
    """What the stand-in does next, and what it has been asked."""

    status: int = 200
    raw: bytes | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    outcome: str | None = None
    connections: list[socket.socket] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None
    _port: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def url(self) -> str:
        """Where it listens, or listened."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen; on the same port as before."""
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                standin.connections.append(self.connection)

            def log_message(self, *_: object) -> None:
                return

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                self._send(200, b'{"model": "stand-in"}')

            def do_DELETE(self) -> None:
                standin.forgotten.append(self.path.rpartition("/")[2])
                self.send_response(204)
                self.end_headers()

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                standin.asked.append(body)
                standin.gate.wait(20)
                try:
                    self._send(standin.status, standin.reply(body))
                except OSError:
                    return

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        self._server.daemon_threads = True
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Refuse connections and cut the open ones, as a killed process does."""
        self.gate.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        while self.connections:
            with contextlib.suppress(OSError):
                self.connections.pop().shutdown(socket.SHUT_RDWR)

    def reply(self, body: dict[str, Any]) -> bytes:
        """Return what is answered."""
        if self.raw is not None:
            return self.raw
        answer = answer_of(body)
        if self.outcome:
            answer["nlu"]["outcome"] = self.outcome
        return json.dumps(answer).encode()
