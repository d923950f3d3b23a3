"""The connection to the store: SQLite in WAL mode, or PostgreSQL by its URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from bot.store.errors import StoreUnavailable
from bot.store.keyring import Keyring
from bot.store.migrate import upgrade
from bot.store.resealing import Place, reseal, unsealed_columns
from bot.store.sealed import use_keys

BEGIN = "between_sessions_begin"


class Database:
    """Opens sessions; every failure of the database becomes `StoreUnavailable`."""

    def __init__(self, url: str, timeout: float, keys: Sequence[str] = ()) -> None:
        """Prepare, without connecting.

        Args:
            url: SQLAlchemy URL with an async driver.
            timeout: Seconds to wait for a lock or for a free connection.
            keys: What people wrote is sealed with the first of these, and opened with any; without
                one, which is for tests, nothing is sealed.

        Raises:
            ValueError: A key cannot be used.
        """
        self.engine = _create_engine(url, timeout)
        use_keys(self.engine.dialect, Keyring.of(keys))
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._path = _sqlite_path(url)
        # A hung server must not hang the visitor: the whole transaction has an end.
        self._deadline = timeout + 1.0
        self._read = async_sessionmaker(self.engine, expire_on_commit=False)
        self._write = async_sessionmaker(
            self.engine.execution_options(**{BEGIN: "IMMEDIATE"}), expire_on_commit=False
        )
        # SQLite has one writer at a time, and its own waiting is by chance, not in turn.
        self._turn: AbstractAsyncContextManager[object] = (
            asyncio.Lock() if self._is_sqlite else nullcontext()
        )
        self._tasks: set[asyncio.Task[Any]] = set()
        self.ready = False

    async def prepare(self) -> None:
        """Create or upgrade the tables, and seal what the first key has not sealed.

        Raises:
            DataKeyMissing: What is stored was sealed by a key that is not given.
            StoreUnavailable: The database cannot be reached or written, or is of a newer version.
        """
        try:
            if self._path:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if not self._path.exists():
                    # SQLite would let all on this machine read it; its log gets the same rights.
                    self._path.touch(mode=0o600)
            async with self.engine.begin() as connection:
                await connection.run_sync(upgrade)
            await self._reseal()
        except (SQLAlchemyError, CommandError, OSError, TimeoutError) as error:
            raise StoreUnavailable(type(error).__name__) from error
        self.ready = True

    async def _reseal(self) -> None:
        """Seal what is left to seal, in short transactions: others may be using the database."""
        async with self.engine.begin() as connection:
            columns = await connection.run_sync(unsealed_columns)
        if not columns:
            return
        engine = self.engine.execution_options(**{BEGIN: "IMMEDIATE"})
        for column in columns:
            place: Place | None = None
            while True:
                async with self._turn, engine.begin() as connection:
                    place = await connection.run_sync(reseal, column, place)
                if place is None:
                    break
        await self.empty_log()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads."""
        async with self._session(self._read) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Open a session that commits at its end.

        On SQLite it takes the write lock at once: a transaction that reads first and writes
        later fails there without waiting when another one wrote in between.
        """
        async with self._session(self._write, self._turn) as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def _session(
        self,
        make: async_sessionmaker[AsyncSession],
        turn: AbstractAsyncContextManager[object] | None = None,
    ) -> AsyncIterator[AsyncSession]:
        if not self.ready:
            raise StoreUnavailable("not prepared")
        try:
            async with asyncio.timeout(self._deadline), turn or nullcontext(), make() as session:
                yield session
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise StoreUnavailable(type(error).__name__) from error

    async def ping(self) -> bool:
        """Return whether the database answers."""
        try:
            async with self.reading() as session:
                await session.execute(text("SELECT 1 FROM conversations WHERE 1 = 0"))
        except StoreUnavailable:
            return False
        return True

    async def empty_log(self) -> bool:
        """Empty SQLite's write-ahead log: it holds what was deleted until it is written over.

        Returns:
            Whether it is empty; false while somebody reads or writes, or the database fails.
        """
        if not self._is_sqlite:
            return True
        try:
            # A checkpoint cannot run within a transaction.
            engine = self.engine.execution_options(**{BEGIN: None})
            async with asyncio.timeout(self._deadline), self._turn, engine.connect() as connection:
                busy = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return busy.scalar() == 0
        except (SQLAlchemyError, OSError, TimeoutError):
            return False

    def running(self, task: asyncio.Task[Any]) -> None:
        """Keep an operation until it ends; `close` waits for it."""
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Read here too, as its caller may have gone.
            task.exception()

    async def close(self) -> None:
        """Let the running operations end, then close all connections."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._deadline + 1)
        await self.engine.dispose()


def _create_engine(url: str, timeout: float) -> AsyncEngine:
    # hide_parameters: a visitor's text is a parameter, and errors repeat them.
    common: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": False}
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(
            url, pool_size=10, max_overflow=10, pool_timeout=timeout, pool_recycle=300, **common
        )
    engine = create_async_engine(url, connect_args={"timeout": timeout}, **common)
    event.listen(engine.sync_engine, "connect", _on_sqlite_connect)
    event.listen(engine.sync_engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late and skips DDL; ours is in _on_sqlite_begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get(BEGIN, "DEFERRED")
    if kind is not None:
        connection.exec_driver_sql(f"BEGIN {kind}")


def _sqlite_path(url: str) -> Path | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))
