"""Danger at the desk: whoever saw it, in whatever state, somebody is called."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.gateway.desk.service import SAVE_TRIES, Desk
from bot.handoff.effects import Notify
from bot.handoff.episode import Priority, Reason
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

SAME_SECONDS = 20.0
"""Out of hours, danger of which gateway and action server tell within so many seconds is one."""


class Alarm:
    """Raises the alarm. The card does not depend on it: the visitor has it before."""

    def __init__(self, desk: Desk) -> None:
        """Use `desk`."""
        self._desk = desk
        self._turned_away: dict[tuple[object, ...], float] = {}

    async def raise_for(self, conversation_id: str, findings: Sequence[Finding]) -> bool:
        """Call somebody; never raises.

        Args:
            conversation_id: Whose visitor is in danger.
            findings: What the screen saw; nothing where Rasa alone saw danger.

        Returns:
            Whether the desk sees to it from here, and says itself what comes of it. If not, nobody is
            known to have been told.
        """
        lead = leading(findings)
        if lead is not None:
            self._desk.notices.remember(conversation_id, lead)
        kind = (lead.category, lead.about, lead.severity) if lead else ()
        try:
            return await self._raise((conversation_id, *kind), conversation_id, _priority(lead))
        except ConversationGone:
            return False
        except Exception as error:
            log.error("danger could not be stored (%s): past the desk", type(error).__name__)
            self._desk.later(self._desk.notices.tell_anybody(conversation_id))
            return False

    async def _raise(
        self, key: tuple[object, ...], conversation_id: str, priority: Priority
    ) -> bool:
        for _ in range(SAVE_TRIES):
            try:
                return await self._once(key, conversation_id, priority)
            except (EpisodeExists, EpisodeChanged, EpisodeGone, IllegalTransition):
                continue
        raise StoreUnavailable("the episode changes all the time")

    async def _once(
        self, key: tuple[object, ...], conversation_id: str, priority: Priority
    ) -> bool:
        episode = await self._desk.episodes.current(conversation_id)
        if episode is not None:
            await self._desk.apply(episode, Danger(priority))
            self._desk.changed()
            return True
        if self._was_turned_away(key):
            return True
        step, _ = await self._desk.begin(conversation_id, Request(Reason.DANGER, priority))
        taken = not step.episode.has_ended or _notifies(step)
        if step.episode.has_ended and taken:
            self._turned_away[key] = asyncio.get_running_loop().time()
        return taken

    def _was_turned_away(self, key: tuple[object, ...]) -> bool:
        since = asyncio.get_running_loop().time() - SAME_SECONDS
        self._turned_away = {one: at for one, at in self._turned_away.items() if at >= since}
        return key in self._turned_away


def _priority(lead: Finding | None) -> Priority:
    emergency = lead is not None and lead.severity is Severity.EMERGENCY
    return Priority.EMERGENCY if emergency else Priority.DANGER


def _notifies(step: Step) -> bool:
    return any(isinstance(effect, Notify) for effect in step.effects)
