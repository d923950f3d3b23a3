"""How long everything is kept, on SQLite and PostgreSQL. Time passes by changing the rows."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from bot.handoff.events import Accept, Cancel
from bot.handoff.request import reference_of
from bot.store.audit import Audit
from bot.store.database import Database
from bot.store.desk_models import AuditRow, LeftMessageRow, StaffSessionRow
from bot.store.desk_settings import RETENTION_DAYS, DeskSettings
from bot.store.episodes import Episodes
from bot.store.left_messages import LeftMessages
from bot.store.models import ConversationRow, TombstoneRow
from bot.store.records import Button, Draft, EventType, Sender
from bot.store.retention import DAY, Retention, Tally
from bot.store.staff import StaffAccounts, StaffSessions
from bot.store.tombstones import Tombstones
from tests.store.desks import Desks

AUDIT_DAYS = 100
SAID = Draft(EventType.MESSAGE, Sender.BOT, {"text": "x"}, (Button("Yes", "/yes"),))


class Practice:
    """A database with conversations, and what is kept of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.retention = Retention(database, idle_hours=24, audit_days=AUDIT_DAYS)
        self.desks = Desks(database)
        self.left = LeftMessages(database)
        self.tombstones = Tombstones(database)

    async def conversation(self, name: str, *, days_ago: float = 0) -> str:
        """One with the assistant; its visitor wrote so long ago."""
        await self.desks.conversations.create(name, "hash", [SAID])
        await self.change(ConversationRow, "id", name, active_at=time.time() - days_ago * DAY)
        return name

    async def talk(self, name: str, *, days_ago: float = 0, ended: bool = True) -> str:
        """One for which its visitor has asked for a human."""
        await self.conversation(name, days_ago=days_ago)
        episode = await self.desks.begin(conversation=name)
        await self.desks.apply(episode, Accept())
        if ended:
            await self.desks.apply(episode, Cancel())
        return name

    async def message(self, name: str, *, done_days_ago: float | None) -> str:
        """A message that was left."""
        found = await self.left.add(name, "words", "reach")
        if done_days_ago is not None:
            await self.left.done(found.id, "s_1", danger=False)
            at = time.time() - done_days_ago * DAY
            await self.change(LeftMessageRow, "id", found.id, done_at=at)
        return found.id

    async def change(self, table: Any, key: str, name: object, **values: object) -> None:
        async with self.database.writing() as session:
            await session.execute(update(table).where(getattr(table, key) == name).values(**values))

    async def rule(self, older_than: float | None = None) -> Tally:
        """Delete what is due; what was counted before is what is deleted."""
        cutoffs = await self.retention.cutoffs(older_than)
        counted = await self.retention.count(cutoffs)
        deleted = await self.retention.delete(cutoffs)
        assert replace(counted, handed_over=0) == deleted
        assert not await self.retention.count(cutoffs)
        return counted

    async def ids(self) -> set[str]:
        return set(await self.desks.conversations.ids())


@pytest.fixture
def practice(database: Database) -> Practice:
    return Practice(database)


async def test_a_talk_with_staff_is_kept_for_the_days_that_were_set_and_a_chat_is_not(
    practice: Practice,
) -> None:
    await practice.conversation("c_now")
    await practice.conversation("c_old", days_ago=1.1)
    await practice.talk("c_talk", days_ago=RETENTION_DAYS - 1)
    await practice.talk("c_old_talk", days_ago=RETENTION_DAYS + 1)
    assert await practice.rule() == Tally(conversations=2, handed_over=1)
    assert await practice.ids() == {"c_now", "c_talk"}
    await DeskSettings(practice.database).set_retention_days(7, "s_1")
    assert await practice.rule() == Tally(conversations=1, handed_over=1)
    assert await practice.ids() == {"c_now"}
    lines = await Audit(practice.database).entries()
    deleted = [one for one in lines if one.action == "conversation_deleted"]
    assert {(one.conversation, one.detail) for one in deleted} == {
        ("c_old_talk", "expired"),
        ("c_talk", "expired"),
    }


async def test_a_visitor_who_can_go_on_does_not_lose_a_talk(database: Database) -> None:
    practice = Practice(database)
    practice.retention = Retention(database, idle_hours=100, audit_days=AUDIT_DAYS)
    await DeskSettings(database).set_retention_days(1, "s_1")
    await practice.talk("c_talk", days_ago=2)
    assert not await practice.rule()
    assert await practice.ids() == {"c_talk"}


async def test_what_nobody_has_ended_is_not_deleted(practice: Practice) -> None:
    await practice.talk("c_open", days_ago=400, ended=False)
    assert not await practice.rule()
    assert not await practice.rule(older_than=1)
    assert await practice.tombstones.due() == []


async def test_of_a_talk_that_is_kept_tracker_and_buttons_go_once(practice: Practice) -> None:
    await practice.talk("c_talk", days_ago=2)
    await practice.conversation("c_now")
    assert await practice.desks.conversations.count() == 2
    assert not await practice.rule()
    assert [one.conversation_id for one in await practice.tombstones.due()] == ["c_talk"]
    # It takes nobody's place, and what was said is still there.
    assert await practice.desks.conversations.count() == 1
    assert await practice.desks.conversations.events_after("c_talk", 0, 10)
    async with practice.database.reading() as session:
        left = await session.execute(text("select conversation_id from choices"))
        assert [row[0] for row in left] == ["c_now"]
    await practice.tombstones.remove("c_talk")
    assert not await practice.rule()
    assert await practice.tombstones.due() == []


async def test_a_message_goes_when_it_was_done_long_ago_and_never_before_it_is_done(
    practice: Practice,
) -> None:
    await practice.message("c_1", done_days_ago=None)
    await practice.message("c_2", done_days_ago=RETENTION_DAYS - 1)
    await practice.message("c_3", done_days_ago=RETENTION_DAYS + 1)
    waiting = await practice.message("c_4", done_days_ago=None)
    await practice.change(LeftMessageRow, "id", waiting, at=time.time() - 3000 * DAY)
    assert await practice.rule() == Tally(left_messages=1)
    assert set(await practice.left.conversations()) == {"c_1", "c_2", "c_4"}


async def test_the_audit_log_is_kept_for_its_own_days(practice: Practice) -> None:
    audit = Audit(practice.database)
    await audit.note("s_1", "claimed", "c_new")
    await audit.note("s_1", "claimed", "c_old")
    at = time.time() - (AUDIT_DAYS + 1) * DAY
    await practice.change(AuditRow, "conversation", "c_old", at=at)
    assert await practice.rule(older_than=1) == Tally(audit=1)
    assert [one.conversation for one in await audit.entries()] == ["c_new"]


async def test_sessions_of_staff_that_are_over_go(practice: Practice) -> None:
    staff = await StaffAccounts(practice.database).add("ana", "Ana", "staff", "hash")
    sessions, now = StaffSessions(practice.database), time.time()
    for name in ("used", "idle", "long"):
        await sessions.start(staff.id, name, "csrf", now)
    await practice.change(StaffSessionRow, "token_hash", "idle", seen_at=now - DAY)
    await practice.change(StaffSessionRow, "token_hash", "long", started_at=now - DAY)
    assert await practice.rule() == Tally(staff_sessions=2)
    assert await sessions.find("used", now) is not None


async def test_days_that_are_named_make_it_sooner_and_never_later(practice: Practice) -> None:
    await practice.conversation("c_chat", days_ago=2)
    await practice.talk("c_talk", days_ago=6)
    await practice.talk("c_new_talk", days_ago=4)
    await practice.message("c_talk", done_days_ago=6)
    await practice.message("c_open", done_days_ago=None)
    wanted = Tally(conversations=2, handed_over=1, left_messages=1)
    assert await practice.rule(older_than=5) == wanted
    assert await practice.ids() == {"c_new_talk"}
    assert await practice.left.conversations() == ["c_open"]
    await practice.talk("c_old", days_ago=RETENTION_DAYS + 1)
    assert await practice.rule(older_than=4000) == Tally(conversations=1, handed_over=1)


async def test_a_conversation_is_found_by_what_staff_call_it(practice: Practice) -> None:
    await practice.conversation("c_1")
    await practice.message("c_gone", done_days_ago=None)
    for name in ("c_1", "c_gone"):
        reference = reference_of(name)
        for said in (name, reference, reference.lower(), f" {reference.replace('-', '')} "):
            assert await practice.retention.find(said) == [name]
    for nothing in ("", "c_", "C_1", "0000-0000-0000", "%"):
        assert await practice.retention.find(nothing) == []


async def test_one_conversation_is_deleted_with_its_message_while_a_human_is_asked_for(
    practice: Practice,
) -> None:
    await practice.talk("c_1", ended=False)
    await practice.conversation("c_2")
    for name in ("c_1", "c_2"):
        await practice.message(name, done_days_ago=None)
    wanted = Tally(conversations=1, left_messages=1)
    assert await practice.retention.count_one("c_1") == wanted
    assert await practice.retention.delete_one("c_1", "by hand") == wanted
    assert await practice.ids() == {"c_2"}
    assert await Episodes(practice.database).open_ones() == []
    assert await practice.left.conversations() == ["c_2"]
    assert [one.conversation_id for one in await practice.tombstones.due()] == ["c_1"]
    (line,) = await Audit(practice.database).entries()
    assert (line.action, line.conversation, line.detail) == (
        "conversation_deleted", "c_1", "by hand",
    )  # fmt: skip
    assert not await practice.retention.delete_one("c_1", "by hand")


async def test_everything_is_deleted_but_accounts_settings_and_the_log(practice: Practice) -> None:
    await practice.talk("c_1", ended=False)
    await practice.conversation("c_2")
    await practice.message("c_2", done_days_ago=None)
    await practice.message("c_3", done_days_ago=1)
    await StaffAccounts(practice.database).add("ana", "Ana", "staff", "hash")
    await DeskSettings(practice.database).set_retention_days(7, "s_1")
    wanted = Tally(conversations=2, left_messages=2)
    assert await practice.retention.count_all() == wanted
    assert await practice.retention.delete_all("by hand") == wanted
    assert not await practice.retention.count_all()
    assert len(await StaffAccounts(practice.database).list()) == 1
    assert await DeskSettings(practice.database).retention_days() == 7
    assert len(await Audit(practice.database).entries()) == 2


async def test_more_than_a_batch_is_deleted_at_once(practice: Practice) -> None:
    gone: list[str] = []
    names = {await practice.conversation(f"c_{number}", days_ago=2) for number in range(205)}
    cutoffs = await practice.retention.cutoffs()
    assert (await practice.retention.delete(cutoffs, gone.append)).conversations == 205
    assert set(gone) == names and len(gone) == 205
    async with practice.database.writing() as session:
        found = await session.scalars(delete(TombstoneRow).returning(TombstoneRow.conversation_id))
        assert set(found) == names
