"""The console on a real socket, with real stores on SQLite, and staff who use it."""

from __future__ import annotations

import itertools
import re
import threading
from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic

from bot.console.app import prepare
from bot.console.content import content_of
from bot.console.parts import Console
from bot.console.passwords import hashed
from bot.console.sessions import Sessions
from bot.content.library import load_library
from bot.gateway import security
from bot.gateway.__main__ import listen
from bot.gateway.page import page
from bot.handoff.episode import State
from bot.settings import ROOT, Settings
from bot.store.audit import Audit, Entry
from bot.store.database import Database
from bot.store.desk_settings import DeskSettings
from bot.store.left_messages import LeftMessages
from bot.store.staff import Staff, StaffAccounts, StaffSessions
from tests.console.desk import MemoryDesk
from tests.gateway.running import RunningGateway

_numbers = itertools.count()
PASSWORD = "a calm harbor at night"
_LIBRARY = load_library(ROOT)


class RunningConsole(RunningGateway):
    """The real pages over a real socket."""

    def __init__(self, folder: Path, proxies: int = 0) -> None:
        self.settings = Settings(
            _env_file=None, database_url=f"sqlite+aiosqlite:///{folder / 'console.db'}"
        )
        self.app: Sanic[Any, Any] = Sanic(f"console-{next(_numbers)}", configure_logging=False)
        self.app.config.update(
            ACCESS_LOG=False,
            AUTO_EXTEND=False,
            GRACEFUL_SHUTDOWN_TIMEOUT=5.0,
            MOTD=False,
            TOUCHUP=False,
            PROXIES_COUNT=proxies or None,
        )
        # As in the gateway, whose headers must not win.
        self.app.register_middleware(security.on_response, "response")
        self.app.blueprint(page)
        prepare(self.app)
        self.app.before_server_start(self._assemble)
        self.app.after_server_stop(self._close)
        self._socket = listen("127.0.0.1", 0)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.clients = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    async def _assemble(self, app: Sanic[Any, Any]) -> None:
        self.store = Database(self.settings.absolute_database_url(), 1.5)
        await self.store.prepare()
        self.desk = MemoryDesk()
        self.accounts = StaffAccounts(self.store)
        self.audit = Audit(self.store)
        self.left = LeftMessages(self.store)
        self.desk_settings = DeskSettings(self.store)
        sessions = Sessions(self.accounts, StaffSessions(self.store), self.audit, "async+memory://")
        app.ctx.console = Console(
            desk=self.desk,
            accounts=self.accounts,
            sessions=sessions,
            audit=self.audit,
            left=self.left,
            settings=self.desk_settings,
            content=lambda: content_of(_LIBRARY),
        )

    async def _close(self, app: Sanic[Any, Any]) -> None:
        await self.store.close()

    @property
    def console(self) -> Console:
        found = self.app.ctx.console
        assert isinstance(found, Console)
        return found

    def hire(self, name: str, display_name: str, role: str = "staff") -> Staff:
        """Add an account; its password is `PASSWORD`."""
        staff = self.call(self.accounts.add(name, display_name, role, hashed(PASSWORD)))
        assert isinstance(staff, Staff)
        return staff

    def noted(self) -> list[Entry]:
        """The audit log, the oldest line first."""
        found: list[Entry] = self.call(self.audit.entries(1000))
        return found[::-1]

    def actions(self) -> list[str]:
        return [one.action for one in self.noted()]


class Browser:
    """Somebody's browser, without scripts: it reads pages and sends their forms."""

    def __init__(self, console: RunningConsole, **headers: str) -> None:
        self.http = httpx.Client(base_url=console.url, timeout=20, trust_env=False, headers=headers)
        console.clients.append(self.http)
        self.csrf = ""

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._read(self.http.get(path, **options))

    def post(self, path: str, csrf: str | None = None, **fields: str) -> httpx.Response:
        """Send a form with the token of the page that was read last, or with another one."""
        token = self.csrf if csrf is None else csrf
        return self._read(self.http.post(path, data={"csrf": token, **fields}))

    def sign_in(
        self, name: str, password: str = PASSWORD, code: str = "", **fields: str
    ) -> httpx.Response:
        self.get("/staff/sign-in")
        answer = self.post("/staff/sign-in", name=name, password=password, code=code, **fields)
        if answer.status_code == 303:
            self.get("/staff/account")
        return answer

    def _read(self, answer: httpx.Response) -> httpx.Response:
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.csrf = found.group(1) if found else self.csrf
        return answer


def problem(answer: httpx.Response) -> str:
    """What a page says went wrong."""
    found = re.search(r'id="problem">([^<]*)<', answer.text)
    return found.group(1) if found else ""


def state(console: RunningConsole, name: str = "e1") -> tuple[State, str | None]:
    """Who has a conversation now."""
    episode = console.desk.episodes[name]
    return episode.state, episode.owner
