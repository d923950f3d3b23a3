"""The accounts of the staff and their sessions."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from bot.store.database import Database
from bot.store.errors import NameTaken
from bot.store.staff import Staff, StaffAccounts, StaffSessions

NOON = 1_800_000_000.0
HOUR = 3600.0


@pytest.fixture
def accounts(database: Database) -> StaffAccounts:
    return StaffAccounts(database)


@pytest.fixture
def sessions(database: Database) -> StaffSessions:
    return StaffSessions(database)


async def test_an_account_is_found_by_name_and_id(accounts: StaffAccounts) -> None:
    ana = await accounts.add(" Ana ", "Ana P.", "admin", "hash")
    assert (ana.name, ana.display_name, ana.role, ana.disabled, ana.totp) == (
        "ana", "Ana P.", "admin", False, False,
    )  # fmt: skip
    assert await accounts.by_name("ANA") == await accounts.get(ana.id) == ana
    assert await accounts.by_name("bo") is None and await accounts.get("s_none") is None
    bo = await accounts.add("bo", "Bo", "staff", "hash")
    assert await accounts.list() == [ana, bo]


async def test_a_name_is_given_once_also_to_two_at_the_same_time(accounts: StaffAccounts) -> None:
    results = await asyncio.gather(
        *(accounts.add(name, "A", "staff", "hash") for name in ("ana", "Ana")),
        return_exceptions=True,
    )
    assert {type(one) for one in results} == {Staff, NameTaken}
    assert len(await accounts.list()) == 1


async def test_there_are_two_roles(accounts: StaffAccounts) -> None:
    with pytest.raises(ValueError, match="staff, admin"):
        await accounts.add("ana", "Ana", "owner", "hash")
    assert await accounts.list() == []


async def test_hash_and_secret_are_given_for_signing_in_only_and_never_shown(
    accounts: StaffAccounts, database: Database
) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "the-hash")
    await accounts.set_totp(ana.id, "the-secret")
    found = await accounts.credentials("ana")
    assert found is not None and found.staff.totp
    assert (found.password_hash, found.totp_secret) == ("the-hash", "the-secret")
    assert "the-" not in repr(found) and "the-" not in repr(await accounts.get(ana.id))
    async with database.reading() as session:
        stored = (await session.execute(text("select totp_secret from staff"))).scalar()
    assert "the-secret" not in str(stored) and str(stored).startswith("sealed:")
    await accounts.set_totp(ana.id, None)
    found = await accounts.credentials("ana")
    assert found is not None and not found.staff.totp and found.totp_secret is None
    assert await accounts.credentials("bo") is None


async def test_a_session_is_its_staffs(accounts: StaffAccounts, sessions: StaffSessions) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "hash")
    await sessions.start(ana.id, "token", "csrf", NOON)
    assert await sessions.find("token", NOON) == (ana, "csrf")
    assert await sessions.find("another", NOON) is None
    await sessions.end("token")
    assert await sessions.find("token", NOON) is None


async def test_a_session_ends_when_it_is_not_used(
    accounts: StaffAccounts, sessions: StaffSessions
) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "hash")
    await sessions.start(ana.id, "token", "csrf", NOON)
    for minutes in (29, 58, 87):
        assert await sessions.find("token", NOON + 60 * minutes)
    # A page that asks by itself does not count as use.
    assert await sessions.find("token", NOON + 60 * 116, touch=False)
    assert await sessions.find("token", NOON + 60 * 118) is None


async def test_a_session_ends_after_half_a_day_in_any_case(
    accounts: StaffAccounts, sessions: StaffSessions
) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "hash")
    await sessions.start(ana.id, "token", "csrf", NOON)
    for quarters in range(1, 48):
        assert await sessions.find("token", NOON + quarters * HOUR / 4)
    assert await sessions.find("token", NOON + 12 * HOUR) is None


async def test_what_has_ended_is_deleted_when_the_next_one_starts(
    accounts: StaffAccounts, sessions: StaffSessions, database: Database
) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "hash")
    await sessions.start(ana.id, "old", "csrf", NOON)
    await sessions.start(ana.id, "new", "csrf", NOON + HOUR)
    async with database.reading() as session:
        left = (await session.execute(text("select token_hash from staff_sessions"))).scalars()
        assert list(left) == ["new"]


@pytest.mark.parametrize("change", ["disable", "set_password", "sign_out_everywhere"])
async def test_every_session_of_somebody_ends_with(
    accounts: StaffAccounts, sessions: StaffSessions, change: str
) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "hash")
    bo = await accounts.add("bo", "Bo", "staff", "hash")
    for token in ("one", "two"):
        await sessions.start(ana.id, token, "csrf", NOON)
    await sessions.start(bo.id, "bos", "csrf", NOON)
    await getattr(accounts, change)(*((ana.id, "new") if change == "set_password" else (ana.id,)))
    assert [await sessions.find(token, NOON) for token in ("one", "two")] == [None, None]
    assert await sessions.find("bos", NOON) is not None


async def test_a_disabled_account_has_no_session_until_it_is_enabled(
    accounts: StaffAccounts, sessions: StaffSessions
) -> None:
    ana = await accounts.add("ana", "Ana", "staff", "hash")
    await accounts.disable(ana.id)
    await accounts.set_password(ana.id, "new")
    disabled = await accounts.by_name("ana")
    assert disabled is not None and disabled.disabled
    await sessions.start(ana.id, "token", "csrf", NOON)
    assert await sessions.find("token", NOON) is None
    await accounts.enable(ana.id)
    assert await sessions.find("token", NOON) == (ana, "csrf")
