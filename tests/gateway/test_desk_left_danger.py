"""A message that is left where danger was seen is marked for the staff, and no other one."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from bot.console.left import NOT_SURE
from tests.console.running import problem
from tests.e2e.desk import Guest, Practice, left_messages
from tests.gateway.danger import DANGER, second_layer
from tests.gateway.running import cards

CALM = {"text": "Please call me", "reach": "555-0100"}

Open = Callable[..., Practice]


@pytest.fixture
def closed(open_practice: Open) -> Practice:
    """A practice out of hours, where visitors can leave a message."""
    return open_practice(is_open=False)


def at_the_form(guest: Guest) -> Guest:
    guest.must("request")
    assert guest.must("accept")["state"] == "left_message"
    return guest


def marked(practice: Practice) -> list[tuple[str, bool]]:
    return [(one.text, one.danger) for one in left_messages(practice.url)]


def test_without_danger_it_is_not_marked(closed: Practice) -> None:
    assert at_the_form(closed.arrive()).act("send", **CALM).status_code == 200
    assert marked(closed) == [(CALM["text"], False)]


@pytest.mark.parametrize("field", ["text", "reach"])
def test_danger_in_its_words_marks_it_and_staff_are_asked(closed: Practice, field: str) -> None:
    at_the_form(closed.arrive()).act("send", **CALM)
    words = {**CALM, field: DANGER}
    assert at_the_form(closed.arrive()).act("send", **words).status_code == 200
    # Left later, and first.
    assert marked(closed) == [(words["text"], True), (CALM["text"], False)]
    ana = closed.sign_in("ana")
    page = ana.get("/staff/messages").text
    assert page.count("Danger seen") == 1
    (left, _) = left_messages(closed.url)
    answer = ana.post(f"/staff/messages/{left.id}/done")
    assert answer.status_code == 409 and problem(answer) == NOT_SURE
    assert ana.post(f"/staff/messages/{left.id}/done", danger_done="yes").status_code == 303
    assert marked(closed) == [(CALM["text"], False)]


def test_danger_that_the_second_layer_alone_sees_marks_it(closed: Practice) -> None:
    guest = at_the_form(closed.arrive())
    with second_layer(closed.gateway, danger=True):
        assert len(cards(guest.act("send", **CALM).json())) == 1
    assert marked(closed) == [(CALM["text"], True)]


def test_a_card_before_it_in_the_conversation_marks_it(closed: Practice) -> None:
    guest = at_the_form(closed.arrive())
    assert len(cards(guest.say(DANGER).json())) == 1
    assert guest.act("send", **CALM).status_code == 200
    assert marked(closed) == [(CALM["text"], True)]


def test_a_card_after_it_marks_it_while_nobody_has_seen_to_it(closed: Practice) -> None:
    guest = at_the_form(closed.arrive())
    assert guest.act("send", **CALM).status_code == 200
    assert marked(closed) == [(CALM["text"], False)]
    other = at_the_form(closed.arrive())
    assert other.act("send", **CALM).status_code == 200
    assert len(cards(guest.say(DANGER).json())) == 1
    assert marked(closed) == [(CALM["text"], True), (CALM["text"], False)]


def test_a_form_that_was_refused_with_a_card_marks_the_one_that_is_kept(closed: Practice) -> None:
    guest = at_the_form(closed.arrive())
    refused = guest.act("send", text=DANGER)
    assert 400 <= refused.status_code < 500 and len(cards(refused.json())) == 1
    assert guest.act("send", **CALM).status_code == 200
    assert marked(closed) == [(CALM["text"], True)]


def test_a_retry_changes_nothing(closed: Practice) -> None:
    guest, sent = at_the_form(closed.arrive()), str(uuid.uuid4())
    words = {**CALM, "text": DANGER}
    for _ in range(2):
        assert guest.act("send", sent, **words).status_code == 200
    assert marked(closed) == [(DANGER, True)]
