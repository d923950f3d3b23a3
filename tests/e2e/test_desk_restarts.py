"""`kill -9` of the gateway in every state of a hand-off: nothing is lost, doubled, or fired twice."""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from bot.settings import ROOT
from tests.e2e.assistant import eventually
from tests.e2e.desk import (
    KEY,
    Colleague,
    GatewayProcess,
    Guest,
    bring,
    left_messages,
    patiently,
    set_hours,
    until,
)
from tests.e2e.nursery import Nursery, nursery
from tests.gateway.standin import StandIn

pytestmark = pytest.mark.e2e
RESTARTS = 50
MESSAGES = 1000
"""Both sides together."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The real content, of a practice that is open; without the danger screen's slow second layer."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copytree(ROOT / "data", root / "data")
    set_hours(root, is_open=True)
    return root


@pytest.fixture(scope="module")
def quick() -> Iterator[Nursery]:
    """What starts a gateway in a fraction of a second."""
    with nursery() as found:
        yield found


@pytest.fixture
def gateway(
    root: Path, tmp_path: Path, engine: StandIn, quick: Nursery
) -> Iterator[GatewayProcess]:
    """A gateway with somebody of the staff."""
    process = GatewayProcess(root, tmp_path, engine.url, quick)
    try:
        process.hire("ana", "Ana Ruiz")
        yield process.start()
    finally:
        process.close()


@dataclass(frozen=True)
class Case:
    """A state, how a visitor gets there, and what follows when nobody does anything.

    Attributes:
        passes: seconds after which something is due.
        lines: what is said then.
        after: the state from then on.
    """

    state: str
    passes: float
    lines: tuple[str, ...]
    after: str

    def reach(self, gateway: GatewayProcess, guest: Guest) -> None:
        bring(guest, Colleague(gateway, "ana"), gateway.ledger, self.state)

    def __str__(self) -> str:
        return f"{self.state}-{self.passes:.0f}s"


CASES = [
    Case("offered", 301, ("desk_offer_lapsed", "desk_back"), "bot"),
    Case("waiting", 31, ("desk_still_waiting",), "waiting"),
    Case("waiting", 181, ("desk_left_missed",), "left_message"),
    Case("human", 601, ("desk_ended_idle", "desk_back"), "bot"),
    Case("left_message", 901, ("desk_form_lapsed", "desk_back"), "bot"),
]


def settle(gateway: GatewayProcess) -> None:
    """Wait until the gateway has looked at the deadlines: another visitor's, due last, has fired."""
    witness = gateway.arrive()
    witness.must("request")
    gateway.ledger.pass_time(witness.id, 300.01)
    until(lambda: "desk_offer_lapsed" in witness.lines(), "the witness's offer lapses")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_fell_due_while_it_was_dead_is_done_once(gateway: GatewayProcess, case: Case) -> None:
    guest = gateway.arrive()
    case.reach(gateway, guest)
    before = guest.lines()
    random = Random(case.state)
    gateway.kill()
    gateway.ledger.pass_time(guest.id, case.passes)
    # Killed again at the moment at which it is done, or just before, or just after.
    for delay in (0.0, random.uniform(0, 0.1), random.uniform(0, 0.3)):
        gateway.start()
        time.sleep(delay)
        gateway.kill()
    gateway.start()
    until(lambda: set(case.lines) <= set(guest.lines()), f"{case} is said")
    settle(gateway)
    gateway.again()
    settle(gateway)
    assert guest.lines() == [*before, *case.lines]
    assert guest.state == case.after
    gateway.ledger.assert_whole(guest.id)
    assert len(gateway.ledger.episodes(guest.id)) == 1


def test_staff_are_not_lost_because_the_gateway_was(gateway: GatewayProcess) -> None:
    guest = gateway.arrive()
    Case("human", 0, (), "human").reach(gateway, guest)
    gateway.kill()
    gateway.ledger.pass_time(guest.id, 61)
    gateway.start()
    settle(gateway)
    assert guest.state == "human" and "desk_staff_lost" not in guest.lines()


def test_staff_who_are_lost_are_so_once_whenever_it_is_killed(gateway: GatewayProcess) -> None:
    guest = gateway.arrive()
    Case("human", 0, (), "human").reach(gateway, guest)
    before, random = guest.lines(), Random(61)
    for delay in (0.0, random.uniform(0, 0.15), random.uniform(0, 0.15), 15.0):
        if gateway.ledger.open_one(guest.id)["state"] == "human":
            gateway.ledger.pass_time(guest.id, 61)
        eventually(lambda: "desk_staff_lost" in guest.lines(), delay)
        gateway.again()
        settle(gateway)
    # A slow machine goes on to what is due 30 s later.
    assert guest.lines()[: len(before) + 1] == [*before, "desk_staff_lost"]
    assert guest.lines().count("desk_staff_lost") == 1 and guest.state == "waiting"
    gateway.ledger.assert_whole(guest.id)
    # The colleague comes back, and takes it again.
    Colleague(gateway, "ana").take(gateway.episode_of(guest))
    assert guest.lines()[-1] == "desk_joined"


@pytest.mark.parametrize("state", ["offered", "waiting", "human", "left_message", "ended"])
def test_it_goes_on_where_it_was(gateway: GatewayProcess, state: str) -> None:
    guest = gateway.arrive()
    Case(state, 0, (), state).reach(gateway, guest)
    desk, events = guest.desk, guest.events()
    moves = [gateway.ledger.moves(one["id"]) for one in gateway.ledger.episodes(guest.id)]
    gateway.again()
    settle(gateway)
    assert guest.desk == desk
    assert guest.events() == events
    assert moves == [gateway.ledger.moves(one["id"]) for one in gateway.ledger.episodes(guest.id)]
    _go_on(gateway, guest, state)
    gateway.ledger.assert_whole(guest.id)
    seqs = [one["seq"] for one in guest.events()]
    assert seqs == list(range(1, len(seqs) + 1))


def _go_on(gateway: GatewayProcess, guest: Guest, state: str) -> None:
    """Do what can be done in a state, over and past one more restart."""
    if state == "offered":
        assert guest.must("accept")["state"] == "waiting"
    if state == "ended":
        assert guest.say("hello").json()["late"] is False
        guest.must("request")
        guest.must("accept")
        assert len(gateway.ledger.episodes(guest.id)) == 2
    if state == "left_message":
        sent = str(uuid.uuid4())
        words = {"text": "Please call me", "reach": "555-0100"}
        assert guest.act("send", sent, **words).status_code == 200
        gateway.again()
        # The page does not know that it has arrived.
        again = guest.act("send", sent, **words)
        assert again.status_code == 200 and again.json()["desk"]["state"] == "bot"
        (left,) = left_messages(gateway.database_url, [KEY])
        assert (left.text, left.reach) == ("Please call me", "555-0100")
        assert guest.lines().count("desk_message_sent") == 1
        return
    episode = gateway.episode_of(guest)
    ana = Colleague(gateway, "ana")
    if state != "human":
        ana.take(episode)
    ana.says(episode, "Still here.")
    assert guest.say("So am I").status_code == 200
    said = [one["text"] for one in guest.events() if one["type"] == "message"]
    assert said[-2:] == ["Still here.", "So am I"]
    ana.must(episode, "close", why="answered")
    assert guest.state == "bot"


def test_as_an_operator_starts_it(root: Path, tmp_path: Path, engine: StandIn) -> None:
    """By `python -m bot.gateway`, with all that this loads."""
    process = GatewayProcess(root, tmp_path, engine.url)
    try:
        process.hire("ana", "Ana Ruiz")
        guest = process.start().arrive().wait()
        lines = guest.lines()
        process.again()
        # On a slow machine it may have reached the time for a word of comfort.
        since = guest.lines()[len(lines) :]
        assert guest.state == "waiting" and guest.lines()[: len(lines)] == lines
        assert set(since) <= {"desk_still_waiting"} and len(since) <= 1
        _go_on(process, guest, "waiting")
    finally:
        process.close()


def test_a_sign_in_outlives_the_gateway(gateway: GatewayProcess) -> None:
    ana = Colleague(gateway, "ana")
    guest = gateway.arrive().wait()
    gateway.again()
    ana.take(gateway.episode_of(guest))
    assert guest.desk["staff"] == "Ana Ruiz"


@dataclass
class Talk:
    """Two who talk while the ground moves, and one who reads along."""

    gateway: GatewayProcess
    guest: Guest
    episode: str
    visitor_sent: list[str] = field(default_factory=list)
    staff_sent: list[str] = field(default_factory=list)
    read: list[dict[str, Any]] = field(default_factory=list)
    reconnects: int = 0
    failures: list[BaseException] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return len(self.visitor_sent) + len(self.staff_sent)

    def has_sent(self, wanted: float) -> bool:
        return self.sent >= wanted or bool(self.failures)

    @property
    def last(self) -> int:
        return self.read[-1]["seq"] if self.read else 0

    def as_visitor(self) -> None:
        for number in range(MESSAGES // 2):
            text, client_id = f"visitor {number}", str(uuid.uuid4())
            response = patiently(partial(self.guest.say, text, client_id))
            assert response.status_code == 200, response.text
            self.visitor_sent.append(text)

    def as_staff(self) -> None:
        ana = Colleague(self.gateway, "ana")
        for number in range(MESSAGES // 2):
            text, client_id = f"staff {number}", str(uuid.uuid4())
            response = patiently(partial(ana.reply, self.episode, text, client_id))
            assert response.status_code == 303, response.text
            self.staff_sent.append(text)

    def as_reader(self) -> None:
        """The visitor's page: comes back with its cursor whenever the stream breaks."""
        reader = Guest(self.gateway)  # type: ignore[arg-type]
        reader.id, reader.token = self.guest.id, self.guest.token
        end = time.monotonic() + 240
        while time.monotonic() < end:
            try:
                for frame in reader.frames(self.last):
                    if frame is None and self.sent == MESSAGES:
                        return
                    if frame is not None and "seq" in frame:
                        self.read.append(frame)
            except httpx.TransportError:
                self.reconnects += 1
                time.sleep(0.02)

    def as_thread(self, part: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                part()
            except BaseException as error:
                self.failures.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread


@pytest.mark.timeout(290)
def test_a_thousand_messages_over_fifty_restarts_are_all_there_once_and_in_order(
    gateway: GatewayProcess,
) -> None:
    guest = gateway.arrive().wait()
    episode = gateway.episode_of(guest)
    Colleague(gateway, "ana").take(episode)
    talk = Talk(gateway, guest, episode)
    parts = [talk.as_thread(one) for one in (talk.as_visitor, talk.as_staff, talk.as_reader)]
    random = Random(50)
    for restart in range(RESTARTS):
        # Somewhere within the messages of this stretch, so that both go on to the end.
        wanted = (restart + random.random()) * MESSAGES / (RESTARTS + 1)
        until(partial(talk.has_sent, wanted), "they go on", 60)
        assert not talk.failures, talk.failures
        gateway.again()
    for part in parts:
        part.join(120)
    assert not talk.failures and not any(part.is_alive() for part in parts), talk.failures

    events = guest.events()
    assert [one["seq"] for one in events] == list(range(1, len(events) + 1))
    for sender in ("visitor", "staff"):
        said = [one["text"] for one in events if one["type"] == "message" and one["from"] == sender]
        assert said == [f"{sender} {number}" for number in range(MESSAGES // 2)]
    # The page that read along has the same, once and in order, whatever was cut off.
    assert talk.reconnects >= RESTARTS // 2
    assert all(one["seq"] + 1 == two["seq"] for one, two in pairwise(talk.read))
    assert talk.read == events
    # And so has the console.
    page = Colleague(gateway, "ana").page(episode)
    for number in range(MESSAGES // 2):
        assert page.count(f">visitor {number}</p>") == page.count(f">staff {number}</p>") == 1
    assert guest.state == "human"
    assert [line for line in guest.lines() if line.startswith("desk_joined")] == ["desk_joined"]
    gateway.ledger.assert_whole(guest.id)
