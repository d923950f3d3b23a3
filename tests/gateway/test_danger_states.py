"""What stays after danger was seen, whatever became of the message; and what the card waits for."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import arrival, screening
from bot.gateway.engine import EngineReply
from bot.gateway.sessions import Said, Sessions
from bot.handoff.request import reference_of
from bot.safety import About, Category, Finding, Severity, screen
from bot.safety.known import CRISIS_MESSAGES
from bot.safety.turn import Turn
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.records import Draft, EventType, Sender
from tests.gateway.running import RunningGateway, Visitor, cards, said
from tests.gateway.standin import StandIn
from tests.handoff.receivers import Web, web_server

DANGER = "I want to die"
FIRST, SECOND = "I am going to kill", "myself"
TOKEN = "a-token-of-the-runner"

Serve = Callable[..., RunningGateway]


class SecondLayer:
    """A stand-in for the classifier that sees danger in everything, or nothing; and may hang."""

    def __init__(
        self, *, danger: bool = False, kind: Category = Category.SUICIDE, about: About = About.SELF
    ) -> None:
        self.danger, self.kind, self.about = danger, kind, about
        self.gate = threading.Event()
        self.gate.set()
        self.calls = 0
        self.waits_for: str | None = None
        self.held = False

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        self.calls += 1
        if self.waits_for is None or self.waits_for in turns[0].history:
            self.held = True
            self.gate.wait(30)
        seen = Finding(self.kind, self.about, Severity.VEILED, "classifier", "x", (0, 1), sure=True)
        return [[seen] if self.danger else [] for _ in turns]


@contextmanager
def second_layer(gateway: RunningGateway, **seen: Any) -> Iterator[SecondLayer]:
    layer = SecondLayer(**seen)
    gateway.app.ctx.parts.screener._classifier = layer
    yield layer
    layer.gate.set()


@contextmanager
def locked(gateway: RunningGateway) -> Iterator[None]:
    lock = sqlite3.connect(gateway.database, isolation_level=None)
    lock.execute("begin exclusive")
    yield
    lock.execute("rollback")
    lock.close()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A receiver of notices, which is reached directly."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with web_server() as found:
        yield found


@pytest.fixture
def telling(serve: Serve, web: Web) -> RunningGateway:
    """A gateway that has somebody to tell."""
    return serve(internal_token=TOKEN, notify_urls=(web.url,))


def stored_as_careful(gateway: RunningGateway, visitor: Visitor) -> bool:
    query = "select careful from conversations where id = ?"
    with sqlite3.connect(gateway.database, timeout=5) as database:
        return bool(database.execute(query, (visitor.id,)).fetchone()[0])


def eventually(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def cheerful(engine: StandIn) -> None:
    """Rasa takes whatever comes for a greeting."""
    nlu = {"outcome": "smalltalk", "intent": "greet"}
    engine.raw = json.dumps({"replies": [{"text": "Hi! How nice."}], "nlu": nlu}).encode()


def assert_careful(visitor: Visitor, engine: StandIn) -> None:
    """The next answer is none of the cheerful ones, and has the numbers with it."""
    cheerful(engine)
    body = visitor.say("hello").json()
    assert body["pinned_help"]["numbers"] and cards(body) == []
    (answer,) = said(body)
    assert "Hi!" not in answer["text"] and answer["pinned_help"]["numbers"]


# A card that came with an error


def _too_long(visitor: Visitor) -> Any:
    return visitor.say(f"{DANGER}. " + "x" * 5000)


def _malformed(visitor: Visitor) -> Any:
    return visitor.post(content=b'{"text": "I want to die')


def _used_id(visitor: Visitor) -> Any:
    client_id = str(uuid.uuid4())
    visitor.say("hello", client_id)
    return visitor.say(DANGER, client_id)


@pytest.mark.parametrize(("send", "status"), [(_too_long, 413), (_malformed, 400), (_used_id, 409)])
def test_after_a_card_in_an_error_the_conversation_is_careful_also_after_a_restart(
    serve: Serve, engine: StandIn, send: Callable[[Visitor], Any], status: int
) -> None:
    first = serve()
    visitor = Visitor(first).begin()
    response = send(visitor)
    assert response.status_code == status and cards(response.json())
    assert_careful(visitor, engine)
    other = Visitor(first).begin()
    send(other)
    assert eventually(lambda: stored_as_careful(first, other))
    first.stop()
    back = Visitor(serve())
    back.id, back.token = other.id, other.token
    assert_careful(back, engine)


@pytest.mark.parametrize("limit", ["messages_per_conversation", "messages_per_address"])
def test_after_a_card_at_a_limit_the_conversation_is_careful(
    serve: Serve, engine: StandIn, limit: str
) -> None:
    visitor = Visitor(serve(**{limit: "1/second"})).begin()
    visitor.say("hello")
    response = visitor.say(DANGER)
    assert response.status_code == 429 and cards(response.json())
    time.sleep(1.1)
    assert_careful(visitor, engine)


def test_that_holds_for_a_conversation_whose_first_message_is_refused(
    serve: Serve, engine: StandIn
) -> None:
    gateway = serve(messages_per_address="1/second")
    visitor = Visitor(gateway).begin()
    Visitor(gateway).begin().say("hello")
    assert cards(visitor.say(DANGER).json())
    assert eventually(lambda: stored_as_careful(gateway, visitor))
    time.sleep(1.1)
    assert_careful(visitor, engine)


def test_after_a_card_while_the_database_is_locked_the_conversation_is_careful(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn
) -> None:
    with locked(gateway):
        response = visitor.say(DANGER)
        assert response.status_code == 503 and cards(response.json())
        marking = gateway.app.ctx.parts.sessions._marking
        assert eventually(lambda: not marking), "the store refuses to be told"
    assert not stored_as_careful(gateway, visitor)
    assert_careful(visitor, engine)
    assert stored_as_careful(gateway, visitor)


def test_danger_from_somebody_without_the_token_leaves_no_trace(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    visitor.say("hello")
    stranger = Visitor(gateway)
    stranger.id, stranger.token = visitor.id, "wrong"
    assert cards(stranger.say(DANGER).json())
    marking = gateway.app.ctx.parts.sessions._marking
    assert eventually(lambda: not marking)
    assert not stored_as_careful(gateway, visitor)
    assert visitor.say("hello").json()["pinned_help"] is None


# What a card waits for


def test_a_card_that_the_rules_decide_does_not_wait_for_the_second_layer(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    with second_layer(gateway) as layer:
        layer.gate.clear()
        began = time.monotonic()
        assert cards(visitor.say(DANGER).json())
        assert time.monotonic() - began < 1.5
        assert layer.calls == 0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No message waits long for the second layer."""
    monkeypatch.setattr(arrival, "PATIENCE_SECONDS", 0.3)


def cards_kept(gateway: RunningGateway, visitor: Visitor) -> list[dict[str, Any]]:
    """The cards that are events of the conversation by now."""
    events = gateway.call(gateway.app.ctx.parts.store.events_after(visitor.id, 0, 100))
    return [event.as_dict() for event in events if event.type == EventType.CARD]


def idle(gateway: RunningGateway) -> bool:
    """Nothing is late any more."""
    parts = gateway.app.ctx.parts
    return not parts.screener._late and not parts.turns._doing


@pytest.mark.usefixtures("impatient")
def test_a_second_layer_that_hangs_is_waited_for_only_so_long_and_the_card_comes_later(
    gateway: RunningGateway,
) -> None:
    visitors = [Visitor(gateway).begin() for _ in range(4)]
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        began = time.monotonic()
        with ThreadPoolExecutor(4) as threads:
            bodies = list(threads.map(lambda one: one.say("hello").json(), visitors))
        assert time.monotonic() - began < 2
        assert all(said(body) and not cards(body) for body in bodies)
        screener = gateway.app.ctx.parts.screener
        assert layer.calls == 1 and screener._thread._work_queue.qsize() == 0
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
        assert [len(cards_kept(gateway, one)) for one in visitors] == [1, 1, 1, 1]
        assert all(stored_as_careful(gateway, one) for one in visitors)
        assert cards(visitors[0].say("hello again").json()), "it works again"
        assert layer.calls == 5


@pytest.mark.usefixtures("impatient")
def test_a_card_that_comes_later_is_streamed_and_told_and_counts_once(
    telling: RunningGateway, web: Web, engine: StandIn
) -> None:
    visitor = Visitor(telling).begin()
    client_id = str(uuid.uuid4())
    with second_layer(telling, danger=True) as layer:
        layer.gate.clear()
        body = visitor.say("hello", client_id).json()
        assert not cards(body) and "findings" not in engine.asked[-1]
        assert not web.arrived.acquire(timeout=0.2)
        with ThreadPoolExecutor(1) as threads:
            last = max(event["seq"] for event in body["events"])
            streamed = threads.submit(visitor.replay, 1, last)
            time.sleep(0.2)
            layer.gate.set()
            (card,) = streamed.result(10)
        assert card["type"] == "card" and card["client_id"] == client_id
        assert card["finding"]["category"] == "suicide"
        assert web.arrived.acquire(timeout=10)
        assert cards(visitor.say("hello", client_id).json()) == [card], "no second one for a retry"
        known = telling.app.ctx.parts.sessions.known(visitor.id, visitor.token)
        assert known.messages == 1 and [one.category for one in known.kinds] == ["suicide"]
        layer.danger = False
        assert_careful(visitor, engine)


@pytest.mark.usefixtures("impatient")
def test_a_card_that_comes_later_is_no_second_one_after_rasas(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn
) -> None:
    engine.outcome = "crisis"
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert len(cards(visitor.say("hello").json())) == 1
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert len(cards_kept(gateway, visitor)) == 1


@pytest.mark.usefixtures("impatient")
def test_rasas_card_is_no_second_one_after_one_that_came_later(
    serve: Serve, engine: StandIn
) -> None:
    gateway = serve(late_after=0.6)
    visitor = Visitor(gateway).begin()
    engine.outcome = "crisis"
    engine.gate.clear()
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert visitor.say("hello").json()["late"]
        layer.gate.set()
        assert eventually(lambda: len(cards_kept(gateway, visitor)) == 1)
        engine.gate.set()
        assert eventually(lambda: not gateway.app.ctx.parts.turns._tasks)
    assert len(cards_kept(gateway, visitor)) == 1


@pytest.mark.usefixtures("impatient")
def test_a_refused_message_has_its_card_later_too_and_a_stranger_none(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    stranger = Visitor(gateway)
    stranger.id, stranger.token = visitor.id, "wrong"
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        assert stranger.say("hello").status_code == 401
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
        assert cards_kept(gateway, visitor) == [] and not stored_as_careful(gateway, visitor)
        layer.gate.clear()
        assert visitor.say("x " * 2500).status_code == 413
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert len(cards_kept(gateway, visitor)) == 1 and stored_as_careful(gateway, visitor)


@pytest.mark.usefixtures("impatient")
def test_harmless_words_that_are_read_late_bring_nothing(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    with second_layer(gateway) as layer:
        layer.gate.clear()
        visitor.say("hello")
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert cards_kept(gateway, visitor) == [] and not stored_as_careful(gateway, visitor)


@pytest.mark.usefixtures("impatient")
def test_only_so_many_late_messages_wait_for_the_second_layer(
    gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "LATE", 2)
    visitors = [Visitor(gateway).begin() for _ in range(4)]
    with second_layer(gateway, danger=True) as layer:
        layer.gate.clear()
        for one in visitors:
            one.say("hello")
        assert len(gateway.app.ctx.parts.screener._late) == 2
        layer.gate.set()
        assert eventually(lambda: idle(gateway))
    assert layer.calls == 2


@pytest.mark.parametrize("danger", [True, False])
def test_rasa_hears_what_was_found_when_both_layers_have_looked(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn, danger: bool
) -> None:
    visitor.say("hello")
    assert "findings" not in engine.asked[-1], "there is no second layer"
    visitor.say(DANGER)
    assert engine.asked[-1]["findings"]
    with second_layer(gateway, danger=danger):
        visitor.say("hello there")
    assert bool(engine.asked[-1]["findings"]) is danger


# Long texts


def _screens(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], threading.Event]:
    """Where each text over 2,000 characters is screened; and a gate before it, open."""
    threads: list[str] = []
    gate = threading.Event()
    gate.set()

    def seen(words: str, *others: Any) -> Any:
        if len(words) > screening.LONG:
            threads.append(threading.current_thread().name)
            gate.wait(10)
        return screen(words, *others)

    monkeypatch.setattr(screening, "screen", seen)
    return threads, gate


def test_a_long_text_is_screened_beside_the_event_loop(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.say("hello")
    threads, gate = _screens(monkeypatch)
    gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(visitor.say, "hello there. " * 200 + FIRST)
        assert eventually(lambda: bool(threads))
        began = time.monotonic()
        assert said(Visitor(gateway).begin().say("hello").json())
        # In its order: the next message has the long one before it.
        assert cards(visitor.say(SECOND).json())
        assert time.monotonic() - began < 1.5
        gate.set()
        assert first.result(10).status_code == 200
    assert threads[0].startswith("screen")


def test_a_long_text_has_its_card_in_time_when_the_thread_is_not_free(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "PATIENCE_SECONDS", 0.5)
    with second_layer(gateway) as layer:
        layer.gate.clear()
        Visitor(gateway).begin().say("hello")
        began = time.monotonic()
        assert cards(visitor.say("hello there. " * 200 + DANGER).json())
        assert time.monotonic() - began < 2


def test_a_limiter_that_fails_does_not_keep_the_second_layer_from_looking(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(gateway.app.ctx.parts.limits, "message_from", fail)
    with second_layer(gateway, danger=True):
        response = visitor.say("hello")
    assert response.status_code == 500 and cards(response.json())


def test_the_first_message_does_not_wait_for_the_rules_and_the_dictionaries(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def slowly() -> None:
        time.sleep(0.5)
        loaded.append(threading.current_thread().name)

    monkeypatch.setattr(screening.spelling, "load", slowly)
    serve()
    assert loaded and threading.main_thread().name not in loaded


# Danger over two messages


def test_danger_over_two_messages_is_seen_in_a_retry_too(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    assert not cards(visitor.say(FIRST).json())
    client_id = str(uuid.uuid4())
    with locked(gateway):
        refused = visitor.say(SECOND, client_id)
        assert refused.status_code == 503 and cards(refused.json())
        visitor.say("hello?")
    again = visitor.say(SECOND, client_id)
    assert again.status_code == 200 and cards(again.json())


def test_a_retry_under_a_new_id_is_seen_too(gateway: RunningGateway, visitor: Visitor) -> None:
    visitor.say(FIRST)
    with locked(gateway):
        assert visitor.say(SECOND).status_code == 503
    assert cards(visitor.say(SECOND).json())


async def test_a_recorded_first_try_is_no_turn_before_its_retry(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}", 1.0)
    await database.prepare()
    store = Conversations(database)
    await store.create("c", "hash", [])
    for client_id, text in (("1", FIRST), ("2", SECOND), ("3", "hello?")):
        draft = Draft(EventType.MESSAGE, Sender.VISITOR, {"text": text})
        await store.begin_message("c", client_id, [draft], careful=False, notice=None)
    found = await store.load("c")
    assert found is not None
    sessions = Sessions(store, 3600, 6)
    assert await sessions.recall(found, Said(SECOND, "2")) == [FIRST]
    # An id that is used for other words is no retry.
    assert await sessions.recall(found, Said("other words", "2")) == [FIRST, SECOND, "hello?"]
    await database.close()


def test_of_a_long_turn_the_end_is_remembered(serve: Serve) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    long = "We drove along the coast. " * 60
    visitor.say(long + FIRST)
    gateway.stop()
    assert cards(back_at(serve(), visitor).say(SECOND).json())
    other = Visitor(serve()).begin()
    other.say("hello")
    other.say(long + FIRST)
    assert cards(other.say(SECOND).json())


def test_a_retry_is_not_counted_again(gateway: RunningGateway, visitor: Visitor) -> None:
    client_id, long = str(uuid.uuid4()), "hello " * 300
    for _ in range(3):
        assert visitor.say(long, client_id).status_code == 200
    sessions = gateway.app.ctx.parts.sessions
    assert sessions.known(visitor.id, visitor.token).messages == 1
    visitor.say("hello", str(uuid.uuid4()))
    assert sessions.known(visitor.id, visitor.token).messages == 2


def test_a_card_counts_for_as_many_messages_however_often_one_is_tried(visitor: Visitor) -> None:
    card_for(visitor, "my husband beats me")
    visitor.say("hello")
    client_id = str(uuid.uuid4())
    for _ in range(CRISIS_MESSAGES):
        visitor.say("what does it cost", client_id)
    resources = card_for(visitor, DANGER)["resources"]
    assert "domestic_violence" in {one["id"] for one in resources}


def test_of_two_turns_at_once_after_a_restart_the_second_one_sees_the_first(
    serve: Serve,
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    visitor.say("hello")
    gateway.stop()
    gateway = serve()
    back = back_at(gateway, visitor)
    with second_layer(gateway) as layer:
        layer.waits_for = "hello"
        layer.gate.clear()
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(back.say, FIRST)
            assert eventually(lambda: layer.held)
            second = cards(back.say(SECOND).json())
            layer.gate.set()
            first.result(10)
    assert second


@pytest.mark.parametrize("restarted", [False, True])
def test_a_pressed_button_does_not_stand_between_two_messages(
    serve: Serve, restarted: bool
) -> None:
    gateway = serve(store_timeout=3.0, late_after=10.0)
    visitor = Visitor(gateway).begin()
    button = said(visitor.say(FIRST).json())[0]["buttons"][0]
    assert visitor.press(button["choice"]).status_code == 200
    if restarted:
        gateway.stop()
        back = Visitor(serve())
        back.id, back.token = visitor.id, visitor.token
        visitor = back
    assert cards(visitor.say(SECOND).json())


# What a card takes from the messages before


def card_for(visitor: Visitor, text: str) -> dict[str, Any]:
    """The one card for a message."""
    (card,) = cards(visitor.say(text).json())
    return card


def back_at(gateway: RunningGateway, visitor: Visitor) -> Visitor:
    """The same visitor at another gateway."""
    back = Visitor(gateway)
    back.id, back.token = visitor.id, visitor.token
    return back


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


def test_while_the_database_is_locked_a_card_still_takes_from_the_messages_before(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    visitor.say("im 14")
    card_for(visitor, "my husband beats me")
    with locked(gateway):
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


# Answers after a card


def test_an_answer_that_was_under_way_when_the_card_came_is_careful_too(
    serve: Serve, engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=0.2)).begin()
    engine.gate.clear()
    cheerful(engine)
    client_id = str(uuid.uuid4())
    assert visitor.say("hello", client_id).json()["late"]
    assert cards(visitor.say(DANGER).json())
    engine.gate.set()
    assert eventually(lambda: not visitor.say("hello", client_id).json()["late"])
    body = visitor.say("hello", client_id).json()
    (answer,) = said(body)
    assert "Hi!" not in answer["text"] and answer["pinned_help"]["numbers"]
    assert body["pinned_help"]["numbers"]


def test_numbers_ride_with_the_reply_whose_card_is_rasas(visitor: Visitor, engine: StandIn) -> None:
    engine.outcome = "crisis"
    body = visitor.say("hello").json()
    assert cards(body) and body["pinned_help"]["numbers"]


def test_each_card_of_a_conversation_begins_with_other_words(visitor: Visitor) -> None:
    greetings = [cards(visitor.say(DANGER).json())[0]["body"][0] for _ in range(3)]
    assert len(set(greetings)) == 3


@pytest.mark.parametrize("restarted", [False, True])
def test_who_pressed_not_to_be_in_danger_is_left_in_peace_until_danger_is_seen_again(
    serve: Serve, restarted: bool
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    card = card_for(visitor, DANGER)
    assert cards(visitor.say("it was a line").json()), "few words bring the card again"
    (back,) = said(visitor.press(card["buttons"][0]["choice"]).json(), "system")
    assert back["outcome"] == "back"
    if restarted:
        gateway.stop()
        visitor = back_at(serve(), visitor)
    body = visitor.say("from a poem").json()
    assert cards(body) == [] and body["pinned_help"]["numbers"]
    assert card_for(visitor, DANGER)
    assert cards(visitor.say("she won't answer").json()), "danger was seen again"


def test_a_topic_that_is_pressed_does_not_say_that_there_is_no_danger(visitor: Visitor) -> None:
    (button, *_) = said(visitor.say("hello").json())[0]["buttons"]
    card_for(visitor, DANGER)
    visitor.press(button["choice"])
    assert cards(visitor.say("it was a line").json())


# Who is told


def _crisis(engine: StandIn, *, told: bool) -> None:
    replies = [{"text": "Rasa's own words"}]
    line = [{"text": "Someone has been told.", "metadata": {"handoff": True}}] if told else []
    reply = {"replies": [*replies, *line], "nlu": {"outcome": "crisis"}}
    engine.raw = EngineReply.model_validate(reply).model_dump_json().encode()


def test_without_the_engine_the_gateway_tells_somebody_itself(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    engine.stop()
    body = visitor.say(f"{DANGER} zanzibar").json()
    assert cards(body) and said(body)[0]["outcome"] == "unavailable"
    assert web.arrived.acquire(timeout=10)
    assert "thoughts of suicide" in web.raw[0] and reference_of(visitor.id) in web.raw[0]
    assert "zanzibar" not in web.raw[0] and visitor.id not in web.raw[0]


@pytest.mark.parametrize("send", [_too_long, _malformed, _used_id])
def test_of_danger_in_a_refused_message_somebody_is_told(
    telling: RunningGateway, web: Web, send: Callable[[Visitor], Any]
) -> None:
    visitor = Visitor(telling).begin()
    assert cards(send(visitor).json())
    assert web.arrived.acquire(timeout=10)
    assert "thoughts of suicide" in web.raw[0] and reference_of(visitor.id) in web.raw[0]


def test_of_danger_in_a_first_message_over_a_limit_somebody_is_told(serve: Serve, web: Web) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,), messages_per_address="1/second")
    visitor = Visitor(gateway).begin()
    Visitor(gateway).begin().say("hello")
    assert visitor.say(DANGER).status_code == 429
    assert web.arrived.acquire(timeout=10)


def test_while_the_database_is_locked_somebody_is_told(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    visitor.say("hello")
    with locked(telling):
        assert visitor.say(DANGER).status_code == 503
    assert web.arrived.acquire(timeout=10)


def test_nobody_is_told_by_somebody_without_the_token(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    visitor.say("hello")
    visitor.token = "wrong"
    assert visitor.say(DANGER).status_code == 401
    assert not web.arrived.acquire(timeout=0.5)


def test_a_harmless_message_that_is_refused_is_nobodys_business(
    telling: RunningGateway, web: Web
) -> None:
    assert Visitor(telling).begin().say("x" * 5000).status_code == 413
    assert not web.arrived.acquire(timeout=0.5)


def test_an_engine_that_takes_too_long_is_no_reason_to_tell_nobody(
    serve: Serve, engine: StandIn, web: Web
) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,), engine_timeout=0.5)
    engine.gate.clear()
    assert cards(Visitor(gateway).begin().say(DANGER).json())
    assert web.arrived.acquire(timeout=10)
    engine.gate.set()


def test_without_the_action_server_the_gateway_tells_somebody_itself(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    _crisis(engine, told=False)
    Visitor(telling).begin().say("a message that only Rasa takes for danger")
    assert web.arrived.acquire(timeout=10)


def test_a_harmless_message_without_the_engine_is_nobodys_business(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    engine.stop()
    assert said(Visitor(telling).begin().say("hello").json())[0]["outcome"] == "unavailable"
    assert not web.arrived.acquire(timeout=0.5)


def test_the_apology_does_not_wait_for_who_is_told(
    telling: RunningGateway, engine: StandIn, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    engine.stop()
    web.gate.clear()
    body = visitor.say(DANGER).json()
    assert said(body)[0]["outcome"] == "unavailable" and not body["late"]
    assert web.arrived.acquire(timeout=10)


def test_without_anybody_to_tell_the_apology_comes_as_usual(
    visitor: Visitor, engine: StandIn
) -> None:
    engine.stop()
    body = visitor.say(DANGER).json()
    assert cards(body) and [one["outcome"] for one in said(body)] == ["crisis", "unavailable"]
