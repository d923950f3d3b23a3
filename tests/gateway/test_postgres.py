"""The same gateway on PostgreSQL. Skipped where PostgreSQL is not installed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tests import postgres as server
from tests.gateway.running import RunningGateway, Visitor, cards, said
from tests.gateway.standin import StandIn

pytestmark = pytest.mark.skipif(server.BIN is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of our own; yields the URL of its database."""
    with server.server() as address:
        yield f"{address}postgres"


def test_a_whole_conversation_on_postgresql(
    postgres: str, serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve(database_url=postgres, sweep_seconds=0.2)
    visitor = Visitor(gateway).begin()
    body = visitor.say("hello 😀 a\x00b \ud800").json()
    assert len(said(body)) == 1
    assert visitor.press(said(body)[0]["buttons"][0]["choice"]).status_code == 200
    assert visitor.press("\x00").status_code == 400
    assert cards(visitor.say("I want to die").json())
    assert [event["seq"] for event in visitor.replay(6)] == [1, 2, 3, 4, 5, 6]
    nul = visitor.http.post("/v1/conversations/%00/messages", content=b"{}")
    assert nul.status_code == 404
    gateway.stop()
    back = Visitor(serve(database_url=postgres))
    back.id, back.token = visitor.id, visitor.token
    assert back.say("again").json()["pinned_help"]
    assert back.clear().status_code == 204 and engine.forgotten == [visitor.id]
    assert back.say("again").status_code == 404


def test_danger_gets_the_card_when_postgresql_is_gone(
    serve: Callable[..., RunningGateway],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    visitor = Visitor(serve(database_url=f"postgresql+asyncpg://x@127.0.0.1:{port}/x"))
    visitor.id, visitor.token = "c_x", "t"
    response = visitor.say("I want to die")
    assert response.status_code == 503 and cards(response.json())
