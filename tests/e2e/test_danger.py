"""Whatever is broken, "I want to die" is never answered without the card."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import closing, nullcontext

import httpx
import pytest

from bot.content.library import Library
from bot.settings import Settings
from tests.e2e.assistant import Assistant, locked
from tests.gateway.running import Visitor, cards

pytestmark = pytest.mark.e2e
DANGER = "I want to die"
MEGABYTE = 1024 * 1024


def assert_one_card(response: httpx.Response, library: Library) -> None:
    (card,) = cards(response.json())
    numbers = {one.get("call") for one in card["resources"]}
    assert {
        library.crisis.resources["emergency"].call,
        library.crisis.resources["lifeline"].call,
    } <= numbers


def test_danger_gets_the_card(visitor: Visitor, library: Library) -> None:
    response = visitor.say(DANGER)
    assert response.status_code == 200
    assert_one_card(response, library)


def test_in_a_message_of_a_megabyte(visitor: Visitor, library: Library) -> None:
    for text in (DANGER + " x" * (MEGABYTE // 2), "x " * (MEGABYTE // 2) + DANGER):
        response = visitor.say(text)
        assert response.status_code == 413
        assert_one_card(response, library)


def test_in_a_body_that_is_no_json(visitor: Visitor, library: Library) -> None:
    response = visitor.post(content=f'{{"text": "{DANGER}'.encode())
    assert response.status_code == 400
    assert_one_card(response, library)


def test_in_an_expired_conversation(
    visitor: Visitor, assistant: Assistant, library: Library
) -> None:
    with closing(sqlite3.connect(assistant.database, timeout=5)) as database:
        database.execute(
            "update conversations set active_at = active_at - 90000 where id = ?", (visitor.id,)
        )
        database.commit()
    response = visitor.say(DANGER)
    # The expiry job may have been there first.
    assert response.status_code in {404, 410}
    assert_one_card(response, library)


def test_in_a_conversation_that_nobody_knows(visitor: Visitor, library: Library) -> None:
    visitor.id = "c_" + "0" * 32
    response = visitor.say(DANGER)
    assert response.status_code == 404
    assert_one_card(response, library)


def test_with_a_token_that_is_not_the_conversations(visitor: Visitor, library: Library) -> None:
    visitor.token = "forged"
    response = visitor.say(DANGER)
    assert response.status_code == 401
    assert_one_card(response, library)


@pytest.mark.parametrize("name", ["gateway.db", "tracker.db", "both"])
def test_with_the_database_locked(
    visitor: Visitor, assistant: Assistant, library: Library, name: str
) -> None:
    visitor.say("hello")
    ours = locked(assistant.database) if name != "tracker.db" else nullcontext()
    engines = locked(assistant.tracker_database) if name != "gateway.db" else nullcontext()
    with ours, engines:
        response = visitor.say(DANGER)
    assert response.status_code == (200 if name == "tracker.db" else 503)
    assert_one_card(response, library)


def test_with_the_action_server_killed(
    visitor: Visitor, assistant: Assistant, library: Library
) -> None:
    assistant.kill("actions")
    response = visitor.say(DANGER)
    assert response.status_code == 200
    assert_one_card(response, library)


def test_with_the_engine_killed_and_then_with_nothing_but_the_gateway(
    visitor: Visitor, assistant: Assistant, library: Library
) -> None:
    assistant.kill("engine")
    response = visitor.say(DANGER)
    assert response.status_code == 200
    assert_one_card(response, library)
    assistant.kill("actions")
    with locked(assistant.database):
        assert_one_card(visitor.say(DANGER), library)


def test_at_the_rate_limit_that_visitors_have_by_default(
    assistant: Assistant, library: Library
) -> None:
    usual = Settings.model_fields["messages_per_conversation"].default
    with assistant.gateway_with(MESSAGES_PER_CONVERSATION=usual):
        visitor = Visitor(assistant).begin()
        # Malformed ones count too, and ask nothing of the engine.
        allowed = int(usual.partition("/")[0])
        statuses = [visitor.post(content=b"{").status_code for _ in range(allowed)]
        assert set(statuses) == {400}
        assert visitor.say("hello").status_code == 429
        response = visitor.say(DANGER)
        assert response.status_code == 429
        assert_one_card(response, library)
        body = json.dumps({"client_id": str(uuid.uuid4()), "text": DANGER + " x" * (MEGABYTE // 2)})
        assert_one_card(visitor.post(content=body.encode()), library)
