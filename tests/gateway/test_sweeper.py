"""What goes and what is kept, at a practice whose staff talk with visitors. Time passes by the rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.handoff.request import reference_of
from bot.settings import ROOT
from bot.store.desk_settings import RETENTION_DAYS
from bot.store.retention import DAY
from tests.e2e.desk import (
    KEY,
    QUICK,
    Guest,
    Practice,
    bring,
    left_messages,
    set_hours,
    until,
)
from tests.gateway.running import RunningGateway, Visitor
from tests.gateway.standin import StandIn

CANARY = "canary-81d2-quokka"


@pytest.fixture
def practice(serve: Callable[..., RunningGateway], content_root: Path) -> Practice:
    """An open practice that keeps everything sealed and sweeps all the time."""
    set_hours(content_root, is_open=True)
    return Practice(serve(data_keys=(KEY,), sweep_seconds=0.2, **QUICK))


def after_a_talk(practice: Practice) -> Guest:
    """A visitor who has talked with Ana."""
    return bring(practice.arrive(), practice.sign_in("ana"), practice.ledger, "ended")


def go_back(practice: Practice, visitor: Visitor, days: float) -> None:
    """Let days pass in which the visitor did not write."""
    with closing(sqlite3.connect(practice.gateway.database, timeout=10)) as database:
        query = "update conversations set active_at = active_at - ? where id = ?"
        assert database.execute(query, (days * DAY, visitor.id)).rowcount == 1
        database.commit()


def rows(practice: Practice, table: str, conversation: str, column: str = "conversation_id") -> int:
    query = f"select count(*) from {table} where {column} = ?"
    (found,) = practice.ledger.rows(query, conversation)
    return int(found[0])


def audited(practice: Practice, visitor: Visitor) -> list[tuple[Any, ...]]:
    """The lines of the audit log on how a conversation ended."""
    query = "select staff_id, detail from audit where action = ? and conversation = ?"
    return [tuple(row) for row in practice.ledger.rows(query, "conversation_deleted", visitor.id)]


def test_a_talk_outlives_the_chat_and_the_engine_forgets_it_in_time(
    practice: Practice, engine: StandIn
) -> None:
    chat, talk = practice.arrive(), after_a_talk(practice)
    for visitor in (chat, talk):
        go_back(practice, visitor, 2)
    until(lambda: {chat.id, talk.id} <= set(engine.forgotten), "the engine forgets both")
    assert chat.say("hello").status_code == 404
    expired = talk.say("hello")
    assert expired.status_code == 410
    assert expired.json()["error"]["code"] == "conversation_expired"
    assert rows(practice, "events", chat.id) == 0 and rows(practice, "events", talk.id) > 0
    assert rows(practice, "episodes", talk.id) == 1
    # Staff can look it up as long as it is kept.
    (episode,) = practice.ledger.episodes(talk.id)
    assert "Hello, this is Ana." in practice.sign_in("ben").page(episode["id"])
    go_back(practice, talk, RETENTION_DAYS)
    until(lambda: rows(practice, "events", talk.id) == 0, "the talk is deleted")
    assert rows(practice, "episodes", talk.id) == 0 and talk.say("hello").status_code == 404
    assert audited(practice, talk) == [(None, "expired")] and audited(practice, chat) == []


def test_the_days_that_an_admin_sets_count_at_once(practice: Practice) -> None:
    talk = after_a_talk(practice)
    go_back(practice, talk, 5)
    until(lambda: rows(practice, "choices", talk.id) == 0, "the job has looked at it")
    assert rows(practice, "events", talk.id) > 0
    practice.sign_in("ada").post("/staff/admin/retention", days="4")
    until(lambda: rows(practice, "events", talk.id) == 0, "the talk is deleted")


def test_the_engine_is_told_once_of_a_talk_that_is_kept(
    practice: Practice, engine: StandIn
) -> None:
    talk = after_a_talk(practice)
    go_back(practice, talk, 2)
    until(lambda: talk.id in engine.forgotten, "the engine forgets it")
    # A later round has come and gone when this one is forgotten.
    chat = practice.arrive()
    go_back(practice, chat, 2)
    until(lambda: chat.id in engine.forgotten, "the engine forgets the other")
    assert engine.forgotten.count(talk.id) == 1


@pytest.mark.parametrize("state", ["offered", "waiting", "human", "left_message"])
def test_who_clears_the_chat_in_a_hand_off_takes_it_from_staff(
    practice: Practice, state: str, engine: StandIn
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, state)
    guest.say(f"It is about {CANARY}")
    episode = practice.episode_of(guest)
    assert guest.clear().status_code == 204
    page = ana.get(f"/staff/conversations/{episode}")
    assert page.status_code == 404 and "The visitor may have deleted it" in page.text
    assert CANARY not in page.text and episode not in ana.queue
    live = ana.get(f"/staff/live/conversations/{episode}")
    assert live.status_code == 404
    reply = ana.reply(episode, "Are you there?")
    assert reply.status_code == 404
    for table in ("episodes", "events", "messages", "choices"):
        assert rows(practice, table, guest.id) == 0
    assert rows(practice, "episode_moves", episode, "episode_id") == 0
    assert audited(practice, guest) == [(None, "by the visitor")]
    assert guest.id in engine.forgotten
    assert guest.say("hello").status_code == 404


def test_a_message_that_was_left_stays_when_the_chat_is_cleared(practice: Practice) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "left_message")
    guest.must("send", text=f"Call me about {CANARY}", reach="555-0100")
    guest.clear()
    (message,) = left_messages(practice.url, [KEY])
    assert message.text == f"Call me about {CANARY}"
    assert CANARY in ana.get("/staff/messages").text


def test_an_open_page_of_the_console_is_woken_when_the_visitor_clears(practice: Practice) -> None:
    guest = bring(practice.arrive(), practice.sign_in("ana"), practice.ledger, "human")
    desk = practice.gateway.app.ctx.parts.desk
    with desk.watch() as wake:
        wake.clear()
        guest.clear()
        until(wake.is_set, "the console is woken", 2)


def purged(practice: Practice, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `./assistant purge` does to the practice while its gateway runs."""
    settings = practice.gateway.settings
    return subprocess.run(
        [sys.executable, "-m", "bot", "purge", *arguments],
        cwd=ROOT,
        env={
            "PYTHONPATH": str(ROOT),
            "BETWEEN_SESSIONS_ROOT": str(settings.root),
            "BETWEEN_SESSIONS_DATABASE_URL": practice.url,
            "BETWEEN_SESSIONS_DATA_KEYS": f'["{KEY}"]',
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_purge_takes_a_conversation_from_the_gateway_that_runs(
    practice: Practice, engine: StandIn
) -> None:
    ana = practice.sign_in("ana")
    guest = bring(practice.arrive(), ana, practice.ledger, "human")
    other = practice.arrive()
    other.say("hello")
    episode = practice.episode_of(guest)
    done = purged(practice, "--conversation", reference_of(guest.id))
    assert done.returncode == 0, done.stderr
    assert "Deleted: 1 conversation, 0 messages left." in done.stderr
    assert guest.say(f"still here {CANARY}").status_code == 404
    assert ana.reply(episode, "Are you there?").status_code == 404
    until(lambda: guest.id in engine.forgotten, "the engine forgets it")
    # What the gateway had in memory is gone too.
    assert guest.id not in practice.gateway.app.ctx.parts.sessions._memory
    assert other.say("hello").status_code == 200 and other.id not in engine.forgotten


def test_purge_by_the_rules_leaves_what_is_not_due(practice: Practice) -> None:
    guest, talk = practice.arrive(), after_a_talk(practice)
    for said in (purged(practice, "--dry-run").stderr, purged(practice).stderr):
        assert "0 conversations, 0 messages left" in said
    everything = purged(practice, "--all", "--yes")
    assert "Deleted: 2 conversations, 0 messages left." in everything.stderr
    assert [one.say("hello").status_code for one in (guest, talk)] == [404, 404]


def at_rest(folder: Path) -> bytes:
    """All that the database has on disk, its log too."""
    files = sorted(folder.glob("gateway.db*"))
    assert any(one.name.endswith("-wal") for one in files)
    return b"".join(one.read_bytes() for one in files)


@pytest.mark.parametrize("keys", [(KEY,), ()])
def test_nothing_that_was_written_can_be_read_on_the_disk(
    serve: Callable[..., RunningGateway], content_root: Path, keys: tuple[str, ...]
) -> None:
    set_hours(content_root, is_open=True)
    practice = Practice(serve(data_keys=keys, **QUICK))
    ana = practice.sign_in("ana")
    talk = bring(practice.arrive(), ana, practice.ledger, "human")
    canaries = [f"{CANARY}-{number}" for number in range(5)]
    said, danger, reply, text, reach = canaries
    assert talk.say(f"about {said}").status_code == 200
    assert talk.say(f"I want to die {danger}").status_code == 200
    ana.says(practice.episode_of(talk), f"I hear you, {reply}")
    other = bring(practice.arrive(), ana, practice.ledger, "left_message")
    other.must("send", text=text, reach=reach)
    stored_bytes = at_rest(practice.gateway.database.parent)
    readable = [one for one in canaries if one.encode() in stored_bytes]
    # Without a key, which only tests may do, all of it is found: so the looking works.
    assert readable == ([] if keys else canaries)
    if keys:
        assert b"suicide" not in stored_bytes and b"sealed:" in stored_bytes
    transcript = talk.http.get(f"{talk.path}/transcript", headers=talk.headers).text
    assert all(one in transcript for one in (said, danger, reply))


def test_what_was_cleared_is_nowhere_on_the_disk(
    serve: Callable[..., RunningGateway], content_root: Path
) -> None:
    set_hours(content_root, is_open=True)
    practice = Practice(serve(**QUICK))
    talk = bring(practice.arrive(), practice.sign_in("ana"), practice.ledger, "human")
    talk.say(CANARY)
    folder = practice.gateway.database.parent
    assert CANARY.encode() in at_rest(folder)
    talk.clear()
    assert CANARY.encode() not in at_rest(folder)
