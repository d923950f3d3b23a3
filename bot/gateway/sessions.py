"""Who may speak in a conversation, and what was said in it just before."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque

from bot.gateway.errors import ApiError
from bot.store.conversations import Conversations
from bot.store.records import Conversation

#: Enough of an earlier message for the screen.
REMEMBERED_CHARS = 1000
REMEMBERED_CONVERSATIONS = 5000


def new_id() -> str:
    """Return a conversation's id: 128 random bits."""
    return f"c_{secrets.token_hex(16)}"


def new_token() -> str:
    """Return a conversation's token: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()


class Sessions:
    """Opens conversations by id and token; remembers their latest turns, in memory only.

    The memory is what lets the screen see the turns before also while the database fails or the
    visitor is over a limit.
    """

    def __init__(self, store: Conversations, idle_seconds: float, turns: int) -> None:
        """Use `store`; a conversation idle for `idle_seconds` counts as expired."""
        self._store = store
        self._idle_seconds = idle_seconds
        self._turns = turns
        self._memory: OrderedDict[str, tuple[str, deque[str]]] = OrderedDict()

    async def open(self, conversation_id: str, token: str | None) -> Conversation:
        """Return the conversation.

        Raises:
            ApiError: There is none, it expired, or the token is not its token.
            StoreUnavailable: The database fails.
        """
        ours = len(conversation_id) <= 40 and conversation_id.isascii()
        # What is not printable, PostgreSQL refuses to be asked for.
        ours = ours and conversation_id.isprintable()
        found = await self._store.load(conversation_id) if ours else None
        if found is None:
            self.forget(conversation_id)
            raise ApiError(404, "conversation_not_found")
        if not hmac.compare_digest(found.token_hash, hash_token(token or "")):
            raise ApiError(401, "unauthorized")
        if found.active_at < time.time() - self._idle_seconds:
            raise ApiError(410, "conversation_expired")
        return found

    def remembered(self, conversation_id: str, token: str | None) -> list[str]:
        """Return the turns that are in memory, for whoever has the token; oldest first."""
        known = self._memory.get(conversation_id)
        if known is None or not hmac.compare_digest(known[0], hash_token(token or "")):
            return []
        return list(known[1])

    async def recall(self, conversation: Conversation) -> list[str]:
        """Return the turns before, from memory or from the store; oldest first."""
        known = self._memory.get(conversation.id)
        if known is None:
            texts = await self._store.visitor_texts(conversation.id, self._turns)
            turns = deque((text[:REMEMBERED_CHARS] for text in texts), maxlen=self._turns)
            known = self._memory.setdefault(conversation.id, (conversation.token_hash, turns))
            while len(self._memory) > REMEMBERED_CONVERSATIONS:
                self._memory.popitem(last=False)
        self._memory.move_to_end(conversation.id)
        return list(known[1])

    def remember(self, conversation_id: str, token: str | None, text: str) -> None:
        """Add a turn of somebody who has the token, whether it was answered or not."""
        known = self._memory.get(conversation_id)
        if known is None or not hmac.compare_digest(known[0], hash_token(token or "")):
            return
        if text and (not known[1] or known[1][-1] != text[:REMEMBERED_CHARS]):
            known[1].append(text[:REMEMBERED_CHARS])

    def forget(self, conversation_id: str) -> None:
        """Drop what is in memory of a conversation."""
        self._memory.pop(conversation_id, None)
