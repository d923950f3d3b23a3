"""The channel on a real Sanic server, where the model fails or is not there yet."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Sanic

from bot.engine.channel import Channel, Collector
from bot.engine.parse import PLAIN_TEXT
from bot.engine.privacy import WITHHELD

CANARY = "zanzibar quokka lighthouse marmalade"
MESSAGE = {"conversation": "c_1", "message_id": "m_1", "text": CANARY}


class StubAgent:
    """An agent that does what a test needs."""

    model_name = "stub"

    def __init__(self, ready: bool = True) -> None:
        self.lock_store = InMemoryLockStore()
        self.tracker_store: Any = InMemoryTrackerStore(Domain.empty())
        self.ready = ready
        self.messages: list[Any] = []

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: Any) -> None:
        self.messages.append(message)


@asynccontextmanager
async def served(agent: StubAgent | None) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    app: Any = Sanic(f"channel_{uuid.uuid4().hex}", configure_logging=False)

    async def never(message: Any) -> None:
        raise AssertionError("the channel talks to the agent itself")

    app.blueprint(Channel().blueprint(never), url_prefix="/webhooks/between_sessions")
    app.ctx.agent = agent
    app.config.MOTD = False
    server = await app.create_server("127.0.0.1", 0, return_asyncio_server=True)
    await server.startup()
    try:
        port = server.sockets[0].getsockname()[1]
        async with aiohttp.ClientSession() as client:
            yield client, f"http://127.0.0.1:{port}/webhooks/between_sessions"
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize("agent", [None, StubAgent(ready=False)])
async def test_before_a_model_is_loaded_everything_is_a_503(agent: StubAgent | None) -> None:
    async with served(agent) as (client, url):
        for answer in (
            await client.get(f"{url}/health"),
            await client.post(f"{url}/messages", json=MESSAGE),
            await client.delete(f"{url}/conversations/c_1"),
        ):
            assert answer.status == 503
            assert (await answer.json())["error"]["code"] == "starting"


async def test_an_exception_is_a_500_without_a_word_of_the_visitor(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Failing(StubAgent):
        async def handle_message(self, message: Any) -> None:
            logging.getLogger("some.library").error("cannot read %s", message.text)
            raise ValueError(f"cannot read {message.text}")

    async with served(Failing()) as (client, url):
        answer = await client.post(f"{url}/messages", json=MESSAGE)
        body = await answer.text()
    assert answer.status == 500
    assert json.loads(body)["error"]["code"] == "failed"
    assert "quokka" not in body
    assert WITHHELD in caplog.text
    assert "ValueError" in caplog.text
    assert "quokka" not in caplog.text


async def test_no_reply_is_an_empty_list_for_the_gateway_to_see() -> None:
    async with served(StubAgent()) as (client, url):
        answer = await client.post(f"{url}/messages", json=MESSAGE)
        assert answer.status == 200
        found = await answer.json()
    assert found["replies"] == []
    assert found["nlu"]["outcome"] == "out_of_scope"
    assert found["nlu"]["topic"] is None


async def test_text_is_marked_as_plain_and_a_choice_is_not() -> None:
    agent = StubAgent()
    async with served(agent) as (client, url):
        await client.post(f"{url}/messages", json={**MESSAGE, "findings": [{"rule": "r"}]})
        choice = {"conversation": "c_2", "message_id": "m_2", "choice": "/greet"}
        await client.post(f"{url}/messages", json=choice)
    text, pressed = agent.messages
    assert (text.text, text.sender_id, text.message_id) == (CANARY, "c_1", "m_1")
    assert text.metadata == {"findings": [{"rule": "r"}], PLAIN_TEXT: True}
    assert (pressed.text, pressed.metadata[PLAIN_TEXT]) == ("/greet", False)
    assert text.input_channel == Channel.name()


async def test_a_store_that_fails_to_delete_says_so() -> None:
    agent = StubAgent()
    agent.tracker_store = SimpleNamespace()  # without `delete`
    async with served(agent) as (client, url):
        answer = await client.delete(f"{url}/conversations/c_1")
        assert answer.status == 500
        assert (await answer.json())["error"]["code"] == "failed"


async def test_what_a_reply_offers_besides_is_a_reply_of_its_own() -> None:
    collector = Collector()
    offer = {"text": "Also:", "buttons": [{"title": "B", "payload": "/faq/b"}]}
    await collector.send_response(
        "c", {"text": "A", "topic": "a", "offer": offer, "utter_action": "utter_faq/a", "image": None}
    )
    await collector.send_response("c", {"text": "", "buttons": []})
    assert collector.replies == [{"text": "A", "topic": "a"}, offer]
