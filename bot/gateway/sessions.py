"""Who may speak in a conversation, and what was said in it just before."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile

from bot.gateway.errors import ApiError
from bot.gateway.interruptions import Interruptions
from bot.gateway.walking import Walking, walking_after
from bot.release.personal import without_marks
from bot.safety.known import Known
from bot.store.conversations import Conversations
from bot.store.errors import StoreUnavailable
from bot.store.records import Conversation, Draft

#: Enough of an earlier message for the screen, which reads its end.
REMEMBERED_CHARS = 1000
REMEMBERED_CONVERSATIONS = 5000
#: Of those whose refused messages showed danger, so many are looked up at a time.
MARKED_AT_ONCE = 64


def new_id() -> str:
    """Return a conversation's id: 128 random bits."""
    return f"c_{secrets.token_hex(16)}"


def new_token() -> str:
    """Return a conversation's token: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()


@dataclass(frozen=True)
class Said:
    """What a visitor typed, and the client's id of it where it could be told."""

    text: str = field(repr=False)
    client_id: str | None = None

    @classmethod
    def of(cls, text: str, client_id: str | None) -> Said:
        """Return a turn as it is remembered: of a long one, the end."""
        return cls(text[-REMEMBERED_CHARS:], client_id)


@dataclass
class _Memory:
    """What is in memory of a conversation."""

    token_hash: str
    turns: deque[Said]
    known: Known
    walking: Walking | None = None


class Sessions:
    """Opens conversations by id and token; remembers their latest turns, in memory only.

    The memory is what lets the screen see the turns before also while the database fails or the
    visitor is over a limit. It is taken for complete: where several gateways share a store, one
    does not see a turn that came in at another after it first asked the store.
    """

    def __init__(self, store: Conversations, idle_seconds: float, turns: int) -> None:
        """Use `store`; a conversation idle for `idle_seconds` counts as expired."""
        self._store = store
        self.interruptions = Interruptions(store)
        self._idle_seconds = idle_seconds
        self._turns = turns
        self._memory: OrderedDict[str, _Memory] = OrderedDict()
        self._careful: OrderedDict[str, None] = OrderedDict()
        self._marking: dict[str, asyncio.Task[None]] = {}

    async def open(
        self, conversation_id: str, token: str | None, *, expired_too: bool = False
    ) -> Conversation:
        """Return the conversation.

        Args:
            conversation_id: As it came.
            token: What came with it.
            expired_too: For what its visitor may do as long as it is kept.

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
        if not expired_too and found.active_at < time.time() - self._idle_seconds:
            raise ApiError(410, "conversation_expired")
        return replace(found, careful=found.careful or found.id in self._careful)

    def remembered(self, conversation_id: str, token: str | None, now: Said) -> list[str]:
        """Return the turns before `now` that are in memory, for whoever has the token."""
        memory = self._of(conversation_id, token)
        return [] if memory is None else _before(memory.turns, now)

    def known(self, conversation_id: str, token: str | None) -> Known:
        """Return what is known of a conversation by memory, for whoever has the token."""
        memory = self._of(conversation_id, token)
        return Known() if memory is None else memory.known

    def learn(self, conversation_id: str, token: str | None, known: Known) -> None:
        """Keep what is known of a conversation now."""
        memory = self._of(conversation_id, token)
        if memory is not None:
            memory.known = Known.newer(known, memory.known)

    def walking(self, conversation_id: str, token: str | None) -> Walking | None:
        """Return the walk that is on by memory, for whoever has the token; None where it is not known."""
        memory = self._of(conversation_id, token)
        return None if memory is None else memory.walking

    def answered(
        self, conversation_id: str, drafts: Sequence[Draft], typed: str | None, *, hinted: bool
    ) -> None:
        """Take up from an answer whether a walk is on.

        Args:
            conversation_id: Whose.
            drafts: The answer.
            typed: What it answers; None for a pressed button.
            hinted: There was any sign of danger in that: the next message is read together with it.
        """
        memory = self._memory.get(conversation_id)
        if memory is not None:
            said = None if typed is None else "" if hinted else Said.of(typed, None).text
            memory.walking = walking_after(memory.walking, drafts, said)

    def leave_walk(self, conversation_id: str) -> None:
        """Take a walk for paused, until it goes on: danger was seen."""
        memory = self._memory.get(conversation_id)
        if memory is not None and memory.walking is not None:
            memory.walking = memory.walking.interrupted()

    async def recall(self, conversation: Conversation, now: Said) -> list[str]:
        """Return the turns before `now`, from memory or from the store; oldest first."""
        memory = self._memory.get(conversation.id)
        if memory is None:
            texts = await self._store.visitor_texts(conversation.id, self._turns)
            said = (Said.of(without_marks(text), client_id) for client_id, text in texts)
            turns = deque(said, maxlen=self._turns)
            known = Known.from_dict(conversation.known)
            walking = await self._stored_walk(conversation)
            read = _Memory(conversation.token_hash, turns, known, walking)
            memory = self._memory.setdefault(conversation.id, read)
            while len(self._memory) > REMEMBERED_CONVERSATIONS:
                self._memory.popitem(last=False)
        self._memory.move_to_end(conversation.id)
        return _before(memory.turns, now)

    def remember(self, conversation_id: str, token: str | None, now: Said) -> bool:
        """Add a turn of somebody who has the token, once, whether it was answered or not.

        Returns:
            Whether it is another try of a turn that is in memory.
        """
        memory = self._of(conversation_id, token)
        if memory is None or not now.text or any(one is now for one in memory.turns):
            return False
        if any(_same(one, now) for one in memory.turns):
            return True
        if not memory.turns or memory.turns[-1].text != now.text:
            memory.turns.append(now)
        return False

    def mark_careful(
        self,
        conversation_id: str,
        token: str | None,
        known: Known,
        confirmed: Callable[[], None],
        *,
        opened: bool,
    ) -> None:
        """Make a conversation careful whose message was refused with the crisis card.

        In memory at once, if the token is known to be right; the store follows when it can.

        Args:
            conversation_id: Whose message.
            token: What came with the message.
            known: What is known of the conversation now.
            confirmed: Called once it is certain that the token is right.
            opened: The token was found right just now.
        """
        ours = opened or self._of(conversation_id, token) is not None
        if ours:
            self._keep_careful(conversation_id)
            confirmed()
        if conversation_id in self._marking or len(self._marking) >= MARKED_AT_ONCE:
            return
        marking = self._mark(conversation_id, token, known, None if ours else confirmed)
        task = asyncio.create_task(marking)
        self._marking[conversation_id] = task
        task.add_done_callback(lambda _: self._marking.pop(conversation_id, None))

    async def is_careful(self, conversation_id: str) -> bool:
        """Return whether there has been a card by now; what cannot be read counts as one."""
        if conversation_id in self._careful:
            return True
        try:
            found = await self._store.load(conversation_id)
        except StoreUnavailable:
            return True
        return found is not None and found.careful

    def forget(self, conversation_id: str) -> None:
        """Drop what is in memory of a conversation."""
        self._memory.pop(conversation_id, None)
        self._careful.pop(conversation_id, None)
        self.interruptions.forget(conversation_id)

    async def _stored_walk(self, conversation: Conversation) -> Walking | None:
        """Return the walk that is on by the store; after a card, none."""
        if conversation.careful:
            return None
        with suppress(StoreUnavailable):
            return Walking.stored(await self._store.latest(conversation.id, "release"))
        return None

    async def _mark(
        self,
        conversation_id: str,
        token: str | None,
        known: Known,
        confirmed: Callable[[], None] | None,
    ) -> None:
        with suppress(ApiError, StoreUnavailable):
            await self.open(conversation_id, token)
            if confirmed is not None:
                self._keep_careful(conversation_id)
                confirmed()
            await self._store.make_careful(conversation_id, known.as_dict())

    def _keep_careful(self, conversation_id: str) -> None:
        self.leave_walk(conversation_id)
        self.interruptions.remember(conversation_id)
        self._careful[conversation_id] = None
        self._careful.move_to_end(conversation_id)
        while len(self._careful) > REMEMBERED_CONVERSATIONS:
            self._careful.popitem(last=False)

    def _of(self, conversation_id: str, token: str | None) -> _Memory | None:
        memory = self._memory.get(conversation_id)
        if memory is None or not hmac.compare_digest(memory.token_hash, hash_token(token or "")):
            return None
        return memory


def _same(one: Said, other: Said) -> bool:
    """Return whether one is the other's retry; an id that is used for other words is none."""
    same_id = one.client_id is not None and one.client_id == other.client_id
    return same_id and one.text == other.text


def _before(turns: Iterable[Said], now: Said) -> list[str]:
    """Return what was said before `now`: a retry must not come after its own first try."""
    texts = [one.text for one in takewhile(lambda one: not _same(one, now), turns)]
    while texts and texts[-1] == now.text:
        texts.pop()
    return texts
