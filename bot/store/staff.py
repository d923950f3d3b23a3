"""The accounts of the practice's staff, and the browsers in which they are signed in."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.desk_models import StaffRow, StaffSessionRow
from bot.store.errors import NameTaken
from bot.store.repository import Repository, whole

Role = Literal["staff", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

IDLE_SECONDS = 1800.0
ABSOLUTE_SECONDS = 43_200.0
TOUCH_SECONDS = 15.0
"""A session's last use is noted this exactly; a write for each request would be too many."""


@dataclass(frozen=True)
class Staff:
    """A member of staff.

    Attributes:
        name: what they sign in with, in small letters.
        display_name: what visitors and colleagues see.
        totp: whether signing in asks for a code too.
    """

    id: str
    name: str
    display_name: str
    role: Role
    disabled: bool = False
    totp: bool = False
    created_at: float = 0.0


@dataclass(frozen=True)
class Credentials:
    """What somebody who signs in is compared with."""

    staff: Staff
    password_hash: str = field(repr=False)
    totp_secret: str | None = field(repr=False)


class StaffAccounts(Repository):
    """The accounts. Every method may raise `StoreUnavailable`."""

    @whole
    async def add(self, name: str, display_name: str, role: str, password_hash: str) -> Staff:
        """Add an account.

        Raises:
            NameTaken: There is one of that name, in small or large letters.
            ValueError: There is no such role.
        """
        if role not in ROLES:
            raise ValueError("a role is one of: " + ", ".join(ROLES))
        row = StaffRow(
            id=f"s_{secrets.token_hex(8)}",
            name=_small(name),
            display_name=display_name,
            role=role,
            password_hash=password_hash,
            totp_secret=None,
            created_at=time.time(),
            disabled_at=None,
        )
        try:
            async with self._database.writing() as session:
                session.add(row)
        except IntegrityError:
            raise NameTaken from None
        return _staff(row)

    @whole
    async def get(self, staff_id: str) -> Staff | None:
        """Return an account, also a disabled one, or None."""
        async with self._database.reading() as session:
            row = await session.get(StaffRow, staff_id)
            return None if row is None else _staff(row)

    @whole
    async def by_name(self, name: str) -> Staff | None:
        """Return the account of a name, also a disabled one, or None."""
        async with self._database.reading() as session:
            row = await _named(session, name)
            return None if row is None else _staff(row)

    @whole
    async def credentials(self, name: str) -> Credentials | None:
        """Return what somebody of this name has to show, or None."""
        async with self._database.reading() as session:
            row = await _named(session, name)
            return (
                None
                if row is None
                else Credentials(_staff(row), row.password_hash, row.totp_secret)
            )

    @whole
    async def list(self) -> list[Staff]:
        """Return all accounts by name, the disabled ones too."""
        async with self._database.reading() as session:
            rows = await session.scalars(select(StaffRow).order_by(StaffRow.name))
            return [_staff(row) for row in rows]

    @whole
    async def disable(self, staff_id: str) -> None:
        """Close an account, if there is one, and end its sessions.

        It is kept: the audit log and the episodes name it.
        """
        await self._change(staff_id, disabled_at=time.time())

    @whole
    async def set_password(self, staff_id: str, password_hash: str) -> None:
        """Set the password and end every session. A disabled account stays disabled."""
        await self._change(staff_id, password_hash=password_hash)

    @whole
    async def set_totp(self, staff_id: str, secret: str | None) -> None:
        """Ask for a code of this secret from now on, or with None for none."""
        await self._change(staff_id, end_sessions=False, totp_secret=secret)

    @whole
    async def enable(self, staff_id: str) -> None:
        """Open a disabled account again."""
        await self._change(staff_id, end_sessions=False, disabled_at=None)

    @whole
    async def sign_out_everywhere(self, staff_id: str) -> None:
        """End every session of somebody."""
        async with self._database.writing() as session:
            await _end_sessions(session, staff_id)

    async def _change(
        self, staff_id: str, *, end_sessions: bool = True, **values: float | str | None
    ) -> None:
        async with self._database.writing() as session:
            row = await session.get(StaffRow, staff_id, with_for_update=True)
            if row is None:
                return
            for name, value in values.items():
                setattr(row, name, value)
            if end_sessions:
                await _end_sessions(session, staff_id)


class StaffSessions(Repository):
    """Who is signed in where. Every method may raise `StoreUnavailable`."""

    @whole
    async def start(self, staff_id: str, token_hash: str, csrf: str, now: float) -> None:
        """Add a session.

        Args:
            staff_id: Whose.
            token_hash: SHA-256 of the cookie's token.
            csrf: What its forms carry.
            now: Seconds since 1970.
        """
        async with self._database.writing() as session:
            await session.execute(delete(StaffSessionRow).where(_is_over(now)))
            session.add(
                StaffSessionRow(
                    token_hash=token_hash, staff_id=staff_id, csrf=csrf, started_at=now, seen_at=now
                )
            )

    @whole
    async def find(
        self,
        token_hash: str,
        now: float,
        *,
        idle_seconds: float = IDLE_SECONDS,
        absolute_seconds: float = ABSOLUTE_SECONDS,
        touch: bool = True,
    ) -> tuple[Staff, str] | None:
        """Return who is signed in with a token, and the CSRF token; None when nobody is any more.

        Args:
            token_hash: SHA-256 of the cookie's token.
            now: Seconds since 1970.
            idle_seconds: After this long without use, a session has ended.
            absolute_seconds: And after this long in any case.
            touch: Whether this counts as use.
        """
        query = (
            select(StaffSessionRow, StaffRow)
            .join(StaffRow, StaffRow.id == StaffSessionRow.staff_id)
            .where(
                StaffSessionRow.token_hash == token_hash,
                StaffSessionRow.seen_at > now - idle_seconds,
                StaffSessionRow.started_at > now - absolute_seconds,
                StaffRow.disabled_at.is_(None),
            )
        )
        async with self._database.reading() as session:
            found = (await session.execute(query)).first()
        if found is None:
            return None
        row, account = found
        if touch and now - row.seen_at >= TOUCH_SECONDS:
            await self._touch(token_hash, now)
        return _staff(account), row.csrf

    @whole
    async def end(self, token_hash: str) -> None:
        """End one session."""
        async with self._database.writing() as session:
            await session.execute(
                delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash)
            )

    @whole
    async def expire(self, now: float) -> int:
        """Delete those that are over; return how many."""
        query = delete(StaffSessionRow).where(_is_over(now)).returning(StaffSessionRow.token_hash)
        async with self._database.writing() as session:
            return len(list(await session.scalars(query)))

    @whole
    async def count_over(self, now: float) -> int:
        """Return how many are over."""
        query = select(func.count()).select_from(StaffSessionRow).where(_is_over(now))
        async with self._database.reading() as session:
            return await session.scalar(query) or 0

    async def _touch(self, token_hash: str, now: float) -> None:
        async with self._database.writing() as session:
            await session.execute(
                update(StaffSessionRow)
                .where(StaffSessionRow.token_hash == token_hash, StaffSessionRow.seen_at < now)
                .values(seen_at=now)
            )


async def _named(session: AsyncSession, name: str) -> StaffRow | None:
    row: StaffRow | None = await session.scalar(
        select(StaffRow).where(StaffRow.name == _small(name))
    )
    return row


def _is_over(now: float) -> ColumnElement[bool]:
    return or_(
        StaffSessionRow.seen_at < now - IDLE_SECONDS,
        StaffSessionRow.started_at < now - ABSOLUTE_SECONDS,
    )


async def _end_sessions(session: AsyncSession, staff_id: str) -> None:
    await session.execute(delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id))


def _small(name: str) -> str:
    return name.strip().casefold()


def _staff(row: StaffRow) -> Staff:
    return Staff(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        role=cast(Role, row.role),
        disabled=row.disabled_at is not None,
        totp=row.totp_secret is not None,
        created_at=row.created_at,
    )
