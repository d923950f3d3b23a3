"""Passwords of the staff: what a good one is, its hash, and a check that takes the same work for all."""

from __future__ import annotations

import asyncio
import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 12
LONGEST: Final = 256
AT_ONCE: Final = 2
"""Checks that run side by side: each takes 64 MiB and most of a core for a moment."""

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER: Final = PasswordHasher()


def problem(password: str, name: str = "") -> str | None:
    """Return what is wrong with a new password, or None.

    Args:
        password: The one wanted.
        name: Of whose account.
    """
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters. A few words make a good one."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if len(set(password)) < 5:
        return "This password repeats a few characters. A few words make a good one."
    if name and name.lower() in password.lower():
        return "A password must not have the name of the account in it."
    return None


def generated() -> str:
    """Return a password that can be read out: 20 characters, 99 random bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def hashed(password: str) -> str:
    """Return the argon2id hash to keep. Blocks for about 0.1 s."""
    return _HASHER.hash(_text(password))


class Passwords:
    """Checks passwords off the event loop, a few at a time."""

    def __init__(self) -> None:
        """Make the hash that stands in for the one of a name that nobody has."""
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobody = hashed(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """Return the hash to keep."""
        async with self._turn:
            return await asyncio.to_thread(hashed, password)

    async def fits(self, password: str, password_hash: str | None) -> bool:
        """Return whether a password is the one of a hash.

        Args:
            password: What was typed.
            password_hash: None for a name that nobody has; this takes as long, and is never right.
        """
        async with self._turn:
            right = await asyncio.to_thread(self.verify, password, password_hash or self._nobody)
        return right and password_hash is not None

    def verify(self, password: str, password_hash: str) -> bool:
        """Do the work of one check."""
        try:
            return _HASHER.verify(password_hash, _text(password)[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False


def _text(password: str) -> str:
    """Leave out what cannot be encoded; a form can carry it."""
    return password.encode("utf-8", errors="replace").decode("utf-8")
