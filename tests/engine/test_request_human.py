"""Asking for a person, in Rasa itself: the desk is asked last, whatever the action server does."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted

from tests.engine.action_server import action_server

# The small project has no regular expressions to train.
pytestmark = pytest.mark.filterwarnings("ignore:The RegexEntityExtractor")

WISH = "give me a human"
SILENT = json.dumps({"responses": [], "events": []}).encode()


async def test_the_phone_is_said_then_the_hours_and_the_desk_are_asked_for(
    talk: Any, agent: Any
) -> None:
    asked: list[dict[str, Any]] = []
    with action_server(SILENT, asked) as port:
        (said,) = await talk(port, "c_wish", WISH)
    assert "988" in said["text"]
    assert [one["next_action"] for one in asked] == ["action_office_hours", "action_request_human"]
    assert {one["sender_id"] for one in asked} == {"c_wish"}
    tracker = await agent.tracker_store.retrieve("c_wish")
    last = [event for event in tracker.events if isinstance(event, ActionExecuted)][-1]
    assert last.action_name == "action_listen"


async def test_a_second_wish_asks_the_desk_again(talk: Any) -> None:
    asked: list[dict[str, Any]] = []
    with action_server(SILENT, asked) as port:
        await talk(port, "c_twice", WISH)
        await talk(port, "c_twice", WISH)
    names = [one["next_action"] for one in asked]
    assert names.count("action_request_human") == 2


async def test_with_the_action_server_dead_the_phone_is_said_all_the_same(talk: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for _ in range(2):
        (said,) = await talk(port, "c_alone", WISH)
        assert "911" in said["text"] and "988" in said["text"]
