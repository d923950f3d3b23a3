"""What the console asks of the stores; `bot.store` has it. Times are seconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.store.audit import Entry
from bot.store.left_messages import LeftMessage, OpenCount
from bot.store.staff import Credentials, Staff


class AccountsPort(Protocol):
    """The accounts of the staff."""

    async def credentials(self, name: str) -> Credentials | None:
        """Return what a sign-in is checked against."""
        ...

    async def by_name(self, name: str) -> Staff | None:
        """Return an account by the name that is typed to sign in."""
        ...

    async def get(self, staff_id: str) -> Staff | None:
        """Return an account."""
        ...

    async def list(self) -> Sequence[Staff]:
        """Return all accounts, those that are disabled too."""
        ...

    async def add(self, name: str, display_name: str, role: str, password_hash: str) -> Staff:
        """Add an account. Raises `NameTaken`."""
        ...

    async def disable(self, staff_id: str) -> None:
        """Let nobody sign in with it any more, and end its sessions."""
        ...

    async def enable(self, staff_id: str) -> None:
        """Open a disabled account again."""
        ...

    async def set_password(self, staff_id: str, password_hash: str) -> None:
        """Replace the password, and end all sessions."""
        ...

    async def set_totp(self, staff_id: str, secret: str | None) -> None:
        """Ask for a code from now on, or no longer."""
        ...

    async def sign_out_everywhere(self, staff_id: str) -> None:
        """End all sessions."""
        ...


class SessionsPort(Protocol):
    """Who is signed in."""

    async def start(self, staff_id: str, token_hash: str, csrf: str, now: float) -> None:
        """Begin a session."""
        ...

    async def find(
        self,
        token_hash: str,
        now: float,
        *,
        idle_seconds: float,
        absolute_seconds: float,
        touch: bool,
    ) -> tuple[Staff, str] | None:
        """Return who has a session that is still good, and its CSRF token."""
        ...

    async def end(self, token_hash: str) -> None:
        """End a session."""
        ...


class AuditPort(Protocol):
    """Who saw and did what; never content."""

    async def note(
        self, staff_id: str | None, action: str, conversation: str | None, detail: str = ""
    ) -> None:
        """Add a line."""
        ...

    async def entries(self, limit: int, before: int | None) -> Sequence[Entry]:
        """Return the newest lines before one."""
        ...


class LeftMessagesPort(Protocol):
    """Messages that visitors left when nobody came."""

    async def get(self, message_id: str) -> LeftMessage | None:
        """Return one, also when it is done."""
        ...

    async def open_ones(self, limit: int, skip: int) -> Sequence[LeftMessage]:
        """Return some of those that nobody has dealt with: danger first, then the oldest."""
        ...

    async def count_open(self) -> OpenCount:
        """Return how many nobody has dealt with, and how many of them with danger."""
        ...

    async def done(self, message_id: str, staff_id: str, *, danger: bool) -> bool:
        """Mark one as dealt with, if it is still marked, or not, as whoever did it has seen."""
        ...


class DeskSettingsPort(Protocol):
    """What an admin sets while all runs."""

    async def away(self) -> bool:
        """Return whether nobody of the practice comes at the moment."""
        ...

    async def set_away(self, away: bool, staff_id: str) -> None:
        """Set it."""
        ...

    async def retention_days(self) -> int:
        """Return after how many days a transcript is deleted."""
        ...

    async def set_retention_days(self, days: int, staff_id: str) -> None:
        """Set it."""
        ...
