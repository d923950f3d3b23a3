"""The parts of a running gateway, put together once and handed to every route."""

from __future__ import annotations

from dataclasses import dataclass

from sanic import Request

from bot.gateway.engine import Engine
from bot.gateway.hub import Hub
from bot.gateway.limits import Limits
from bot.gateway.screening import Screener
from bot.gateway.sessions import Sessions
from bot.gateway.sweeper import Sweeper
from bot.gateway.turns import Tell, Turns
from bot.gateway.voice import Voice
from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.tombstones import Tombstones


@dataclass(frozen=True)
class Parts:
    """Everything a route may need."""

    settings: Settings
    voice: Voice
    screener: Screener
    database: Database
    store: Conversations
    engine: Engine
    hub: Hub
    limits: Limits
    sessions: Sessions
    turns: Turns
    sweeper: Sweeper

    @classmethod
    def assemble(cls, settings: Settings, voice: Voice, tell: Tell) -> Parts:
        """Build the parts. Connects to nothing."""
        database = Database(settings.absolute_database_url(), settings.store_timeout)
        store = Conversations(database)
        engine = Engine(settings)
        hub = Hub(settings.max_streams, settings.max_streams_per_conversation)
        sessions = Sessions(store, settings.idle_hours * 3600, settings.history_turns)
        turns = Turns(store, engine, voice, hub, sessions, settings, tell)
        return cls(
            settings=settings,
            voice=voice,
            screener=Screener(
                settings.root, settings.screen_head_chars, settings.screen_tail_chars
            ),
            database=database,
            store=store,
            engine=engine,
            hub=hub,
            limits=Limits(settings),
            sessions=sessions,
            turns=turns,
            sweeper=Sweeper(store, Tombstones(database), engine, hub, sessions, turns, settings),
        )


def parts_of(request: Request) -> Parts:
    """Return the parts of the gateway that serves `request`."""
    parts = request.app.ctx.parts
    assert isinstance(parts, Parts)
    return parts
