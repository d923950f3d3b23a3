"""The practice at a moment: whether somebody can come, and what the machine has to know of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.content.opening import Opening, opening
from bot.gateway.desk.contacts import Contacts
from bot.gateway.voice import Voice
from bot.handoff.step import Desk
from bot.handoff.timers import Timers
from bot.settings import Settings
from bot.store.desk_settings import DeskSettings
from bot.store.staff import StaffAccounts

SHUT = Opening(closes=None, opens=None)
"""While the content cannot be read, nobody knows the hours."""


@dataclass(frozen=True)
class Moment:
    """What is known now.

    Attributes:
        desk: For the machine.
        opening: By the opening hours alone.
        staff: The display names of all staff by their ids.
    """

    desk: Desk
    opening: Opening
    staff: dict[str, str]


class Office:
    """Looks at hours, switch, staff and contacts, each time anew."""

    def __init__(
        self,
        settings: Settings,
        voice: Voice,
        desk_settings: DeskSettings,
        accounts: StaffAccounts,
        contacts: Contacts,
        at_console: Callable[[], bool],
    ) -> None:
        """Use the parts given.

        Args:
            settings: The timers.
            voice: The content, with the opening hours.
            desk_settings: The away switch.
            accounts: The staff.
            contacts: Whom the desk can tell.
            at_console: Whether somebody has the console open.
        """
        self._at_console = at_console
        self._timers = Timers.of(settings)
        self._voice = voice
        self._settings = desk_settings
        self._accounts = accounts
        self._contacts = contacts

    async def now(self) -> Moment:
        """Return the practice as it is now.

        Somebody can come within hours, unless the practice is set to away, or has no account by which
        anybody could take a chat.

        Raises:
            StoreUnavailable: The switch or the accounts cannot be read.
        """
        at = time.time()
        found = self._opening(at)
        accounts = await self._accounts.list()
        somebody = any(not one.disabled for one in accounts)
        desk = Desk(
            now=at,
            is_open=found.is_open and somebody and not await self._settings.away(),
            timers=self._timers,
            has_contacts=self._contacts.has("first"),
            has_second=self._contacts.has("second"),
            has_on_call=self._contacts.has("on_call"),
            at_console=self._at_console() or self._contacts.told_of_more(),
        )
        return Moment(desk, found, {one.id: one.display_name for one in accounts})

    def _opening(self, at: float) -> Opening:
        library = self._voice.library
        if library is None:
            return SHUT
        return opening(library.practice, datetime.fromtimestamp(at, UTC))
