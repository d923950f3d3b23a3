"""Two hundred who wait and twenty who claim, on PostgreSQL: never two owners, and nothing is lost."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

import pytest

from bot.handoff import events
from bot.handoff.effects import Notify, Say
from bot.handoff.episode import Episode, Move, Priority, Reason, State, Why, staff_actor
from bot.handoff.errors import IllegalTransition
from bot.handoff.machine import begin
from bot.handoff.step import Desk, Step
from bot.handoff.timers import Timers
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.episodes import Episodes
from bot.store.records import Draft, EventType, Sender
from tests.handoff.test_machine_properties import MOVES
from tests.store.history import History

EPISODES = 200
STAFF = [f"s_{number:02}" for number in range(20)]
GATEWAYS = 4
SECONDS = 15.0
"""For so long they are at it; whatever is still open then is checked as it stands."""

LONGEST = 75.0
"""And on a slow machine until there was a crowd, but no longer."""

WHYS = frozenset({Why.CLAIMED, Why.HANDED_ON, Why.RETURNED, Why.CANCELLED, Why.ENDED, "answered"})

pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def lines_of(step: Step) -> list[Draft]:
    """What the visitor is told of a step, as the gateway does it."""
    return [
        Draft(EventType.STATE, Sender.SYSTEM, {"line": str(effect.key)})
        for effect in step.effects
        if isinstance(effect, Say)
    ]


def reply_of(staff: str, client_id: str) -> Callable[[Step], Sequence[Draft]]:
    """What a member of staff says, before whatever comes of it."""
    said = Draft(EventType.MESSAGE, Sender.STAFF, {"staff": staff, "id": client_id})
    return lambda step: [said, *lines_of(step)]


class Gateway:
    """One process's way to the database."""

    def __init__(self, database: Database) -> None:
        self.episodes = Episodes(database)
        self.conversations = Conversations(database)


class Practice:
    """Everybody at work at once, in a time that passes with what they do."""

    def __init__(self, gateways: Sequence[Gateway], seed: int) -> None:
        self.gateways = gateways
        self.seed = seed
        self.now = 1_800_000_000.0
        self.known: dict[str, Episode] = {}
        self.lost: Counter[bool] = Counter()
        self.refused = 0
        self.replies: dict[str, str] = {}
        self.whys: set[str] = set()
        self.began = 0.0
        self._numbers = itertools.count()

    def desk(self, after: float = 0.0) -> Desk:
        # No two things happen at the same moment.
        self.now += 0.1
        return Desk(self.now + after, True, Timers(), True, True, True)

    def learn(self, episode: Episode) -> None:
        """Keep the newest that anybody has seen of an episode."""
        known = self.known.get(episode.id)
        if known is None or known.version < episode.version:
            self.known[episode.id] = episode

    def open_ones(self, owner: str | None = None) -> list[Episode]:
        return [
            one
            for one in self.known.values()
            if not one.has_ended and (owner is None or one.owner == owner)
        ]

    @property
    def goes_on(self) -> bool:
        seconds = time.monotonic() - self.began
        return bool(self.open_ones()) and (
            seconds < SECONDS or (seconds < LONGEST and not self.was_a_crowd)
        )

    @property
    def was_a_crowd(self) -> bool:
        """Whether enough has happened at once, of every kind."""
        enough = self.lost[True] > 50 and self.refused > 100 and len(self.replies) > 100
        return enough and self.whys >= WHYS

    async def wait(self, gateway: Gateway, request: events.Request) -> None:
        """Somebody comes, and waits."""
        conversation = f"c_{secrets.token_hex(8)}"
        await gateway.conversations.create(conversation, "hash", [])
        make = partial(begin, f"e_{secrets.token_hex(8)}", conversation, request, self.desk())
        step, _ = await gateway.episodes.begin(conversation, make, lines_of)
        self.learn(step.episode)
        if step.episode.state is State.OFFERED:
            await self.act(gateway, step.episode.id, events.Accept())

    async def act(
        self,
        gateway: Gateway,
        episode_id: str,
        event: events.DeskEvent,
        drafts: Callable[[Step], Sequence[Draft]] = lines_of,
        client_id: str | None = None,
    ) -> Step | None:
        """Do something, with the notices that follow; None when it was refused."""
        try:
            step, _ = await gateway.episodes.apply(
                episode_id, event, self.desk(), drafts, client_id
            )
        except IllegalTransition:
            self.refused += 1
            return None
        self.learn(step.episode)
        self.whys.update(move.why for move in step.moves)
        for effect in step.effects:
            if isinstance(effect, Notify):
                # Chosen by the place, so that the run is the same for the same order.
                ok = (len(episode_id) + step.episode.version) % 3 != 0
                await self.act(gateway, episode_id, events.NoticeDone(effect.contact, ok=ok))
        return step

    async def staff(self, me: str, gateway: Gateway) -> None:
        """Take somebody from the top of the queue, and do something with one of one's own."""
        random = Random(f"{self.seed}{me}")
        while self.goes_on:
            queue = await gateway.episodes.waiting()
            if queue and random.random() < 0.5:
                await self.claim(me, gateway, random.choice(queue[:3]).id)
            held = self.open_ones(me)
            if random.random() < 0.1:
                # Somebody else's, from a page that is open since before.
                held = self.open_ones()
            if held:
                await self.work(me, gateway, random.choice(held).id, random)
            await asyncio.sleep(0)

    async def claim(self, me: str, gateway: Gateway, episode_id: str) -> None:
        if await self.act(gateway, episode_id, events.Claim(me)) is not None:
            return
        now = await gateway.episodes.get(episode_id)
        assert now is not None
        # Whoever is too late can be told who has it, unless it is over already; or was handed it since.
        if now.owner == me:
            moves = await gateway.episodes.moves(episode_id)
            assert Why.HANDED_ON in {move.why for move in moves}
        assert now.owner in STAFF or now.state is not State.HUMAN
        self.lost[now.owner is not None] += 1

    async def work(self, me: str, gateway: Gateway, episode_id: str, random: Random) -> None:
        dice = random.random()
        if dice < 0.6:
            client_id = f"{me}-{next(self._numbers)}"
            send = partial(
                self.act,
                gateway,
                episode_id,
                events.StaffSeen(me),
                reply_of(me, client_id),
                client_id,
            )
            # Now and then it is sent twice, as by a page that got no answer.
            sent = await asyncio.gather(*(send() for _ in range(1 if dice < 0.4 else 2)))
            if any(sent):
                self.replies[client_id] = me
        elif dice < 0.75:
            others = [one for one in STAFF if one != me]
            await self.act(gateway, episode_id, events.HandTo(me, random.choice(others)))
        elif dice < 0.85:
            await self.act(gateway, episode_id, events.Return(me))
        elif dice < 0.95:
            await self.act(gateway, episode_id, events.StaffEnds(me, "answered"))
        else:
            await self.act(gateway, episode_id, events.StaffSeen(me))

    async def visitors(self, gateway: Gateway, number: int) -> None:
        """Visitors write, show danger, give up, or leave."""
        random = Random(f"{self.seed}visitors{number}")
        while self.goes_on:
            one = random.choice(self.open_ones())
            event: events.DeskEvent = random.choices(
                [
                    events.VisitorSeen(),
                    events.Danger(Priority.EMERGENCY),
                    events.Cancel(),
                    events.VisitorEnds(),
                ],
                [20, 4, 1, 1],
            )[0]
            await self.act(gateway, one.id, event)
            said = Draft(EventType.MESSAGE, Sender.VISITOR, {})
            name = f"v{next(self._numbers)}"
            await gateway.conversations.begin_message(
                one.conversation, name, [said], careful=False, notice=None
            )
            await asyncio.sleep(0.01)

    async def clock(self, gateway: Gateway) -> None:
        """Each gateway fires what is due, all of them at once."""
        while self.goes_on:
            for episode_id in await gateway.episodes.due(self.now):
                await self.act(gateway, episode_id, events.Due())
            await asyncio.sleep(0.05)

    async def run(self) -> None:
        """Until nobody is left, or the time is over."""
        self.began = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            for number, me in enumerate(STAFF):
                tasks.create_task(self.staff(me, self.gateways[number % GATEWAYS]))
            for number, gateway in enumerate(self.gateways):
                tasks.create_task(self.visitors(gateway, number))
                tasks.create_task(self.clock(gateway))


def owners_by_moves(moves: Sequence[Move], handed: Sequence[str]) -> None:
    """Check who acts: while somebody has it, nobody else of the staff does anything."""
    owner: str | None = None
    to = iter(handed)
    for move in moves:
        by_staff = move.actor.startswith("staff:")
        if move.why == Why.CLAIMED:
            assert owner is None and by_staff
            owner = move.actor
        elif by_staff:
            assert move.actor == owner
        if move.target is not State.HUMAN:
            owner = None
        elif move.why == Why.HANDED_ON:
            owner = staff_actor(next(to))


@pytest.mark.timeout(120)
async def test_of_two_hundred_who_wait_none_ever_has_two_owners(
    connect: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History()
    history.record(monkeypatch)
    databases = [connect() for _ in range(GATEWAYS)]
    for database in databases:
        await database.prepare()
    gateways = [Gateway(one) for one in databases]
    practice = Practice(gateways, seed=4)
    danger = events.Request(Reason.DANGER, Priority.DANGER)
    for number in range(0, EPISODES, 20):
        await asyncio.gather(
            *(
                practice.wait(
                    gateways[one % GATEWAYS],
                    danger if one % 10 == 0 else events.Request(Reason.REQUEST),
                )
                for one in range(number, number + 20)
            )
        )
    assert len(await gateways[0].episodes.waiting()) == EPISODES
    await practice.run()

    said: Counter[str] = Counter()
    whys: Counter[str] = Counter()
    for episode_id in history.begun:
        replayed = history.replay(episode_id)
        stored = await gateways[0].episodes.get(episode_id)
        moves = await gateways[0].episodes.moves(episode_id)
        # What they did at once is what one after the other would have done.
        assert stored == replayed.episodes[-1]
        assert moves == replayed.moves
        whys.update(move.why for move in moves)
        # Each move begins where the last has ended, and is one that there is.
        assert moves[0].source is State.BOT and moves[-1].target is stored.state
        assert all(one.target is two.source for one, two in itertools.pairwise(moves))
        assert {(move.source, move.target) for move in moves} <= MOVES
        handed = [
            after.owner
            for before, after in itertools.pairwise(replayed.episodes)
            if before.owner and after.owner and before.owner != after.owner
        ]
        owners_by_moves(moves, handed)
        assert all(
            (one.state is State.HUMAN) == (one.owner is not None) for one in replayed.episodes
        )
        # And the visitor has read it once, in that order.
        transcript = await gateways[0].conversations.events_after(stored.conversation, 0, 10_000)
        assert transcript is not None
        assert [one.seq for one in transcript] == list(range(1, len(transcript) + 1))
        told = [one.data["line"] for one in transcript if one.type == EventType.STATE]
        assert told == [one.data["line"] for step in replayed.steps for one in lines_of(step)]
        for one in transcript:
            if one.sender == Sender.STAFF:
                said[one.data["id"]] += 1
                assert one.data["staff"] in replayed.owners
    assert said == dict.fromkeys(practice.replies, 1)
    assert set(history.begun) == set(practice.known) and len(history.begun) == EPISODES
    assert practice.was_a_crowd and set(whys) >= WHYS
