"""A conversation that goes well."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from bot.gateway import api
from bot.settings import ROOT
from tests.gateway.running import RunningGateway, Visitor, said
from tests.gateway.standin import StandIn, answer_of


def test_a_new_conversation_says_first_that_it_is_automated(visitor: Visitor) -> None:
    first = visitor.first["events"][0]
    assert (first["type"], first["from"], first["seq"]) == ("message", "system", 1)
    assert "automated" in first["text"] and "not a person" in first["text"]
    api.Created.model_validate(visitor.first)


def test_who_has_agreed_to_the_first_screen_is_greeted_instead(visitor: Visitor) -> None:
    version = visitor.http.get("/v1/widget").json()["first_screen"]["version"]
    body = begun(visitor, {"consent": version})
    (hello,) = body["events"]
    (first,) = visitor.first["events"]
    assert (hello["type"], hello["from"], hello["outcome"]) == ("message", "system", "first_screen")
    assert "automated" in hello["text"] and "not a person" in hello["text"]
    assert "title" not in hello and len(hello["text"]) < len(first["text"]) / 2
    titles = [one["title"] for one in hello["buttons"]]
    assert titles == [one["title"] for one in first["buttons"]] != []


def test_a_conversation_begins_in_the_language_of_the_page(visitor: Visitor) -> None:
    version = visitor.http.get("/v1/widget").json()["first_screen"]["version"]
    for wanted in ({"language": "es"}, {"language": "es", "consent": version}):
        body = begun(visitor, wanted)
        (first,) = body["events"]
        assert first["language"] == "es" and "asistente automático" in first["text"]
        assert ("title" in first) is ("consent" not in wanted)
        assert body["help"]["language"] == "es"


def test_the_desk_speaks_the_language_of_the_page_until_another_is_heard(visitor: Visitor) -> None:
    body = begun(visitor, {"language": "es"})
    visitor.id, visitor.token = body["id"], body["token"]

    def spoken() -> str:
        response = visitor.http.get(f"/v1/conversations/{visitor.id}/desk", headers=visitor.headers)
        return str(response.json()["desk"]["language"])

    assert spoken() == "es"
    assert visitor.say("Can I see what my therapist writes about me?").status_code == 200
    assert spoken() == "en"


@pytest.mark.parametrize("body", [{}, {"consent": None}, {"language": "en"}])
def test_who_has_agreed_to_nothing_reads_the_first_screen(
    visitor: Visitor, body: dict[str, Any]
) -> None:
    (first,) = begun(visitor, body)["events"]
    (usual,) = visitor.first["events"]
    for key in ("title", "text"):
        assert first[key] == usual[key]


def test_what_was_agreed_to_is_kept_with_the_conversation(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    version = visitor.http.get("/v1/widget").json()["first_screen"]["version"]
    agreed = begun(visitor, {"consent": version})
    with sqlite3.connect(gateway.database) as database:
        kept = dict(database.execute("select id, consent from conversations"))
    assert kept == {visitor.id: None, agreed["id"]: version}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'{"consent": 1}',
        b'{"consent": ""}',
        b'{"language": "fr"}',
        b'{"consents": "1"}',
        b'{"consent": "' + b"1" * 41 + b'"}',
    ],
)
def test_a_conversation_does_not_begin_with_a_body_that_says_nothing(
    visitor: Visitor, body: bytes
) -> None:
    response = visitor.http.post("/v1/conversations", content=body)
    assert response.status_code == 400
    assert response.json()["help"]["numbers"]


def begun(visitor: Visitor, body: dict[str, Any]) -> dict[str, Any]:
    """Begin one more conversation, and return what came back."""
    response = visitor.http.post("/v1/conversations", json=body)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    api.Created.model_validate(found)
    return found


def test_ids_and_tokens_cannot_be_guessed_and_only_a_hash_is_stored(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    other = Visitor(gateway).begin()
    assert visitor.id != other.id and visitor.token != other.token
    assert len(visitor.token) >= 43 and len(visitor.id) >= 34
    stored = sqlite3.connect(gateway.database).execute("select * from conversations").fetchall()
    assert visitor.id in str(stored) and visitor.token not in str(stored)


def test_a_message_gets_the_answer_with_all_that_belongs_to_it(
    visitor: Visitor, engine: StandIn
) -> None:
    response = visitor.say("Can my therapist text me?")
    body = response.json()
    assert response.status_code == 200 and not body["late"]
    assert said(body, "visitor")[0]["text"] == "Can my therapist text me?"
    (answer,) = said(body)
    assert answer["more"] and answer["title"] == "Alpha" and answer["topic"] == "alpha"
    assert answer["outcome"] == "answer" and answer["reviewed_on"] == "2026-11-22"
    assert answer["sources"][0]["citation"] == "45 CFR 164.522(b)"
    # A related topic that does not exist gets no button.
    assert [(one["title"], one["kind"]) for one in answer["buttons"]] == [
        ("Something else", "reply"),
        ("Texting", "related"),
    ]
    assert body["pinned_help"] is None and body["help"]["numbers"]
    api.Reply.model_validate(body)
    (asked,) = engine.asked
    assert asked["conversation"] == visitor.id and "findings" not in asked
    assert asked["text"] == "Can my therapist text me?" and "choice" not in asked


@pytest.mark.parametrize("release", [None, {"kind": "step"}], ids=["small talk", "a step"])
def test_without_a_source_only_a_step_has_a_title(
    visitor: Visitor, engine: StandIn, release: dict[str, str] | None
) -> None:
    answer = answer_of({"text": "hello"})
    answer["replies"][0]["metadata"]["sources"] = []
    answer["replies"][0]["release"] = release
    engine.raw = json.dumps(answer).encode()
    (shown,) = said(visitor.say("hello").json())
    assert shown["text"] == "An answer to: hello"
    assert ("title" in shown) is (release is not None)


def test_a_choice_is_shown_by_its_title_and_reaches_the_engine_as_its_payload(
    visitor: Visitor, engine: StandIn
) -> None:
    button = said(visitor.say("hello").json())[0]["buttons"][0]
    body = visitor.press(button["choice"]).json()
    assert said(body, "visitor")[0]["text"] == "Something else"
    assert engine.asked[-1]["choice"] == "/faq/beta" and "text" not in engine.asked[-1]
    assert "/faq/beta" not in str(button)


def test_every_page_learns_which_button_was_pressed(visitor: Visitor) -> None:
    other_tab = visitor.stream(after=1)
    button = said(visitor.say("hello").json())[0]["buttons"][0]
    body = visitor.press(button["choice"]).json()
    (pressed,) = said(body, "visitor")
    assert pressed["pressed"] is True and pressed["choice"] == button["choice"]
    # In the other tab, and after a reload.
    typed, answered, seen = (next(other_tab) for _ in range(3))
    assert seen == pressed and answered["from"] == "bot"
    assert visitor.replay(4)[3] == pressed
    assert "pressed" not in typed and "choice" not in typed


def test_a_button_that_was_pressed_can_be_pressed_again(visitor: Visitor) -> None:
    button = said(visitor.say("hello").json())[0]["buttons"][0]
    client_id = str(uuid.uuid4())
    choice = {"client_id": client_id, "choice": button["choice"]}
    first = visitor.post(choice).json()
    assert visitor.post(choice).json()["events"] == first["events"]
    # Its message was taken back on the page, which knows no better.
    again = visitor.press(button["choice"]).json()
    assert said(again, "visitor")[0]["choice"] == button["choice"]


def test_a_retry_gets_the_first_reply_and_asks_the_engine_once(
    visitor: Visitor, engine: StandIn
) -> None:
    client_id = str(uuid.uuid4())
    first = visitor.say("hello", client_id).json()
    again = visitor.say("hello", client_id).json()
    assert again["events"] == first["events"]
    assert len(engine.asked) == 1


def test_events_are_replayed_from_the_cursor_and_survive_a_restart(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve()
    visitor = Visitor(gateway).begin()
    body = visitor.say("hello").json()
    button = said(body)[0]["buttons"][0]
    gateway.stop()
    back = Visitor(serve())
    back.id, back.token = visitor.id, visitor.token
    assert back.replay(2, after=1) == body["events"]
    assert [event["seq"] for event in back.replay(3)] == [1, 2, 3]
    assert back.press(button["choice"]).status_code == 200


def test_an_open_stream_gets_what_happens_next(visitor: Visitor) -> None:
    stream = visitor.stream(after=1)
    # The stream is open before the message is sent: its first event is already there.
    visitor.say("one")
    assert next(stream)["text"] == "one"
    assert next(stream)["from"] == "bot"
    body = visitor.say("two").json()
    assert [next(stream), next(stream)] == body["events"]


def test_a_cleared_conversation_is_gone_here_and_in_the_engine(
    gateway: RunningGateway, visitor: Visitor, engine: StandIn
) -> None:
    visitor.say("hello")
    assert visitor.clear().status_code == 204
    assert engine.forgotten == [visitor.id]
    assert visitor.say("hello").status_code == 404
    assert visitor.clear().status_code == 404
    database = sqlite3.connect(gateway.database)
    for table in ("conversations", "messages", "events", "choices", "tombstones"):
        assert database.execute(f"select count(*) from {table}").fetchone() == (0,), table


def test_a_tracker_is_deleted_later_when_the_engine_was_down(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    visitor = Visitor(serve(sweep_seconds=0.2)).begin()
    engine.stop()
    assert visitor.clear().status_code == 204
    engine.start()
    assert _eventually(lambda: engine.forgotten == [visitor.id])


def test_an_idle_conversation_is_deleted_with_its_tracker(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve(sweep_seconds=0.2)
    visitor = Visitor(gateway).begin()
    _age(gateway, "active_at", 25)
    assert _eventually(lambda: visitor.id in engine.forgotten)
    assert visitor.say("hello").status_code == 404


def test_after_three_hours_it_says_again_that_it_is_automated(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    assert said(visitor.say("one").json(), "system") == []
    _age(gateway, "noticed_at", 3.1)
    events = visitor.say("two").json()["events"]
    assert [event["from"] for event in events] == ["visitor", "system", "bot"]
    assert "automated" in events[1]["text"]
    assert said(visitor.say("three").json(), "system") == []


def test_only_the_token_opens_a_conversation(gateway: RunningGateway, visitor: Visitor) -> None:
    stranger = Visitor(gateway).begin()
    stranger.id = visitor.id
    assert stranger.say("hello").status_code == 401
    assert stranger.clear().status_code == 401
    path = f"/v1/conversations/{visitor.id}/events"
    assert stranger.http.get(path).status_code == 401
    assert stranger.http.get(path, headers=stranger.headers).status_code == 401


def test_a_change_of_wording_is_live_and_a_broken_one_is_not(
    gateway: RunningGateway, visitor: Visitor
) -> None:
    # All topics: a change is served only when the whole check passes.
    shutil.copytree(ROOT / "data", gateway.settings.root / "data", dirs_exist_ok=True)
    path = gateway.settings.root / "content" / "wording.yml"
    path.write_text(path.read_text().replace("Before you start", "Read this first"))
    assert _eventually(lambda: _title(gateway) == "Read this first")
    path.write_text("first_screen_title: [oops\n")
    assert _eventually(lambda: not _content_ok(visitor))
    assert _title(gateway) == "Read this first"


def _title(gateway: RunningGateway) -> str:
    title: str = Visitor(gateway).begin().first["events"][0]["title"]
    return title


def _content_ok(visitor: Visitor) -> bool:
    ok: bool = visitor.http.get("/readyz").json()["parts"]["content"]["ok"]
    return ok


def _age(gateway: RunningGateway, column: str, hours: float) -> None:
    with sqlite3.connect(gateway.database, timeout=5) as database:
        database.execute(f"update conversations set {column} = {column} - ?", (hours * 3600,))


def _eventually(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("path", ["/docs", "/static/docs.css", "/static/icon.svg"])
def test_the_page_and_its_files_ask_no_third_party(visitor: Visitor, path: str) -> None:
    response = visitor.http.get(path)
    assert response.status_code == 200
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "innerHTML" not in response.text and "<script>" not in response.text
    assert " style=" not in response.text and "localStorage" not in response.text


def test_the_document_describes_every_route(gateway: RunningGateway, visitor: Visitor) -> None:
    paths = visitor.http.get("/openapi.json").json()["paths"]
    described = {
        (method.upper(), path.replace("{", "<").replace("}", ">"))
        for path, methods in paths.items()
        for method in methods
    }
    pages = {"/", "/docs", "/openapi.json", "/static/<name>"}
    pages |= {"/demo/style.css", "/release/style.css"}
    served = {
        (method, f"/{route.path.strip('/')}".replace(":str", "").replace(":ext=pdf>", ">.pdf"))
        for route in gateway.app.router.routes
        for method in route.methods
        # The console's pages are for people (tests/console).
        if method not in {"HEAD", "OPTIONS"} and not route.path.startswith("staff")
    }
    assert described == {one for one in served if one[1] not in pages}
