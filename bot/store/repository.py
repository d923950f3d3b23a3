"""What the stores have in common: a database, and operations that are never cut in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound="Repository")


class Repository:
    """Reads and writes some tables. Every method may raise `StoreUnavailable`."""

    def __init__(self, database: Database) -> None:
        """Use `database`."""
        self._database = database

    @property
    def database(self) -> Database:
        """Where the tables are."""
        return self._database


def whole(
    method: Callable[Concatenate[R, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[R, P], Coroutine[Any, Any, T]]:
    """Let a method run to its end also when its caller is cancelled.

    Sanic cancels the handler of a client that leaves. A driver that is cancelled in the middle of
    a query gives its connection up, and closing that one can hang (aiosqlite 0.22). The methods
    are short and have a deadline of their own, so they may as well finish.
    """

    @wraps(method)
    async def run(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.ensure_future(method(self, *args, **kwargs))
        self._database.running(task)
        return await asyncio.shield(task)

    return run
