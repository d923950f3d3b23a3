"""The action after a crisis card, as Rasa asks it: the desk is called, and speaks for itself."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.crisis_handoff import SLOTS, ActionCrisisHandoff
from bot.content.library import Library
from tests.actions.small_gateway import CANARY, TOKEN, Gateway, call, execute
from tests.engine.running import ROOT, free_port, serving

NAME = "action_crisis_handoff"
DANGER = "I want to die"
SEEN = {"category": "suicide", "whom": "self", "severity": "danger"}
NOT_TOLD = "utter_crisis_not_told"


def danger(slots: dict[str, Any] | None = None) -> dict[str, Any]:
    return call(NAME, "crisis", DANGER, {**SEEN, "topic": CANARY} if slots is None else slots)


async def test_the_desk_is_called_and_speaks_for_itself(gateway: Gateway) -> None:
    result = await execute(danger())
    assert result["responses"] == []
    assert gateway.asked == [{"conversation": "c_1", "reason": "danger", **SEEN}]


@pytest.mark.parametrize(("status", "body"), [(200, b'{"taken": false}'), (503, b"{}")])
async def test_what_the_desk_did_not_take_is_said_with_its_mark(
    gateway: Gateway, status: int, body: bytes
) -> None:
    gateway.status, gateway.body = status, body
    (said,) = (await execute(danger()))["responses"]
    assert said["response"] == NOT_TOLD
    assert said["metadata"] == {"handoff": True}
    assert gateway.asked


async def test_no_word_of_the_visitor_is_sent(gateway: Gateway) -> None:
    await execute(danger())
    (raw,) = gateway.raw
    for word in (*CANARY.split(), "want to die"):
        assert word not in raw


@pytest.mark.parametrize("taken", [b"true", b"false"])
async def test_the_slots_are_emptied_for_the_next_time(gateway: Gateway, taken: bytes) -> None:
    gateway.body = b'{"taken": ' + taken + b"}"
    events = (await execute(danger()))["events"]
    assert {(one["event"], one["name"], one["value"]) for one in events} == {
        ("slot", name, None) for name in SLOTS
    }


async def test_without_slots_it_calls_all_the_same(gateway: Gateway) -> None:
    assert (await execute(danger({})))["responses"] == []
    assert gateway.asked == [{"conversation": "c_1", "reason": "danger", **dict.fromkeys(SLOTS)}]


def test_an_action_server_started_as_the_runner_does_calls_the_desk(
    gateway: Gateway, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    told = {
        "BETWEEN_SESSIONS_GATEWAY_URL": gateway.url,
        "BETWEEN_SESSIONS_INTERNAL_TOKEN": TOKEN,
    }
    log = tmp_path / "actions.log"
    arguments = ("run", "actions", "--port", str(port))
    with serving(ROOT, log, f"{url}/health", *arguments, extra=told):
        for action in (danger(), call("action_request_human", "talk_to_a_person", "human", {})):
            data = json.dumps(action).encode()
            request = urllib.request.Request(
                f"{url}/webhook", data, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=10) as answer:
                assert json.loads(answer.read())["responses"] == []
    assert [one["reason"] for one in gateway.asked] == ["danger", "request"]
    for word in (*CANARY.split(), TOKEN):
        assert word not in log.read_text()


def test_the_line_names_the_numbers_and_promises_nothing(library: Library) -> None:
    text = library.fill(library.responses[NOT_TOLD].default.text)
    assert "911" in text and "988" in text
    assert "don't wait for them" in text
    assert " will " not in text and "{" not in text


def test_nobody_says_that_nobody_was_told_as_the_desk_may_have_heard_all_the_same(
    library: Library,
) -> None:
    text = library.responses[NOT_TOLD].default.text
    assert "I can't tell whether anyone at the practice has been told" in text
    assert not re.search(r"(?i)nobody has been told|not reached|someone .* has been told", text)


def test_that_somebody_was_told_is_for_the_desk_alone_to_say(library: Library) -> None:
    assert "utter_crisis_told" not in library.responses
    assert not {"told", "told_es", "not_told_es"} & library.wording.keys()


def test_the_domain_knows_the_action_and_fills_its_slots_from_entities() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    assert ActionCrisisHandoff().name() == NAME and NAME in domain["actions"]
    for name in SLOTS:
        assert name in domain["entities"]
        assert domain["slots"][name]["mappings"] == [{"type": "from_entity", "entity": name}]
        assert domain["slots"][name]["influence_conversation"] is False


def test_the_help_comes_before_the_action() -> None:
    rules = yaml.safe_load((ROOT / "data" / "stories" / "rules.yml").read_text())["rules"]
    (steps,) = [one["steps"] for one in rules if {"intent": "crisis"} in one["steps"]]
    assert steps == [{"intent": "crisis"}, {"action": "utter_crisis"}, {"action": NAME}]
