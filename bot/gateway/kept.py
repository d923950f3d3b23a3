"""What is stored of a visitor's words: on the steps of a release, without personal details."""

from __future__ import annotations

import logging
from typing import Final

from bot.gateway.walk import is_on
from bot.handoff.episode import State
from bot.release.personal import MARK, masked
from bot.store.conversations import Conversations
from bot.store.episodes import Episodes

log = logging.getLogger(__name__)

FOR_STAFF: Final = frozenset({State.WAITING, State.HUMAN})
"""Then staff are to read the visitor's words as they are."""


async def kept(store: Conversations, episodes: Episodes, conversation_id: str, text: str) -> str:
    """Return a text as it is stored: the same, unless it holds personal details and a walk is on.

    Args:
        store: For what was said last of a walk.
        episodes: For who has the conversation.
        conversation_id: Whose words.
        text: What the visitor typed; there is no danger in it.

    Raises:
        StoreUnavailable: It cannot be told.
    """
    try:
        instead = masked(text)
    except Exception as error:
        log.error("personal details could not be looked for: %s", type(error).__name__)
        instead = MARK
    if instead is None or not is_on(await store.latest(conversation_id, "release")):
        return text
    episode = await episodes.current(conversation_id)
    return text if episode is not None and episode.state in FOR_STAFF else instead
