"""The steps of a release in a conversation: what an event says of them, and where they are taken away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.content import load_library
from bot.gateway import api, script
from bot.gateway.engine import (
    EngineButton,
    EngineMessage,
    EngineReading,
    EngineRelease,
    EngineReply,
)
from bot.gateway.voice import Voice
from bot.release.turn import Kind
from bot.settings import ROOT
from tests.gateway.running import RunningGateway, Visitor, said
from tests.gateway.standin import StandIn
from tests.gateway.test_api import described

RELEASE = load_library(ROOT).release
GUIDE = "client_shares_with_family"
SOURCE = {"citation": "45 CFR 164.508", "name": "HIPAA", "basis": "rule"}


def line(kind: str, text: str = "Words.", **more: Any) -> dict[str, Any]:
    """A line of the journey, as the engine's channel gives it."""
    place = {"kind": kind, "guide": GUIDE, "step": "decide", "n": 2, "total": 6, "done": False}
    return {
        "text": text,
        "buttons": [{"title": "Next", "payload": "/release_next"}],
        "metadata": {"title": "A step", "sources": [SOURCE], "reviewed_on": "2026-11-23"},
        "release": {**place, **more},
    }


def replies(*lines: Mapping[str, Any], **nlu: Any) -> bytes:
    """An answer of the engine's channel."""
    reading = {"outcome": "journey", "intent": "release_next", "topic": None, **nlu}
    return json.dumps({"replies": lines, "nlu": reading}).encode()


@pytest.fixture(scope="module")
def voice() -> Voice:
    """The project's own content."""
    voice = Voice(ROOT)
    voice.refresh()
    return voice


def test_a_step_says_where_it_is(visitor: Visitor, engine: StandIn) -> None:
    engine.raw = replies(line("step"))
    body = visitor.say("ok").json()
    (event,) = said(body)
    assert event["release"] == {
        "kind": "step",
        "guide": GUIDE,
        "step": "decide",
        "n": 2,
        "total": 6,
        "done": False,
        "progress": "Step 2 of 6",
    }
    assert (event["outcome"], event["title"], event["text"]) == ("journey", "A step", "Words.")
    assert (event["sources"], event["reviewed_on"]) == ([SOURCE], "2026-11-23")
    described(api.Reply, body)
    assert visitor.replay(3)[2]["release"] == event["release"]


def test_a_button_of_the_steps_is_a_token(visitor: Visitor, engine: StandIn) -> None:
    engine.raw = replies(line("question"))
    (event,) = said(visitor.say("ok").json())
    (button,) = event["buttons"]
    assert button["title"] == "Next" and "release" not in button["choice"]
    visitor.press(button["choice"])
    assert engine.asked[-1]["choice"] == "/release_next"


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ('/release_answer{"question": "danger_now", "answer": "yes"}', "answer"),
        ('/release_answer{"question": "age", "answer": "minor"}', "answer"),
        ("/release_next", "onward"),
        ("/release_resume", "onward"),
        ("/release_skip", "reply"),
        ("/release_why", "reply"),
        ("/release_back", "reply"),
        ("/release_stop", "reply"),
        ('/release_start{"guide": "revoke"}', "reply"),
        ("/faq/text_therapist", "reply"),
    ],
)
def test_what_a_button_is_for_is_said_by_what_it_stands_for(
    payload: str, kind: str, voice: Voice
) -> None:
    told = EngineMessage(text="a", buttons=[EngineButton(title="b", payload=payload)])
    reply = EngineReply(replies=[told], nlu=EngineReading(outcome="journey"))
    (draft,) = script.answers(reply, voice, careful=False, card_shown=False)
    assert [one.kind for one in draft.buttons] == [kind]


def test_the_end_says_where_the_steps_are_taken_away(
    visitor: Visitor, gateway: RunningGateway, engine: StandIn
) -> None:
    answers = {"age": "minor", "consented_alone": "yes", "no_question": "x", "direction": "<b>"}
    engine.raw = replies(line("finished", done=True, answers=answers))
    body = visitor.say("ok").json()
    (event,) = said(body)
    taken = event["release"]["take_away"]
    assert taken == {
        "title": RELEASE.guides[GUIDE].title,
        "page": f"/release/{GUIDE}?age=minor&consented_alone=yes",
        "pdf": f"/release/{GUIDE}.pdf?age=minor&consented_alone=yes",
    }
    assert "answers" not in event["release"]
    described(api.Reply, body)
    page = visitor.http.get(taken["page"])
    assert page.status_code == 200 and "Under 18" in page.text
    assert visitor.http.head(taken["pdf"]).status_code == 200


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.FINISHED])
def test_nothing_is_taken_away_before_the_end_or_in_danger(kind: Kind, voice: Voice) -> None:
    told = EngineMessage(text="a", release=EngineRelease(kind=kind, guide=GUIDE, done=True))
    reply = EngineReply(replies=[told], nlu=EngineReading(outcome="journey"))
    drafts = script.answers(reply, voice, careful=False, card_shown=False)
    assert not any("take_away" in one.data["release"] for one in drafts)


def test_a_guide_that_is_gone_has_nothing_to_take_away(voice: Voice) -> None:
    told = EngineMessage(text="a", release=EngineRelease(kind="finished", guide="gone"))
    reply = EngineReply(replies=[told], nlu=EngineReading(outcome="journey"))
    (draft,) = script.answers(reply, voice, careful=False, card_shown=False)
    assert "take_away" not in draft.data["release"]


def test_while_the_guide_is_chosen_there_is_no_number(voice: Voice) -> None:
    told = EngineMessage(text="a", release=EngineRelease(kind="which"))
    reply = EngineReply(replies=[told], nlu=EngineReading(outcome="journey"))
    (draft,) = script.answers(reply, voice, careful=False, card_shown=False)
    assert draft.data["release"]["progress"] is None
    assert draft.data["release"]["guide"] is None


def test_the_progress_is_in_the_words_of_the_content(voice: Voice, tmp_path: Path) -> None:
    told = EngineMessage(text="a", release=EngineRelease(kind="step", guide=GUIDE, n=1, total=3))
    reply = EngineReply(replies=[told], nlu=EngineReading(outcome="journey"))
    for one in (voice, Voice(tmp_path)):
        (draft,) = script.answers(reply, one, careful=False, card_shown=False)
        assert draft.data["release"]["progress"] == "Step 1 of 3"


def test_a_topic_in_the_middle_and_the_offer_to_go_on(visitor: Visitor, engine: StandIn) -> None:
    topic = {"text": "Ask first.", "topic": "text_therapist", "buttons": [], "metadata": {}}
    engine.raw = replies(topic, line("offer"), outcome="answer", topic="text_therapist")
    answer, offer = said(visitor.say("Can my therapist text me?").json())
    assert answer["outcome"] == "answer" and "release" not in answer
    assert offer["outcome"] == "journey" and offer["release"]["kind"] == "offer"
    assert "topic" not in offer


def test_danger_in_the_middle_gets_the_card_and_nothing_of_the_steps(
    visitor: Visitor, engine: StandIn
) -> None:
    engine.raw = replies(line("step"))
    visitor.say("ok")
    engine.raw = replies({"text": "Rasa's words."}, outcome="crisis", intent="crisis")
    body = visitor.say("I want to die").json()
    assert [one["type"] for one in body["events"]].count("card") == 1
    assert not any("release" in one for one in body["events"])
    engine.raw = replies(line("resumed"))
    (event,) = said(visitor.say("go on with the steps please").json())
    assert event["release"]["kind"] == "resumed" and "pinned_help" in event
