"""The audit log."""

from __future__ import annotations

import time

from bot.store.audit import LONGEST_DETAIL, Audit
from bot.store.database import Database


async def test_the_log_is_read_newest_first_and_page_by_page(database: Database) -> None:
    audit = Audit(database)
    start = time.time()
    for number in range(5):
        await audit.note("s_1", f"action_{number}", "c")
    await audit.note(None, "sign_in_refused", None, "detail")
    first = await audit.entries(limit=4)
    assert [one.action for one in first] == ["sign_in_refused", "action_4", "action_3", "action_2"]
    assert (first[0].staff_id, first[0].conversation, first[0].detail) == (None, None, "detail")
    assert start <= first[-1].at <= first[0].at <= time.time()
    rest = await audit.entries(limit=4, before=first[-1].id)
    assert [one.action for one in rest] == ["action_1", "action_0"]


async def test_a_line_that_is_too_long_is_noted_all_the_same(database: Database) -> None:
    audit = Audit(database)
    await audit.note("s_1", "x" * 500, "c", "y" * 500)
    assert [len(one.detail) for one in await audit.entries()] == [LONGEST_DETAIL]


async def test_old_lines_can_be_deleted(database: Database) -> None:
    audit = Audit(database)
    await audit.note("s_1", "claimed", "c")
    assert await audit.expire(time.time() - 60) == 0 and len(await audit.entries()) == 1
    assert await audit.expire(time.time() + 60) == 1 and await audit.entries() == []
