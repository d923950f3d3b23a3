"""What a card takes from the messages before it: age, kind, urgency, language, and earlier help."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.safety import About, Category
from tests.e2e.assistant import eventually, locked
from tests.gateway.danger import DANGER, back_at, card_for, second_layer, stored_as_careful
from tests.gateway.running import RunningGateway, Serve, Visitor, cards, gives_up_soon
from tests.gateway.standin import StandIn


@pytest.mark.parametrize("restarted", [False, True])
def test_a_child_of_an_earlier_message_gets_the_card_for_children(
    serve: Serve, restarted: bool
) -> None:
    gateway = serve(history_turns=1)
    visitor = Visitor(gateway).begin()
    for one in ("im 14", "hello", "what is therapy", "does it cost much", "and who pays"):
        visitor.say(one)
    if restarted:
        gateway.stop()
        visitor = back_at(serve(history_turns=1), visitor)
    assert card_for(visitor, DANGER)["minor"]
    assert not card_for(Visitor(serve()).begin(), DANGER)["minor"]


def test_an_age_in_a_message_that_was_refused_counts_too(serve: Serve) -> None:
    visitor = Visitor(serve()).begin()
    visitor.say("hello")
    assert visitor.say("im 14. " + "x" * 5000).status_code == 413
    assert card_for(visitor, DANGER)["minor"]


def test_an_old_visitor_of_an_earlier_message_gets_help_for_older_adults(visitor: Visitor) -> None:
    visitor.say("I'm 81 and I need a ride")
    visitor.say("my street is closed")
    card = card_for(visitor, "my husband beats me")
    assert card["finding"]["category"] == "elder_abuse"
    assert {"older_adults", "domestic_violence"} <= {one["id"] for one in card["resources"]}


@pytest.mark.parametrize("restarted", [False, True])
def test_a_follow_up_has_the_kind_of_the_card_before(serve: Serve, restarted: bool) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    first = card_for(visitor, DANGER)
    if restarted:
        gateway.stop()
        gateway = serve()
        visitor = back_at(gateway, visitor)
    seen = {"kind": Category.SELF_HARM, "about": About.SELF}
    with second_layer(gateway, danger=True, **seen):
        card = card_for(visitor, "I still mean it")
    assert card["finding"] == first["finding"]
    assert card["resources"] == first["resources"] and "leave" not in card


def test_a_follow_up_to_an_emergency_is_as_urgent(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn
) -> None:
    assert card_for(visitor, "I have chest pain and my left arm is numb")["urgent"]
    visitor.say("hello")
    with second_layer(gateway, danger=True, kind=Category.PSYCHOSIS):
        card = card_for(visitor, "it has not stopped")
    assert card["urgent"] and card["finding"]["severity"] == "emergency"
    assert card["finding"]["category"] == "medical"
    # Rasa, and who is told, hear the same.
    assert [one["category"] for one in engine.asked[-1]["findings"]] == ["medical", "psychosis"]
    assert engine.asked[-1]["findings"][0]["severity"] == "emergency"


def test_another_danger_adds_its_help_and_takes_none_away(visitor: Visitor) -> None:
    card_for(visitor, "my husband beats me")
    card = card_for(visitor, DANGER)
    assert card["finding"]["category"] == "suicide" and "leave" in card
    assert {"lifeline", "domestic_violence"} <= {one["id"] for one in card["resources"]}


def test_a_card_that_rasa_alone_calls_for_is_about_what_the_card_before_was(
    visitor: Visitor, engine: StandIn
) -> None:
    card_for(visitor, "my son wants to kill himself")
    engine.outcome = "crisis"
    finding = card_for(visitor, "hello")["finding"]
    assert (finding["category"], finding["about"]) == ("suicide", "other")


@pytest.mark.parametrize(
    ("first", "bare", "language"),
    [("me quiero morir", "ok", "es"), ("me quiero morir", "si", "es"), (DANGER, "si", "en")],
)
def test_a_bare_word_keeps_the_language_of_the_card(
    gateway: RunningGateway, visitor: Visitor, first: str, bare: str, language: str
) -> None:
    assert card_for(visitor, first)["language"] == language
    with second_layer(gateway, danger=True):
        response = visitor.say(bare).json()
    assert [one["language"] for one in cards(response)] == [language]
    assert response["help"]["language"] == language


@gives_up_soon
def test_while_the_database_is_locked_a_card_still_takes_from_the_messages_before(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    visitor.say("im 14")
    card_for(visitor, "my husband beats me")
    with locked(gateway.database):
        response = visitor.say(DANGER)
    assert response.status_code == 503
    (card,) = cards(response.json())
    assert card["minor"] and "love_is_respect" in {one["id"] for one in card["resources"]}


def test_a_card_that_came_with_an_error_counts_for_the_next_one(
    serve: Serve, gateway: RunningGateway, visitor: Visitor
) -> None:
    visitor.say("hello")
    assert cards(visitor.say("my husband beats me. " + "x" * 5000).json())
    assert eventually(lambda: stored_as_careful(gateway, visitor))
    gateway.stop()
    card = card_for(back_at(serve(), visitor), DANGER)
    assert "domestic_violence" in {one["id"] for one in card["resources"]}


def test_somebody_without_the_token_learns_nothing_and_teaches_nothing(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    visitor.say("im 14")
    stranger = Visitor(gateway)
    stranger.id, stranger.token = visitor.id, "wrong"
    (card,) = cards(stranger.say("my husband beats me").json())
    assert not card["minor"]
    assert card_for(visitor, DANGER)["minor"] and "leave" not in card_for(visitor, DANGER)


def test_two_messages_at_a_time_do_not_undo_a_card(serve: Serve, engine: StandIn) -> None:
    gateway = serve(late_after=0.2)
    visitor = Visitor(gateway).begin()
    visitor.say("hello")
    engine.gate.clear()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(visitor.say, ["my husband beats me", "what does it cost"]))
    engine.gate.set()
    card = card_for(visitor, DANGER)
    assert "domestic_violence" in {one["id"] for one in card["resources"]}


def test_each_card_of_a_conversation_begins_with_other_words(visitor: Visitor) -> None:
    greetings = [cards(visitor.say(DANGER).json())[0]["body"][0] for _ in range(3)]
    assert len(set(greetings)) == 3
