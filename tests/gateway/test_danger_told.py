"""Of danger somebody is told, also where Rasa, the action server or the database is away."""

from __future__ import annotations

import pytest

from bot.gateway.engine import EngineReply
from bot.handoff.request import reference_of
from tests.e2e.assistant import locked
from tests.gateway.danger import DANGER, Send, malformed, too_long, used_id
from tests.gateway.running import TOKEN, RunningGateway, Serve, Visitor, cards, gives_up_soon, said
from tests.gateway.standin import StandIn
from tests.handoff.receivers import Web


def _crisis(engine: StandIn) -> None:
    """Rasa takes whatever comes for danger, and no action server has told anybody."""
    reply = {"replies": [{"text": "Rasa's own words"}], "nlu": {"outcome": "crisis"}}
    engine.raw = EngineReply.model_validate(reply).model_dump_json().encode()


def test_without_the_engine_the_gateway_tells_somebody_itself(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    engine.stop()
    body = visitor.say(f"{DANGER} zanzibar").json()
    assert cards(body) and said(body)[0]["outcome"] == "unavailable"
    assert web.arrived.acquire(timeout=10)
    assert "thoughts of suicide" in web.raw[0] and reference_of(visitor.id) in web.raw[0]
    assert "zanzibar" not in web.raw[0] and visitor.id not in web.raw[0]


@pytest.mark.parametrize("send", [too_long, malformed, used_id])
def test_of_danger_in_a_refused_message_somebody_is_told(
    telling: RunningGateway, web: Web, send: Send
) -> None:
    visitor = Visitor(telling).begin()
    assert cards(send(visitor).json())
    assert web.arrived.acquire(timeout=10)
    assert "thoughts of suicide" in web.raw[0] and reference_of(visitor.id) in web.raw[0]


def test_of_danger_in_a_first_message_over_a_limit_somebody_is_told(serve: Serve, web: Web) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,), messages_per_address="1/minute")
    visitor = Visitor(gateway).begin()
    Visitor(gateway).begin().say("hello")
    assert visitor.say(DANGER).status_code == 429
    assert web.arrived.acquire(timeout=10)


@gives_up_soon
def test_while_the_database_is_locked_somebody_is_told(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    visitor.say("hello")
    with locked(telling.database):
        assert visitor.say(DANGER).status_code == 503
    assert web.arrived.acquire(timeout=10)


def test_nobody_is_told_by_somebody_without_the_token(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    visitor.say("hello")
    visitor.token = "wrong"
    assert visitor.say(DANGER).status_code == 401
    assert not web.arrived.acquire(timeout=0.5)


def test_a_harmless_message_that_is_refused_is_nobodys_business(
    telling: RunningGateway, web: Web
) -> None:
    assert Visitor(telling).begin().say("x" * 5000).status_code == 413
    assert not web.arrived.acquire(timeout=0.5)


def test_an_engine_that_takes_too_long_is_no_reason_to_tell_nobody(
    serve: Serve, engine: StandIn, web: Web
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,), engine_timeout=0.5)
    engine.gate.clear()
    assert cards(Visitor(gateway).begin().say(DANGER).json())
    assert web.arrived.acquire(timeout=10)
    engine.gate.set()


def test_without_the_action_server_the_gateway_tells_somebody_itself(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    _crisis(engine)
    Visitor(telling).begin().say("a message that only Rasa takes for danger")
    assert web.arrived.acquire(timeout=10)


def test_a_harmless_message_without_the_engine_is_nobodys_business(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    engine.stop()
    assert said(Visitor(telling).begin().say("hello").json())[0]["outcome"] == "unavailable"
    assert not web.arrived.acquire(timeout=0.5)


def test_the_apology_does_not_wait_for_who_is_told(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    engine.stop()
    web.gate.clear()
    body = visitor.say(DANGER).json()
    assert said(body)[0]["outcome"] == "unavailable" and not body["late"]
    assert web.arrived.acquire(timeout=10)


def test_without_anybody_to_tell_the_apology_comes_as_usual(
    visitor: Visitor, engine: StandIn
) -> None:
    engine.stop()
    body = visitor.say(DANGER).json()
    assert cards(body) and [one["outcome"] for one in said(body)] == ["crisis", "unavailable"]
