"""What staff set in the console."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.store.database import Database
from bot.store.desk_settings import RETENTION_DAYS, DeskSettings


async def test_settings_are_shared_by_all_and_survive_a_restart(
    database: Database, connect: Callable[[], Database]
) -> None:
    settings, other = DeskSettings(database), DeskSettings(connect())
    await other._database.prepare()
    assert not await settings.away() and await settings.retention_days() == RETENTION_DAYS
    await settings.set_away(True, "s_1")
    await settings.set_retention_days(7, "s_1")
    assert await other.away() and await other.retention_days() == 7
    await other.set_away(False, "s_2")
    assert not await settings.away() and await settings.retention_days() == 7


@pytest.mark.parametrize("days", [0, -1, 3651])
async def test_days_are_kept_within_reason(database: Database, days: int) -> None:
    settings = DeskSettings(database)
    with pytest.raises(ValueError, match="from 1 to 3650"):
        await settings.set_retention_days(days, "s_1")
    assert await settings.retention_days() == RETENTION_DAYS
