"""The keys under which the store keeps what people wrote: Fernet, by the name of each key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

from bot.store.errors import DataKeyMissing

MARK = "sealed:"


@dataclass(frozen=True)
class Keyring:
    """Keys of one database: the first one seals, all of them open; no key, nothing is sealed.

    A sealed value is `sealed:<name of the key>:<Fernet token>`. The name is a part of the key's
    SHA-256, which tells nothing of the key, and finds what another key has sealed without trying.
    """

    _keys: tuple[tuple[str, Fernet], ...] = ()

    @classmethod
    def of(cls, keys: Sequence[str]) -> Keyring:
        """Return the ring of these keys.

        Args:
            keys: Each 32 bytes in URL-safe base64, as `Fernet.generate_key` gives them.

        Raises:
            ValueError: One of them is no such key; it is not repeated.
        """
        try:
            return cls(tuple((_name(key), Fernet(key)) for key in keys))
        except ValueError:
            raise ValueError(
                "a data key is 32 bytes in URL-safe base64: 44 characters, as"
                " `python -m bot.setup.data_key` prints one"
            ) from None

    def __bool__(self) -> bool:
        """Whether there is a key to seal with."""
        return bool(self._keys)

    @property
    def mark(self) -> str:
        """How everything begins that the first key has sealed; empty without a key."""
        return f"{MARK}{self._keys[0][0]}:" if self._keys else ""

    def seal(self, words: str) -> str:
        """Return `words` sealed.

        Raises:
            DataKeyMissing: There is no key.
        """
        if not self._keys:
            raise DataKeyMissing("there is no key to seal with")
        token = self._keys[0][1].encrypt(words.encode(errors="replace"))
        return f"{self.mark}{token.decode()}"

    def unseal(self, sealed: str) -> str:
        """Return what was sealed.

        Raises:
            DataKeyMissing: No key of the ring fits, or the value was changed since.
        """
        name, _, token = sealed.removeprefix(MARK).partition(":")
        fernet = dict(self._keys).get(name)
        if fernet is None:
            raise DataKeyMissing(f"what is stored was sealed by a key that is not given ({name})")
        try:
            return fernet.decrypt(token).decode()
        except InvalidToken:
            raise DataKeyMissing("a sealed value was changed since it was stored") from None


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]
