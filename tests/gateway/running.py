"""A gateway that really listens, in a thread, and a visitor who talks to it."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import httpx
import pytest
from sanic import Sanic

from bot.gateway.__main__ import listen
from bot.gateway.app import create_app
from bot.settings import Settings

# For tests that lock the database: the store waits for this many seconds only.
gives_up_soon = pytest.mark.parametrize("store_timeout", [0.3])
# Of the action server, where a gateway has one.
TOKEN = "a-token-of-the-runner"
_numbers = itertools.count()


class RunningGateway:
    """The real application over a real socket."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app: Sanic[Any, Any] = create_app(settings, name=f"gateway-{next(_numbers)}")
        self._socket = listen("127.0.0.1", 0)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.clients: list[httpx.Client] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> RunningGateway:
        self._thread.start()
        assert self._ready.wait(20), "the gateway did not start"
        return self

    def stop(self) -> None:
        """Stop; a second time does nothing."""
        while self.clients:
            self.clients.pop().close()
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(20)
        assert not self._thread.is_alive(), "the gateway did not stop"

    def call(self, coroutine: Any) -> Any:
        """Run a coroutine on the gateway's loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)

    def start_soon(self, coroutine: Any) -> Future[Any]:
        """Run a coroutine on the gateway's loop, without waiting for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server: Any = await self.app.create_server(sock=self._socket, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        await server.start_serving()
        self._ready.set()
        await self._stop.wait()
        await server.before_stop()
        server.close()
        end = self._loop.time() + 5
        while server.connections and self._loop.time() < end:
            # Again and again: a browser keeps the connection of a stream that has just ended.
            for connection in list(server.connections):
                connection.close_if_idle()
            await asyncio.sleep(0.01)
        await server.after_stop()

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return Path(self.settings.absolute_database_url().partition("///")[2])


Serve = Callable[..., RunningGateway]
"""Starts gateways, with any setting changed."""


class Visitor:
    """Somebody with a conversation."""

    def __init__(self, gateway: RunningGateway) -> None:
        self.http = httpx.Client(
            base_url=gateway.url,
            timeout=20,
            trust_env=False,
            # No connection is left over from a gateway that was killed.
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        gateway.clients.append(self.http)
        self.id = ""
        self.token = ""
        self.first: dict[str, Any] = {}

    def begin(self) -> Visitor:
        response = self.http.post("/v1/conversations")
        assert response.status_code == 201, response.text
        self.first = response.json()
        self.id, self.token = self.first["id"], self.first["token"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def messages(self) -> str:
        return f"/v1/conversations/{self.id}/messages"

    def post(self, body: Any = None, *, content: bytes | None = None) -> httpx.Response:
        """Post anything at all."""
        if content is None:
            content = json.dumps(body).encode()
        return self.http.post(self.messages, content=content, headers=self.headers)

    def say(self, text: str, client_id: str | None = None) -> httpx.Response:
        return self.post({"client_id": client_id or str(uuid.uuid4()), "text": text})

    def press(self, choice: str) -> httpx.Response:
        return self.post({"client_id": str(uuid.uuid4()), "choice": choice})

    def clear(self) -> httpx.Response:
        return self.http.delete(f"/v1/conversations/{self.id}", headers=self.headers)

    def stream(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Yield the events of the stream; the caller stops it."""
        path = f"/v1/conversations/{self.id}/events"
        with self.http.stream(
            "GET", path, params={"after": after}, headers=self.headers
        ) as response:
            assert response.status_code == 200, response.read()
            for line in response.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line[6:])

    def replay(self, count: int, after: int = 0) -> list[dict[str, Any]]:
        """Return the first `count` events after a number."""
        stream = self.stream(after)
        found = list(itertools.islice(stream, count))
        stream.close()  # type: ignore[attr-defined]
        return found


def cards(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every crisis card of an answer, of whatever status."""
    found = [event for event in body.get("events", []) if event["type"] == "card"]
    return found + ([body["card"]] if "card" in body else [])


def said(body: dict[str, Any], sender: str = "bot") -> list[dict[str, Any]]:
    """Return the messages of an answer that are from `sender`."""
    return [
        event for event in body["events"] if event["type"] == "message" and event["from"] == sender
    ]
