"""Deleting by hand from the terminal, on real databases of both kinds."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import settings as settings_module
from bot.cli import purge
from bot.handoff.request import reference_of
from bot.setup.errors import SetupError
from bot.store.audit import Audit
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.left_messages import LeftMessages
from bot.store.records import Draft, EventType, Sender
from bot.store.retention import DAY
from bot.store.tombstones import Tombstones
from tests.databases import KEY, ask

CANARY = "canary-purge-51c0"


@pytest.fixture
def url(url: str, use_database: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of this test's own, sealed with `KEY`, which the settings name."""
    monkeypatch.setenv("BETWEEN_SESSIONS_DATA_KEYS", f'["{KEY}"]')
    use_database(url)
    return url


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    purge.add_arguments(parser)
    return purge.run(parser.parse_args(arguments))


def chats(url: str, **days_ago: float) -> None:
    """Conversations with the assistant whose visitors wrote so many days ago, with a message each."""

    async def make(database: Database) -> None:
        said = Draft(EventType.MESSAGE, Sender.VISITOR, {"text": CANARY})
        for name, days in days_ago.items():
            await Conversations(database).create(name, "hash", [said])
            await LeftMessages(database).add(name, CANARY, CANARY)
            async with database.writing() as session:
                await session.execute(
                    text("update conversations set active_at = :at where id = :id"),
                    {"at": time.time() - days * DAY, "id": name},
                )

    ask(url, make, KEY)


def kept(url: str) -> list[str]:
    return sorted(ask(url, lambda database: Conversations(database).ids(), KEY))


def messages(url: str) -> list[str]:
    return sorted(ask(url, lambda database: LeftMessages(database).conversations(), KEY))


def owed(url: str) -> list[str]:
    """The conversations of which the gateway has Rasa delete its tracker."""
    due = ask(url, lambda database: Tombstones(database).due(), KEY)
    return sorted(one.conversation_id for one in due)


def noted(url: str) -> list[tuple[str, str | None, str]]:
    lines = ask(url, lambda database: Audit(database).entries(), KEY)
    return [(one.action, one.conversation, one.detail) for one in lines]


def test_what_is_due_is_deleted_and_counted(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    chats(url, c_now=0, c_old=2)
    assert run() == 0
    assert "Deleted: 1 conversation, 0 messages left." in capsys.readouterr().err
    assert kept(url) == ["c_now"] and owed(url) == ["c_old"]
    assert messages(url) == ["c_now", "c_old"]
    assert noted(url) == [("purged", None, "what was due")]


def test_when_nothing_is_due_this_is_said_and_not_noted(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    chats(url, c_now=0)
    assert run() == 0
    assert "Deleted: 0 conversations, 0 messages left." in capsys.readouterr().err
    assert noted(url) == []


def test_a_dry_run_counts_and_deletes_nothing(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    chats(url, c_now=0, c_old=2)
    for arguments, said in (
        ((), "1 conversation, 0 messages left"),
        (("--older-than", "1"), "1 conversation, 0 messages left"),
        (("--conversation", reference_of("c_now")), "1 conversation, 1 message left"),
        (("--all",), "2 conversations, 2 messages left"),
    ):
        assert run(*arguments, "--dry-run") == 0
        assert f"To be deleted: {said}. Nothing was deleted." in capsys.readouterr().err
    assert kept(url) == ["c_now", "c_old"] and messages(url) == ["c_now", "c_old"]
    assert owed(url) == [] and noted(url) == []


def test_a_conversation_is_deleted_by_the_reference_that_staff_see(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    chats(url, c_one=0, c_two=0)
    assert run("--conversation", reference_of("c_one").lower()) == 0
    assert "Deleted: 1 conversation, 1 message left." in capsys.readouterr().err
    assert kept(url) == ["c_two"] and messages(url) == ["c_two"] and owed(url) == ["c_one"]
    assert noted(url) == [("conversation_deleted", "c_one", "by hand")]
    with pytest.raises(SetupError, match="Nothing is kept"):
        run("--conversation", reference_of("c_one"))


def test_everything_is_deleted_when_it_is_confirmed(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chats(url, c_one=0, c_two=2)
    answers = ["no", "yes"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answers.pop(0))
    assert run("--all") == 1
    assert "Nothing was deleted." in capsys.readouterr().err
    assert kept(url) == ["c_one", "c_two"]
    assert run("--all") == 0
    assert "Deleted: 2 conversations, 2 messages left." in capsys.readouterr().err
    assert kept(url) == [] and messages(url) == [] and owed(url) == ["c_one", "c_two"]
    assert noted(url)[0] == ("purged", None, "everything")


def test_without_a_terminal_everything_needs_a_yes(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats(url, c_one=0)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(SetupError, match="--yes"):
        run("--all")
    assert kept(url) == ["c_one"]
    assert run("--all", "--yes") == 0
    assert kept(url) == []


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "", "x", "99999"])
def test_days_are_whole_and_at_least_one(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(f"--older-than={days}")
    assert "whole number of days" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_no_trace_stays_in_the_files(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not sealed: otherwise there would be nothing to look for.
    monkeypatch.delenv("BETWEEN_SESSIONS_DATA_KEYS")
    settings_module.settings.cache_clear()
    ask(url, one_chat)
    assert CANARY.encode() in files(tmp_path)
    run("--all", "--yes")
    assert CANARY.encode() not in files(tmp_path)


async def one_chat(database: Database) -> None:
    said = Draft(EventType.MESSAGE, Sender.VISITOR, {"text": CANARY})
    await Conversations(database).create("c_1", "hash", [said])


def files(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.glob("store.db*"))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_without_the_key_nothing_is_deleted_and_none_is_made(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats(url, c_one=2)
    monkeypatch.delenv("BETWEEN_SESSIONS_DATA_KEYS")
    settings_module.settings.cache_clear()
    with pytest.raises(SetupError, match="no data key is given"):
        run()
    assert not (tmp_path / "var" / "data.key").exists()
    assert kept(url) == ["c_one"]
