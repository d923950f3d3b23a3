"""The action after a wish for a person, as Rasa asks it: the desk offers one, the action says nothing."""

from __future__ import annotations

import pytest
import yaml

from actions.request_human import ActionRequestHuman
from bot.content.library import Library
from tests.actions.small_gateway import CANARY, Gateway, call, execute
from tests.engine.running import ROOT

NAME = "action_request_human"
WISH = call(NAME, "talk_to_a_person", "get me a human", {"topic": CANARY, "who": "family"})
PROMISES = (" will ", "shortly", "soon", "in a moment", "right away")


async def test_the_desk_is_asked_and_speaks_for_itself(gateway: Gateway) -> None:
    result = await execute(WISH)
    assert result == {"events": [], "responses": []}
    assert gateway.asked == [{"conversation": "c_1", "reason": "request"}]


@pytest.mark.parametrize(("status", "body"), [(200, b'{"taken": false}'), (503, b"{}")])
async def test_when_the_desk_does_not_take_it_nothing_is_added_either(
    gateway: Gateway, status: int, body: bytes
) -> None:
    gateway.status, gateway.body = status, body
    assert await execute(WISH) == {"events": [], "responses": []}
    assert gateway.asked


async def test_without_a_gateway_it_does_not_fail(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_GATEWAY_URL", "http://127.0.0.1:9")
    assert await execute(WISH) == {"events": [], "responses": []}


async def test_no_word_of_the_visitor_and_nothing_about_them_is_sent(gateway: Gateway) -> None:
    await execute(WISH)
    (raw,) = gateway.raw
    for word in (*CANARY.split(), "human", "family"):
        assert word not in raw


def test_the_phone_and_the_hours_come_before_the_desk_is_asked() -> None:
    rules = yaml.safe_load((ROOT / "data" / "stories" / "journeys.yml").read_text())["rules"]
    (steps,) = [one["steps"] for one in rules if {"intent": "talk_to_a_person"} in one["steps"]]
    assert steps == [
        {"intent": "talk_to_a_person"},
        {"action": "utter_talk_to_a_person"},
        {"action": "action_office_hours"},
        {"action": NAME},
    ]


def test_the_domain_knows_the_action() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    assert ActionRequestHuman().name() == NAME and NAME in domain["actions"]


def test_what_stands_when_the_desk_cannot_be_asked_is_true_with_and_without_a_person(
    library: Library,
) -> None:
    text = library.fill(library.responses["utter_talk_to_a_person"].default.text)
    assert library.practice.phone in text and "911" in text and "988" in text
    assert library.wording["desk_button_talk"] in text
    assert "no live person" not in text and not any(one in text for one in PROMISES)
