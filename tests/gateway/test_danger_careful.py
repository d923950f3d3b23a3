"""After a card the conversation is careful, whatever became of the message that called for it."""

from __future__ import annotations

import time
import uuid

import pytest

from tests.e2e.assistant import eventually, locked
from tests.gateway.danger import (
    DANGER,
    Send,
    assert_careful,
    back_at,
    card_for,
    cheerful,
    malformed,
    stored_as_careful,
    too_long,
    used_id,
)
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, gives_up_soon, said
from tests.gateway.standin import StandIn

# A card that came with an error


@pytest.mark.parametrize(("send", "status"), [(too_long, 413), (malformed, 400), (used_id, 409)])
def test_after_a_card_in_an_error_the_conversation_is_careful_also_after_a_restart(
    serve: Serve, engine: StandIn, send: Send, status: int
) -> None:
    first = serve()
    visitor = Visitor(first).begin()
    response = send(visitor)
    assert response.status_code == status and cards(response.json())
    assert_careful(visitor, engine)
    other = Visitor(first).begin()
    send(other)
    assert eventually(lambda: stored_as_careful(first, other))
    first.stop()
    assert_careful(back_at(serve(), other), engine)


@pytest.mark.parametrize("limit", ["messages_per_conversation", "messages_per_address"])
def test_after_a_card_at_a_limit_the_conversation_is_careful(
    serve: Serve, engine: StandIn, limit: str
) -> None:
    visitor = Visitor(serve(**{limit: "1/3 second"})).begin()
    visitor.say("hello")
    response = visitor.say(DANGER)
    assert response.status_code == 429 and cards(response.json())
    time.sleep(3.1)
    assert_careful(visitor, engine)


def test_that_holds_for_a_conversation_whose_first_message_is_refused(
    serve: Serve, engine: StandIn
) -> None:
    gateway = serve(messages_per_address="1/3 second")
    visitor = Visitor(gateway).begin()
    Visitor(gateway).begin().say("hello")
    assert cards(visitor.say(DANGER).json())
    assert eventually(lambda: stored_as_careful(gateway, visitor))
    time.sleep(3.1)
    assert_careful(visitor, engine)


@gives_up_soon
def test_after_a_card_while_the_database_is_locked_the_conversation_is_careful(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn
) -> None:
    with locked(gateway.database):
        response = visitor.say(DANGER)
        assert response.status_code == 503 and cards(response.json())
        marking = gateway.app.ctx.parts.sessions._marking
        assert eventually(lambda: not marking), "the store refuses to be told"
    assert not stored_as_careful(gateway, visitor)
    assert_careful(visitor, engine)
    assert stored_as_careful(gateway, visitor)


def test_danger_from_somebody_without_the_token_leaves_no_trace(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    visitor.say("hello")
    stranger = Visitor(gateway)
    stranger.id, stranger.token = visitor.id, "wrong"
    assert cards(stranger.say(DANGER).json())
    marking = gateway.app.ctx.parts.sessions._marking
    assert eventually(lambda: not marking)
    assert not stored_as_careful(gateway, visitor)
    assert visitor.say("hello").json()["pinned_help"] is None


# Answers after a card


def test_an_answer_that_was_under_way_when_the_card_came_is_careful_too(
    serve: Serve, engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=0.2)).begin()
    engine.gate.clear()
    cheerful(engine)
    client_id = str(uuid.uuid4())
    assert visitor.say("hello", client_id).json()["late"]
    assert cards(visitor.say(DANGER).json())
    engine.gate.set()
    assert eventually(lambda: not visitor.say("hello", client_id).json()["late"])
    body = visitor.say("hello", client_id).json()
    (answer,) = said(body)
    assert "Hi!" not in answer["text"] and answer["pinned_help"]["numbers"]
    assert body["pinned_help"]["numbers"]


def test_numbers_ride_with_the_reply_whose_card_is_rasas(visitor: Visitor, engine: StandIn) -> None:
    engine.outcome = "crisis"
    body = visitor.say("hello").json()
    assert cards(body) and body["pinned_help"]["numbers"]


@pytest.mark.parametrize("restarted", [False, True])
def test_who_pressed_not_to_be_in_danger_is_left_in_peace_until_danger_is_seen_again(
    serve: Serve, restarted: bool
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    card = card_for(visitor, DANGER)
    assert cards(visitor.say("it was a line").json()), "few words bring the card again"
    (back,) = said(visitor.press(card["buttons"][0]["choice"]).json(), "system")
    assert back["outcome"] == "back"
    if restarted:
        gateway.stop()
        visitor = back_at(serve(), visitor)
    body = visitor.say("from a poem").json()
    assert cards(body) == [] and body["pinned_help"]["numbers"]
    assert card_for(visitor, DANGER)
    assert cards(visitor.say("she won't answer").json()), "danger was seen again"


def test_a_topic_that_is_pressed_does_not_say_that_there_is_no_danger(visitor: Visitor) -> None:
    (button, *_) = said(visitor.say("hello").json())[0]["buttons"]
    card_for(visitor, DANGER)
    visitor.press(button["choice"])
    assert cards(visitor.say("it was a line").json())
