"""What a visitor writes is in no log, and gone when it is deleted."""

from __future__ import annotations

import contextlib
import json
import socket
import sqlite3
import uuid
from contextlib import closing

import httpx
import pytest

from tests.e2e.assistant import Assistant, eventually, locked, rows
from tests.e2e.talking import ask
from tests.gateway.running import Visitor, cards

pytestmark = pytest.mark.e2e
CANARY = "zorblatt quinceworth plimsollery vexmoor"
WORDS = CANARY.split()


def test_no_log_of_any_process_has_what_a_visitor_wrote(
    assistant: Assistant, visitor: Visitor
) -> None:
    say_everywhere(assistant, visitor)
    assistant.kill("engine")
    assert visitor.say(CANARY).json()["events"][-1]["outcome"] == "unavailable"
    assert cards(visitor.say(f"I want to die {CANARY}").json())
    # As an operator looks for a mistake: everything is logged.
    assistant.start("engine", arguments=("--debug",))
    say_everywhere(assistant, visitor)
    assistant.kill("actions")
    ask(visitor, f"I want to talk to a real person about {CANARY}")
    outputs = assistant.output()
    assert {"engine.log", "actions.log", "gateway.log"} <= outputs.keys()
    assert "DEBUG" in outputs["engine.log"], "the engine did not log at its most talkative"
    found = [
        f"{name}: {line}"
        for name, text in outputs.items()
        for line in text.splitlines()
        if any(word in line.casefold() for word in WORDS)
    ]
    assert found == []
    # A new log level for the next test.
    assistant.stop("engine")


def test_deleting_a_conversation_deletes_what_the_engine_kept_of_it(
    assistant: Assistant, visitor: Visitor
) -> None:
    # Not the other test's: that one's conversations are still there.
    words = f"marmalade {uuid.uuid4().hex}"
    ask(visitor, f"can my therapist text me {words}")
    assert in_file(assistant, words)
    assert visitor.clear().status_code == 204
    assert eventually(lambda: kept(assistant, visitor) == 0)
    assert eventually(lambda: not in_file(assistant, words)), "the bytes are still in the file"
    assert visitor.say("hello").status_code == 404


def test_other_conversations_stay_when_one_is_deleted(
    assistant: Assistant, visitor: Visitor
) -> None:
    other = Visitor(assistant).begin()
    ask(visitor, "hello")
    ask(other, "hello")
    assert visitor.clear().status_code == 204
    assert eventually(lambda: kept(assistant, visitor) == 0)
    assert rows(assistant.tracker_database, other.id, "events", "sender_id") > 0


def test_an_idle_conversation_is_deleted_by_itself(assistant: Assistant, visitor: Visitor) -> None:
    ask(visitor, "hello")
    assert kept(assistant, visitor) > 0
    with assistant.gateway_with(IDLE_HOURS="0.0003", SWEEP_SECONDS="0.3"):
        # Those of all other tests go too.
        assert eventually(lambda: kept(assistant, visitor) == 0, 30)


def test_what_is_deleted_while_the_engine_is_down_goes_when_it_is_back(
    assistant: Assistant, visitor: Visitor
) -> None:
    ask(visitor, "hello")
    with assistant.gateway_with(SWEEP_SECONDS="0.5"):
        assistant.kill("engine")
        assert visitor.clear().status_code == 204
        assert rows(assistant.tracker_database, visitor.id, "events", "sender_id") > 0
        assistant.start("engine")
        assert eventually(lambda: kept(assistant, visitor) == 0, 30)


def kept(assistant: Assistant, visitor: Visitor) -> int:
    """Rows of a conversation, in the engine's database and in the gateway's."""
    return (
        rows(assistant.tracker_database, visitor.id, "events", "sender_id")
        + rows(assistant.database, visitor.id, "conversations", "id")
        + rows(assistant.database, visitor.id, "events", "conversation_id")
    )


def in_file(assistant: Assistant, text: str) -> bool:
    """Whether a database file, or what was written last and stands beside it, holds these words."""
    files = [
        path
        for database in (assistant.tracker_database, assistant.database)
        for path in database.parent.glob(f"{database.name}*")
    ]
    assert len(files) >= 2
    return any(text.encode() in path.read_bytes() for path in files)


def say_everywhere(assistant: Assistant, visitor: Visitor) -> None:
    """Sends the canary by every way there is; each must be answered somehow."""
    answered = [
        visitor.say(CANARY),
        visitor.say(f"can my therapist text me {CANARY}"),
        visitor.say(f"I want to talk to a real person about {CANARY}"),
        visitor.say(f"I want to die {CANARY}"),
        visitor.say(WORDS[0]),
        visitor.say(f"/{CANARY}"),
        visitor.say(f"/faq/{WORDS[1]}"),
        visitor.say("\n\n".join(WORDS)),
        visitor.say(f"{CANARY} " * 200),
        visitor.say(f"{CANARY} " * 1000),
        visitor.say(f"{CANARY} " * 40_000),
        visitor.post(content=f'{{"text": "{CANARY}'.encode()),
        visitor.post({"client_id": CANARY, "text": CANARY, CANARY: CANARY}),
        visitor.press(CANARY),
        visitor.press(WORDS[2]),
        visitor.http.put(visitor.messages, content=CANARY, headers=visitor.headers),
        visitor.http.get("/", params={"q": CANARY, WORDS[0]: "1"}),
        visitor.http.get(f"/v1/conversations/{visitor.id}/events", params={"after": CANARY}),
        visitor.http.get(f"/{WORDS[0]}"),
        visitor.http.get(f"/static/{WORDS[0]}"),
        visitor.http.post(f"/v1/conversations/{WORDS[0]}/messages", content=CANARY),
        visitor.http.delete(f"/v1/conversations/{WORDS[0]}"),
        visitor.http.get(
            "/healthz", headers={"User-Agent": CANARY, "Referer": CANARY, "X-Forwarded-For": CANARY}
        ),
    ]
    assert {one.status_code // 100 for one in answered} <= {2, 4}
    with locked(assistant.tracker_database):
        assert visitor.say(f"when the tracker is locked {CANARY}").status_code == 200
        assert visitor.say(WORDS[0]).status_code == 200
    with locked(assistant.database):
        assert visitor.say(CANARY).status_code == 503
    expired = Visitor(assistant).begin()
    with closing(sqlite3.connect(assistant.database, timeout=5)) as database:
        database.execute("update conversations set active_at = 1 where id = ?", (expired.id,))
        database.commit()
    assert expired.say(CANARY).status_code in {404, 410}
    _break_off(assistant, visitor)
    _straight_to_the_engine(assistant)
    _straight_to_the_actions(assistant)


def _break_off(assistant: Assistant, visitor: Visitor) -> None:
    """A client that leaves in the middle of its message, and one that does not speak HTTP."""
    body = json.dumps({"client_id": str(uuid.uuid4()), "text": CANARY})
    head = (
        f"POST {visitor.messages} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {visitor.token}\r\n"
    )
    for sent in (
        f"{head}Content-Length: {len(body) + 100}\r\n\r\n{body}",
        f"{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{CANARY}\r\n",
        f"{CANARY}\r\n\r\n",
        f"GET /?{CANARY} HTTP/9.9\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", assistant.settings.port)) as connection:
            connection.sendall(sent.encode())


def _straight_to_the_engine(assistant: Assistant) -> None:
    """What the gateway never sends."""
    channel = f"{assistant.settings.engine_url}/webhooks/between_sessions/messages"
    message = {"conversation": "c_canary", "message_id": "1"}
    for body in (
        CANARY,
        json.dumps({**message, "text": CANARY, "choice": CANARY}),
        json.dumps({**message, "choice": f"/{CANARY}"}),
        json.dumps({**message, "text": CANARY, "findings": [{"category": CANARY}]}),
    ):
        response = httpx.post(channel, content=body, timeout=30, trust_env=False)
        assert CANARY not in response.text


def _straight_to_the_actions(assistant: Assistant) -> None:
    """What Rasa would send, and nonsense."""
    webhook = f"http://127.0.0.1:{assistant.settings.actions_port}/webhook"
    tracker = {
        "sender_id": "c_canary",
        "slots": {},
        "latest_message": {"text": CANARY},
        "events": [],
    }
    for body in (
        CANARY,
        json.dumps({"next_action": "action_unknown", "tracker": tracker, "domain": {}}),
        json.dumps({"next_action": "action_office_hours", "tracker": CANARY}),
        json.dumps({"next_action": "action_office_hours", "tracker": tracker, "domain": {}}),
    ):
        with contextlib.suppress(httpx.HTTPError):
            httpx.post(webhook, content=body, timeout=10, trust_env=False)
