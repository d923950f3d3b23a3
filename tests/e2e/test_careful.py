"""The card in every state of a conversation, and what follows it."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.gateway.running import Visitor, cards

pytestmark = pytest.mark.e2e
DANGER = "I want to die"
VEILED = "I have sorted out who gets the cats and written to everyone. After Friday I won't be a bother to anybody."
SPANISH = "ya no quiero vivir, me quiero matar"


def _events(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200
    events: list[dict[str, Any]] = response.json()["events"]
    return events


def _card(response: httpx.Response) -> dict[str, Any]:
    (card,) = cards(response.json())
    return card


@pytest.mark.parametrize(
    "before",
    [
        [],
        ["Can my therapist text me?"],
        ["Can you walk me through the release form?"],
        ["I want to talk to a person"],
        ["qwpoeiru zmxncb"],
        ["qwpoeiru zmxncb", "asldkfj", "zzxxcc vvbb"],
        [DANGER],
    ],
    ids=["start", "answer", "journey", "person", "fallback", "three fallbacks", "card"],
)
def test_in_every_state_danger_gets_the_card(visitor: Visitor, before: list[str]) -> None:
    for text in before:
        visitor.say(text)
    assert _card(visitor.say(DANGER))["level"] == "full"


def test_a_second_card_says_thank_you_in_other_words_and_offers_no_less(visitor: Visitor) -> None:
    first, second = _card(visitor.say(DANGER)), _card(visitor.say("I really want to kill myself"))
    assert first["body"][0] != second["body"][0]
    assert first["resources"] == second["resources"]


def _second_layer_ready(visitor: Visitor) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if cards(visitor.say(VEILED).json()):
            return True
        time.sleep(1)
    return False


def test_danger_without_a_telling_word_gets_the_card(visitor: Visitor) -> None:
    assert _second_layer_ready(visitor)


def test_spanish_gets_the_card_in_spanish(visitor: Visitor) -> None:
    card = _card(visitor.say(SPANISH))
    assert card["language"] == "es"
    assert any("oprim" in str(one) or "AYUDA" in str(one) for one in card["resources"])


def test_after_a_card_numbers_stay_and_nothing_is_cheerful(visitor: Visitor) -> None:
    visitor.say(DANGER)
    for text in ("hello!", "Can my therapist text me?"):
        replies = [one for one in _events(visitor.say(text)) if one["from"] == "bot"]
        assert replies and all(one["pinned_help"]["numbers"] for one in replies)
        assert not any("!" in one["text"].split("\n")[0] for one in replies)


def test_who_is_not_in_danger_gets_back_with_the_numbers_in_view(visitor: Visitor) -> None:
    card = _card(visitor.say(DANGER))
    (button,) = [one for one in card["buttons"] if one["kind"] == "back"]
    (back,) = [one for one in _events(visitor.press(button["choice"])) if one["from"] == "system"]
    assert back["outcome"] == "back" and back["pinned_help"]["numbers"]
    answer = [one for one in _events(visitor.say("Can my therapist text me?")) if "topic" in one]
    assert answer[0]["topic"] == "text_therapist" and answer[0]["pinned_help"]["numbers"]


def test_a_denial_is_answered_with_a_gentle_line_and_no_card(visitor: Visitor) -> None:
    events = _events(visitor.say("I'm not suicidal, just stuck. Can my therapist text me?"))
    assert not [one for one in events if one["type"] == "card"]
    assert [one for one in events if one.get("concern")]


def test_idiom_gets_neither(visitor: Visitor) -> None:
    events = _events(visitor.say("this traffic is killing me, can I email my therapist instead?"))
    assert not [one for one in events if one["type"] == "card" or one.get("concern")]
