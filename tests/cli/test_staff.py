"""The accounts of the staff from the terminal, on a real database."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import staff
from bot.console.passwords import Passwords
from bot.setup.errors import SetupError
from bot.store.audit import Audit
from bot.store.database import Database
from bot.store.staff import StaffAccounts
from tests.databases import ask, sqlite_url

GOOD = "a calm harbor at night"


@pytest.fixture(autouse=True)
def url(tmp_path: Path, use_database: Callable[[str], None]) -> str:
    """A database of this test's own, which the settings name."""
    address = sqlite_url(tmp_path / "store.db")
    use_database(address)
    return address


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody at a terminal, who types what is given."""

    def types(*words: str) -> None:
        left = list(words)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: left.pop(0))

    return types


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    staff.add_arguments(parser)
    return staff.run(parser.parse_args(arguments))


async def signs_in(database: Database, name: str, password: str) -> bool:
    found = await StaffAccounts(database).credentials(name)
    return found is not None and await Passwords().fits(password, found.password_hash)


def test_an_account_is_added_with_a_password_that_is_typed_twice(
    url: str, terminal: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    terminal(GOOD, GOOD)
    assert run("add", "Ana", "--display-name", "Ana Ruiz", "--admin") == 0
    found = ask(url, lambda database: StaffAccounts(database).by_name("ana"))
    assert found is not None
    assert (found.display_name, found.role, found.disabled) == ("Ana Ruiz", "admin", False)
    assert ask(url, lambda database: signs_in(database, "ana", GOOD))
    out, err = capsys.readouterr()
    assert GOOD not in out + err
    assert "/staff" in err
    notes = ask(url, lambda database: Audit(database).entries(10))
    assert [(one.action, one.detail) for one in notes] == [("account_added", found.id)]


def test_where_there_is_no_data_key_one_is_made_first_and_this_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list") == 0
    path = tmp_path / "var" / "data.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"Made {path}" in capsys.readouterr().err
    run("list")
    assert "Made" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ((GOOD, f"{GOOD}!"), "two passwords"),
        (("short", "short"), "at least 12"),
        (("ana is a good name", "ana is a good name"), "name of the account"),
    ],
)
def test_no_account_is_added_when_the_password_is_not_right(
    url: str, terminal: Callable[..., None], typed: tuple[str, str], says: str
) -> None:
    terminal(*typed)
    with pytest.raises(SetupError, match=says):
        run("add", "ana")
    assert ask(url, lambda database: StaffAccounts(database).list()) == []


def test_a_password_is_drawn_and_printed_once(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "ben", "--generate") == 0
    password = capsys.readouterr().out.strip()
    assert len(password) >= 20
    assert ask(url, lambda database: signs_in(database, "ben", password))


def test_without_a_terminal_no_password_is_read(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(SetupError, match="--generate"):
        run("add", "ana")
    assert ask(url, lambda database: StaffAccounts(database).list()) == []


@pytest.mark.parametrize("name", ["a", "Ana Ruiz", "-ana", "ána", "x" * 33, "a/b", ""])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(SetupError, match="A name has"):
        run("add", "--generate", "--", name)


def test_a_name_is_given_once(url: str) -> None:
    run("add", "ana", "--generate")
    with pytest.raises(SetupError, match="already"):
        run("add", "ANA", "--generate")
    assert len(ask(url, lambda database: StaffAccounts(database).list())) == 1


def test_a_reset_account_has_a_new_password_and_no_codes(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("add", "ana", "--generate")
    old = capsys.readouterr().out.strip()

    async def with_codes(database: Database) -> None:
        accounts = StaffAccounts(database)
        found = await accounts.by_name("ana")
        assert found is not None
        await accounts.set_totp(found.id, "A" * 32)
        await accounts.disable(found.id)

    ask(url, with_codes)
    assert run("reset", "ana", "--generate", "--enable") == 0
    new = capsys.readouterr().out.strip()
    found = ask(url, lambda database: StaffAccounts(database).by_name("ana"))
    assert found is not None
    assert (found.totp, found.disabled) == (False, False)
    assert ask(url, lambda database: signs_in(database, "ana", new))
    assert not ask(url, lambda database: signs_in(database, "ana", old))


def test_accounts_are_listed_and_disabled(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    assert "Nobody has an account" in capsys.readouterr().err
    run("add", "ana", "--generate", "--display-name", "Ana Ruiz")
    run("add", "ben", "--generate", "--admin")
    assert run("disable", "ana") == 0
    capsys.readouterr()
    run("list")
    first, second = capsys.readouterr().out.splitlines()
    assert "ana" in first and "disabled" in first and "Ana Ruiz" in first
    assert "ben" in second and "admin" in second and "disabled" not in second


@pytest.mark.parametrize("action", ["disable", "reset"])
def test_an_account_that_is_not_there_is_said_to_be_missing(action: str) -> None:
    with pytest.raises(SetupError, match="no account"):
        run(action, "nobody")
