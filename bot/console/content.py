"""What the console shows of what the practice wrote: its name, its zone, and `content/desk.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.desk import Canned, CloseReason
from bot.content.library import Library

#: What stands in while `content/desk.yml` cannot be read.
REMINDER: Final = (
    "This visitor is not verified: it may be anyone. Without a signed release, neither confirm nor"
    " deny that anyone is a client here."
)
ANSWERED: Final = CloseReason("answered", "Question answered", "", "")
SPANISH: Final = ".es"


@dataclass(frozen=True)
class Content:
    """What the pages show."""

    practice: str
    zone: tzinfo
    reminder: str
    canned: tuple[Canned, ...]
    reasons: tuple[CloseReason, ...]

    def reply(self, name: str) -> str:
        """Return the text of a prepared reply, by its id, with `.es` for the Spanish one."""
        wanted = name.removesuffix(SPANISH)
        found = next((one for one in self.canned if one.id == wanted), None)
        if found is None:
            return ""
        return found.text_es if name.endswith(SPANISH) else found.text

    def reasons_for(self, *, danger: bool) -> tuple[CloseReason, ...]:
        """Return the reasons to choose from, in a chat that showed danger or in another one."""
        return tuple(one for one in self.reasons if not (danger and one.not_in_danger))

    def reason(self, name: str) -> CloseReason | None:
        """Return why a conversation was closed, by the reason's id."""
        return next((one for one in self.reasons if one.id == name), None)


def content_of(library: Library | None) -> Content:
    """Return what the pages show; the least of it while the content cannot be read."""
    if library is None:
        return Content("Between Sessions", UTC, REMINDER, (), (ANSWERED,))
    desk = library.desk
    zone = ZoneInfo(library.practice.zone)
    return Content(library.practice.name, zone, desk.reminder, desk.canned, desk.reasons)
