"""In danger: help first, then the practice, in every line of the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.content import load_library
from bot.gateway.desk.help_first import help_first
from bot.gateway.desk_wording import DESK_DEFAULTS
from bot.gateway.wording import DEFAULTS
from bot.settings import ROOT
from tests.e2e.desk import Guest, Practice
from tests.gateway.running import cards
from tests.handoff.receivers import Web

EMERGENCY = {
    "en": "I just took a whole bottle of pills",
    "es": "Me acabo de tomar todas mis pastillas",
}
FIRST = {
    "en": r"If someone may be hurt[^.]*call 911",
    "es": r"Si alguien podría sufrir daño[^.]*llama al 911",
}

Open = Callable[..., Practice]


def test_only_paragraphs_with_the_number_move_and_the_others_keep_their_order() -> None:
    text = "It is closed.\n\nCall 911.\n\nIt opens at 9.\n\nOr 911, again."
    ordered = "Call 911.\n\nOr 911, again.\n\nIt is closed.\n\nIt opens at 9."
    assert help_first(text, "911") == ordered
    assert help_first(ordered, "911") == ordered


@pytest.mark.parametrize("text", ["Closed.\n\nCall 555-911.", "One.\n\nTwo 9110.", "One."])
def test_another_number_is_no_help(text: str) -> None:
    assert help_first(text, "911") == text


def _texts() -> dict[str, dict[str, str]]:
    library = load_library(ROOT)
    keys = [key for key in DEFAULTS if key in DESK_DEFAULTS or key.startswith("nobody_to_tell")]
    return {
        "content": {key: library.fill(library.wording[key]).strip() for key in keys},
        "last resort": {key: DEFAULTS[key] for key in keys},
    }


TEXTS = _texts()
#: The label under the form, which is no line.
LABEL = "desk_form_note"


@pytest.mark.parametrize("source", TEXTS)
@pytest.mark.parametrize(
    "key", [key for key in TEXTS["content"] if "911" in TEXTS["content"][key] if LABEL not in key]
)
def test_every_line_with_help_begins_with_it_in_danger(source: str, key: str) -> None:
    text = help_first(TEXTS[source][key], "911")
    assert re.match(FIRST["es" if key.endswith("_es") else "en"], text)
    assert "988" in text.partition("\n\n")[0]


ONLY_IN_DANGER = (
    *("desk_called", "desk_on_call_told", "desk_on_call_not_told", "desk_wait_asked_danger"),
    "nobody_to_tell",
)


@pytest.mark.parametrize("source", TEXTS)
@pytest.mark.parametrize("key", [f"{key}{twin}" for key in ONLY_IN_DANGER for twin in ("", "_es")])
def test_a_line_that_is_only_said_in_danger_is_written_so(source: str, key: str) -> None:
    assert re.match(FIRST["es" if key.endswith("_es") else "en"], TEXTS[source][key])


def lines(guest: Guest) -> list[dict[str, Any]]:
    """What was said after the first card that names 911, but for another card."""
    events = guest.events()
    card = next(number for number, one in enumerate(events) if one["type"] == "card")
    after = [one for one in events[card + 1 :] if one["from"] != "visitor"]
    return [one for one in after if "911" in one.get("text", "")]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("told", ["nobody", "somebody", "failed"])
def test_out_of_hours_what_follows_the_card_says_first_what_to_do_now(
    open_practice: Open, web: Web, told: str, language: str
) -> None:
    web.status = 500 if told == "failed" else 200
    urls = () if told == "nobody" else (web.url,)
    guest = open_practice(is_open=False, notify_on_call_urls=urls).arrive()
    assert cards(guest.say(EMERGENCY[language]).json())
    if told != "nobody":
        assert guest.hears("desk_on_call_told" if told == "somebody" else "desk_on_call_not_told")
    guest.must("request")
    guest.must("accept")
    guest.must("send", text="Please call", reach="555-0100")
    found = lines(guest)
    said = {one.get("line") for one in found}
    assert {"desk_offered_closed", "desk_left_closed", "desk_message_sent"} < said
    for one in found:
        assert re.match(FIRST[language], one["text"]), one["text"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_opening_hours_too(open_practice: Open, web: Web, other_web: Web, language: str) -> None:
    practice = open_practice(notify_urls=(web.url,), notify_second_urls=(other_web.url,))
    guest = practice.arrive()
    guest.say(EMERGENCY[language])
    assert guest.hears("desk_told")
    practice.ledger.pass_time(guest.id, 61)
    assert guest.hears("desk_trying_second")
    practice.ledger.pass_time(guest.id, 130)
    assert guest.hears("desk_left_missed") and guest.hears("desk_on_call_told")
    for one in lines(guest):
        assert re.match(FIRST[language], one["text"]), one["text"]
    assert len(lines(guest)) >= 4


def test_without_danger_the_practice_comes_first(open_practice: Open) -> None:
    guest = open_practice(is_open=False).arrive()
    (offer,) = guest.act("request").json()["events"]
    assert "closed now" in offer["text"].partition(".")[0]
    guest.must("accept")
    (sent, _) = guest.act("send", text="Please call", reach="555-0100").json()["events"]
    assert sent["text"].startswith("Your message has been saved")


def test_of_a_message_left_with_danger_in_it_help_is_said_before_it_is_said_to_be_kept(
    open_practice: Open,
) -> None:
    guest = open_practice(is_open=False).arrive()
    guest.must("request")
    guest.must("accept")
    body = guest.act("send", text="I want to die", reach="555-0100").json()
    (sent,) = [one for one in body["events"] if one.get("line") == "desk_message_sent"]
    assert cards(body) and re.match(FIRST["en"], sent["text"])
