"""The steps of a release and danger: a yes to whether anyone is in danger, and the way back to a walk after a card."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from bot.content import load_library
from bot.gateway import api, script
from bot.gateway.voice import Voice
from bot.gateway.walk import OFFER, says_danger
from bot.release.path import DANGER as QUESTION_AND_YES
from bot.safety.known import Known
from bot.settings import ROOT
from bot.store.records import Button
from tests.e2e.assistant import eventually
from tests.e2e.desk import Practice
from tests.gateway.danger import DANGER, back_at, cheerful, stored_as_careful
from tests.gateway.running import TOKEN, RunningGateway, Serve, Visitor, cards, said
from tests.gateway.standin import StandIn
from tests.gateway.test_api import described
from tests.gateway.test_release_danger import told
from tests.gateway.test_release_events import line, replies
from tests.gateway.test_release_kept import DETAIL, MASKED, holds, kinds, typed
from tests.handoff.receivers import Mailbox, Web

QUESTION, YES = QUESTION_AND_YES
PAYLOAD = f'/release_answer{{"question": "{QUESTION}", "answer": "{YES}"}}'
WORDS = "yes someone is in danger"
HELP = "Call 911 if someone may be hurt soon."
STEP = line("step", HELP, step="danger_help")

Says = Callable[[Visitor, str], dict[str, Any]]


def _in_danger(engine: StandIn, *lines: dict[str, Any]) -> None:
    """Rasa takes whatever comes for that yes, and leads to the help."""
    engine.raw = json.dumps(
        {
            "replies": lines,
            "nlu": {"outcome": "journey", "intent": "release_answer", "in_danger": True},
        }
    ).encode()


def _asked(visitor: Visitor, engine: StandIn) -> str:
    """Put the question to a visitor; return the button that says yes."""
    buttons = [{"title": "Yes, or I'm not sure", "payload": PAYLOAD}]
    engine.raw = replies(line("step"), line("question") | {"buttons": buttons})
    body = visitor.say("walk me through the release form").json()
    (choice,) = (one["choice"] for one in said(body)[-1]["buttons"])
    _in_danger(engine, STEP)
    return str(choice)


def _press(visitor: Visitor, choice: str, client_id: str | None = None) -> dict[str, Any]:
    body = {"client_id": client_id or str(uuid.uuid4()), "choice": choice}
    found: dict[str, Any] = visitor.post(body).json()
    return found


def _by_button(visitor: Visitor, choice: str) -> dict[str, Any]:
    return _press(visitor, choice)


def _by_words(visitor: Visitor, _: str) -> dict[str, Any]:
    found: dict[str, Any] = visitor.say(WORDS).json()
    return found


both_ways = pytest.mark.parametrize("says", [_by_button, _by_words])


# A yes to whether anyone is in danger


@both_ways
def test_the_card_comes_first_and_the_step_follows(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn, says: Says
) -> None:
    body = says(visitor, _asked(visitor, engine))
    own, card, untold, step = body["events"]
    assert own["from"] == "visitor" and card["type"] == "card"
    assert card["level"] == "full" and card["finding"]["severity"] == "danger"
    assert card["finding"]["category"] is None, "what is wrong was not said"
    assert "911" in {one.get("call") for one in card["resources"]}
    assert "told about this chat" in untold["text"], "there is nobody to tell"
    assert step["text"] == HELP and step["release"]["step"] == "danger_help"
    assert step["pinned_help"]["numbers"] and body["pinned_help"]["numbers"]
    assert "in_danger" not in json.dumps(body)
    assert stored_as_careful(gateway, visitor)


@both_ways
def test_somebody_is_told_once_and_later_steps_tell_nobody(
    telling: RunningGateway, engine: StandIn, web: Web, says: Says
) -> None:
    visitor = Visitor(telling).begin()
    body = says(visitor, _asked(visitor, engine))
    assert web.arrived.acquire(timeout=10)
    assert "someone is in danger" not in web.raw[0] and visitor.id not in web.raw[0]
    assert not any("Nobody at the practice" in one["text"] for one in said(body))
    engine.raw = replies(line("finished_in_danger", done=True))
    after = visitor.say("next").json()
    assert kinds(after) == ["finished_in_danger"] and not cards(after)
    (end,) = said(after)
    assert end["pinned_help"]["numbers"]
    assert not web.arrived.acquire(timeout=0.5)


@both_ways
def test_staff_see_it_as_danger(
    open_practice: Callable[..., Practice], engine: StandIn, mailbox: Mailbox, says: Says
) -> None:
    practice = open_practice(internal_token=TOKEN, notify_urls=(mailbox.url,))
    ana = practice.sign_in("ana")
    visitor = Visitor(practice.gateway).begin()
    choice = _asked(visitor, engine)
    before = visitor.replay(4)[-1]["seq"]
    body = says(visitor, choice)
    assert eventually(lambda: "Danger" in ana.queue)
    assert eventually(lambda: len(mailbox.mails) == 1)
    types = [one["type"] for one in visitor.replay(4, before)]
    assert types[:2] == ["message", "card"] and "state" in types, "the desk speaks after it"
    assert kinds(body) == ["step"]


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("pressed", [False, True])
def test_a_retry_is_the_same_message(
    serve: Serve, engine: StandIn, web: Web, *, pressed: bool, restarted: bool
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,))
    visitor = Visitor(gateway).begin()
    choice, client_id = _asked(visitor, engine), str(uuid.uuid4())

    def send(to: Visitor) -> dict[str, Any]:
        if pressed:
            return _press(to, choice, client_id)
        found: dict[str, Any] = to.say(WORDS, client_id).json()
        return found

    first = send(visitor)
    assert web.arrived.acquire(timeout=10)
    if restarted:
        gateway.stop()
        visitor = back_at(serve(internal_token=TOKEN, notify_urls=(web.url,)), visitor)
    asked = len(engine.asked)
    again = send(visitor)
    assert len(cards(again)) == 1 and kinds(again) == kinds(first) == ["step"]
    assert len(engine.asked) == asked
    assert not web.arrived.acquire(timeout=0.5)


def test_a_try_that_a_restart_cut_short_is_made_again(serve: Serve, engine: StandIn) -> None:
    gateway = serve(late_after=0.3)
    visitor = Visitor(gateway).begin()
    choice, client_id = _asked(visitor, engine), str(uuid.uuid4())
    engine.gate.clear()
    assert _press(visitor, choice, client_id)["late"]
    gateway.stop()
    engine.gate.set()
    body = _press(back_at(serve(), visitor), choice, client_id)
    assert len(cards(body)) == 1 and kinds(body) == ["step"]


def test_without_rasa_a_button_is_known_all_the_same(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    choice = _asked(visitor, engine)
    engine.stop()
    body = _press(visitor, choice)
    assert len(cards(body)) == 1 and said(body)[-1]["outcome"] == "unavailable"
    assert web.arrived.acquire(timeout=10)


def test_a_rasa_that_hangs_is_no_reason_to_tell_nobody(
    serve: Serve, engine: StandIn, web: Web
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,), late_after=0.3)
    visitor = Visitor(gateway).begin()
    choice = _asked(visitor, engine)
    engine.gate.clear()
    body = _press(visitor, choice)
    assert body["late"] and len(cards(body)) == 1 and body["pinned_help"]["numbers"]
    assert web.arrived.acquire(timeout=10)
    engine.gate.set()


def test_where_no_action_runs_the_words_are_known_all_the_same(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    _asked(visitor, engine)
    _in_danger(engine)
    body = visitor.say(WORDS).json()
    assert len(cards(body)) == 1 and said(body)[-1]["outcome"] == "unavailable"
    assert web.arrived.acquire(timeout=10)


@pytest.mark.parametrize("pressed", [False, True])
def test_rasa_hears_of_the_card_once(visitor: Visitor, engine: StandIn, *, pressed: bool) -> None:
    """It pauses nothing where the step is the help (`bot.engine.release.is_helped`)."""
    (_by_button if pressed else _by_words)(visitor, _asked(visitor, engine))
    assert told(engine) is pressed, "a button is known before Rasa is asked"
    engine.raw = replies(line("finished_in_danger", done=True))
    for tells in (not pressed, False):
        visitor.say("next")
        assert told(engine) is tells


def test_the_words_are_kept_whole(visitor: Visitor, engine: StandIn) -> None:
    """As those of any message with a card."""
    _asked(visitor, engine)
    _in_danger(engine, line("no_details"), STEP)
    body = visitor.say(f"yes, {DETAIL}").json()
    assert typed(body) == f"yes, {DETAIL}" and kinds(body) == ["step"]


@both_ways
def test_after_it_the_conversation_is_careful(
    visitor: Visitor, engine: StandIn, says: Says
) -> None:
    says(visitor, _asked(visitor, engine))
    cheerful(engine)
    (answer,) = said(visitor.say("hello").json())
    assert "Hi!" not in answer["text"] and answer["pinned_help"]["numbers"]


def test_another_answer_brings_no_card(visitor: Visitor, engine: StandIn) -> None:
    _asked(visitor, engine)
    engine.raw = replies(line("step"), intent="release_answer")
    body = visitor.say("no").json()
    assert not cards(body) and not body["pinned_help"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_card_claims_no_kind_of_danger(language: str) -> None:
    voice = Voice(ROOT)
    voice.refresh()
    known = Known(language=language)
    card = script.someone_in_danger("", voice, seen=0, known=known)
    general = voice.card((), known=known)
    assert card.data["heading"] == general["heading"] and card.data["body"] == general["body"]
    assert card.data["language"] == language and card.buttons


@pytest.mark.parametrize(
    ("payload", "is_danger"),
    [
        (PAYLOAD, True),
        (PAYLOAD.replace('"yes"', '"no"'), False),
        (PAYLOAD.replace(QUESTION, "consented_alone"), False),
        ("/release_answer", False),
        ("/release_answer{", False),
        ("/release_answer[]", False),
        ("/release_next", False),
        ("not_in_danger", False),
    ],
)
def test_a_button_says_so_by_its_question_and_answer(payload: str, *, is_danger: bool) -> None:
    assert says_danger(Button("Yes", payload)) is is_danger
    assert not says_danger(None)


def test_the_content_asks_it() -> None:
    """Else all of this is about a question that is not there."""
    asked = load_library(ROOT).release.questions[QUESTION]
    assert asked.answer(YES) is not None


# The way back to a walk


@pytest.fixture
def calmed(visitor: Visitor, engine: StandIn) -> tuple[Visitor, str]:
    """A visitor on the steps who got a card, and the button "Nobody is in danger"."""
    engine.raw = replies(line("step"))
    visitor.say("walk me through the release form")
    return visitor, _card_button(visitor, engine)


def _card_button(visitor: Visitor, engine: StandIn) -> str:
    engine.raw = replies({"text": "Rasa's words."}, outcome="crisis", intent="crisis")
    (card,) = cards(visitor.say(DANGER).json())
    return str(card["buttons"][0]["choice"])


OFFERED = line("offer", "Shall we go on?") | {
    "buttons": [
        {"title": "Go on", "payload": "/release_resume"},
        {"title": "Start over", "payload": "/release_start"},
        {"title": "Stop", "payload": "/release_stop"},
    ]
}


def test_after_im_not_in_danger_going_on_is_offered(
    calmed: tuple[Visitor, str], engine: StandIn
) -> None:
    visitor, choice = calmed
    engine.raw = replies(OFFERED, intent="release_offer")
    body = _press(visitor, choice)
    assert engine.asked[-1]["choice"] == OFFER and engine.asked[-1].get("text") is None
    (done,), (offer,) = said(body, "system"), said(body)
    assert done["outcome"] == "back" and done["seq"] < offer["seq"]
    assert [one["title"] for one in offer["buttons"]] == ["Go on", "Start over", "Stop"]
    assert offer["release"]["kind"] == "offer" and offer["pinned_help"]["numbers"]
    described(api.Reply, body)
    engine.raw = replies(line("resumed"), line("step"))
    assert kinds(_press(visitor, offer["buttons"][0]["choice"])) == ["resumed", "step"]
    assert engine.asked[-1]["choice"] == "/release_resume"


@pytest.mark.parametrize("ended", [False, True])
def test_without_steps_nothing_is_offered(
    visitor: Visitor, engine: StandIn, *, ended: bool
) -> None:
    if ended:
        engine.raw = replies(line("stopped", done=True))
        visitor.say("stop")
    choice = _card_button(visitor, engine)
    asked = len(engine.asked)
    body = _press(visitor, choice)
    assert [one["outcome"] for one in said(body, "system")] == ["back"] and not said(body)
    assert len(engine.asked) == asked


@pytest.mark.parametrize("how", ["down", "failing", "without actions", "without the walk"])
def test_where_rasa_cannot_offer_it_the_line_stands_alone(
    calmed: tuple[Visitor, str], engine: StandIn, how: str
) -> None:
    visitor, choice = calmed
    if how == "down":
        engine.stop()
    engine.status = 500 if how == "failing" else 200
    engine.raw = replies() if how == "without actions" else replies({"text": "Something else."})
    body = _press(visitor, choice)
    assert [one["outcome"] for one in said(body, "system")] == ["back"] and not said(body)


def test_a_retry_of_im_not_in_danger_gets_the_first_reply(
    calmed: tuple[Visitor, str], engine: StandIn
) -> None:
    visitor, choice = calmed
    engine.raw = replies(OFFERED, intent="release_offer")
    name = str(uuid.uuid4())
    first = _press(visitor, choice, name)
    asked = len(engine.asked)
    assert _press(visitor, choice, name)["events"] == first["events"]
    assert len(engine.asked) == asked


# The request that begins a walk


def test_details_in_the_request_itself_are_left_out(
    visitor: Visitor, gateway: RunningGateway, engine: StandIn
) -> None:
    engine.raw = replies(line("no_details"), line("started"), line("step"), intent="roi_steps")
    request = "My name is Dana Wombat, how do I let my mom at 415-555-2671 talk to my therapist?"
    body = visitor.say(request).json()
    assert kinds(body) == ["no_details", "started", "step"]
    assert "I did not keep that" in said(body)[0]["text"]
    assert "how do I let my mom" in typed(body)
    assert "Wombat" not in typed(body) and "2671" not in typed(body)
    assert engine.asked[-1]["text"] == request, "Rasa masks its own"
    assert eventually(lambda: not holds(gateway, "Wombat"))
    assert typed(visitor.say(DETAIL).json()) == MASKED, "the steps are on"
