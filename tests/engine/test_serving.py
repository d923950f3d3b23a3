"""`rasa run` as it is started, over real HTTP: one process, loopback, and no visitor's word in a log."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest

from tests.engine.conftest import Server

CANARY = "zanzibar quokka lighthouse marmalade"


def ask(
    server: Server, body: Any, path: str = "/messages", method: str = "POST"
) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{server.channel}{path}", data, {"Content-Type": "application/json"}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            content = answer.read()
            return answer.status, json.loads(content) if content else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def say(server: Server, conversation: str, **said: Any) -> dict[str, Any]:
    message = {"conversation": conversation, "message_id": str(uuid.uuid4()), **said}
    status, answer = ask(server, message)
    assert status == 200, answer
    found: dict[str, Any] = answer
    return found


@pytest.fixture
def conversation() -> str:
    return f"c_{uuid.uuid4().hex}"


def test_health_names_the_model(server: Server) -> None:
    with urllib.request.urlopen(f"{server.channel}/health", timeout=5) as answer:
        assert json.loads(answer.read()) == {"model": "small.tar.gz"}


def test_a_question_gets_its_answer_with_all_that_belongs_to_it(
    server: Server, conversation: str
) -> None:
    answer = say(server, conversation, text="Can my therapist text me?")
    (reply, *_) = answer["replies"]
    assert reply["topic"] == "text_therapist"
    assert reply["metadata"]["title"] == "Texting"
    assert reply["metadata"]["sources"][0]["basis"] == "general_knowledge"
    assert reply["metadata"]["reviewed_on"] == "2026-11-22"
    assert reply["metadata"]["related"] == ["email_privacy"]
    assert "{" not in reply["text"]
    assert (answer["nlu"]["outcome"], answer["nlu"]["topic"]) == ("answer", "text_therapist")
    assert answer["nlu"]["intent"] == "faq"
    assert answer["nlu"]["ranking"][0]["topic"] == "text_therapist"
    assert 0 < answer["nlu"]["confidence"] <= 1


def test_a_text_with_blank_lines_is_one_message(server: Server, conversation: str) -> None:
    say(server, conversation, text="hello\n\nhello\n\nhello")
    with sqlite3.connect(server.project.tracker_db) as database:
        rows = database.execute(
            "SELECT count(*) FROM events WHERE sender_id = ? AND type_name = 'user'",
            (conversation,),
        ).fetchone()
    database.close()
    assert rows == (1,)


def test_a_choice_is_taken_at_its_word(server: Server, conversation: str) -> None:
    answer = say(server, conversation, choice="/faq/see_my_notes")
    assert [reply["topic"] for reply in answer["replies"]] == ["see_my_notes"]
    assert answer["nlu"]["confidence"] == 1


def test_a_choice_that_no_longer_exists_is_no_error(server: Server, conversation: str) -> None:
    assert say(server, conversation, choice="/faq/gone_since_then")["replies"]


@pytest.mark.parametrize(
    "text",
    [
        "/faq/see_my_notes",
        " /faq/see_my_notes",
        "\N{NO-BREAK SPACE}/faq/see_my_notes",
        "\N{FULLWIDTH SOLIDUS}faq\N{FULLWIDTH SOLIDUS}see_my_notes",
        "/restart",
        "\N{NO-BREAK SPACE}/restart",
        '/inform{"who": "client"}',
        "/crisis",
    ],
)
def test_what_a_visitor_types_commands_nothing(
    server: Server, conversation: str, text: str
) -> None:
    say(server, conversation, text="Can my therapist text me?")
    answer = say(server, conversation, text=text)
    assert answer["nlu"]["confidence"] < 1
    assert answer["replies"]
    with sqlite3.connect(server.project.tracker_db) as database:
        kinds = [
            kind
            for (kind,) in database.execute(
                "SELECT type_name FROM events WHERE sender_id = ?", (conversation,)
            )
        ]
        slots = [
            json.loads(data)
            for (data,) in database.execute(
                "SELECT data FROM events WHERE sender_id = ? AND type_name = 'slot'",
                (conversation,),
            )
        ]
    database.close()
    assert "restart" not in kinds
    assert kinds.count("user") == 2
    assert not [slot for slot in slots if slot["name"] == "who" and slot["value"]]


def test_a_finding_of_the_gateway_leads_to_the_crisis_reply(
    server: Server, conversation: str
) -> None:
    finding = {
        "category": "suicide",
        "about": "self",
        "severity": "emergency",
        "layer": "rules",
        "rule": "test",
        "span": [0, 4],
    }
    answer = say(server, conversation, text="what is the weather", findings=[finding])
    assert answer["nlu"]["outcome"] == "crisis"
    assert answer["replies"]


def test_danger_that_the_gateway_did_not_pass_on_is_seen(server: Server, conversation: str) -> None:
    answer = say(server, conversation, text="I want to die")
    assert answer["nlu"]["outcome"] == "crisis"


@pytest.mark.parametrize(
    "body",
    [
        b"{not json",
        b"",
        b"[]",
        b'"text"',
        {"conversation": "c", "message_id": "m"},
        {"conversation": "c", "message_id": "m", "text": "a", "choice": "/greet"},
        {"conversation": "c", "message_id": "m", "choice": "greet"},
        {"conversation": "c", "message_id": "m", "text": 5},
        {"conversation": "c", "message_id": "m", "text": ""},
        {"conversation": "c", "text": "hello"},
        {"message_id": "m", "text": "hello"},
        {"conversation": "c", "message_id": "m", "text": "hello", "findings": 7},
    ],
)
def test_a_malformed_message_is_a_400(server: Server, body: Any) -> None:
    status, answer = ask(server, body)
    assert status == 400
    assert answer["error"]["code"] == "malformed"


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "👩‍👧‍👦", "كيف حالك", "x" * 100_000])
def test_odd_texts_are_understood_somehow(server: Server, conversation: str, text: str) -> None:
    assert say(server, conversation, text=text)["replies"]


def test_with_the_action_server_down_the_rest_still_answers(
    server: Server, conversation: str
) -> None:
    answer = say(server, conversation, text="real human please")
    assert answer["nlu"]["outcome"] == "journey"
    assert answer["replies"]
    assert (
        say(server, conversation, text="can I see my notes")["replies"][0]["topic"]
        == "see_my_notes"
    )


def test_deleting_a_conversation_leaves_no_event_of_it(server: Server, conversation: str) -> None:
    say(server, conversation, text="can I see my notes")
    say(server, other := f"{conversation}_other", text="can I see my notes")
    assert _events(server, conversation) > 0
    assert ask(server, b"", f"/conversations/{conversation}", "DELETE") == (204, None)
    assert _events(server, conversation) == 0
    assert _events(server, other) > 0
    assert ask(server, b"", f"/conversations/{conversation}", "DELETE") == (204, None)


def test_the_tracker_file_is_written_ahead(server: Server, conversation: str) -> None:
    say(server, conversation, text="hello")
    with sqlite3.connect(server.project.tracker_db) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_rasas_own_doors_are_shut(server: Server) -> None:
    for path in ("/webhooks/rest/webhook", "/conversations/c/tracker", "/model/parse"):
        request = urllib.request.Request(f"{server.url}{path}", b"{}", method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=5)
        assert refused.value.code == 404
        refused.value.close()


def test_no_word_of_a_visitor_is_in_the_log(server: Server, conversation: str) -> None:
    for text in (
        CANARY,
        f"{CANARY}?\n\nAnd can I see my notes?",
        f"/{CANARY}",
        f'/inform{{"who": "{CANARY}"',
        f"human operator {CANARY}",
        f"I want to die {CANARY}",
    ):
        say(server, conversation, text=text)
    ask(server, {"conversation": conversation, "text": CANARY})
    ask(server, f'{{"text": "{CANARY}'.encode())
    ask(server, b"", f"/conversations/{conversation}", "DELETE")
    log = server.log.read_text().casefold()
    assert "between_sessions" in log or "rasa server is up" in log  # it is the log, and not empty
    assert log.count("received user message") + log.count("[withheld") > 0
    for word in CANARY.split():
        assert word not in log


def _events(server: Server, conversation: str) -> int:
    with sqlite3.connect(server.project.tracker_db) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM events WHERE sender_id = ?", (conversation,)
        ).fetchone()
    database.close()
    found: int = count
    return found
