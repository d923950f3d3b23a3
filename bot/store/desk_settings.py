"""What staff set in the console, for every gateway at once."""

from __future__ import annotations

import time

from bot.store.desk_models import DeskSettingRow
from bot.store.repository import Repository, whole

RETENTION_DAYS = 30
"""Days, until somebody sets another number."""
MOST_DAYS = 3650
AWAY = "away"
RETENTION = "retention_days"


class DeskSettings(Repository):
    """The settings. Every method may raise `StoreUnavailable`."""

    async def away(self) -> bool:
        """Return whether nobody is there, whatever the opening hours say."""
        return await self._value(AWAY) == "yes"

    async def set_away(self, away: bool, staff_id: str | None) -> None:
        """Say that nobody is there, or that the opening hours count again."""
        await self._set(AWAY, "yes" if away else "no", staff_id)

    async def retention_days(self) -> int:
        """Return for how many days a conversation with a human is kept."""
        value = await self._value(RETENTION)
        return RETENTION_DAYS if value is None else int(value)

    async def set_retention_days(self, days: int, staff_id: str | None) -> None:
        """Set for how many days a conversation with a human is kept.

        Raises:
            ValueError: Less than a day, or more than ten years.
        """
        if not 1 <= days <= MOST_DAYS:
            raise ValueError(f"a number of days from 1 to {MOST_DAYS}")
        await self._set(RETENTION, str(days), staff_id)

    @whole
    async def _value(self, name: str) -> str | None:
        async with self._database.reading() as session:
            row = await session.get(DeskSettingRow, name)
            return None if row is None else row.value

    @whole
    async def _set(self, name: str, value: str, staff_id: str | None) -> None:
        async with self._database.writing() as session:
            row = DeskSettingRow(name=name, value=value, at=time.time(), staff_id=staff_id)
            await session.merge(row)
