"""Danger in every state of a hand-off: the card first, and somebody is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content.library import Library, load_library
from tests.e2e.assistant import locked
from tests.e2e.desk import (
    STATES,
    Guest,
    Practice,
    bring,
    left_messages,
    until,
)
from tests.gateway.running import TOKEN, cards, gives_up_soon
from tests.handoff.receivers import Mailbox

DANGER = "I want to die"
EMERGENCY = "I just took a whole bottle of pills"
CANARY = "zanzibar"

Open = Callable[..., Practice]


@pytest.fixture
def on_call(other_mailbox: Mailbox) -> Mailbox:
    """The mailbox of who is on call."""
    return other_mailbox


@pytest.fixture
def contacts(mailbox: Mailbox, on_call: Mailbox) -> dict[str, Any]:
    """The settings of a practice with somebody to tell, and somebody else on call."""
    return {
        "internal_token": TOKEN,
        "notify_urls": (mailbox.url,),
        "notify_on_call_urls": (on_call.url,),
    }


@pytest.fixture
def practice(contacts: dict[str, Any], open_practice: Open) -> Practice:
    """An open practice; it ends before its contacts do."""
    return open_practice(**contacts)


@pytest.fixture
def closed(contacts: dict[str, Any], open_practice: Open) -> Practice:
    """The same out of hours."""
    return open_practice(is_open=False, **contacts)


@pytest.fixture
def library(content_root: Path) -> Library:
    return load_library(content_root)


def assert_one_card(response: httpx.Response, library: Library) -> None:
    body: dict[str, Any] = response.json()
    (card,) = cards(body)
    numbers = {one.get("call") for one in card["resources"]}
    for name in ("emergency", "lifeline"):
        assert library.crisis.resources[name].call in numbers
    assert body["help"]["numbers"]


def hear_of_the_request(mailbox: Mailbox, state: str) -> None:
    """Wait for the notice of the request, which came before, so that another one can be told from it."""
    if state not in ("bot", "offered"):
        until(lambda: len(mailbox.mails) == 1, "the notice of the request")


def assert_told(mailbox: Mailbox, before: int) -> None:
    """Check that a notice of danger came, by mail, with no word of the visitor's."""
    until(lambda: len(mailbox.mails) > before, "a notice by mail")
    mail = mailbox.mails[-1]
    assert "danger" in str(mail["subject"]).lower()
    for word in (CANARY, "pills", "bottle", "want to die"):
        assert word not in mail.as_string().lower()


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_it_gets_the_card_and_staff_are_called(
    practice: Practice, library: Library, mailbox: Mailbox, state: str
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    hear_of_the_request(mailbox, state)
    calm, before = ana.rings(practice.ledger, guest), len(mailbox.mails)
    response = guest.say(f"{DANGER} {CANARY}")
    assert response.status_code == 200
    assert_one_card(response, library)
    # The console rings, whoever looks at it.
    until(lambda: ana.rings(practice.ledger, guest) > max(calm, 0), "the console rings")
    assert "Danger" in ana.queue
    if state == "human":
        # Whoever talks with them sees it on the page; nobody else is called.
        assert guest.desk["staff"] == "Ana Ruiz"
        assert "Danger: suicide" in ana.page(practice.episode_of(guest))
    else:
        assert guest.state == "waiting"
        assert_told(mailbox, before)
        assert guest.hears("desk_told")
    practice.ledger.assert_whole(guest.id)


@pytest.mark.parametrize("state", ["waiting", "human"])
def test_what_becomes_worse_rings_again(
    practice: Practice, library: Library, mailbox: Mailbox, state: str
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    guest.say(DANGER)
    until(lambda: ana.rings(practice.ledger, guest) == 1, "the console rings")
    assert_one_card(guest.say(EMERGENCY), library)
    until(lambda: ana.rings(practice.ledger, guest) == 2, "the console rings louder")
    # It never falls again.
    assert_one_card(guest.say(DANGER), library)
    guest.say("I am fine now, thank you")
    assert ana.rings(practice.ledger, guest) == 2


def test_danger_jumps_the_queue(practice: Practice) -> None:
    ana = practice.sign_in("ana")
    calm = [practice.arrive().wait() for _ in range(3)]
    guest = practice.arrive().wait()
    guest.say(EMERGENCY)
    first = practice.episode_of(guest)
    until(lambda: ana.live()["waiting"][0]["id"] == first, "they are first")
    assert [one["id"] for one in ana.live()["waiting"][1:]] == [
        practice.episode_of(one) for one in calm
    ]


@pytest.mark.parametrize("field", ["text", "reach"])
def test_in_the_words_of_the_form(
    practice: Practice, library: Library, mailbox: Mailbox, field: str
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "left_message")
    hear_of_the_request(mailbox, "left_message")
    before = len(mailbox.mails)
    words = {"text": "Please call me", "reach": "555-0100", field: f"{DANGER} {CANARY}"}
    response = guest.act("send", **words)
    assert response.status_code == 200
    assert_one_card(response, library)
    # It is kept all the same.
    (left,) = left_messages(practice.url)
    assert (left.text, left.reach) == (words["text"], words["reach"])
    until(lambda: ana.rings(practice.ledger, guest) > 0, "the console rings")
    until(
        lambda: any("danger" in str(one["subject"]).lower() for one in mailbox.mails[before:]),
        "a notice of danger",
    )
    assert all(CANARY not in mail.as_string() for mail in mailbox.mails)


@pytest.mark.parametrize("words", [{"text": DANGER}, {"text": DANGER, "reach": ""}])
def test_in_a_form_that_is_not_whole(
    practice: Practice, library: Library, words: dict[str, str]
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "left_message")
    response = guest.act("send", **words)
    assert 400 <= response.status_code < 500 and left_messages(practice.url) == []
    assert_one_card(response, library)


def test_in_a_form_that_is_too_long(practice: Practice, library: Library) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "left_message")
    response = guest.act("send", text=f"{DANGER}. " + "x " * 1500, reach="555-0100")
    assert 400 <= response.status_code < 500
    assert_one_card(response, library)
    assert left_messages(practice.url) == []


def test_in_a_form_that_comes_too_late(practice: Practice, library: Library) -> None:
    """The state has moved on meanwhile: the words are not kept, and still not passed over."""
    guest = practice.arrive()
    response = guest.act("send", text=DANGER, reach="555-0100")
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "desk_not_possible"
    assert_one_card(response, library)
    ana = practice.sign_in("ana")
    until(lambda: ana.rings(practice.ledger, guest) > 0, "the console rings")


# Out of hours


def closed_in(practice: Practice, state: str) -> Guest:
    guest = practice.arrive()
    if state != "bot":
        assert guest.must("request")["state"] == "offered"
    if state == "left_message":
        assert guest.must("accept")["state"] == "left_message"
    return guest


@pytest.mark.parametrize("state", ["bot", "offered", "left_message"])
def test_out_of_hours_nobody_is_queued_and_who_is_on_call_is_told(
    closed: Practice, library: Library, mailbox: Mailbox, on_call: Mailbox, state: str
) -> None:
    guest = closed_in(closed, state)
    response = guest.say(f"{DANGER} {CANARY}")
    assert response.status_code == 200
    assert_one_card(response, library)
    assert_told(on_call, 0)
    assert guest.hears("desk_on_call_told")
    assert guest.state == state and mailbox.mails == []
    ana = closed.sign_in("ana")
    assert ana.live()["waiting"] == []
    assert "Nobody is waiting" in ana.queue


def test_out_of_hours_in_the_form(closed: Practice, library: Library, on_call: Mailbox) -> None:
    guest = closed_in(closed, "left_message")
    response = guest.act("send", text=f"{DANGER} {CANARY}", reach="555-0100")
    assert response.status_code == 200
    assert_one_card(response, library)
    assert len(left_messages(closed.url)) == 1
    assert_told(on_call, 0)
    assert closed.sign_in("ana").live()["waiting"] == []


def test_out_of_hours_with_nobody_on_call_nobody_is_said_to_be_told(
    open_practice: Open, library: Library
) -> None:
    practice = open_practice(is_open=False, internal_token=TOKEN)
    guest = practice.arrive()
    response = guest.say(DANGER)
    assert_one_card(response, library)
    assert guest.state == "bot"
    assert not {"desk_told", "desk_told_second", "desk_on_call_told"} & set(guest.lines())
    assert practice.sign_in("ana").live()["waiting"] == []


def test_while_the_practice_is_away_it_is_as_out_of_hours(
    practice: Practice, library: Library, on_call: Mailbox
) -> None:
    ada = practice.sign_in("ada")
    ada.get("/staff/admin/settings")
    assert ada.post("/staff/admin/away", away="yes").status_code == 303
    guest = practice.arrive()
    assert_one_card(guest.say(DANGER), library)
    assert_told(on_call, 0)
    assert guest.state == "bot" and ada.live()["waiting"] == []


# With the database locked


@pytest.mark.parametrize("state", STATES)
@gives_up_soon
def test_with_the_database_locked_the_card_still_comes_and_somebody_is_told(
    practice: Practice, library: Library, mailbox: Mailbox, state: str
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    hear_of_the_request(mailbox, state)
    before = len(mailbox.mails)
    with locked(practice.gateway.database):
        response = guest.say(f"{DANGER} {CANARY}")
        assert response.status_code == 503
        assert_one_card(response, library)
        assert_told(mailbox, before)


@gives_up_soon
def test_with_the_database_locked_in_the_form(practice: Practice, library: Library) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "left_message")
    words = {"text": DANGER, "reach": "555-0100"}
    with locked(practice.gateway.database):
        response = guest.act("send", **words)
        assert response.status_code == 503
        assert_one_card(response, library)
    # What was not kept can be sent again.
    assert guest.state in ("left_message", "waiting")


@gives_up_soon
def test_a_lock_that_ends_lets_the_queue_know(practice: Practice, library: Library) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "waiting")
    with locked(practice.gateway.database):
        assert_one_card(guest.say(EMERGENCY), library)
    until(lambda: ana.rings(practice.ledger, guest) == 2, "the console rings")
