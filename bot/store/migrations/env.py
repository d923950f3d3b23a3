"""Alembic's environment: on the gateway's connection, or on one of its own."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import desk_models as _desk_models  # noqa: F401  # its tables are of `Base` too
from bot.store.models import Base


def run(connection: Connection) -> None:
    """Run the revisions on `connection`."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_alone() -> None:
    """Run the revisions from the command line, on the database of the settings."""
    from bot.settings import settings

    engine = create_async_engine(settings().absolute_database_url(), hide_parameters=True)
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_alone())
