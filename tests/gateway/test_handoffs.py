"""The action server's way to a person: who may use it, how often, and what of it a visitor sees."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.gateway.engine import EngineReply
from bot.gateway.handoffs import FORWARDING, _from_this_machine
from bot.gateway.openapi import document
from bot.handoff.notice import REASONS, TITLES, URGENCY
from bot.handoff.request import Occasion, reference_of
from bot.safety import Category, Severity
from tests.e2e.assistant import eventually
from tests.gateway.running import TOKEN, RunningGateway, Serve, Visitor, cards, said
from tests.gateway.standin import StandIn
from tests.handoff.receivers import Web

CANARY = "zanzibar walrus"
DANGER = f"I want to kill myself {CANARY}"
ASKED = {"conversation": "c_1", "category": "suicide", "whom": "self", "severity": "danger"}


def ask(
    gateway: RunningGateway,
    body: Any = ASKED,
    token: str | None = TOKEN,
    headers: dict[str, str] | None = None,
    content: bytes | None = None,
) -> httpx.Response:
    """Ask as the action server does."""
    sent = {
        **({"Authorization": f"Bearer {token}"} if token is not None else {}),
        **(headers or {}),
    }
    with httpx.Client(base_url=gateway.url, timeout=20, trust_env=False) as http:
        if content is not None:
            return http.post("/internal/handoffs", content=content, headers=sent)
        return http.post("/internal/handoffs", json=body, headers=sent)


def of(visitor: Visitor, **changes: Any) -> dict[str, Any]:
    """What the action server asks of a visitor's conversation."""
    return {**ASKED, "conversation": visitor.id, **changes}


def until(web: Web, count: int) -> list[dict[str, Any]]:
    """The notices, once there are so many."""
    assert eventually(lambda: len(web.bodies) >= count), web.bodies
    return web.bodies


def test_danger_out_of_hours_is_taken_and_somebody_is_told(
    telling: RunningGateway, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    answer = ask(telling, of(visitor))
    assert (answer.status_code, answer.json()) == (200, {"taken": True})
    (body,) = until(web, 1)
    assert "thoughts of suicide" in body["message"]
    assert reference_of(visitor.id) in body["message"] and visitor.id not in body["message"]
    # The practice of content/practice.yml is in California.
    assert "(UTC-08:00)" in body["message"] or "(UTC-07:00)" in body["message"]


def test_the_visitor_hears_that_somebody_was_told_once_it_is_so(
    telling: RunningGateway, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    assert ask(telling, of(visitor)).json() == {"taken": True}
    assert [event.get("line") for event in visitor.replay(2)] == [None, "desk_on_call_told"]


def test_the_visitor_hears_that_nobody_was_told(telling: RunningGateway, web: Web) -> None:
    web.status = 500
    visitor = Visitor(telling).begin()
    ask(telling, of(visitor))
    assert visitor.replay(2)[-1]["line"] == "desk_on_call_not_told"


def test_danger_told_of_twice_at_once_is_one(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    assert [ask(telling, of(visitor)).json()["taken"] for _ in range(3)] == [True] * 3
    other = Visitor(telling).begin()
    assert ask(telling, of(other)).json()["taken"]
    assert len(until(web, 2)) == 2
    lines = [event.get("line") for event in visitor.replay(2)]
    assert lines == [None, "desk_on_call_told"]


def test_an_emergency_after_danger_is_a_second_notice(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    for severity in ("danger", "emergency", "emergency", "danger"):
        assert ask(telling, of(visitor, severity=severity)).json()["taken"]
    bodies = until(web, 2)
    assert sorted("perhaps happening now" in one["message"] for one in bodies) == [False, True]


def test_the_number_of_notices_is_bounded(serve: Serve, web: Web) -> None:
    gateway = serve(internal_token=TOKEN, notify_urls=(web.url,), notify_limit=2)
    visitors = [Visitor(gateway).begin() for _ in range(4)]
    for visitor in visitors:
        assert ask(gateway, of(visitor)).json() == {"taken": True}
    said = sorted(visitor.replay(2)[-1]["line"] for visitor in visitors)
    assert said == ["desk_on_call_not_told"] * 2 + ["desk_on_call_told"] * 2
    titles = sorted(one["title"] for one in until(web, 3))
    assert titles == sorted([TITLES[Occasion.DANGER]] * 2 + [TITLES[Occasion.MORE]])


def test_a_receiver_that_hangs_does_not_hold_up_the_answer(
    telling: RunningGateway, web: Web
) -> None:
    visitor = Visitor(telling).begin()
    web.gate.clear()
    answer = ask(telling, of(visitor))
    assert answer.json() == {"taken": True} and answer.elapsed.total_seconds() < 3
    web.gate.set()


def test_without_contacts_the_desk_takes_nothing_out_of_hours(serve: Serve) -> None:
    gateway = serve(internal_token=TOKEN)
    assert ask(gateway, of(Visitor(gateway).begin())).json() == {"taken": False}


def test_a_conversation_that_nobody_has_is_not_taken(telling: RunningGateway, web: Web) -> None:
    assert ask(telling).json() == {"taken": False}
    assert ask(telling, {**ASKED, "reason": "request"}).json() == {"taken": False}
    assert not web.bodies


def test_a_request_offers_a_person_once(telling: RunningGateway) -> None:
    visitor = Visitor(telling).begin()
    for _ in range(2):
        assert ask(telling, of(visitor, reason="request")).json() == {"taken": True}
    lines = [event["line"] for event in visitor.replay(2) if "line" in event]
    assert len(lines) == 1 and lines[0] in {"desk_offered_closed", "desk_offered_away"}


def test_without_a_token_there_is_no_such_route(serve: Serve, web: Web) -> None:
    gateway = serve(notify_urls=(web.url,))
    for token in (None, "None", TOKEN):
        assert ask(gateway, token=token).status_code == 404
    assert not web.bodies


@pytest.mark.parametrize(
    "token", [None, "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "None", "é".encode().hex()]
)
def test_a_wrong_token_is_refused(telling: RunningGateway, web: Web, token: str | None) -> None:
    answer = ask(telling, token=token)
    assert answer.status_code == 401 and answer.json()["error"]["code"] == "unauthorized"
    assert not web.bodies


def test_a_conversations_token_is_no_token_here(telling: RunningGateway, web: Web) -> None:
    visitor = Visitor(telling).begin()
    body = {**ASKED, "conversation": visitor.id}
    assert ask(telling, body, token=visitor.token).status_code == 401
    assert not web.bodies


@pytest.mark.parametrize("name", FORWARDING)
def test_what_came_through_a_proxy_is_refused_also_with_the_token(
    telling: RunningGateway, web: Web, name: str
) -> None:
    assert ask(telling, headers={name: "127.0.0.1"}).status_code == 404
    assert not web.bodies


@pytest.mark.parametrize(
    ("peer", "own", "here"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.8.8.8", "127.0.0.1", True),
        ("::1", "::1", True),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", True),
        ("192.0.2.7", "192.0.2.7", True),
        ("fe80::1%eth0", "fe80::1%eth0", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("2001:db8::1", "2001:db8::2", False),
        ("0.0.0.0", "192.0.2.8", False),
        ("nonsense", "nonsense", False),
        ("", "", False),
    ],
)
def test_only_this_machine_may_ask(peer: str, own: str, here: bool) -> None:
    connection = SimpleNamespace(peername=(peer, 5), sockname=(own, 8080))
    request: Any = SimpleNamespace(conn_info=connection, headers={})
    assert _from_this_machine(request) is here


@pytest.mark.parametrize("peername", [None, "", "/run/a.sock"])
def test_a_peer_without_an_address_may_not_ask(peername: Any) -> None:
    request: Any = SimpleNamespace(
        conn_info=SimpleNamespace(peername=peername, sockname=("127.0.0.1", 8080)), headers={}
    )
    assert not _from_this_machine(request)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"c_1"',
        b"\x00\xff",
        b"{}",
        b'{"conversation": ""}',
        b'{"conversation": 7}',
        b'{"conversation": "c_1", "text": "zanzibar walrus"}',
        b'{"conversation": "' + b"c" * 300 + b'"}',
    ],
)
def test_what_cannot_be_read_is_refused_without_being_quoted(
    telling: RunningGateway, web: Web, content: bytes
) -> None:
    answer = ask(telling, content=content)
    assert answer.status_code == 400 and answer.json()["error"]["code"] == "bad_request"
    assert "zanzibar" not in answer.text and not web.bodies


@pytest.mark.parametrize("odd", [None, "", "zanzibar walrus", 7, [], {}, ["suicide"]])
def test_a_reason_that_is_not_known_is_no_reason_to_tell_nobody(
    telling: RunningGateway, web: Web, odd: Any
) -> None:
    body = of(Visitor(telling).begin(), category=odd, whom=odd, severity=odd)
    assert ask(telling, body).json() == {"taken": True}
    assert until(web, 1)
    assert "zanzibar" not in web.raw[0] and web.raw[0].count("not known") == 3


@pytest.mark.parametrize("category", Category)
def test_every_category_is_handed_over(
    telling: RunningGateway, web: Web, category: Category
) -> None:
    asked = of(Visitor(telling).begin(), category=category.value)
    assert ask(telling, asked).json() == {"taken": True}
    assert REASONS[category] in until(web, 1)[0]["message"]


def test_of_a_bare_call_for_help_no_kind_of_danger_is_told(
    telling: RunningGateway, web: Web
) -> None:
    Visitor(telling).begin().say("this is an emergency")
    message = until(web, 1)[0]["message"]
    assert "Reason: not known" in message and "About: not known" in message
    assert URGENCY[Severity.EMERGENCY] in message


def test_the_route_is_not_in_the_public_description() -> None:
    assert "/v1/conversations" in document()["paths"]
    assert not any("internal" in path for path in document()["paths"])


def test_neither_token_nor_receiver_nor_conversation_is_logged(
    serve: Serve, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    urls = (f"json://user:s3cret@127.0.0.1:{port}/", "s3cret")
    gateway = serve(
        internal_token=TOKEN,
        notify_urls=urls,
        notify_link="https://practice.example/l1nk",
        log_level="DEBUG",
    )
    visitor = Visitor(gateway).begin()
    ask(gateway, of(visitor))
    assert visitor.replay(2)[-1]["line"] == "desk_on_call_not_told"
    ask(gateway, token="wr0ng")
    gateway.stop()
    printed = capfd.readouterr().err
    assert "POST /internal/handoffs 200" in printed
    assert (
        "could not be sent to receiver 1" in printed
        and "number 2 is not a URL of Apprise" in printed
    )
    for secret in (
        "s3cret",
        TOKEN,
        "wr0ng",
        "l1nk",
        visitor.id,
        reference_of(visitor.id),
        "suicide",
    ):
        assert secret not in printed
    assert "s3cret" not in repr(gateway.settings) and TOKEN not in repr(gateway.settings)


def _crisis_reply() -> dict[str, Any]:
    """What Rasa answers: its own words, and the action's where the desk was not asked."""
    replies: list[dict[str, Any]] = [
        {"text": "Rasa's own words", "metadata": {"title": "Help"}},
        {"text": "The action's words", "metadata": {"handoff": True}},
    ]
    return {"replies": replies, "nlu": {"outcome": "crisis", "topic": None}}


def _answer_with(engine: StandIn, reply: dict[str, Any]) -> None:
    engine.raw = EngineReply.model_validate(reply).model_dump_json().encode()


@pytest.mark.parametrize("text", [DANGER, "a message that only Rasa takes for danger"])
def test_after_the_card_the_visitor_reads_what_the_desk_knows_and_nothing_else(
    telling: RunningGateway, engine: StandIn, text: str
) -> None:
    _answer_with(engine, _crisis_reply())
    visitor = Visitor(telling).begin()
    body = visitor.say(text).json()
    assert [event["type"] for event in body["events"]] == ["message", "card"]
    lines = [event["line"] for event in visitor.replay(4) if "line" in event]
    assert lines == ["desk_on_call_told"]


@pytest.mark.parametrize("text", ["Quiero matarme", "El mensaje que solo Rasa ve, para mi hija"])
@pytest.mark.parametrize(
    ("status", "words"), [(200, "Se avisó a alguien"), (500, "No puedo saber")]
)
def test_in_spanish_the_visitor_reads_the_same_in_spanish(
    telling: RunningGateway, web: Web, engine: StandIn, text: str, status: int, words: str
) -> None:
    _answer_with(engine, _crisis_reply())
    web.status = status
    visitor = Visitor(telling).begin()
    (card,) = cards(visitor.say(text).json())
    assert card["language"] == "es"
    line = next(event for event in visitor.replay(4) if "line" in event)
    assert words in line["text"] and line["language"] == "es"


@pytest.mark.parametrize("text", [DANGER, "a message that only Rasa takes for danger"])
def test_where_nobody_can_be_told_the_visitor_reads_that(
    visitor: Visitor, engine: StandIn, text: str
) -> None:
    _answer_with(engine, _crisis_reply())
    body = visitor.say(text).json()
    assert [event["type"] for event in body["events"]] == ["message", "card", "message"]
    (line,) = said(body)
    assert line["text"].startswith("If someone may be hurt, call 911 now.")
    assert "Nobody at the practice has been told" in line["text"]
    assert line["outcome"] == "crisis" and line["pinned_help"]["numbers"]


def test_it_is_said_too_while_rasa_is_down(visitor: Visitor, engine: StandIn) -> None:
    engine.stop()
    body = visitor.say(DANGER).json()
    assert len(cards(body)) == 1
    assert "Nobody at the practice has been told" in said(body)[0]["text"]


def test_nothing_a_visitor_wrote_reaches_a_receiver(
    telling: RunningGateway, web: Web, engine: StandIn
) -> None:
    visitor = Visitor(telling).begin()
    _answer_with(engine, _crisis_reply())
    assert len(cards(visitor.say(DANGER).json())) == 1
    assert ask(telling, of(visitor)).json()["taken"]
    until(web, 1)
    (raw,) = web.raw
    for secret in (*CANARY.split(), "kill", visitor.id, visitor.token, TOKEN):
        assert secret not in raw
