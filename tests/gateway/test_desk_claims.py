"""Two hundred who wait and twenty at the consoles of two gateways: one owner each, and losers are told who."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.console.desk import AlreadyClaimed, DeskPort, DeskRefusal, NoLongerPossible, NotHeld
from bot.gateway.parts import Parts
from bot.handoff.episode import Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import Accept, Request
from bot.store.records import Sender
from bot.store.staff import Staff
from tests import postgres
from tests.e2e.desk import hire, set_hours
from tests.gateway.running import RunningGateway
from tests.handoff.test_machine_properties import MOVES
from tests.store.history import History

EPISODES = 200
COLLEAGUES = 20
KEY = Fernet.generate_key().decode()


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """A real PostgreSQL."""
    if postgres.BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as address:
        yield f"{address}postgres"


@pytest.fixture
def history(monkeypatch: pytest.MonkeyPatch) -> History:
    found = History()
    found.record(monkeypatch)
    return found


@pytest.fixture
def gateways(
    serve: Callable[..., RunningGateway], content_root: Path, database_url: str, history: History
) -> list[RunningGateway]:
    """Two gateways of one open practice."""
    set_hours(content_root, is_open=True)
    changes: dict[str, Any] = {
        "database_url": database_url,
        "data_keys": (KEY,),
        "store_timeout": 10.0,
        "desk_poll_seconds": 0.2,
    }
    return [serve(**changes) for _ in range(2)]


@dataclass
class Day:
    """What the colleagues did and were told."""

    staff: list[Staff]
    done: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    replies: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def work(self, me: Staff, desk: DeskPort) -> None:
        """Take somebody from the top of the queue, talk, and let go, until nobody waits."""
        random = Random(me.name)
        while True:
            queue = await desk.waiting()
            if not queue:
                return
            one = random.choice(queue[:4]).id
            try:
                claimed = await desk.claim(one, me)
            except AlreadyClaimed as lost:
                self.told.append((one, me.display_name, lost.owner))
                continue
            except NoLongerPossible:
                self.done["too late"] += 1
                continue
            assert claimed.owner == me.id
            await self.talk(one, claimed.conversation, me, desk, random)

    async def talk(
        self, episode: str, conversation: str, me: Staff, desk: DeskPort, random: Random
    ) -> None:
        text, client_id = f"{me.name} {secrets.token_hex(4)}", secrets.token_hex(8)
        # Twice at once, as by somebody whose connection is bad.
        sent = await asyncio.gather(*(desk.reply(episode, me, text, client_id) for _ in range(2)))
        assert sent[0] == sent[1]
        self.replies[conversation].append(text)
        dice = random.random()
        if dice < 0.3:
            to = random.choice([one for one in self.staff if one != me])
            await desk.hand_to(episode, me, to)
            with pytest.raises(NotHeld):
                await desk.reply(episode, me, "too late", secrets.token_hex(8))
            with pytest.raises(AlreadyClaimed) as told:
                await desk.claim(episode, me)
            assert told.value.owner == to.display_name
            # The colleague lets it go; from either gateway.
            await desk.close(episode, to, "answered")
        elif dice < 0.6:
            await desk.give_back(episode, me)
        else:
            await desk.close(episode, me, "answered")
        with pytest.raises(DeskRefusal):
            await desk.reply(episode, me, "too late", secrets.token_hex(8))
        self.done["talked"] += 1


async def arrive(parts: Parts) -> str:
    """Somebody who agrees to wait."""
    conversation = f"c_{secrets.token_hex(16)}"
    await parts.store.create(conversation, "hash", [])
    step, _ = await parts.desk.begin(conversation, Request(Reason.REQUEST))
    await parts.desk.apply(step.episode, Accept())
    return step.episode.id


def on(gateway: RunningGateway, *work: Any) -> asyncio.Future[Any]:
    """Start work on a gateway's own loop."""

    async def together() -> list[Any]:
        return await asyncio.gather(*work)

    done = asyncio.run_coroutine_threadsafe(together(), gateway._loop)
    return asyncio.wrap_future(done)


@pytest.mark.timeout(150)
async def test_each_has_one_owner_at_a_time_and_who_is_too_late_is_told_who(
    gateways: list[RunningGateway], database_url: str, history: History
) -> None:
    staff = [
        hire(database_url, f"staff{number}", f"Colleague {number}", keys=[KEY])
        for number in range(COLLEAGUES)
    ]
    parts: list[Parts] = [one.app.ctx.parts for one in gateways]
    for _ in range(0, EPISODES, 20):
        await asyncio.gather(
            *(
                on(one, *(arrive(part) for _ in range(10)))
                for one, part in zip(gateways, parts, strict=True)
            )
        )
    assert len(history.begun) == EPISODES
    day = Day(staff)
    await asyncio.gather(
        *(
            on(one, *(day.work(me, part.console.desk) for me in staff[number::2]))
            for number, (one, part) in enumerate(zip(gateways, parts, strict=True))
        )
    )

    names = {one.id: one.display_name for one in staff}
    owners: dict[str, set[str]] = {}
    for episode_id in history.begun:
        replayed = history.replay(episode_id)
        episode = replayed.episodes[-1]
        stored, moves, events = await on(
            gateways[0],
            parts[0].desk.episodes.get(episode_id),
            parts[0].desk.episodes.moves(episode_id),
            parts[0].store.events_after(episode.conversation, 0, 1000),
        )
        assert stored == episode and moves == replayed.moves
        assert episode.state is State.BOT and episode.ended_by in {
            f"staff:{owner}" for owner in replayed.owners
        }
        assert all(one.target is two.source for one, two in pairwise(moves))
        assert {(move.source, move.target) for move in moves} <= MOVES
        assert [move.why for move in moves].count("claimed") == 1
        said = [one.data["text"] for one in events if one.sender == Sender.STAFF]
        assert said == day.replies[episode.conversation] and len(said) == 1
        owners[episode_id] = {names[owner] for owner in replayed.owners}
    assert day.done["talked"] == EPISODES
    # There was a crowd, and whoever was named had it.
    assert len(day.told) > 20
    assert all(owner != loser and owner in owners[one] for one, loser, owner in day.told)


async def test_the_machine_is_asked_whoever_asks(gateways: list[RunningGateway]) -> None:
    """What the console's desk refuses, the store refuses as well: there is no way around it."""
    parts: Parts = gateways[0].app.ctx.parts
    (episode_id,) = await on(gateways[0], arrive(parts))
    (episode,) = await on(gateways[0], parts.desk.episodes.get(episode_id))
    with pytest.raises(IllegalTransition):
        await on(gateways[1], gateways[1].app.ctx.parts.desk.apply(episode, Accept()))
