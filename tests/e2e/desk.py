"""A practice with a desk: its hours, its staff at the console, and visitors who ask for a person."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from cryptography.fernet import Fernet

from bot.settings import ROOT
from bot.store.database import Database
from bot.store.left_messages import LeftMessage, LeftMessages
from bot.store.staff import Staff, StaffAccounts
from tests.console.running import PASSWORD, Browser
from tests.e2e.assistant import GENEROUS, Assistant, eventually, free_ports
from tests.e2e.nursery import Nursery, is_alive, kill
from tests.gateway.running import RunningGateway, Visitor

__all__ = ["PASSWORD"]

KEY = Fernet.generate_key().decode()
READY_SECONDS = 60.0
#: What makes a desk quick enough for a test: how often it looks, and how soon a stream pauses.
QUICK: dict[str, Any] = {"desk_poll_seconds": 0.05, "heartbeat_seconds": 0.2}
TIMES = (
    *("requested_at", "entered_at", "waiting_since"),
    *("deadline", "owner_seen_at", "visitor_seen_at"),
)
_WEEKLY = re.compile(r"^  weekly:\n(?:    .*\n)+", re.MULTILINE)
_CLOSED_ON = re.compile(r"^  closed_on:.*\n", re.MULTILINE)
_ZONE = re.compile(r"^  zone: .*\n", re.MULTILINE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def set_hours(root: Path, *, is_open: bool) -> None:
    """Make the practice of a copied project open or closed, whenever this runs.

    It lies where it is about noon, so that no test runs into the end of a day; and it is open on all
    days, or on one that is three days away.
    """
    now = datetime.now(UTC)
    # Of the zones with this name, the sign is the other way round.
    zone = f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "Etc/GMT"
    days = _DAYS if is_open else [_DAYS[(now.weekday() + 3) % 7]]
    weekly = "  weekly:\n" + "".join(f'    {day}: ["0:00-23:59"]\n' for day in days)
    path = root / "content" / "practice.yml"
    text = path.read_text(encoding="utf-8")
    for pattern, line in ((_ZONE, f"  zone: {zone}\n"), (_WEEKLY, weekly), (_CLOSED_ON, "")):
        text, count = pattern.subn(line, text)
        assert count == 1 or pattern is _CLOSED_ON
    # Whole at once: a gateway may be reading it.
    written = path.with_suffix(".new")
    written.write_text(text, encoding="utf-8")
    written.replace(path)


def stored(url: str, work: Callable[[Database], Any], keys: Sequence[str] = ()) -> Any:
    """Do something with the store of a gateway, as one more process does.

    Args:
        url: The database's.
        work: Takes the database, returns something to await.
        keys: The data keys.
    """

    async def done() -> Any:
        database = Database(url, 5.0, keys)
        try:
            await database.prepare()
            return await work(database)
        finally:
            await database.close()

    # A thread of its own: Playwright has a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(done())).result()


def hire(
    url: str, name: str, display_name: str, role: str = "staff", keys: Sequence[str] = ()
) -> Staff:
    """Add an account whose password is `PASSWORD`."""
    # What a hash costs is argon2's matter.
    hashed = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    staff = stored(url, lambda db: StaffAccounts(db).add(name, display_name, role, hashed), keys)
    assert isinstance(staff, Staff)
    return staff


def keys_of(assistant: Assistant) -> list[str]:
    """The data keys that the processes of an assistant are given."""
    keys: list[str] = json.loads(GENEROUS["BETWEEN_SESSIONS_DATA_KEYS"])
    assert keys and not assistant.settings.data_keys
    return keys


def left_messages(url: str, keys: Sequence[str] = ()) -> list[LeftMessage]:
    """What visitors have left, and nobody has seen to yet."""
    found: list[LeftMessage] = stored(url, lambda db: LeftMessages(db).open_ones(), keys)
    return found


class Guest(Visitor):
    """A visitor who uses the desk."""

    def begin(self) -> Guest:
        super().begin()
        return self

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    def act(self, action: str, client_id: str | None = None, **fields: str) -> httpx.Response:
        """Press one of the desk's buttons, or send its form."""
        body = {"client_id": client_id or str(uuid.uuid4()), "action": action, **fields}
        return self.http.post(f"{self.path}/desk", json=body, headers=self.headers)

    def must(self, action: str, **fields: str) -> dict[str, Any]:
        """The same, where it has to work; returns how the desk stands then."""
        response = self.act(action, **fields)
        assert response.status_code == 200, response.text
        desk: dict[str, Any] = response.json()["desk"]
        return desk

    def wait(self) -> Guest:
        """Ask for a person, and agree to wait."""
        assert self.must("request")["state"] == "offered"
        assert self.must("accept")["state"] == "waiting"
        return self

    @property
    def desk(self) -> dict[str, Any]:
        response = self.http.get(f"{self.path}/desk", headers=self.headers)
        assert response.status_code == 200, response.text
        desk: dict[str, Any] = response.json()["desk"]
        return desk

    @property
    def state(self) -> str:
        state: str = self.desk["state"]
        return state

    def present(self, seq: int, *, typing: bool = False) -> httpx.Response:
        body = {"seq": seq, "typing": typing}
        return self.http.post(f"{self.path}/presence", json=body, headers=self.headers)

    def events(self, after: int = 0) -> list[dict[str, Any]]:
        """Every event so far: the stream's first pause ends it."""
        found: list[dict[str, Any]] = []
        for frame in self.frames(after):
            if frame is None:
                break
            if "seq" in frame:
                found.append(frame)
        return found

    def frames(self, after: int = 0) -> Iterator[dict[str, Any] | None]:
        """What comes over the stream, without end; None whenever nothing is left to send."""
        params, pauses = {"after": after}, 0
        with self.http.stream(
            "GET", f"{self.path}/events", params=params, headers=self.headers
        ) as response:
            assert response.status_code == 200, response.read()
            for line in response.iter_lines():
                if line.startswith(":"):
                    pauses += 1
                    # The first one only says that the connection stands.
                    if pauses > 1:
                        yield None
                elif line.startswith("data: "):
                    yield json.loads(line[6:])

    def lines(self) -> list[str]:
        """What the desk has said so far, by the keys of the wording."""
        return [event["line"] for event in self.events() if "line" in event]

    def hears(self, line: str, seconds: float = 10.0) -> bool:
        """Whether the desk says something in time."""
        return eventually(lambda: line in self.lines(), seconds)


STATES = ("bot", "offered", "waiting", "human", "left_message", "ended")


def bring(guest: Guest, ana: Colleague, ledger: Ledger, state: str) -> Guest:
    """Bring a visitor of an open practice into a state; `ended` is `bot` after a talk with Ana."""
    if state == "bot":
        return guest
    assert guest.must("request")["state"] == "offered"
    if state == "offered":
        return guest
    assert guest.must("accept")["state"] == "waiting"
    if state == "left_message":
        ledger.pass_time(guest.id, 181)
        until(lambda: guest.state == "left_message", "nobody comes")
    if state in ("human", "ended"):
        episode = ledger.open_one(guest.id)["id"]
        ana.take(episode)
        ana.says(episode, "Hello, this is Ana.")
        assert guest.say("Thank you").status_code == 200
        if state == "ended":
            ana.must(episode, "return")
    assert guest.state == ("bot" if state == "ended" else state)
    return guest


class Colleague(Browser):
    """Somebody of the staff, signed in."""

    def __init__(self, gateway: Any, name: str) -> None:
        super().__init__(gateway)
        self.name = name
        answer = self.sign_in(name)
        assert answer.status_code == 303, answer.text

    def do(self, episode: str, what: str, **fields: str) -> httpx.Response:
        """Press a button of a conversation."""
        return self.post(f"/staff/conversations/{episode}/{what}", **fields)

    def must(self, episode: str, what: str, **fields: str) -> None:
        """The same, where it has to work."""
        response = self.do(episode, what, **fields)
        assert response.status_code == 303, response.text

    def take(self, episode: str) -> None:
        self.must(episode, "claim")

    def reply(self, episode: str, text: str, client_id: str | None = None) -> httpx.Response:
        return self.do(episode, "reply", text=text, client_id=client_id or str(uuid.uuid4()))

    def says(self, episode: str, text: str) -> None:
        assert self.reply(episode, text).status_code == 303

    def rings(self, ledger: Ledger, guest: Visitor) -> int:
        """The priority that an open page is told of a visitor now: above 0 it rings; -1 for none."""
        ids = {one["id"] for one in ledger.episodes(guest.id) if one["ended_why"] is None}
        shown = self.live()
        found = [one["priority"] for one in shown["waiting"] + shown["held"] if one["id"] in ids]
        return max(found, default=-1)

    def live(self) -> dict[str, Any]:
        """What the stream of an open page begins with."""
        with self.http.stream("GET", "/staff/live/events") as response:
            assert response.status_code == 200, response.read()
            for line in response.iter_lines():
                if line.startswith("data: "):
                    shown: dict[str, Any] = json.loads(line[6:])
                    return shown
        raise AssertionError("the stream says nothing")

    @property
    def queue(self) -> str:
        """The page that shows who waits."""
        response = self.get("/staff/")
        assert response.status_code == 200, response.text
        return response.text

    def page(self, episode: str) -> str:
        response = self.get(f"/staff/conversations/{episode}")
        assert response.status_code == 200, response.text
        return response.text


class Ledger:
    """What stands in a gateway's SQLite file about hand-offs; none of it is sealed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.path, timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()

    def episodes(self, conversation: str) -> list[sqlite3.Row]:
        """The episodes of a conversation, in order."""
        query = "select * from episodes where conversation_id = ? order by requested_at, id"
        return self.rows(query, conversation)

    def open_one(self, conversation: str) -> sqlite3.Row:
        (found,) = [one for one in self.episodes(conversation) if one["ended_why"] is None]
        return found

    def moves(self, episode: str) -> list[tuple[str, str, str]]:
        query = "select source, target, why from episode_moves where episode_id = ? order by number"
        return [(one["source"], one["target"], one["why"]) for one in self.rows(query, episode)]

    def assert_whole(self, conversation: str) -> None:
        """Check that each episode's moves form a chain that ends in its state."""
        for episode in self.episodes(conversation):
            moves = self.moves(episode["id"])
            assert moves[0][0] == "bot" and moves[-1][1] == episode["state"]
            assert all(one[1] == two[0] for one, two in itertools.pairwise(moves))

    def pass_time(self, conversation: str, seconds: float) -> None:
        """Let time pass for the open episode of a conversation, in which nobody did anything."""
        changes = ", ".join(f"{name} = {name} - ?" for name in TIMES)
        query = f"update episodes set {changes} where conversation_id = ? and ended_why is null"
        with closing(sqlite3.connect(self.path, timeout=10)) as database:
            done = database.execute(query, (*[seconds] * len(TIMES), conversation))
            database.commit()
        assert done.rowcount == 1


class GatewayProcess:
    """A real gateway process, which a test may kill and start again."""

    def __init__(
        self,
        root: Path,
        folder: Path,
        engine_url: str,
        nursery: Nursery | None = None,
        **settings: str,
    ) -> None:
        """Start nothing yet.

        Args:
            root: the project's folder.
            folder: where the database and the log go.
            engine_url: of Rasa, or of whoever stands in for it.
            nursery: what starts it; with none it is started as an operator does.
            settings: environment variables without their prefix.
        """
        (self.port,) = free_ports(1)
        self.root = root
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = folder / "gateway.db"
        self.database_url = f"sqlite+aiosqlite:///{self.database}"
        self.ledger = Ledger(self.database)
        self.clients: list[httpx.Client] = []
        self.log = folder / "gateway.log"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("BETWEEN_")}
        chosen = {
            "ROOT": str(root),
            "PORT": str(self.port),
            "ENGINE_URL": engine_url,
            "DATABASE_URL": self.database_url,
            "DATA_KEYS": f'["{KEY}"]',
            "MESSAGES_PER_CONVERSATION": "1000000/minute",
            "MESSAGES_PER_ADDRESS": "1000000/minute",
            "CONVERSATIONS_PER_ADDRESS": "1000000/minute",
            "DESK_REQUESTS_PER_ADDRESS": "1000000/minute",
            **{key.upper(): str(value) for key, value in QUICK.items()},
            **settings,
        }
        self._environment = {
            **kept,
            **{f"BETWEEN_SESSIONS_{key}": value for key, value in chosen.items()},
            "PYTHONPATH": str(ROOT),
        }
        self._folder = folder
        self._nursery = nursery
        self._process: int | subprocess.Popen[bytes] | None = None

    def start(self) -> GatewayProcess:
        """Start it, and wait until it answers."""
        assert self._process is None
        if self._nursery is not None:
            self._process = self._nursery.start(self._environment, self._folder, self.log)
        else:
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "bot.gateway"],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
        assert eventually(self.is_up, READY_SECONDS), self.log.read_text()[-2000:]
        return self

    def is_up(self) -> bool:
        process = self._process
        lives = is_alive(process) if isinstance(process, int) else process and not process.poll()
        assert lives, self.log.read_text()[-2000:]
        try:
            answer = httpx.get(f"{self.url}/healthz", trust_env=False, timeout=5)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    def kill(self) -> None:
        """End it as `kill -9` does: it learns nothing of it."""
        process, self._process = self._process, None
        assert process is not None
        if isinstance(process, int):
            kill(process)
        else:
            process.kill()
            process.wait()

    def again(self) -> None:
        """Kill it, and start it again at once."""
        self.kill()
        self.start()

    def close(self) -> None:
        """Kill it for good."""
        while self.clients:
            self.clients.pop().close()
        if self._process is not None:
            self.kill()

    def hire(self, name: str, display_name: str, role: str = "staff") -> Staff:
        return hire(self.database_url, name, display_name, role, [KEY])

    def arrive(self) -> Guest:
        """A visitor with a new conversation."""
        # `Visitor` asks for no more of a gateway than its URL and its list of clients.
        return Guest(self).begin()  # type: ignore[arg-type]

    def episode_of(self, guest: Visitor) -> str:
        episode: str = self.ledger.open_one(guest.id)["id"]
        return episode


class Practice:
    """A gateway of this process, with staff: Ana and Ben, and Ada, an admin."""

    def __init__(self, gateway: RunningGateway) -> None:
        self.gateway = gateway
        self.url = gateway.settings.absolute_database_url()
        self.ledger = Ledger(gateway.database)
        self.staff = {
            name: hire(self.url, name, shown, role)
            for name, shown, role in (
                ("ana", "Ana Ruiz", "staff"),
                ("ben", "Ben Okafor", "staff"),
                ("ada", "Ada Lindqvist", "admin"),
            )
        }

    def arrive(self) -> Guest:
        """A visitor with a new conversation."""
        return Guest(self.gateway).begin()

    def sign_in(self, name: str) -> Colleague:
        return Colleague(self.gateway, name)

    def episode_of(self, guest: Visitor) -> str:
        episode: str = self.ledger.open_one(guest.id)["id"]
        return episode


def until(condition: Callable[[], bool], what: str, seconds: float = 15.0) -> None:
    """Wait for something that must come."""
    assert eventually(condition, seconds), f"{what}: this did not come in {seconds:.0f} s"


def patiently(send: Callable[[], httpx.Response], seconds: float = 60.0) -> httpx.Response:
    """Send the same again and again, as a page does, until it is answered for good."""
    end = time.monotonic() + seconds
    while True:
        try:
            response = send()
        except httpx.TransportError:
            response = None
        if response is not None and response.status_code < 500 and response.status_code != 429:
            return response
        assert time.monotonic() < end, "nobody answers"
        time.sleep(0.02)
