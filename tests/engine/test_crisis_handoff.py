"""The crisis help and the line about the hand-off, in Rasa itself: whatever the action server does."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted

from tests.engine.action_server import action_server
from tests.engine.project import Project

# The small project has no regular expressions to train.
pytestmark = pytest.mark.filterwarnings("ignore:The RegexEntityExtractor")

DANGER = "I want to die"
GIVEN = {
    "category": "child_abuse",
    "about": "other",
    "severity": "emergency",
    "layer": "rules",
    "rule": "r",
    "span": [0, 0],
    "sure": False,
}
SLOTS = ("category", "whom", "severity")


def answer_of(response: str | None) -> bytes:
    """What the action answers, as `actions/crisis_handoff.py` does; None if the desk speaks for itself."""
    said: dict[str, Any] = {
        "response": response,
        "metadata": {"handoff": True},
        "text": None,
        "buttons": [],
    }
    events = [{"event": "slot", "name": name, "value": None} for name in SLOTS]
    return json.dumps({"responses": [said] if response else [], "events": events}).encode()


async def test_the_line_comes_after_the_help_with_its_mark(talk: Any) -> None:
    asked: list[dict[str, Any]] = []
    with action_server(answer_of("utter_crisis_not_told"), asked) as port:
        help_, line = await talk(port, "c_mark", DANGER)
    assert "911" in help_["text"]
    assert "has been told" in line["text"] and line["metadata"] == {"handoff": True}
    assert asked[0]["next_action"] == "action_crisis_handoff"


async def test_when_the_desk_speaks_for_itself_the_help_comes_alone(talk: Any, agent: Any) -> None:
    asked: list[dict[str, Any]] = []
    with action_server(answer_of(None), asked) as port:
        (help_,) = await talk(port, "c_taken", DANGER)
    assert "911" in help_["text"] and len(asked) == 1
    tracker = await agent.tracker_store.retrieve("c_taken")
    assert {name: tracker.get_slot(name) for name in SLOTS} == dict.fromkeys(SLOTS)


async def test_the_action_is_told_what_was_found_and_forgets_it(talk: Any, agent: Any) -> None:
    asked: list[dict[str, Any]] = []
    with action_server(answer_of(None), asked) as port:
        await talk(port, "c_slots", "hello", findings=[GIVEN])
        await talk(port, "c_slots", "everything is ending tonight for ever")
    slots = [{name: one["tracker"]["slots"][name] for name in SLOTS} for one in asked]
    assert slots[0] == {"category": "child_abuse", "whom": "other", "severity": "emergency"}
    assert slots[0] not in slots[1:]
    tracker = await agent.tracker_store.retrieve("c_slots")
    assert {name: tracker.get_slot(name) for name in SLOTS} == dict.fromkeys(SLOTS)


async def test_with_the_action_server_dead_the_help_comes_alone(talk: Any, agent: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    began = time.monotonic()
    (help_,) = await talk(port, "c_dead", DANGER)
    assert "911" in help_["text"] and time.monotonic() - began < 3
    (again,) = await talk(port, "c_dead", DANGER)
    assert again["text"] == help_["text"]
    tracker = await agent.tracker_store.retrieve("c_dead")
    last = [event for event in tracker.events if isinstance(event, ActionExecuted)][-1]
    assert last.action_name == "action_listen"


@pytest.mark.parametrize("answer", [b"nonsense", b"{}", b"[]", b'{"responses": 5}', b""])
async def test_with_nonsense_from_the_action_server_the_help_comes_alone(
    talk: Any, answer: bytes
) -> None:
    with action_server(answer, []) as port:
        (help_,) = await talk(port, f"c_{len(answer)}", DANGER)
    assert "911" in help_["text"]


async def test_with_an_action_server_that_hangs_the_help_comes_in_time(talk: Any) -> None:
    asked: list[dict[str, Any]] = []
    with action_server(None, asked) as port:
        async with asyncio.timeout(8):
            (help_,) = await talk(port, "c_hangs", DANGER)
    assert "911" in help_["text"] and asked


def test_the_small_project_has_the_real_rule(project: Project) -> None:
    rules = Path(project.root / "data" / "stories" / "rules.yml").read_text()
    assert "action: action_crisis_handoff" in rules
