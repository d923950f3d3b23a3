"""What goes wrong, and that a message which shows danger gets its card all the same."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence

import httpx
import pytest

from bot.gateway import api, screening
from bot.safety import Finding, screen
from tests.gateway.running import RunningGateway, Visitor, cards, gives_up_soon, said
from tests.gateway.standin import StandIn

DANGER = "I want to die"
FAULTS = ("refused", "error", "empty", "nonsense", "no text")


def _break(engine: StandIn, fault: str) -> None:
    if fault == "refused":
        engine.stop()
    engine.status = 500 if fault == "error" else 200
    engine.raw = {
        "error": b'{"error": {"code": "x"}}',
        "empty": b'{"replies": [], "nlu": {}}',
        "nonsense": b"<html>",
        "no text": b'{"replies": [{"text": " "}]}',
    }.get(fault)


def _failure(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    body: dict[str, object] = response.json()
    assert response.status_code == status, response.text
    parsed = api.Failure.model_validate(body)
    assert parsed.error.code == code and parsed.error.message
    calls = [one.call for one in parsed.help.numbers]
    assert "911" in calls and "988" in calls
    return body


@pytest.mark.parametrize("fault", FAULTS)
def test_without_an_answer_there_is_an_apology_with_numbers(
    visitor: Visitor, engine: StandIn, fault: str
) -> None:
    _break(engine, fault)
    began = time.monotonic()
    body = visitor.say("hello").json()
    assert time.monotonic() - began < 4
    (apology,) = said(body)
    assert apology["outcome"] == "unavailable"
    assert "911" in apology["text"] and "988" in apology["text"]
    assert apology["help"]["practice"]["phone"] in apology["text"]
    assert cards(body) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_danger_gets_the_card_without_the_engine(
    visitor: Visitor, engine: StandIn, fault: str
) -> None:
    _break(engine, fault)
    body = visitor.say(DANGER).json()
    nobody, apology = said(body)
    assert len(cards(body)) == 1 and apology["outcome"] == "unavailable"
    # Nobody can be told here.
    assert nobody["outcome"] == "crisis"


def test_when_the_engine_is_back_the_next_message_is_answered(
    visitor: Visitor, engine: StandIn
) -> None:
    engine.stop()
    assert said(visitor.say("one").json())[0]["outcome"] == "unavailable"
    engine.start()
    assert said(visitor.say("two").json())[0]["outcome"] == "answer"


def test_a_slow_answer_is_announced_and_comes_as_an_event_once(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=0.4)).begin()
    engine.gate.clear()
    client_id = str(uuid.uuid4())
    body = visitor.say("slow", client_id).json()
    assert body["late"] and [one["type"] for one in body["events"]] == ["message", "state"]
    assert body["events"][1]["state"] == "late" and body["events"][1]["help"]["numbers"]
    # A retry while it still runs neither asks again nor says again that it is late.
    assert visitor.say("slow", client_id).json()["events"] == body["events"]
    stream = visitor.stream(after=3)
    engine.gate.set()
    assert next(stream)["outcome"] == "answer"
    final = visitor.say("slow", client_id).json()
    assert not final["late"] and len(said(final)) == 1 and len(engine.asked) == 1


def test_a_slow_answer_to_danger_brings_the_card_at_once(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=60)).begin()
    engine.gate.clear()
    client_id, began = str(uuid.uuid4()), time.monotonic()
    body = visitor.say(DANGER, client_id).json()
    assert time.monotonic() - began < 10, "not as late as an answer may be"
    assert body["late"] and len(cards(body)) == 1
    engine.gate.set()
    later = visitor.replay(2, after=body["events"][-1]["seq"])
    assert [event["outcome"] for event in later] == ["crisis", "answer"]
    assert not visitor.say(DANGER, client_id).json()["late"]


def test_an_answer_that_never_comes_ends_in_an_apology(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=0.3, engine_timeout=0.8)).begin()
    engine.gate.clear()
    assert visitor.say("slow").json()["late"]
    stream = visitor.stream(after=3)
    assert next(stream)["outcome"] == "unavailable"
    engine.gate.set()


def test_a_retry_while_the_first_still_runs_waits_for_its_reply(
    visitor: Visitor, engine: StandIn
) -> None:
    engine.gate.clear()
    client_id = str(uuid.uuid4())
    with pytest.raises(httpx.TimeoutException):
        visitor.http.post(
            visitor.messages,
            json={"client_id": client_id, "text": "hello"},
            headers=visitor.headers,
            timeout=0.5,
        )
    engine.gate.set()
    body = visitor.say("hello", client_id).json()
    assert len(said(body)) == 1 and len(engine.asked) == 1


def test_after_danger_the_numbers_ride_with_every_reply_and_that_is_stored(
    serve: Callable[..., RunningGateway],
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    assert visitor.say(DANGER).json()["pinned_help"]["numbers"]
    gateway.stop()
    back = Visitor(serve())
    back.id, back.token = visitor.id, visitor.token
    body = back.say("Can my therapist text me?").json()
    assert body["pinned_help"]["numbers"] and said(body)[0]["pinned_help"]["numbers"]
    assert cards(body) == []


def test_findings_are_handed_to_the_engine(visitor: Visitor, engine: StandIn) -> None:
    visitor.say(DANGER)
    (finding,) = engine.asked[0]["findings"][:1]
    assert finding["category"] == "suicide" and finding["severity"] in {"danger", "emergency"}


def test_a_crisis_that_only_the_engine_saw_gets_the_card(visitor: Visitor, engine: StandIn) -> None:
    engine.outcome = "crisis"
    body = visitor.say("hello").json()
    assert len(cards(body)) == 1
    assert visitor.say("hello again").json()["pinned_help"]


def test_a_crisis_that_both_saw_is_shown_once(visitor: Visitor, engine: StandIn) -> None:
    engine.outcome = "crisis"
    body = visitor.say(DANGER).json()
    assert len(cards(body)) == 1 and [one["outcome"] for one in said(body)] == ["crisis"]


@pytest.mark.parametrize("text", ["hello", DANGER])
def test_at_the_rate_limit_of_a_conversation(
    serve: Callable[..., RunningGateway], text: str
) -> None:
    visitor = Visitor(serve(messages_per_conversation="1/minute")).begin()
    visitor.say("hello")
    response = visitor.say(text)
    body = _failure(response, 429, "too_many_messages")
    assert int(response.headers["retry-after"]) > 0
    assert len(cards(body)) == (text == DANGER)


@pytest.mark.parametrize("text", ["hello", DANGER])
def test_at_the_rate_limit_of_an_address(serve: Callable[..., RunningGateway], text: str) -> None:
    gateway = serve(messages_per_address="1/minute")
    visitor = Visitor(gateway).begin()
    visitor.say("hello")
    body = _failure(Visitor(gateway).begin().say(text), 429, "too_many_messages")
    assert len(cards(body)) == (text == DANGER)


def test_danger_over_two_messages_is_seen_at_the_rate_limit_too(
    serve: Callable[..., RunningGateway], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, list[str]]] = []

    def watched(text: str, turns: Sequence[str], _: object = None) -> list[Finding]:
        seen.append((text, list(turns)))
        return screen(text, turns)

    monkeypatch.setattr(screening, "screen", watched)
    visitor = Visitor(serve(messages_per_address="1/minute")).begin()
    visitor.say("I have all my pills here")
    assert visitor.say("and I will take them").status_code == 429
    assert seen[-1] == ("and I will take them", ["I have all my pills here"])


def test_new_conversations_are_limited(serve: Callable[..., RunningGateway]) -> None:
    gateway = serve(conversations_per_address="1/minute")
    visitor = Visitor(gateway).begin()
    _failure(visitor.http.post("/v1/conversations"), 429, "too_many_conversations")


def test_open_conversations_are_limited_in_all(serve: Callable[..., RunningGateway]) -> None:
    gateway = serve(max_conversations=1)
    visitor = Visitor(gateway).begin()
    _failure(visitor.http.post("/v1/conversations"), 429, "too_many_conversations")
    visitor.clear()
    Visitor(gateway).begin()


def test_a_visitor_behind_a_trusted_proxy_has_limits_of_their_own(
    serve: Callable[..., RunningGateway],
) -> None:
    gateway = serve(conversations_per_address="1/minute", trusted_proxies=1)
    http = Visitor(gateway).http
    path = "/v1/conversations"

    def new(forwarded: str) -> int:
        return http.post(path, headers={"X-Forwarded-For": forwarded}).status_code

    assert new("198.51.100.1") == 201
    assert new("198.51.100.2") == 201
    # What the visitor adds to the header does not help.
    assert new("203.0.113.9, 198.51.100.2") == 429


def test_without_a_trusted_proxy_the_header_is_ignored(
    serve: Callable[..., RunningGateway],
) -> None:
    http = Visitor(serve(conversations_per_address="1/minute")).http
    codes = [
        http.post("/v1/conversations", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(2)
    ]
    assert codes == [201, 429]


def test_danger_under_the_id_of_an_answered_message_gets_the_card(visitor: Visitor) -> None:
    client_id = str(uuid.uuid4())
    visitor.say("hello", client_id)
    assert cards(_failure(visitor.say(DANGER, client_id), 409, "bad_request"))


def test_danger_under_the_id_of_a_message_that_still_runs_gets_the_card(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=0.2)).begin()
    engine.gate.clear()
    client_id = str(uuid.uuid4())
    assert visitor.say("hello", client_id).json()["late"]
    assert cards(_failure(visitor.say(DANGER, client_id), 409, "bad_request"))
    engine.gate.set()


def test_danger_seen_only_in_the_retry_after_a_restart_gets_one_card(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    first = serve(late_after=0.2)
    visitor = Visitor(first).begin()
    client_id = str(uuid.uuid4())
    visitor.say("hello", client_id)
    first.stop()
    with sqlite3.connect(first.database, timeout=5) as database:
        database.execute("update messages set state = 'running'")
    back = Visitor(serve())
    back.id, back.token = visitor.id, visitor.token
    engine.outcome = "crisis"
    body = back.say(DANGER, client_id).json()
    assert len(cards(body)) == 1 and not body["late"]


def test_too_many_messages_without_an_answer_are_refused(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    visitor = Visitor(serve(late_after=0.1, max_pending_per_conversation=1)).begin()
    engine.gate.clear()
    assert visitor.say("one").json()["late"]
    body = _failure(visitor.say(DANGER), 429, "too_many_messages")
    assert cards(body)
    engine.gate.set()


@pytest.mark.parametrize("text", ["hello", DANGER])
@pytest.mark.parametrize(
    ("size", "code"), [(5000, "message_too_long"), (2_000_000, "body_too_large")]
)
def test_a_message_that_is_too_long(visitor: Visitor, text: str, size: int, code: str) -> None:
    body = _failure(visitor.say(f"{text}. " + "x" * size), 413, code)
    assert len(cards(body)) == (text == DANGER)


def test_a_body_of_a_mebibyte_with_danger_at_its_end_gets_the_card(visitor: Visitor) -> None:
    body = _failure(visitor.say("la la " * 160_000 + DANGER), 413, "message_too_long")
    assert cards(body)


def test_a_body_without_a_length_is_bounded_too(visitor: Visitor) -> None:
    start = json.dumps({"client_id": str(uuid.uuid4()), "text": DANGER})[:-2].encode()
    pieces = [start, *[b" la" * 30_000] * 20, b'"}']
    response = visitor.http.post(visitor.messages, content=iter(pieces), headers=visitor.headers)
    assert cards(_failure(response, 413, "body_too_large"))


@pytest.mark.parametrize("text", ["hello", DANGER])
def test_an_unknown_conversation(visitor: Visitor, text: str) -> None:
    visitor.id = "c_" + "0" * 32
    body = _failure(visitor.say(text), 404, "conversation_not_found")
    assert len(cards(body)) == (text == DANGER)


@pytest.mark.parametrize("text", ["hello", DANGER])
def test_an_expired_conversation(gateway: RunningGateway, visitor: Visitor, text: str) -> None:
    with sqlite3.connect(gateway.database, timeout=5) as database:
        database.execute("update conversations set active_at = active_at - 90000")
    body = _failure(visitor.say(text), 410, "conversation_expired")
    assert len(cards(body)) == (text == DANGER)


@pytest.mark.parametrize("text", ["hello", DANGER])
def test_a_wrong_token(visitor: Visitor, text: str) -> None:
    visitor.token = "wrong"
    body = _failure(visitor.say(text), 401, "unauthorized")
    assert len(cards(body)) == (text == DANGER)


@pytest.mark.parametrize("text", ["hello", DANGER])
@gives_up_soon
def test_a_locked_database(gateway: RunningGateway, visitor: Visitor, text: str) -> None:
    lock = sqlite3.connect(gateway.database, isolation_level=None)
    lock.execute("begin exclusive")
    began = time.monotonic()
    response = visitor.say(text)
    assert time.monotonic() - began < 4
    body = _failure(response, 503, "store_unavailable")
    assert len(cards(body)) == (text == DANGER)
    lock.execute("rollback")
    assert said(visitor.say(text).json())


@pytest.mark.parametrize("text", ["hello", DANGER])
def test_a_broken_database(gateway: RunningGateway, visitor: Visitor, text: str) -> None:
    with sqlite3.connect(gateway.database, timeout=5) as database:
        database.execute("drop table events")
        database.execute("drop table conversations")
    body = _failure(visitor.say(text), 503, "store_unavailable")
    assert len(cards(body)) == (text == DANGER)
    _failure(visitor.http.get("/readyz"), 503, "not_ready")


def test_a_database_that_cannot_be_opened_does_not_stop_the_card(
    serve: Callable[..., RunningGateway], content_root: object
) -> None:
    gateway = serve(database_url="sqlite+aiosqlite:////proc/no/such/place.db")
    visitor = Visitor(gateway)
    visitor.id, visitor.token = "c_x", "t"
    assert visitor.http.get("/healthz").status_code == 200
    assert cards(_failure(visitor.say(DANGER), 503, "store_unavailable"))


def test_content_that_cannot_be_read_leaves_the_last_resort(
    serve: Callable[..., RunningGateway], content_root: object
) -> None:
    shutil.rmtree(f"{content_root}/content")
    visitor = Visitor(serve()).begin()
    assert "automated" in visitor.first["events"][0]["text"]
    body = visitor.say(DANGER).json()
    (card,) = cards(body)
    assert {one["call"] for one in card["resources"]} == {"911", "988"}
    assert card["language"] == "en" and "danger" in card["heading"]
    (card,) = cards(visitor.say("me quiero morir, ya no puedo más").json())
    assert card["language"] == "es" and "peligro" in card["heading"]
    assert "911" in visitor.http.get("/").text


def test_a_screen_that_breaks_counts_as_danger(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(screening, "screen", broken)
    assert cards(visitor.say("hello").json())


BODIES = {
    "nothing": b"",
    "no json": b"hello",
    "cut": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": "hel',
    "a list": b"[1, 2]",
    "a number": b"7",
    "null": b"null",
    "nan": b"NaN",
    "deep": b"[" * 100_000,
    "huge number": b'{"text": ' + b"9" * 10_000 + b"}",
    "not utf-8": b'{"text": "\xff\xfe"}',
    "nul bytes": b"\x00" * 100,
    "no id": b'{"text": "hello"}',
    "wrong id": b'{"client_id": "1", "text": "hello"}',
    "text a number": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": 7}',
    "text a list": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": ["a"]}',
    "both": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": "a", "choice": "b"}',
    "neither": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff"}',
    "blank": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": " \\n"}',
    "only nul": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": "\\u0000"}',
    "unknown field": b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "text": "a", "b": 1}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_malformed_message_is_refused_plainly(visitor: Visitor, name: str) -> None:
    response = visitor.post(content=BODIES[name])
    body = response.json()
    assert response.status_code == 400, response.text
    assert api.Failure.model_validate(body).error.code
    assert "Traceback" not in response.text
    assert visitor.say("hello").status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"I want to die",
        b'{"text": "I want to die',
        b'{"text": "I want\\u0020to\\u0020die',
        b'{"text": ["I want to die"]}',
        b'{"message": {"words": "I want to die"}}',
        b'{"text": "I want to \xffdie. I want to die"',
        '{"text": "I want to die"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"text": "I want to die"}',
        b'{"client_id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "choice": "I want to die"}',
    ],
)
def test_danger_in_a_malformed_message_gets_the_card(visitor: Visitor, content: bytes) -> None:
    response = visitor.post(content=content)
    assert response.status_code == 400
    assert cards(response.json())


@pytest.mark.parametrize(
    "text",
    [
        "😀👩‍👩‍👧‍👦",
        "هل يمكنني مراسلة معالجي؟",
        "\u202eevil\u202c",
        "a\x00b",
        "\ud800",
        "e" + "\u0301" * 500,
        "/restart",
        "\u00a0/faq",
        "<script>alert(1)</script>",
        "x" * 4000,
    ],
)
def test_an_odd_text_is_answered(visitor: Visitor, text: str) -> None:
    response = visitor.say(text)
    assert response.status_code == 200 and said(response.json())
    assert visitor.replay(3)[1:] == response.json()["events"]


@pytest.mark.parametrize("choice", ["/faq/alpha", "x" * 32, "", "\x00", "\ud800"])
def test_a_forged_choice_is_refused(visitor: Visitor, engine: StandIn, choice: str) -> None:
    _failure(visitor.press(choice), 400, "unknown_choice")
    assert engine.asked == []


def test_a_choice_of_another_conversation_is_refused(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    button = said(visitor.say("hello").json())[0]["buttons"][0]
    other = Visitor(gateway).begin()
    _failure(other.press(button["choice"]), 400, "unknown_choice")


@pytest.mark.parametrize("after", ["-1", "x", "9" * 20, "²"])
def test_a_wrong_cursor_is_refused(visitor: Visitor, after: str) -> None:
    path = f"/v1/conversations/{visitor.id}/events"
    response = visitor.http.get(path, params={"after": after}, headers=visitor.headers)
    _failure(response, 400, "bad_request")


def test_streams_are_limited(serve: Callable[..., RunningGateway]) -> None:
    visitor = Visitor(serve(max_streams_per_conversation=1)).begin()
    stream = visitor.stream()
    next(stream)
    path = f"/v1/conversations/{visitor.id}/events"
    _failure(visitor.http.get(path, headers=visitor.headers), 429, "too_many_streams")


def test_a_stream_ends_when_its_conversation_is_cleared(visitor: Visitor) -> None:
    stream = visitor.stream()
    next(stream)
    visitor.clear()
    assert list(stream) == [{}]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("PUT", "/v1/conversations", 405, "method_not_allowed"),
        ("GET", "/v1/conversations/x/messages", 405, "method_not_allowed"),
        ("BREW", "/v1/help", 405, "method_not_allowed"),
        ("GET", "/static/..%2f__init__.py", 404, "not_found"),
        ("POST", "/v1/conversations/%00/messages", 404, "conversation_not_found"),
        ("POST", "/v1/conversations/%F0%9F%98%80/messages", 404, "conversation_not_found"),
    ],
)
def test_a_wrong_address_gets_the_same_shape(
    visitor: Visitor, method: str, path: str, status: int, code: str
) -> None:
    response = visitor.http.request(method, path)
    _failure(response, status, code)


def test_readiness_names_each_part(visitor: Visitor, engine: StandIn) -> None:
    ready = visitor.http.get("/readyz")
    assert ready.status_code == 200 and api.Ready.model_validate(ready.json()).ready
    engine.stop()
    body = _failure(visitor.http.get("/readyz"), 503, "not_ready")
    parts = body["parts"]
    assert isinstance(parts, dict)
    assert parts["database"]["ok"] and not parts["engine"]["ok"]


def test_every_answer_carries_the_security_headers(visitor: Visitor) -> None:
    for response in (visitor.http.get("/v1/help"), visitor.http.get("/nowhere")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "access-control-allow-origin" not in response.headers


def test_other_sites_may_use_the_api_only_when_allowed(
    serve: Callable[..., RunningGateway],
) -> None:
    http = Visitor(serve(allowed_origins=("https://clinic.example",))).http

    def allowed(origin: str) -> str | None:
        response = http.options("/v1/conversations", headers={"Origin": origin})
        assert response.status_code == 204
        origin_allowed: str | None = response.headers.get("access-control-allow-origin")
        return origin_allowed

    assert allowed("https://clinic.example") == "https://clinic.example"
    assert allowed("https://evil.example") is None
    error = http.get("/nowhere", headers={"Origin": "https://clinic.example"})
    assert error.headers["access-control-allow-origin"] == "https://clinic.example"
