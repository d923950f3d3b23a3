"""Danger over two messages: retries, restarts and buttons do not come between them."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.gateway.sessions import Said, Sessions
from bot.safety.known import CRISIS_MESSAGES
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.records import Draft, EventType, Sender
from tests.e2e.assistant import eventually, locked
from tests.gateway.danger import DANGER, FIRST, SECOND, back_at, card_for, second_layer
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, gives_up_soon, said


@gives_up_soon
def test_danger_over_two_messages_is_seen_in_a_retry_too(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    assert not cards(visitor.say(FIRST).json())
    client_id = str(uuid.uuid4())
    with locked(gateway.database):
        refused = visitor.say(SECOND, client_id)
        assert refused.status_code == 503 and cards(refused.json())
        visitor.say("hello?")
    again = visitor.say(SECOND, client_id)
    assert again.status_code == 200 and cards(again.json())


@gives_up_soon
def test_a_retry_under_a_new_id_is_seen_too(gateway: RunningGateway, visitor: Visitor) -> None:
    visitor.say(FIRST)
    with locked(gateway.database):
        assert visitor.say(SECOND).status_code == 503
    assert cards(visitor.say(SECOND).json())


async def test_a_recorded_first_try_is_no_turn_before_its_retry(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}", 1.0)
    await database.prepare()
    store = Conversations(database)
    await store.create("c", "hash", [])
    for client_id, text in (("1", FIRST), ("2", SECOND), ("3", "hello?")):
        draft = Draft(EventType.MESSAGE, Sender.VISITOR, {"text": text})
        await store.begin_message("c", client_id, [draft], careful=False, notice=None)
    found = await store.load("c")
    assert found is not None
    sessions = Sessions(store, 3600, 6)
    assert await sessions.recall(found, Said(SECOND, "2")) == [FIRST]
    # An id that is used for other words is no retry.
    assert await sessions.recall(found, Said("other words", "2")) == [FIRST, SECOND, "hello?"]
    await database.close()


def test_of_a_long_turn_the_end_is_remembered(serve: Serve) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    long = "We drove along the coast. " * 60
    visitor.say(long + FIRST)
    gateway.stop()
    assert cards(back_at(serve(), visitor).say(SECOND).json())
    other = Visitor(serve()).begin()
    other.say("hello")
    other.say(long + FIRST)
    assert cards(other.say(SECOND).json())


def test_a_retry_is_not_counted_again(gateway: RunningGateway, visitor: Visitor) -> None:
    client_id, long = str(uuid.uuid4()), "hello " * 300
    for _ in range(3):
        assert visitor.say(long, client_id).status_code == 200
    sessions = gateway.app.ctx.parts.sessions
    assert sessions.known(visitor.id, visitor.token).messages == 1
    visitor.say("hello", str(uuid.uuid4()))
    assert sessions.known(visitor.id, visitor.token).messages == 2


def test_a_card_counts_for_as_many_messages_however_often_one_is_tried(visitor: Visitor) -> None:
    card_for(visitor, "my husband beats me")
    visitor.say("hello")
    client_id = str(uuid.uuid4())
    for _ in range(CRISIS_MESSAGES):
        visitor.say("what does it cost", client_id)
    resources = card_for(visitor, DANGER)["resources"]
    assert "domestic_violence" in {one["id"] for one in resources}


def test_of_two_turns_at_once_after_a_restart_the_second_one_sees_the_first(
    serve: Serve,
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    visitor.say("hello")
    gateway.stop()
    gateway = serve()
    back = back_at(gateway, visitor)
    with second_layer(gateway) as layer:
        layer.waits_for = "hello"
        layer.gate.clear()
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(back.say, FIRST)
            assert eventually(lambda: layer.held)
            second = cards(back.say(SECOND).json())
            layer.gate.set()
            first.result(10)
    assert second


@pytest.mark.parametrize("restarted", [False, True])
def test_a_pressed_button_does_not_stand_between_two_messages(
    serve: Serve, restarted: bool
) -> None:
    gateway = serve(store_timeout=3.0, late_after=10.0)
    visitor = Visitor(gateway).begin()
    button = said(visitor.say(FIRST).json())[0]["buttons"][0]
    assert visitor.press(button["choice"]).status_code == 200
    if restarted:
        gateway.stop()
        visitor = back_at(serve(), visitor)
    assert cards(visitor.say(SECOND).json())
