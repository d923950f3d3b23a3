"""What is stored of a visitor's words: on the steps of a release, without personal details."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from bot.gateway.engine import EngineReply
from bot.gateway.screening import LONG
from bot.gateway.walk import NOT_KEPT, is_on
from bot.handoff.episode import State
from bot.release.personal import MARK, masked, without_marks
from bot.safety import screen
from bot.store.conversations import Conversations
from bot.store.episodes import Episodes

log = logging.getLogger(__name__)

FOR_STAFF: Final = frozenset({State.WAITING, State.HUMAN})
"""Then staff are to read the visitor's words as they are."""


@dataclass(frozen=True)
class Kept:
    """A visitor's words as they are stored.

    Attributes:
        text: the words.
        is_whole: whether nothing was left out.
    """

    text: str
    is_whole: bool = True


class Keeping:
    """Decides what is stored of what visitors type."""

    def __init__(self, store: Conversations, episodes: Episodes) -> None:
        """Use the parts given.

        Args:
            store: For what was said last of a walk.
            episodes: For who has the conversation.
        """
        self._store = store
        self._episodes = episodes

    async def before_asking(self, conversation_id: str, text: str) -> Kept:
        """Return what is stored of words that have just come in; no danger was seen in them.

        Raises:
            StoreUnavailable: It cannot be told.
        """
        less = await _less(text)
        if less is None or not is_on(await self._store.latest(conversation_id, "release")):
            return Kept(text)
        return await self._unless_needed(conversation_id, text, less)

    async def after_asking(
        self, conversation_id: str, text: str, kept: Kept, reply: EngineReply
    ) -> Kept:
        """Return what is stored of them once Rasa has answered.

        Rasa may know of a walk that was still beginning when the words came.

        Raises:
            StoreUnavailable: It cannot be told.
        """
        lines = (one.release for one in reply.replies if one.release is not None)
        if not kept.is_whole or not any(one.kind == NOT_KEPT.kind for one in lines):
            return kept
        less = await _less(text)
        return kept if less is None else await self._unless_needed(conversation_id, text, less)

    async def _unless_needed(self, conversation_id: str, text: str, less: str) -> Kept:
        episode = await self._episodes.current(conversation_id)
        for_staff = episode is not None and episode.state in FOR_STAFF
        return Kept(text) if for_staff else Kept(less, is_whole=False)


async def _less(text: str) -> str | None:
    """Return a text without personal details; None where nothing is to be left out."""
    if len(text) > LONG:
        # Nobody else waits for it.
        return await asyncio.to_thread(_without_details, text)
    return _without_details(text)


def _without_details(text: str) -> str | None:
    try:
        less = masked(text)
    except Exception as error:
        log.error("personal details could not be looked for: %s", type(error).__name__)
        return MARK
    return None if less is None or _hints(without_marks(less)) else less


def _hints(text: str) -> bool:
    """Whether the rules see any sign of danger in what would be left; the screen has seen none before."""
    try:
        return bool(screen(text))
    except Exception as error:
        log.error("a text could not be screened again: %s", type(error).__name__)
        return True
