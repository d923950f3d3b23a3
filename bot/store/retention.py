"""How long everything is kept: the one rule of the expiry job and of `./assistant purge`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.handoff.request import reference_of
from bot.store.audit import Audit
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.desk_settings import DeskSettings
from bot.store.idle import IdleConversations
from bot.store.left_messages import LeftMessages
from bot.store.staff import StaffSessions

DAY = 86_400.0


@dataclass(frozen=True)
class Cutoffs:
    """What is older than these goes; seconds since 1970.

    Attributes:
        now: when that was looked at.
        idle_since: a conversation that no human took part in, by its visitor's last message.
        closed_since: one that is kept: from then on its visitor can go on.
        handed_over_since: one that staff could read.
        done_since: a message that was left, by when staff had seen to it.
        audit_since: a line of the audit log.
    """

    now: float
    idle_since: float
    closed_since: float
    handed_over_since: float
    done_since: float
    audit_since: float


@dataclass(frozen=True)
class Tally:
    """How many of what.

    Attributes:
        conversations: all of them, also those that were handed over.
        handed_over: those that staff could read, where that was counted.
        left_messages: messages that visitors left.
        audit: lines of the audit log.
        staff_sessions: browsers in which staff were signed in, long ago.
    """

    conversations: int = 0
    handed_over: int = 0
    left_messages: int = 0
    audit: int = 0
    staff_sessions: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return any((self.conversations, self.left_messages, self.audit, self.staff_sessions))


def nobody(conversation_id: str) -> None:
    """Hear that a conversation is gone, and do nothing."""


class Retention:
    """Deletes what is older than it may be. Every method may raise `StoreUnavailable`."""

    def __init__(self, database: Database, idle_hours: float, audit_days: int) -> None:
        """Keep in `database` what the settings allow; the days of talks are set by staff."""
        self._idle = idle_hours * 3600
        self._audit_days = audit_days
        self._conversations = Conversations(database)
        self._idle_ones = IdleConversations(database)
        self._left = LeftMessages(database)
        self._audit = Audit(database)
        self._sessions = StaffSessions(database)
        self._desk = DeskSettings(database)

    async def cutoffs(self, older_than: float | None = None) -> Cutoffs:
        """Return what is due now.

        Args:
            older_than: Days after which conversations and done messages go in any case; never more
                than the rule allows, and no matter to the audit log.
        """
        now = time.time()
        idle = now - self._idle
        days = now - await self._desk.retention_days() * DAY
        sooner = 0.0 if older_than is None else now - older_than * DAY
        return Cutoffs(
            now=now,
            idle_since=max(idle, sooner),
            closed_since=idle,
            # As long as its visitor can go on, a talk is not taken away by the number of days.
            handed_over_since=max(min(idle, days), sooner),
            done_since=max(days, sooner),
            audit_since=now - self._audit_days * DAY,
        )

    async def count(self, cutoffs: Cutoffs) -> Tally:
        """Return what `delete` would delete."""
        conversations, handed_over = await self._idle_ones.count(
            cutoffs.idle_since, cutoffs.handed_over_since
        )
        return Tally(
            conversations,
            handed_over,
            await self._left.count(done_before=cutoffs.done_since),
            await self._audit.count(cutoffs.audit_since),
            await self._sessions.count_over(cutoffs.now),
        )

    async def delete(self, cutoffs: Cutoffs, gone: Callable[[str], object] = nobody) -> Tally:
        """Delete what is due; of what is kept, close what its visitor can no longer go on with.

        Args:
            cutoffs: What is due.
            gone: Told of each conversation that is deleted.
        """
        deleted = 0
        while expired := await self._idle_ones.expire(
            cutoffs.idle_since, handed_over_since=cutoffs.handed_over_since
        ):
            deleted += len(expired)
            for conversation_id in expired:
                gone(conversation_id)
        while await self._idle_ones.close(cutoffs.closed_since):
            pass
        return Tally(
            conversations=deleted,
            left_messages=await self._left.expire(cutoffs.done_since),
            audit=await self._audit.expire(cutoffs.audit_since),
            staff_sessions=await self._sessions.expire(cutoffs.now),
        )

    async def find(self, name: str) -> list[str]:
        """Return the conversations of which something is kept, by an id or by the reference of it.

        Args:
            name: `7F3A-91C2-04BD` as in a notice, in small or large letters; or the whole id, as in
                the audit log.
        """
        ids = {*await self._conversations.ids(), *await self._left.conversations()}
        wanted = _plain(name)
        return sorted(one for one in ids if one == name or _plain(reference_of(one)) == wanted)

    async def delete_one(self, conversation_id: str, why: str) -> Tally:
        """Delete all that is kept of one conversation, also while a human is in it."""
        deleted = await self._conversations.delete(conversation_id, why=why)
        left = await self._left.forget(conversation_id)
        return Tally(conversations=int(deleted), left_messages=left)

    async def count_one(self, conversation_id: str) -> Tally:
        """Return what `delete_one` would delete."""
        found = await self._conversations.load(conversation_id)
        left = await self._left.count(conversation_id=conversation_id)
        return Tally(conversations=int(found is not None), left_messages=left)

    async def delete_all(self, why: str) -> Tally:
        """Delete every conversation and every message; accounts, settings and audit log stay."""
        conversations = 0
        for conversation_id in await self._conversations.ids():
            conversations += await self._conversations.delete(conversation_id, why=why)
        return Tally(conversations=conversations, left_messages=await self._left.forget())

    async def count_all(self) -> Tally:
        """Return what `delete_all` would delete."""
        ids = await self._conversations.ids()
        return Tally(conversations=len(ids), left_messages=await self._left.count())

    async def note(self, detail: str) -> None:
        """Note in the audit log that somebody has deleted by hand."""
        await self._audit.note(None, "purged", None, detail)


def _plain(reference: str) -> str:
    return reference.replace("-", "").strip().upper()
