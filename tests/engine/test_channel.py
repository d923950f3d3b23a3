"""The channel on a real Sanic server, where the model fails or is not there yet."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

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


class Client:
    """Talks to the channel over HTTP."""

    def __init__(self, app: Any, url: str) -> None:
        self.app, self.url = app, url

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Serves the channel in a thread of this process."""
    app: Any = Sanic(f"channel_{uuid.uuid4().hex}", configure_logging=False)

    async def never(message: Any) -> None:
        raise AssertionError("the channel talks to the agent itself")

    app.blueprint(Channel().blueprint(never), url_prefix="/webhooks/between_sessions")
    listening = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(
            app.create_server(sock=listening, return_asyncio_server=True)
        )
        loop.run_until_complete(server.startup())
        loop.run_until_complete(server.start_serving())
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        assert ready.wait(10)
        port = listening.getsockname()[1]
        yield Client(app, f"http://127.0.0.1:{port}/webhooks/between_sessions")
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        listening.close()
        Sanic.unregister_app(app)


@pytest.mark.parametrize("agent", [None, StubAgent(ready=False)])
def test_before_a_model_is_loaded_everything_is_a_503(
    client: Client, agent: StubAgent | None
) -> None:
    client.app.ctx.agent = agent
    for status, body in (
        client.send("GET", "/health"),
        client.send("POST", "/messages", MESSAGE),
        client.send("DELETE", "/conversations/c_1"),
    ):
        assert status == 503
        assert json.loads(body)["error"]["code"] == "starting"


def test_an_exception_is_a_500_without_a_word_of_the_visitor(
    client: Client,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Failing(StubAgent):
        async def handle_message(self, message: Any) -> None:
            logging.getLogger("some.library").error("cannot read %s", message.text)
            raise ValueError(f"cannot read {message.text}")

    client.app.ctx.agent = Failing()
    status, body = client.send("POST", "/messages", MESSAGE)
    assert status == 500
    assert json.loads(body)["error"]["code"] == "failed"
    assert "quokka" not in body
    assert WITHHELD in caplog.text
    assert "ValueError" in caplog.text
    assert "quokka" not in caplog.text


def test_no_reply_is_an_empty_list_for_the_gateway_to_see(client: Client) -> None:
    client.app.ctx.agent = StubAgent()
    status, body = client.send("POST", "/messages", MESSAGE)
    assert status == 200
    found = json.loads(body)
    assert found["replies"] == []
    assert found["nlu"]["outcome"] == "out_of_scope"
    assert found["nlu"]["topic"] is None


def test_text_is_marked_as_plain_and_a_choice_is_not(client: Client) -> None:
    agent = StubAgent()
    choice = {"conversation": "c_2", "message_id": "m_2", "choice": "/greet"}
    client.app.ctx.agent = agent
    client.send("POST", "/messages", {**MESSAGE, "findings": [{"rule": "r"}]})
    client.send("POST", "/messages", choice)
    text, pressed = agent.messages
    assert (text.text, text.sender_id, text.message_id) == (CANARY, "c_1", "m_1")
    assert text.metadata == {"findings": [{"rule": "r"}], PLAIN_TEXT: True}
    assert (pressed.text, pressed.metadata) == ("/greet", {PLAIN_TEXT: False})
    assert text.input_channel == Channel.name()


def test_a_store_that_fails_to_delete_says_so(client: Client) -> None:
    agent = StubAgent()
    agent.tracker_store = SimpleNamespace()  # without `delete`
    client.app.ctx.agent = agent
    status, body = client.send("DELETE", "/conversations/c_1")
    assert status == 500
    assert json.loads(body)["error"]["code"] == "failed"


async def test_what_a_reply_offers_besides_is_a_reply_of_its_own() -> None:
    collector = Collector()
    offer = {"text": "Also:", "buttons": [{"title": "B", "payload": "/faq/b"}]}
    await collector.send_response(
        "c",
        {"text": "A", "topic": "a", "offer": offer, "utter_action": "utter_faq/a", "image": None},
    )
    await collector.send_response("c", {"text": "", "buttons": []})
    assert collector.replies == [{"text": "A", "topic": "a"}, offer]


async def test_where_the_visitor_is_on_a_release_goes_with_the_reply() -> None:
    collector = Collector()
    place = {"kind": "step", "guide": "revoke", "n": 1, "total": 3, "done": False}
    await collector.send_response("c", {"text": "A", "release": place, "template": None})
    assert collector.answer == [{"text": "A", "release": place}]


async def test_a_remark_about_the_message_alone_is_no_answer() -> None:
    collector = Collector()
    remark = {"text": "Not kept.", "release": {"kind": "no_details"}}
    await collector.send_response("c", remark)
    assert collector.answer == []
    await collector.send_response("c", {"text": "A"})
    assert collector.answer == [remark, {"text": "A"}]
