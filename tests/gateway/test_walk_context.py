"""Moves and answers on the steps of a release: the screen's second layer does not read them with the turn before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.gateway.walking import Walking, walking_after
from bot.release.path import DANGER
from bot.release.turn import Kind
from bot.safety import About, Category, Finding, Severity
from bot.safety.known import Known
from bot.safety.turn import Turn
from bot.store.records import Draft, EventType, Sender
from tests.gateway.danger import FIRST, SecondLayer, back_at
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, said
from tests.gateway.standin import StandIn
from tests.gateway.test_release_events import GUIDE, RELEASE, line, replies

START = "walk me through a release for my doctor"


class Context(SecondLayer):
    """A second layer that sees what it is told to, and tells which turns before it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, tuple[str, ...]] = {}
        self.sees: list[Finding] = []

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        self.given |= {one.text: one.history for one in turns}
        super().findings(turns)
        return [self.sees for _ in turns]


def listen(gateway: RunningGateway) -> Context:
    layer = Context()
    gateway.app.ctx.parts.screener._classifier = layer
    return layer


@pytest.fixture
def layer(gateway: RunningGateway) -> Context:
    """What the second layer of that gateway was given."""
    return listen(gateway)


@pytest.fixture
def walking(layer: Context, visitor: Visitor, engine: StandIn) -> Visitor:
    """A visitor whose walk has begun with the latest message."""
    engine.raw = replies(line("started"), line("step"))
    visitor.say(START)
    engine.raw = replies(line("step"))
    return visitor


def step_about_danger() -> dict[str, Any]:
    guide, step = next(
        (guide.id, step.id)
        for guide in RELEASE.guides.values()
        for step in guide.steps
        if step.ask == DANGER[0]
    )
    return {"guide": guide, "step": step}


def _draft(kind: EventType = EventType.MESSAGE, line: Mapping[str, Any] | None = None) -> Draft:
    return Draft(kind, Sender.BOT, {} if line is None else {"release": line["release"]})


def _is_off(walking: Walking | None) -> bool:
    return walking is None or walking.paused


# On a walk


def test_moves_and_answers_are_read_without_the_turn_before(
    walking: Visitor, layer: Context
) -> None:
    for text in ("I don't know", "both ways", "next", "I'd rather not say", "i'm 16"):
        walking.say(text)
        assert layer.given[text] == ()


def test_all_else_is_read_with_it(walking: Visitor, layer: Context) -> None:
    walking.say("both ways")
    for text in ("what does it cost", "tonight", "next, I took them"):
        walking.say(text)
    assert layer.given["what does it cost"][-1] == "both ways"
    assert layer.given["tonight"][-1] == "what does it cost"
    assert layer.given["next, I took them"][-1] == "tonight"


@pytest.mark.parametrize("kind", ["offer", "unclear"])
def test_so_is_a_move_after_words_that_the_walk_did_not_take_up(
    walking: Visitor, layer: Context, engine: StandIn, kind: str
) -> None:
    engine.raw = replies(line(kind))
    walking.say("there is something in the closet")
    for text in ("I don't know", "my mom"):
        walking.say(text)
    assert layer.given["I don't know"][-1] == "there is something in the closet"
    assert layer.given["my mom"] == (), "but not what follows that"


def test_after_other_words_that_it_took_up_only_a_move_is_read_alone(
    walking: Visitor, layer: Context
) -> None:
    for text in ("my son told me that he agrees with this", "I don't know"):
        walking.say(text)
    assert layer.given["I don't know"] == ()
    for text in ("he wants his uncle there", "she's 15"):
        walking.say(text)
    assert layer.given["she's 15"][-1] == "he wants his uncle there"


def test_words_that_are_cut_off_are_read_with_the_next_ones(
    walking: Visitor, layer: Context
) -> None:
    walking.say("I can't")
    walking.say("go on")
    assert layer.given["go on"][-1] == "I can't"


def test_a_turn_that_is_not_answered_yet_is_read_with_the_next_one(
    walking: Visitor, gateway: RunningGateway
) -> None:
    known = gateway.app.ctx.parts.sessions.walking(walking.id, walking.token)
    assert known == Walking(GUIDE, "decide", START, began=True)
    assert known.needs_no_context(RELEASE, START, "my mom")
    assert not known.needs_no_context(RELEASE, "I am at the bridge", "I don't know")


def test_the_question_about_danger_is_always_read_with_it(
    walking: Visitor, layer: Context, engine: StandIn
) -> None:
    engine.raw = replies(line("step", **step_about_danger()))
    for text in ("both ways", "I don't know"):
        walking.say(text)
    assert layer.given["I don't know"][-1] == "both ways"


def test_a_guide_or_step_that_is_not_known_may_ask_it() -> None:
    known = Walking(GUIDE, "decide")
    assert known.needs_no_context(RELEASE, "both ways", "I don't know")
    for unknown in (Walking("gone", "decide"), Walking(GUIDE, "gone"), Walking(GUIDE)):
        assert not unknown.needs_no_context(RELEASE, "both ways", "I don't know")
    assert Walking().needs_no_context(RELEASE, "both ways", "I don't know"), "it is being chosen"


@pytest.mark.parametrize(
    "text", ["nobody is in danger", "everyone is safe", "no, everyone is safe"]
)
def test_a_no_to_it_in_its_own_words_is_read_alone(
    walking: Visitor, layer: Context, engine: StandIn, text: str
) -> None:
    walking.say("he is at the hospital now")
    engine.raw = replies(line("step", **step_about_danger()))
    walking.say(text)
    assert layer.given[text][-1] == "he is at the hospital now", "where it was not asked"
    walking.say("he left the house")
    walking.say(f"{text}.")
    assert layer.given[f"{text}."] == ()


def test_such_words_do_not_end_what_was_cut_off() -> None:
    asked = Walking(**step_about_danger())
    assert asked.needs_no_context(RELEASE, "he is upset", "everyone is safe")
    assert not asked.needs_no_context(RELEASE, "I took all", "everyone is safe")


# "Next", "skip", "back", "why"


@pytest.mark.parametrize("kind", ["step", "offer", "unclear"])
def test_a_move_of_a_word_or_two_is_read_alone_whatever_came_before(
    walking: Visitor, layer: Context, engine: StandIn, kind: str
) -> None:
    engine.raw = replies(line(kind))
    for before, text in (
        ("he is at the hospital now", "next"),
        ("i dont want to tell my age", "ok next"),
        ("who are you", "why?"),
    ):
        walking.say(before)
        walking.say(text)
        assert layer.given[text] == ()


def test_also_where_danger_is_asked_about(
    walking: Visitor, layer: Context, engine: StandIn
) -> None:
    engine.raw = replies(line("step", **step_about_danger()))
    for text in ("he is at the hospital now", "why?"):
        walking.say(text)
    assert layer.given["why?"] == ()


@pytest.mark.parametrize("text", ["go on", "continue", "stop", "yes", "no", "ok"])
def test_not_what_may_be_said_of_more_than_the_steps(
    walking: Visitor, layer: Context, engine: StandIn, text: str
) -> None:
    engine.raw = replies(line("offer"))
    walking.say("there is something in the closet")
    walking.say(text)
    assert layer.given[text][-1] == "there is something in the closet"


# The rules


def test_the_rules_read_all_turns(visitor: Visitor, layer: Context, engine: StandIn) -> None:
    engine.raw = replies(line("started"), line("step"))
    assert not cards(visitor.say(f"walk me through the release form, {FIRST}").json())
    assert cards(visitor.say("my mom").json())
    assert layer.calls == 1, "they were enough"


# Not on a walk


def test_without_a_walk_nothing_changes(visitor: Visitor, layer: Context) -> None:
    for text in ("both ways", "next"):
        visitor.say(text)
    assert layer.given["next"] == ("both ways",)


@pytest.mark.parametrize("kind", ["stopped", "finished", "finished_in_danger"])
def test_after_its_end_neither(
    walking: Visitor, layer: Context, engine: StandIn, kind: str
) -> None:
    engine.raw = replies(line(kind, done=True))
    for text in ("both ways", "next"):
        walking.say(text)
    assert layer.given["next"][-1] == "both ways"


def test_after_a_card_only_once_it_goes_on(
    walking: Visitor, layer: Context, engine: StandIn
) -> None:
    assert cards(walking.say("I want to die").json())
    engine.raw = replies({"text": "An answer."}, outcome="answer", intent="faq")
    for text in ("both ways", "I don't know"):
        walking.say(text)
    assert layer.given["I don't know"][-1] == "both ways"
    engine.raw = replies(line("resumed"), line("step"))
    for text in ("go on with the steps please", "one way", "not sure"):
        walking.say(text)
    assert layer.given["not sure"] == ()


def test_a_card_in_an_answer_pauses_it(
    walking: Visitor, layer: Context, engine: StandIn, gateway: RunningGateway
) -> None:
    """What Rasa alone sees: here "next" does not make a second card of the words that had theirs."""
    engine.raw = replies({"text": "A card."}, outcome="crisis", intent="crisis")
    assert cards(walking.say("there is something in the closet").json())
    known = gateway.app.ctx.parts.sessions.walking(walking.id, walking.token)
    assert known == Walking(GUIDE, "decide", paused=True)
    engine.raw = replies({"text": "An answer."}, outcome="answer", intent="faq")
    for text in ("next", "both ways", "I don't know"):
        walking.say(text)
    assert layer.given["next"] == ()
    assert layer.given["both ways"] and layer.given["I don't know"][-1] == "both ways"
    engine.raw = replies(line("step"))
    for text in ("one way", "not sure"):
        walking.say(text)
    assert layer.given["not sure"] == ()


def test_a_pause_lasts_until_the_walks_next_line() -> None:
    card, offer = _draft(EventType.CARD), _draft(line=line("offer"))
    on = Walking(GUIDE, "decide", "both ways")
    paused = walking_after(on, [card], "I want to die")
    assert paused == on.interrupted() == Walking(GUIDE, "decide", paused=True)
    for typed in (None, "who are you"):
        assert walking_after(paused, [_draft()], typed) == paused, "other words do not end it"
    assert walking_after(paused, [offer], None) == Walking(GUIDE, "decide")
    assert walking_after(paused, [card, offer], None) == paused
    assert walking_after(None, [card], "I want to die") is None
    ended = _draft(line=line("finished_in_danger", done=True))
    assert walking_after(paused, [ended], None) is None
    assert walking_after(on, [card, ended], None) is None


def test_during_a_pause_only_a_move_of_a_word_or_two_is_read_alone() -> None:
    for on in (Walking(GUIDE, "decide", "both ways"), Walking(**step_about_danger())):
        paused = on.interrupted()
        assert paused.needs_no_context(RELEASE, "I want to die", "next")
        for text in ("I don't know", "both ways", "everyone is safe", "go on"):
            assert not paused.needs_no_context(RELEASE, "both ways", text)


@pytest.mark.parametrize("text", ["next", "why?"])
def test_after_the_offer_to_go_on_such_moves_are_read_alone_again(
    walking: Visitor, layer: Context, engine: StandIn, text: str
) -> None:
    body = walking.say("I want to die").json()
    engine.raw = replies(line("offer"), intent="release_offer")
    (card,) = cards(body)
    assert said(walking.press(card["buttons"][0]["choice"]).json())
    walking.say("he is at the hospital now")
    walking.say(text)
    assert layer.given[text] == ()


def test_the_walk_is_off_from_a_refused_danger_on(
    walking: Visitor, layer: Context, gateway: RunningGateway
) -> None:
    walking.say("both ways")
    assert cards(walking.say("I want to die. " + "x" * 5000).json())
    assert _is_off(gateway.app.ctx.parts.sessions.walking(walking.id, walking.token))


def test_the_walk_is_off_from_a_card_on_that_follows_the_answer(
    walking: Visitor, gateway: RunningGateway
) -> None:
    parts = gateway.app.ctx.parts
    conversation = gateway.call(parts.sessions.open(walking.id, walking.token))
    follows = parts.turns.follow(conversation, None, parts.voice.card(()), Known(), ())
    gateway.call(follows)
    assert _is_off(parts.sessions.walking(walking.id, walking.token))


def test_what_is_hinted_at_is_read_with_the_next_message(
    walking: Visitor, layer: Context, gateway: RunningGateway
) -> None:
    hint = Finding(
        Category.SUICIDE, About.SELF, Severity.VEILED, "classifier", "x", (0, 1), sure=False
    )
    layer.sees = [hint]
    walking.say("my son told me that he agrees")
    layer.sees = []
    walking.say("I don't know")
    assert layer.given["I don't know"][-1] == "my son told me that he agrees"


def test_without_content_all_turns_are_read(
    walking: Visitor, layer: Context, gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    walking.say("both ways")
    monkeypatch.setattr(type(gateway.app.ctx.parts.voice), "library", None)
    walking.say("next")
    assert layer.given["next"][-1] == "both ways"


def test_a_failure_in_reading_is_no_reason_to_read_less(
    walking: Visitor, layer: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    walking.say("both ways")

    def fail(*_: object) -> bool:
        raise ValueError

    monkeypatch.setattr(Walking, "needs_no_context", fail)
    assert walking.say("next").status_code == 200
    assert layer.given["next"][-1] == "both ways"


def test_another_has_no_walk(walking: Visitor, gateway: RunningGateway) -> None:
    sessions = gateway.app.ctx.parts.sessions
    assert sessions.walking(walking.id, "not the token") is None
    assert sessions.walking("c_no_such", walking.token) is None
    sessions.answered("c_no_such", [], "next", hinted=False)
    sessions.leave_walk("c_no_such")


# Buttons, and a restart


def test_a_button_between_does_not_matter(walking: Visitor, layer: Context) -> None:
    (event,) = said(walking.say("both ways").json())
    walking.press(event["buttons"][0]["choice"])
    walking.say("I don't know")
    assert layer.given["I don't know"] == ()


@pytest.mark.parametrize("kind", ["step", "stopped"])
def test_after_a_restart_the_store_knows(serve: Serve, engine: StandIn, kind: str) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    engine.raw = replies(line(kind, done=kind == "stopped"))
    visitor.say("both ways")
    gateway.stop()
    gateway = serve()
    layer = listen(gateway)
    back_at(gateway, visitor).say("I don't know")
    assert layer.given["I don't know"] == (() if kind == "step" else ("both ways",))


def test_after_a_restart_a_card_counts(serve: Serve, engine: StandIn) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    engine.raw = replies(line("step"))
    for text in (START, "I want to die", "both ways"):
        visitor.say(text)
    gateway.stop()
    gateway = serve()
    layer = listen(gateway)
    back_at(gateway, visitor).say("I don't know")
    assert layer.given["I don't know"][-1] == "both ways"


@pytest.mark.parametrize(
    "data", [None, {"kind": Kind.NO_DETAILS}, {"kind": Kind.STOPPED}, {"kind": "step", "done": 1}]
)
def test_what_the_store_does_not_know_is_no_walk(data: dict[str, Any] | None) -> None:
    assert Walking.stored(data) is None
