"""Columns that are encrypted on their way to the database, and opened on their way out.

The keys belong to a database, so they are found by its dialect, of which every engine has its own.
Without keys, which is for tests only, the values are stored as they are.
"""

from __future__ import annotations

import json
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.store.keyring import MARK, Keyring

PLAIN = "plain:"
_RINGS: WeakKeyDictionary[Dialect, Keyring] = WeakKeyDictionary()


def use_keys(dialect: Dialect, ring: Keyring) -> None:
    """Seal and open with these keys in every connection of this dialect's engine."""
    _RINGS[dialect] = ring


def keys_of(dialect: Dialect) -> Keyring:
    """Return the keys of this dialect's engine."""
    return _RINGS.get(dialect) or Keyring()


class SealedData(TypeDecorator[dict[str, Any]]):
    """A dictionary; in the database a JSON string if it is sealed, a JSON object if it is not.

    So a row from before anything was sealed is read as it always was.
    """

    impl = JSON
    cache_ok = True
    quote = '"'
    """What stands before the mark of a sealed value, seen as text."""

    def __init__(self) -> None:
        """Store None as NULL."""
        super().__init__(none_as_null=True)

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> Any:
        """Seal."""
        ring = keys_of(dialect)
        return value if value is None or not ring else ring.seal(json.dumps(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        """Open."""
        if isinstance(value, str):
            value = json.loads(keys_of(dialect).unseal(value))
        opened: dict[str, Any] | None = value
        return opened


class SealedText(TypeDecorator[str]):
    """A text; unsealed it stands behind `plain:`, so that no words can pass for a sealed text."""

    impl = Text
    cache_ok = True
    quote = ""

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal."""
        if value is None:
            return None
        ring = keys_of(dialect)
        return ring.seal(value) if ring else f"{PLAIN}{value}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open; a text from before anything was sealed has no mark."""
        if value is None or not value.startswith(MARK):
            return value and value.removeprefix(PLAIN)
        return keys_of(dialect).unseal(value)
