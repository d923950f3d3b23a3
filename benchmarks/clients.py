"""Speaks with a server as a visitor does."""

from __future__ import annotations

import uuid
from typing import Protocol

import httpx

from benchmarks.sides import OURS, Side
from benchmarks.understanding import Understanding, of_default, of_ours

TIMEOUT = 60.0


class Client(Protocol):
    """A visitor of one server."""

    async def say(self, conversation: str, text: str) -> bool:
        """Sends a message; whether a reply came. An empty one is none."""

    async def understand(self, text: str) -> Understanding:
        """What a question is taken for."""


class OurClient:
    """Uses our channel."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def say(self, conversation: str, text: str) -> bool:
        """Sends a message; whether a reply came."""
        answer = await self._post(conversation, text)
        return answer.status_code == 200 and bool(answer.json()["replies"])

    async def understand(self, text: str) -> Understanding:
        """What a question, the first of a conversation, is taken for."""
        answer = await self._post(f"c_{uuid.uuid4().hex}", text)
        return of_ours(answer.raise_for_status().json())

    async def _post(self, conversation: str, text: str) -> httpx.Response:
        body = {
            "conversation": conversation,
            "message_id": uuid.uuid4().hex,
            "text": text,
            "findings": [],
        }
        return await self._http.post("/webhooks/between_sessions/messages", json=body)


class DefaultClient:
    """Uses stock Rasa's REST channel and its HTTP API."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def say(self, conversation: str, text: str) -> bool:
        """Sends a message; whether a reply came."""
        body = {"sender": conversation, "message": text}
        answer = await self._http.post("/webhooks/rest/webhook", json=body)
        return answer.status_code == 200 and bool(answer.json())

    async def understand(self, text: str) -> Understanding:
        """What a question is taken for."""
        answer = await self._http.post("/model/parse", json={"text": text})
        return of_default(answer.raise_for_status().json())


def http(port: int) -> httpx.AsyncClient:
    """Connections to a server on this machine, one for each visitor at least."""
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    return httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", timeout=TIMEOUT, limits=limits, trust_env=False
    )


def client_of(side: Side, connections: httpx.AsyncClient) -> Client:
    """The client that a side's server understands."""
    return OurClient(connections) if side == OURS else DefaultClient(connections)
