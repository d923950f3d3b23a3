"""How often one address may ask for a person: a family may, a flood may not, danger always."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import httpx
import pytest

from bot.settings import Settings
from tests.e2e.desk import Practice, left_messages
from tests.gateway.running import cards
from tests.gateway.standin import StandIn
from tests.gateway.test_desk import understand

DANGER = "I want to die"

Open = Callable[..., Practice]


@pytest.fixture
def opened(open_practice: Open) -> Open:
    """Opens a practice, or a closed one, whose visitors have two requests an hour together."""

    def open_(*, is_open: bool = True) -> Practice:
        return open_practice(is_open=is_open, desk_requests_per_address="2/hour")

    return open_


def used_up(practice: Practice, left: int = 2) -> Practice:
    """The same, once others at the address have used up the requests that are left."""
    for _ in range(left):
        practice.arrive().must("request")
    return practice


def assert_refused(answer: httpx.Response) -> None:
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 60
    body = answer.json()
    assert body["error"]["code"] == "too_many_requests" and body["help"]["numbers"]
    assert "(555) 555-0142" in body["error"]["message"]


def test_other_conversations_of_the_address_count_too(opened: Open) -> None:
    practice = used_up(opened())
    guest = practice.arrive()
    assert_refused(guest.act("request"))
    assert guest.state == "bot" and not practice.ledger.episodes(guest.id)


def test_whoever_was_offered_a_person_may_say_yes(opened: Open) -> None:
    practice = opened()
    guest = practice.arrive()
    guest.must("request")
    used_up(practice, left=1)
    assert guest.must("accept")["state"] == "waiting"


def test_whoever_has_the_form_may_send_it(opened: Open) -> None:
    practice = opened(is_open=False)
    guest = practice.arrive()
    guest.must("request")
    used_up(practice, left=1)
    guest.must("accept")
    guest.must("send", text="Please call", reach="555-0100")
    assert len(left_messages(practice.url)) == 1


def test_the_same_press_twice_counts_once(opened: Open) -> None:
    practice = opened()
    guest, once = practice.arrive(), str(uuid.uuid4())
    assert [guest.act("request", once).status_code for _ in range(3)] == [200] * 3
    practice.arrive().must("request")
    assert_refused(practice.arrive().act("request"))


def test_to_ask_in_words_is_bounded_by_the_conversation_alone(
    opened: Open, engine: StandIn
) -> None:
    practice = used_up(opened())
    understand(engine, "talk_to_a_person", "journey")
    guest = practice.arrive()
    assert guest.say("Can I talk to a human?").status_code == 200
    guest.say("Yes please")
    assert guest.state == "waiting"


def test_danger_calls_somebody_all_the_same(opened: Open) -> None:
    practice = used_up(opened())
    guest = practice.arrive()
    assert cards(guest.say(DANGER).json())
    assert guest.state == "waiting" and "desk_called" in guest.lines()


def test_who_was_in_danger_may_press_and_uses_up_nothing(opened: Open) -> None:
    practice = opened(is_open=False)
    guest = practice.arrive()
    guest.say(DANGER)
    for _ in range(3):
        guest.must("request")
        guest.must("accept")
        guest.must("send", text="Please call", reach="555-0100")
    assert practice.arrive().must("request")["state"] == "offered"


def test_a_message_with_danger_in_it_is_kept_all_the_same(opened: Open) -> None:
    practice = opened(is_open=False)
    guest = practice.arrive()
    guest.must("request")
    guest.must("accept")
    answer = guest.act("send", text=DANGER, reach="555-0100")
    assert answer.status_code == 200 and cards(answer.json())
    assert len(left_messages(practice.url)) == 1


def test_a_school_behind_one_address_is_not_held_up(open_practice: Open) -> None:
    default = Settings.model_fields["desk_requests_per_address"].default
    practice = open_practice(desk_requests_per_address=default)
    for _ in range(25):
        practice.arrive().wait()
