"""Seals what the first data key has not sealed: rows from before, and those of an earlier key.

It runs at every start. So a key is changed by setting the new one before the old one, and the old
one can be taken away after the next start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, bindparam, cast, not_, select, tuple_
from sqlalchemy import update as update_of
from sqlalchemy.engine import Connection

from bot.store import desk_models as _desk_models  # noqa: F401  # its tables are of `Base` too
from bot.store.errors import DataKeyMissing
from bot.store.keyring import MARK
from bot.store.models import Base
from bot.store.sealed import SealedData, SealedText, keys_of

BATCH = 500
Place = tuple[Any, ...]


def sealed_columns() -> Iterator[Column[Any]]:
    """Yield every column that is kept sealed."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, SealedData | SealedText):
                yield column


def unsealed_columns(connection: Connection) -> list[Column[Any]]:
    """Return the columns in which something is not sealed by the first key. Only reads.

    Raises:
        DataKeyMissing: Something is sealed, and there is no key.
    """
    ring = keys_of(connection.dialect)
    if ring:
        return [
            column
            for column in sealed_columns()
            if _has(connection, column, not_(_begins(column, ring.mark)))
        ]
    if any(_has(connection, column, _begins(column, MARK)) for column in sealed_columns()):
        raise DataKeyMissing("what is stored is sealed, and no data key is given")
    return []


def reseal(
    connection: Connection, column: Column[Any], after: Place | None, batch: int = BATCH
) -> Place | None:
    """Seal the next rows of a column that the first key has not sealed.

    Args:
        connection: One that holds a transaction in which it may write.
        column: Of `sealed_columns`.
        after: What the call before returned; None for the first one.
        batch: Rows in this call, at most.

    Returns:
        The place to go on from, or None at the end.

    Raises:
        DataKeyMissing: There are rows that no key opens; nothing of the batch was changed.
    """
    rows = _rows(connection, column, after, batch)
    if not rows:
        return None
    keys = list(column.table.primary_key)
    statement = update_of(column.table).values({column: bindparam("value", type_=column.type)})
    for number, key in enumerate(keys):
        statement = statement.where(key == bindparam(f"key_{number}"))
    changes = [
        {"value": row[-1], **{f"key_{number}": row[number] for number in range(len(keys))}}
        for row in rows
    ]
    connection.execute(statement, changes)
    return tuple(rows[-1][:-1])


def _rows(
    connection: Connection, column: Column[Any], after: Place | None, limit: int
) -> Sequence[Sequence[Any]]:
    keys = list(column.table.primary_key)
    left = not_(_begins(column, keys_of(connection.dialect).mark))
    query = select(*keys, column).where(left).order_by(*keys).limit(limit).with_for_update()
    if after is not None:
        query = query.where(tuple_(*keys) > after)
    return connection.execute(query).all()


def _has(connection: Connection, column: Column[Any], wanted: ColumnElement[bool]) -> bool:
    query = select(column.table.primary_key.columns[0]).where(wanted).limit(1)
    return connection.execute(query).first() is not None


def _begins(column: Column[Any], mark: str) -> ColumnElement[bool]:
    """Whether the stored value, seen as text, begins with a mark; of NULL neither is true."""
    quote = column.type.quote  # type: ignore[attr-defined]  # of SealedData and SealedText
    return cast(column, Text).like(f"{quote}{mark}%")
