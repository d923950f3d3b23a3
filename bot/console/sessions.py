"""Who is signed in, and signing in: rate-limited, and the same work for names that nobody has."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from limits import RateLimitItem
from limits import parse as parse_rate
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from bot.console import codes, cookies
from bot.console.passwords import Passwords
from bot.console.ports import AccountsPort, AuditPort, SessionsPort
from bot.gateway.limits import bucket
from bot.store.staff import ABSOLUTE_SECONDS, IDLE_SECONDS, Staff

#: Tries from one address, of one name from one address, and of one name from everywhere. The last is
#: wide, as anybody could use it to keep somebody out.
RATES: Final = {
    "address": parse_rate("30/10 minutes"),
    "pair": parse_rate("6/5 minutes"),
    "name": parse_rate("100/hour"),
    # The password again, of somebody who is signed in.
    "again": parse_rate("10/5 minutes"),
}
#: A code is right for three steps of 30 s; it is taken once.
ONCE: Final = parse_rate("1/3 minutes")


class TooManyTries(Exception):
    """Somebody has to wait."""

    def __init__(self, retry_after: int) -> None:
        """Say for how many seconds."""
        super().__init__("too many tries")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in."""

    staff: Staff
    csrf: str = field(repr=False)
    token_hash: str = field(repr=False)


class Sessions:
    """Signs staff in and out, and knows who is."""

    def __init__(
        self,
        accounts: AccountsPort,
        store: SessionsPort,
        audit: AuditPort,
        rate_storage: str,
    ) -> None:
        """Use the stores.

        Args:
            accounts: The staff.
            store: Their sessions.
            audit: The log of who did what.
            rate_storage: Where tries are counted, as in the settings.
        """
        self._accounts = accounts
        self._store = store
        self._audit = audit
        self._limiter = MovingWindowRateLimiter(storage_from_string(rate_storage))
        self.passwords = Passwords()

    async def find(self, token: str | None, *, active: bool = True) -> Session | None:
        """Return the session of a cookie.

        Args:
            token: From the cookie.
            active: Whether somebody did something; what a page asks for by itself keeps nobody
                signed in.
        """
        if not token or len(token) > 100:
            return None
        return await self._find(cookies.hash_of(token), active=active)

    async def _find(self, token_hash: str, *, active: bool) -> Session | None:
        found = await self._store.find(
            token_hash,
            time.time(),
            idle_seconds=IDLE_SECONDS,
            absolute_seconds=ABSOLUTE_SECONDS,
            touch=active,
        )
        if found is None or found[0].disabled:
            return None
        return Session(found[0], found[1], token_hash)

    async def still(self, session: Session) -> bool:
        """Return whether a session is still good; that is asked by a page, and renews nothing."""
        found = await self._find(session.token_hash, active=False)
        return found is not None

    async def sign_in(self, name: str, password: str, code: str, address: str) -> str | None:
        """Return the token of a new session, or None: which part was wrong is not said.

        Raises:
            TooManyTries: From this address, or of this name.
        """
        name = name.strip().casefold()[:64]
        await self._count(name, address)
        found = await self._accounts.credentials(name)
        right = await self.passwords.fits(password, found.password_hash if found else None)
        if found is None or found.staff.disabled or not right:
            await self._refuse(found.staff.id if found else None)
            return None
        if found.totp_secret and not await self.code_fits(found.staff.id, found.totp_secret, code):
            await self._refuse(found.staff.id)
            return None
        return await self._start(found.staff.id)

    async def again(self, staff: Staff, password: str) -> bool:
        """Return whether somebody who is signed in still knows the password.

        Raises:
            TooManyTries: Of this account.
        """
        await self._hit(RATES["again"], "staff", "again", staff.id)
        found = await self._accounts.credentials(staff.name)
        return await self.passwords.fits(password, found.password_hash if found else None)

    async def sign_out(self, session: Session) -> None:
        """End one session."""
        await self._store.end(session.token_hash)
        await self._audit.note(session.staff.id, "signed_out", None)

    async def sign_out_everywhere(self, session: Session) -> None:
        """End every session of somebody, this one too."""
        await self._accounts.sign_out_everywhere(session.staff.id)
        await self._audit.note(session.staff.id, "signed_out_everywhere", None)

    async def renew(self, staff: Staff) -> str:
        """End every session of somebody, and return the token of a new one."""
        await self._accounts.sign_out_everywhere(staff.id)
        return await self._start(staff.id)

    async def _start(self, staff_id: str) -> str:
        token = cookies.new_token()
        await self._store.start(staff_id, cookies.hash_of(token), cookies.new_token(), time.time())
        await self._audit.note(staff_id, "signed_in", None)
        return token

    async def _refuse(self, staff_id: str | None) -> None:
        # The name is not kept: people type their password there.
        await self._audit.note(staff_id, "sign_in_refused", None)

    async def code_fits(self, staff_id: str, secret: str, code: str) -> bool:
        """Return whether a code is right, and was not used before."""
        step = codes.step_of(secret, code)
        return step is not None and await self._limiter.hit(ONCE, "code", staff_id, str(step))

    async def _count(self, name: str, address: str) -> None:
        # Whatever is typed as a name must not grow the keys.
        key = hashlib.sha256(name.encode("utf-8", errors="replace")).hexdigest()[:32]
        place = bucket(address)
        for rate, parts in (
            (RATES["address"], ("address", place)),
            (RATES["pair"], ("pair", key, place)),
            (RATES["name"], ("name", key)),
        ):
            await self._hit(rate, "staff", *parts)

    async def _hit(self, rate: RateLimitItem, *key: str) -> None:
        if await self._limiter.hit(rate, *key):
            return
        window = await self._limiter.get_window_stats(rate, *key)
        raise TooManyTries(max(1, ceil(window.reset_time - time.time())))
