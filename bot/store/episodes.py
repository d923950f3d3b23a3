"""The hand-offs: read, begun and advanced, each change in one transaction with what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff.episode import Episode, Move, Priority, Reason, State
from bot.handoff.events import DeskEvent
from bot.handoff.machine import advance
from bot.handoff.step import Desk, Step
from bot.store.desk_models import EpisodeRow, MoveRow
from bot.store.errors import EpisodeChanged, EpisodeExists, EpisodeGone
from bot.store.events import append, as_event, locked
from bot.store.models import ConversationRow, EventRow, MessageRow
from bot.store.records import Draft, Event, MessageState
from bot.store.repository import Repository, whole

Drafts = Callable[[Step], Sequence[Draft]]
"""What is said in the conversation of a step; called within the transaction, so it only reckons."""


class Episodes(Repository):
    """The store of hand-offs. Every method may raise `StoreUnavailable`.

    Who changes an episode holds its conversation's row first, so all changes of one conversation
    come one after the other, and an event's number is never given twice.
    """

    @whole
    async def current(self, conversation_id: str) -> Episode | None:
        """Return the conversation's episode that has not ended, or None."""
        async with self._database.reading() as session:
            row = await _open_one(session, conversation_id)
            return None if row is None else _episode(row)

    @whole
    async def latest(self, conversation_id: str) -> Episode | None:
        """Return the conversation's open episode, or the last that has ended, or None."""
        query = (
            select(EpisodeRow)
            .where(EpisodeRow.conversation_id == conversation_id)
            .order_by(EpisodeRow.ended_why.is_not(None), EpisodeRow.requested_at.desc())
            .limit(1)
        )
        async with self._database.reading() as session:
            row = await session.scalar(query)
            return None if row is None else _episode(row)

    @whole
    async def get(self, episode_id: str) -> Episode | None:
        """Return an episode, also one that has ended, or None."""
        async with self._database.reading() as session:
            row = await session.get(EpisodeRow, episode_id)
            return None if row is None else _episode(row)

    @whole
    async def begin(
        self,
        conversation_id: str,
        make: Callable[[], Step],
        drafts: Drafts,
        client_id: str | None = None,
        belongs_to: str | None = None,
    ) -> tuple[Step, list[Event]]:
        """Add an episode, with its first moves and what is said.

        Args:
            conversation_id: Whose.
            make: Gives the first step; called once it is sure that no other episode is open.
            drafts: What is said of it.
            client_id: The client's id of what asked for it.
            belongs_to: The client's id of the message that led to it, which is recorded already.

        Returns:
            The step, and the events that were added.

        Raises:
            ConversationGone: It was deleted.
            EpisodeExists: Another one has not ended.
        """
        now = time.time()
        try:
            async with self._database.writing() as session:
                conversation = await locked(session, conversation_id)
                if await _open_one(session, conversation_id) is not None:
                    raise EpisodeExists
                step = make()
                session.add(EpisodeRow(**_values(step.episode)))
                if client_id is not None:
                    session.add(_taken(conversation_id, client_id, now))
                await session.flush()
                await _record(session, step)
                said_to = client_id or belongs_to
                return step, append(session, conversation, drafts(step), said_to, now)
        except IntegrityError:
            raise EpisodeExists from None

    @whole
    async def apply(
        self,
        episode_id: str,
        event: DeskEvent,
        desk: Desk,
        drafts: Drafts,
        client_id: str | None = None,
        also: Callable[[AsyncSession, ConversationRow], object] | None = None,
        belongs_to: str | None = None,
    ) -> tuple[Step, list[Event]]:
        """Let something happen to an episode, once, with what is said of it.

        Args:
            episode_id: Which one.
            event: What happens.
            desk: The practice at this moment.
            drafts: What is said of the step.
            client_id: For what somebody sends and may send again: a second time, nothing happens.
            also: What else is written with it, all or nothing; it gets the conversation, locked.
            belongs_to: The client's id of the message that led to it, which is recorded already.

        Returns:
            The step, and the events that were added; a second time, those of the first.

        Raises:
            EpisodeGone: There is none.
            ConversationGone: The conversation was deleted just now.
            IllegalTransition: The machine refuses; nothing has changed.
            EpisodeChanged: Somebody changed it past the lock; nothing has changed here.
        """
        now = time.time()
        async with self._database.writing() as session:
            conversation_id = await session.scalar(
                select(EpisodeRow.conversation_id).where(EpisodeRow.id == episode_id)
            )
            if conversation_id is None:
                raise EpisodeGone
            conversation = await locked(session, conversation_id)
            row = await session.get(EpisodeRow, episode_id, with_for_update=True)
            if row is None:
                raise EpisodeGone
            before = _episode(row)
            if client_id is not None:
                if await session.get(MessageRow, (conversation_id, client_id)) is not None:
                    return Step(before), await _said(session, conversation_id, client_id)
                session.add(_taken(conversation_id, client_id, now))
            step = advance(before, event, desk)
            if step.episode != before:
                await _replace(session, before, step.episode)
            await _record(session, step)
            if also is not None:
                also(session, conversation)
            said_to = client_id or belongs_to
            return step, append(session, conversation, drafts(step), said_to, now)

    @whole
    async def had(self, conversation_id: str, reason: Reason) -> bool:
        """Return whether the conversation has, or had, an episode for this reason."""
        query = select(EpisodeRow.id).where(
            EpisodeRow.conversation_id == conversation_id, EpisodeRow.reason == reason
        )
        async with self._database.reading() as session:
            return await session.scalar(query.limit(1)) is not None

    @whole
    async def due(self, now: float, limit: int = 100) -> list[str]:
        """Return the ids of those whose deadline has passed, longest due first."""
        query = (
            select(EpisodeRow.id)
            .where(EpisodeRow.deadline <= now, EpisodeRow.ended_why.is_(None))
            .order_by(EpisodeRow.deadline)
            .limit(limit)
        )
        async with self._database.reading() as session:
            return list(await session.scalars(query))

    @whole
    async def waiting(self) -> list[Episode]:
        """Return those that wait for a human: the most urgent, then the longest waiting first."""
        query = (
            select(EpisodeRow)
            .where(EpisodeRow.state == State.WAITING)
            .order_by(EpisodeRow.priority.desc(), EpisodeRow.waiting_since, EpisodeRow.id)
        )
        async with self._database.reading() as session:
            return [_episode(row) for row in await session.scalars(query)]

    @whole
    async def calling(self) -> list[Episode]:
        """Return those of which who is on call is to be told, also when they have ended."""
        query = select(EpisodeRow).where(EpisodeRow.calling).order_by(EpisodeRow.entered_at)
        async with self._database.reading() as session:
            return [_episode(row) for row in await session.scalars(query)]

    @whole
    async def open_ones(self) -> list[Episode]:
        """Return all that have not ended, in the order of `waiting`."""
        query = (
            select(EpisodeRow)
            .where(EpisodeRow.ended_why.is_(None))
            .order_by(EpisodeRow.priority.desc(), EpisodeRow.requested_at, EpisodeRow.id)
        )
        async with self._database.reading() as session:
            return [_episode(row) for row in await session.scalars(query)]

    @whole
    async def moves(self, episode_id: str) -> list[Move]:
        """Return every transition of an episode, in order."""
        query = select(MoveRow).where(MoveRow.episode_id == episode_id).order_by(MoveRow.number)
        async with self._database.reading() as session:
            return [
                Move(State(row.source), State(row.target), row.why, row.actor, row.at)
                for row in await session.scalars(query)
            ]


async def _open_one(session: AsyncSession, conversation_id: str) -> EpisodeRow | None:
    query = select(EpisodeRow).where(
        EpisodeRow.conversation_id == conversation_id, EpisodeRow.ended_why.is_(None)
    )
    row: EpisodeRow | None = await session.scalar(query)
    return row


async def _replace(session: AsyncSession, before: Episode, after: Episode) -> None:
    """Write an episode over the one that was read, unless another version is there by now."""
    query = (
        update(EpisodeRow)
        .where(EpisodeRow.id == before.id, EpisodeRow.version == before.version)
        .values(_values(after))
        .returning(EpisodeRow.id)
        .execution_options(synchronize_session=False)
    )
    if await session.scalar(query) is None:
        raise EpisodeChanged


async def _record(session: AsyncSession, step: Step) -> None:
    if not step.moves:
        return
    last = await session.scalar(
        select(func.max(MoveRow.number)).where(MoveRow.episode_id == step.episode.id)
    )
    session.add_all(
        MoveRow(
            episode_id=step.episode.id,
            number=number,
            source=move.source,
            target=move.target,
            why=move.why,
            actor=move.actor,
            at=move.at,
        )
        for number, move in enumerate(step.moves, (last or 0) + 1)
    )


async def _said(session: AsyncSession, conversation_id: str, client_id: str) -> list[Event]:
    query = (
        select(EventRow)
        .where(EventRow.conversation_id == conversation_id, EventRow.client_id == client_id)
        .order_by(EventRow.seq)
    )
    return [as_event(row) for row in await session.scalars(query)]


def _taken(conversation_id: str, client_id: str, now: float) -> MessageRow:
    """Return the row by which a second try of the same is known."""
    return MessageRow(
        conversation_id=conversation_id,
        client_id=client_id,
        state=MessageState.DONE,
        created_at=now,
    )


def _values(episode: Episode) -> dict[str, object]:
    """Return the columns of an episode."""
    values = asdict(episode)
    values["conversation_id"] = values.pop("conversation")
    return {**values, "priority": int(episode.priority)}


def _episode(row: EpisodeRow) -> Episode:
    return Episode(
        id=row.id,
        conversation=row.conversation_id,
        state=State(row.state),
        reason=Reason(row.reason),
        priority=Priority(row.priority),
        requested_at=row.requested_at,
        entered_at=row.entered_at,
        waiting_since=row.waiting_since,
        deadline=row.deadline,
        reassured=row.reassured,
        told_first=row.told_first,
        told_second=row.told_second,
        owner=row.owner,
        owner_seen_at=row.owner_seen_at,
        visitor_seen_at=row.visitor_seen_at,
        ended_by=row.ended_by,
        ended_why=row.ended_why,
        version=row.version,
        calling=row.calling,
    )
