"""Hand-offs in the store, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff import events
from bot.handoff.episode import Episode, Priority, State, Why
from bot.handoff.errors import IllegalTransition
from bot.handoff.machine import begin
from bot.handoff.step import Step
from bot.store import episodes as store
from bot.store.audit import Audit
from bot.store.database import Database
from bot.store.desk_models import EpisodeRow
from bot.store.errors import ConversationGone, EpisodeChanged, EpisodeExists, EpisodeGone
from bot.store.idle import IdleConversations
from bot.store.records import Draft, EventType, Sender
from tests.store.desks import DANGER, NOON, REQUEST, Desks, another, desk, nothing


def one_line(words: str) -> Callable[[Step], list[Draft]]:
    return lambda step: [Draft(EventType.MESSAGE, Sender.STAFF, {"text": words})]


def each_effect(step: Step) -> list[Draft]:
    return [
        Draft(EventType.STATE, Sender.SYSTEM, {"effect": type(effect).__name__})
        for effect in step.effects
    ]


async def rows_in(database: Database, *tables: str) -> dict[str, int]:
    async with database.reading() as session:
        return {
            table: (await session.execute(text(f"select count(*) from {table}"))).scalar_one()
            for table in tables
        }


@pytest.fixture
def desks(database: Database) -> Desks:
    return Desks(database)


async def test_what_is_stored_is_what_the_machine_made(desks: Desks) -> None:
    episode = await desks.begin()
    assert episode.state == State.OFFERED and await desks.now(episode) == episode
    assert await desks.episodes.current(episode.conversation) == episode
    for event in (
        events.Accept(),
        events.Danger(Priority.EMERGENCY),
        events.Claim("s_1"),
        events.VisitorSeen(),
    ):
        episode = await desks.apply(episode, event)
        assert await desks.now(episode) == episode
    assert episode.state == State.HUMAN and episode.owner == "s_1"
    assert episode.priority is Priority.EMERGENCY


async def test_every_move_is_recorded_in_order(desks: Desks) -> None:
    episode = await desks.begin()
    await desks.apply(episode, events.Accept(), NOON + 1)
    await desks.apply(episode, events.Claim("s_1"), NOON + 2)
    await desks.apply(episode, events.StaffSeen("s_1"), NOON + 3)
    await desks.apply(episode, events.StaffEnds("s_1", "answered"), NOON + 4)
    moves = await desks.episodes.moves(episode.id)
    assert [(one.source, one.target, one.why, one.actor, one.at - NOON) for one in moves] == [
        (State.BOT, State.OFFERED, Why.REQUEST, "visitor", 0),
        (State.OFFERED, State.WAITING, Why.ACCEPTED, "visitor", 1),
        (State.WAITING, State.HUMAN, Why.CLAIMED, "staff:s_1", 2),
        (State.HUMAN, State.CLOSED, "answered", "staff:s_1", 4),
        (State.CLOSED, State.BOT, Why.BACK, "system", 4),
    ]
    assert await desks.episodes.moves("e_none") == []


async def test_what_is_said_of_a_step_is_in_the_conversation_after_what_was_there(
    desks: Desks,
) -> None:
    await desks.conversations.create("c", "hash", [Draft(EventType.MESSAGE, Sender.BOT, {})])
    make = partial(begin, "e", "c", REQUEST, desk())
    _, first = await desks.episodes.begin("c", make, each_effect)
    step, second = await desks.episodes.apply("e", events.Accept(), desk(), each_effect)
    assert len(first) == 1 and [one.data["effect"] for one in second] == ["Say", "Alert", "Notify"]
    assert await desks.conversations.events_after("c", 1, 100) == [*first, *second]
    assert [one.seq for one in first + second] == [2, 3, 4, 5]
    assert step.episode == await desks.now(step.episode)


async def test_a_conversation_has_one_open_episode_at_a_time(desks: Desks) -> None:
    episode = await desks.begin()
    with pytest.raises(EpisodeExists):
        await desks.begin(conversation=episode.conversation)
    await desks.apply(episode, events.Due(), NOON + 1000)
    assert await desks.episodes.current(episode.conversation) is None
    again = await desks.begin(conversation=episode.conversation)
    assert again.id != episode.id
    assert await desks.episodes.current(episode.conversation) == again


async def test_danger_out_of_hours_is_kept_as_an_episode_that_has_ended(desks: Desks) -> None:
    episode = await desks.begin(DANGER, is_open=False)
    assert episode.has_ended and await desks.now(episode) == episode
    assert await desks.episodes.current(episode.conversation) is None
    assert await desks.episodes.open_ones() == []
    assert len(await desks.episodes.moves(episode.id)) == 2


async def test_nothing_begins_without_a_conversation_and_nothing_happens_to_no_episode(
    desks: Desks,
) -> None:
    with pytest.raises(ConversationGone):
        await desks.begin(conversation="c_gone")
    with pytest.raises(EpisodeGone):
        await desks.episodes.apply("e_gone", events.Accept(), desk(), nothing)
    assert await desks.episodes.get("e_gone") is None


async def test_what_the_machine_refuses_changes_nothing_and_says_nothing(desks: Desks) -> None:
    episode = await desks.begin()
    with pytest.raises(IllegalTransition):
        await desks.episodes.apply(episode.id, events.Claim("s_1"), desk(), one_line("canary"))
    assert await desks.now(episode) == episode
    assert len(await desks.episodes.moves(episode.id)) == 1
    assert await desks.conversations.events_after(episode.conversation, 0, 10) == []


async def gather(*work: Awaitable[object]) -> list[object]:
    return await asyncio.gather(*work, return_exceptions=True)


async def test_of_many_claims_at_once_one_gets_it(
    desks: Desks, connect: Callable[[], Database]
) -> None:
    """From several processes: on PostgreSQL they really run at once."""
    others = [desks, *[await another(connect) for _ in range(3)]]
    for _ in range(5):
        episode = await desks.wait()
        staff = [f"s_{number}" for number in range(12)]
        results = await gather(
            *(
                others[number % 4].episodes.apply(
                    episode.id, events.Claim(one), desk(), one_line(one)
                )
                for number, one in enumerate(staff)
            )
        )
        won = [one for one in results if isinstance(one, tuple)]
        lost = [one for one in results if isinstance(one, IllegalTransition)]
        assert (len(won), len(lost)) == (1, 11)
        stored = await desks.now(episode)
        assert stored == won[0][0].episode and stored.owner in staff
        # And only the owner's words were said.
        said = await desks.conversations.events_after(episode.conversation, 0, 100)
        assert said is not None and [one.data["text"] for one in said] == [stored.owner]


async def test_of_many_requests_at_once_one_begins(
    desks: Desks, connect: Callable[[], Database]
) -> None:
    other = await another(connect)
    await desks.conversations.create("c", "hash", [])
    results = await gather(
        *((desks, other)[number % 2].begin(conversation="c") for number in range(8))
    )
    assert sum(isinstance(one, Episode) for one in results) == 1
    assert sum(isinstance(one, EpisodeExists) for one in results) == 7


async def test_events_of_both_sides_at_once_are_numbered_without_gaps(
    desks: Desks, connect: Callable[[], Database]
) -> None:
    other = await another(connect)
    episode = await desks.wait()
    await desks.apply(episode, events.Claim("s_1"))
    visitor = Draft(EventType.MESSAGE, Sender.VISITOR, {"text": "visitor"})
    results = await gather(
        *(
            desks.conversations.begin_message(
                episode.conversation, f"v{number}", [visitor], careful=False, notice=None
            )
            for number in range(20)
        ),
        *(
            other.episodes.apply(
                episode.id, events.StaffSeen("s_1"), desk(), one_line("staff"), f"s{number}"
            )
            for number in range(20)
        ),
    )
    assert [one for one in results if isinstance(one, BaseException)] == []
    transcript = await desks.conversations.events_after(episode.conversation, 0, 100)
    assert transcript is not None and [one.seq for one in transcript] == list(range(1, 41))


async def test_a_conversation_that_is_deleted_while_somebody_acts_is_gone_whole(
    desks: Desks, connect: Callable[[], Database], database: Database
) -> None:
    other = await another(connect)
    gone = (EpisodeGone, ConversationGone)
    for number in range(6):
        episode = await desks.wait()
        await desks.apply(episode, events.Claim("s_1"))
        send = partial(
            other.episodes.apply, episode.id, events.StaffSeen("s_1"), desk(), one_line("hi")
        )
        delete = partial(desks.conversations.delete, episode.conversation)
        work: list[Awaitable[object]] = [send() for _ in range(6)]
        work.insert(number, delete())
        results = await gather(*work)
        failed = [one for one in results if isinstance(one, BaseException)]
        assert all(isinstance(one, gone) for one in failed)
        assert await desks.episodes.get(episode.id) is None
    left = await rows_in(database, "episodes", "episode_moves", "events", "messages")
    assert left == {"episodes": 0, "episode_moves": 0, "events": 0, "messages": 0}


async def test_a_change_past_the_lock_is_seen_and_nothing_is_written_over_it(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = await desks.wait()
    real = store._replace

    async def late(session: AsyncSession, before: Episode, after: Episode) -> None:
        """As if the row had been read without its lock, and somebody had written since."""
        newer = update(EpisodeRow).values(version=before.version + 7)
        await session.execute(newer.where(EpisodeRow.id == before.id))
        await real(session, before, after)

    monkeypatch.setattr(store, "_replace", late)
    with pytest.raises(EpisodeChanged):
        await desks.episodes.apply(episode.id, events.Claim("s_1"), desk(), one_line("canary"))
    assert await desks.now(episode) == episode
    assert await desks.conversations.events_after(episode.conversation, 0, 10) == []


async def test_what_staff_send_twice_is_said_once(desks: Desks) -> None:
    episode = await desks.wait()
    await desks.apply(episode, events.Claim("s_1"))
    send = partial(desks.episodes.apply, episode.id, events.StaffSeen("s_1"), desk(), client_id="m")
    _, first = await send(drafts=one_line("hello"))
    step, again = await send(drafts=one_line("hello"))
    assert first == again and len(first) == 1
    assert step == Step(await desks.now(episode))
    transcript = await desks.conversations.events_after(episode.conversation, 0, 10)
    assert transcript == first


async def test_a_reply_of_somebody_else_is_refused_and_can_be_sent_again_later(
    desks: Desks,
) -> None:
    episode = await desks.wait()
    send = partial(
        desks.episodes.apply, episode.id, events.StaffSeen("s_1"), desk(), one_line("hello"), "m"
    )
    with pytest.raises(IllegalTransition):
        await send()
    await desks.apply(episode, events.Claim("s_1"))
    assert len((await send())[1]) == 1


async def test_a_deadline_survives_a_restart_and_fires_once(
    connect: Callable[[], Database],
) -> None:
    first = await another(connect)
    episode = await first.wait()
    await first.episodes.database.close()
    desks = await another(connect)
    assert await desks.episodes.due(NOON + 29) == []
    assert await desks.episodes.due(NOON + 30) == [episode.id]
    later = desk(NOON + 31)
    fired, said = await desks.episodes.apply(episode.id, events.Due(), later, each_effect)
    assert fired.episode.reassured and len(said) == 1
    assert await desks.episodes.due(NOON + 31) == []
    again, silence = await desks.episodes.apply(episode.id, events.Due(), later, each_effect)
    assert again.episode == fired.episode and silence == []


async def test_what_is_due_comes_longest_due_first_and_without_what_has_ended(
    desks: Desks,
) -> None:
    late, early, middle = [await desks.begin(now=NOON + plus) for plus in (20, 0, 10)]
    ended = await desks.wait(now=NOON - 500)
    await desks.apply(ended, events.Claim("s_1"), NOON - 500)
    await desks.apply(ended, events.StaffEnds("s_1", "answered"), NOON - 500)
    assert await desks.episodes.due(NOON + 1000) == [early.id, middle.id, late.id]
    assert await desks.episodes.due(NOON + 1000, limit=2) == [early.id, middle.id]


async def test_the_queue_is_sorted_by_priority_and_then_by_how_long_they_wait(
    desks: Desks,
) -> None:
    third = await desks.wait(now=NOON + 10)
    fourth = await desks.wait(now=NOON + 20)
    first = await desks.wait(DANGER, now=NOON + 30)
    second = await desks.wait(now=NOON + 25)
    second = await desks.apply(second, events.Danger(Priority.DANGER), NOON + 26)
    offered = await desks.begin(now=NOON)
    held = await desks.wait(now=NOON)
    held = await desks.apply(held, events.Claim("s_1"))
    assert await desks.episodes.waiting() == [first, second, third, fourth]
    everybody = await desks.episodes.open_ones()
    assert {one.id for one in everybody} == {
        one.id for one in (first, second, third, fourth, offered, held)
    }
    assert [one.id for one in everybody[:2]] == [first.id, second.id]


async def test_deleting_a_conversation_deletes_its_episodes_and_leaves_a_line_without_content(
    desks: Desks, database: Database
) -> None:
    episode = await desks.wait()
    await desks.apply(episode, events.Claim("s_1"))
    await desks.episodes.apply(episode.id, events.StaffSeen("s_1"), desk(), one_line("canary"), "m")
    before = time.time()
    assert await desks.conversations.delete(episode.conversation)
    assert await desks.episodes.get(episode.id) is None
    assert await desks.episodes.moves(episode.id) == []
    assert await desks.episodes.open_ones() == []
    entries = await Audit(database).entries()
    assert [(one.staff_id, one.action, one.conversation) for one in entries] == [
        (None, "conversation_deleted", episode.conversation)
    ]
    assert entries[0].at >= before and "canary" not in json.dumps(entries[0].detail)
    assert not await desks.conversations.delete(episode.conversation)
    assert len(await Audit(database).entries()) == 1


async def test_who_of_the_staff_deleted_it_is_in_the_line(desks: Desks, database: Database) -> None:
    episode = await desks.begin()
    await desks.conversations.delete(episode.conversation, staff_id="s_1")
    assert [one.staff_id for one in await Audit(database).entries()] == ["s_1"]


async def test_what_was_handed_over_expires_at_a_time_of_its_own(
    desks: Desks, database: Database
) -> None:
    await desks.conversations.create("c_bot", "hash", [])
    ended = await desks.wait()
    await desks.apply(ended, events.Cancel(), NOON + 1000)
    still_open = await desks.wait()
    tomorrow, yesterday = time.time() + 86_400, time.time() - 86_400
    expire = IdleConversations(database).expire
    assert await expire(yesterday, handed_over_since=yesterday) == []
    assert await expire(tomorrow, handed_over_since=yesterday) == ["c_bot"]
    assert await Audit(database).entries() == []
    assert await expire(tomorrow, handed_over_since=tomorrow) == [ended.conversation]
    assert await desks.episodes.get(ended.id) is None
    lines = await Audit(database).entries()
    assert [(one.conversation, one.detail) for one in lines] == [(ended.conversation, "expired")]
    # Somebody may just be talking there.
    assert await expire(tomorrow) == []
    assert await desks.now(still_open) == still_open
    await desks.apply(still_open, events.Cancel(), NOON + 1000)
    assert await expire(tomorrow) == [still_open.conversation]


async def test_a_declined_offer_showed_staff_nothing_and_keeps_nothing(
    desks: Desks, database: Database
) -> None:
    declined = await desks.begin()
    await desks.apply(declined, events.Due(), NOON + 1000)
    tomorrow, yesterday = time.time() + 86_400, time.time() - 86_400
    found = await IdleConversations(database).expire(tomorrow, handed_over_since=yesterday)
    assert found == [declined.conversation]
