"""The parts of a running gateway, put together once and handed to every route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sanic import Request

from bot.console.content import content_of
from bot.console.parts import Console
from bot.console.sessions import Sessions as StaffSignIn
from bot.console.streams import Streams
from bot.gateway.desk.alarm import Alarm
from bot.gateway.desk.contacts import Contacts
from bot.gateway.desk.notices import Notices
from bot.gateway.desk.office import Office
from bot.gateway.desk.presence import Presence
from bot.gateway.desk.service import Desk
from bot.gateway.desk.staff import StaffDesk
from bot.gateway.desk.visitor import VisitorDesk
from bot.gateway.desk.watch import Watch
from bot.gateway.engine import Engine
from bot.gateway.hub import Hub
from bot.gateway.limits import Limits
from bot.gateway.screening import Screener
from bot.gateway.sessions import Sessions
from bot.gateway.sweeper import Sweeper
from bot.gateway.takeaway.press import Press
from bot.gateway.turns import Turns
from bot.gateway.voice import Voice
from bot.gateway.widget_files import Widget
from bot.settings import Settings
from bot.setup import data_key
from bot.store.audit import Audit
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.desk_settings import DeskSettings
from bot.store.episodes import Episodes
from bot.store.left_messages import LeftMessages
from bot.store.staff import StaffAccounts, StaffSessions
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
    presence: Presence
    sessions: Sessions
    desk: Desk
    alarm: Alarm
    visitors: VisitorDesk
    watch: Watch
    console: Console
    turns: Turns
    sweeper: Sweeper
    press: Press
    widget: Widget | None = None
    """None where its files cannot be served."""

    @classmethod
    def assemble(cls, settings: Settings, voice: Voice, widget: Widget | None = None) -> Parts:
        """Build the parts. Connects to nothing.

        Raises:
            SetupError: The data key cannot be read.
        """
        url, keys = settings.absolute_database_url(), data_key.keys_of(settings)
        database = Database(url, settings.store_timeout, keys)
        store = Conversations(database)
        engine = Engine(settings)
        hub = Hub(settings.max_streams, settings.max_streams_per_conversation)
        limits, presence = Limits(settings), Presence()
        sessions = Sessions(store, settings.idle_hours * 3600, settings.history_turns)
        consoles = Streams()
        desk = _desk(settings, voice, database, hub, lambda: consoles.count > 0)
        staff_desk = StaffDesk(desk, store, presence, hub)
        alarm, visitors = Alarm(desk), VisitorDesk(desk, store, limits)
        turns = Turns(store, engine, voice, hub, sessions, settings, desk, alarm, visitors)

        def gone(conversation_id: str) -> None:
            presence.forget(conversation_id)
            desk.notices.forget(conversation_id)
            desk.changed()

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
            limits=limits,
            presence=presence,
            sessions=sessions,
            desk=desk,
            alarm=alarm,
            visitors=visitors,
            watch=Watch(desk, settings.desk_poll_seconds),
            console=_console(settings, voice, database, staff_desk, consoles),
            turns=turns,
            sweeper=Sweeper(
                store, Tombstones(database), engine, hub, sessions, turns, settings, gone=gone
            ),
            press=Press(settings.pdf_timeout, settings.pdf_queue),
            widget=widget,
        )


def _desk(
    settings: Settings,
    voice: Voice,
    database: Database,
    hub: Hub,
    at_console: Callable[[], bool],
) -> Desk:
    contacts = Contacts.of(settings)
    accounts = StaffAccounts(database)
    office = Office(settings, voice, DeskSettings(database), accounts, contacts, at_console)
    notices = Notices(contacts, voice)
    return Desk(Episodes(database), Conversations(database), office, notices, voice, hub)


def _console(
    settings: Settings, voice: Voice, database: Database, desk: StaffDesk, streams: Streams
) -> Console:
    accounts, audit = StaffAccounts(database), Audit(database)
    return Console(
        desk=desk,
        accounts=accounts,
        sessions=StaffSignIn(accounts, StaffSessions(database), audit, settings.rate_storage),
        audit=audit,
        left=LeftMessages(database),
        settings=DeskSettings(database),
        content=lambda: content_of(voice.library),
        streams=streams,
    )


def parts_of(request: Request) -> Parts:
    """Return the parts of the gateway that serves `request`."""
    parts = request.app.ctx.parts
    assert isinstance(parts, Parts)
    return parts
