"""Danger at the desk: whoever saw it, in whatever state, somebody is called."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.gateway.desk.service import SAVE_TRIES, Desk
from bot.handoff.effects import Notify
from bot.handoff.episode import Priority, Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import Danger, Request
from bot.handoff.step import Step
from bot.safety import Finding, Severity
from bot.safety.card import leading
from bot.store.errors import (
    ConversationGone,
    EpisodeChanged,
    EpisodeExists,
    EpisodeGone,
    StoreUnavailable,
)

log = logging.getLogger(__name__)

QUEUED = (State.WAITING, State.HUMAN)
"""The states in which staff see the danger."""

SAME_SECONDS = 20.0
"""Danger of which gateway and action server both tell within so many seconds is one."""


class Alarm:
    """Raises the alarm. The card does not depend on it: the visitor has it before."""

    def __init__(self, desk: Desk) -> None:
        """Use `desk`."""
        self._desk = desk
        self._raised: dict[str, _Raised] = {}
        self._raising: dict[tuple[str, str | None], asyncio.Task[bool]] = {}

    async def raise_for(
        self, conversation_id: str, findings: Sequence[Finding], message: str | None = None
    ) -> bool:
        """Call somebody, once for each message; never raises.

        Args:
            conversation_id: Whose visitor is in danger.
            findings: What the screen saw; nothing where Rasa alone saw danger.
            message: The client's id of the message in which it was seen.

        Returns:
            Whether the desk sees to it from here, and says itself what comes of it. If not, nobody is
            known to have been told.
        """
        key = (conversation_id, message)
        earlier = self._raising.get(key) if message else None
        # Where that one could not be stored, this retry tries again: the database may be back.
        if earlier is not None and await asyncio.shield(earlier):
            return True
        raising = asyncio.create_task(self._raise_for(conversation_id, findings, message))
        self._raising[key] = raising
        asyncio.get_running_loop().call_later(SAME_SECONDS, self._forget, key, raising)
        # Whoever leaves does not stop it.
        taken = await asyncio.shield(raising)
        if not taken:
            self._forget(key, raising)
        return taken

    def _forget(self, key: tuple[str, str | None], raising: asyncio.Task[bool]) -> None:
        if self._raising.get(key) is raising:
            del self._raising[key]

    async def _raise_for(
        self, conversation_id: str, findings: Sequence[Finding], message: str | None
    ) -> bool:
        lead = leading(findings)
        priority = _priority(lead)
        if lead is not None:
            self._desk.notices.remember(conversation_id, lead)
        try:
            taken = await self._raise(conversation_id, priority, message)
        except ConversationGone:
            return False
        except Exception as error:
            log.error("danger could not be stored (%s): past the desk", type(error).__name__)
            self._desk.later(self._desk.notices.tell_anybody(conversation_id))
            return False
        since = _now() - SAME_SECONDS
        self._raised = {name: one for name, one in self._raised.items() if one.at >= since}
        self._raised[conversation_id] = _Raised(_now(), priority, taken)
        return taken

    async def echo(
        self, conversation_id: str, findings: Sequence[Finding], message: str | None = None
    ) -> bool:
        """Call somebody, unless the alarm was raised just now: for the second who tells of the same.

        Of a message that the screen flags, the gateway tells the desk at once, and Rasa's action again
        when Rasa has read it.
        """
        before = self._raised.get(conversation_id)
        is_same = before is not None and _priority(leading(findings)) <= before.priority
        if before is not None and is_same and before.at >= _now() - SAME_SECONDS:
            return before.taken
        return await self.raise_for(conversation_id, findings, message)

    async def _raise(self, conversation_id: str, priority: Priority, message: str | None) -> bool:
        for _ in range(SAVE_TRIES):
            try:
                return await self._once(conversation_id, priority, message)
            except (EpisodeExists, EpisodeChanged, EpisodeGone, IllegalTransition):
                continue
        raise StoreUnavailable("the episode changes all the time")

    async def _once(self, conversation_id: str, priority: Priority, message: str | None) -> bool:
        episode = await self._desk.episodes.current(conversation_id)
        if episode is not None:
            step, _ = await self._desk.apply(episode, Danger(priority), belongs_to=message)
            self._desk.changed()
            return step.episode.state in QUEUED or _notifies(step)
        request = Request(Reason.DANGER, priority)
        step, _ = await self._desk.begin(conversation_id, request, belongs_to=message)
        return step.episode.state in QUEUED or _notifies(step)


@dataclass(frozen=True)
class _Raised:
    """An alarm: when, how urgent, and whether the desk saw to it."""

    at: float
    priority: Priority
    taken: bool


def _now() -> float:
    return asyncio.get_running_loop().time()


def _priority(lead: Finding | None) -> Priority:
    emergency = lead is not None and lead.severity is Severity.EMERGENCY
    return Priority.EMERGENCY if emergency else Priority.DANGER


def _notifies(step: Step) -> bool:
    return any(isinstance(effect, Notify) for effect in step.effects)
