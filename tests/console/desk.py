"""A small desk in memory: the real machine, and nothing else of the hand-off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.console.desk import AlreadyClaimed, NoLongerPossible, NotHeld
from bot.handoff.effects import Say
from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import (
    Accept,
    Claim,
    Danger,
    DeskEvent,
    FormSkipped,
    HandTo,
    HoursEnded,
    Request,
    Return,
    StaffEnds,
    StaffSeen,
    VisitorEnds,
)
from bot.handoff.machine import advance, begin
from bot.handoff.step import Desk
from bot.handoff.timers import Timers
from bot.store.records import Event, EventType, Sender
from bot.store.staff import Staff


class MemoryDesk:
    """Does what `bot.console.desk.DeskPort` says."""

    def __init__(self) -> None:
        self.episodes: dict[str, Episode] = {}
        self.said: dict[str, list[Event]] = {}
        self.names: dict[str, str] = {}
        self.typed: list[str] = []
        self.seen_by: list[tuple[str, str]] = []
        self.read: list[list[int]] = []
        self.got: dict[str, int] = {}
        self.writing: set[str] = set()
        self._wakes: set[asyncio.Event] = set()

    # What the console asks

    async def waiting(self) -> list[Episode]:
        found = [one for one in self.episodes.values() if one.state is State.WAITING]
        return sorted(found, key=lambda one: (-one.priority, one.waiting_since or 0.0))

    async def open_ones(self) -> list[Episode]:
        return [one for one in self.episodes.values() if not one.has_ended]

    async def get(self, episode_id: str) -> Episode | None:
        return self.episodes.get(episode_id)

    async def claim(self, episode_id: str, staff: Staff) -> Episode:
        before = self.episodes[episode_id]
        if before.state is State.HUMAN and before.owner != staff.id:
            raise AlreadyClaimed(self.names.get(before.owner or "", "a colleague"))
        self.names[staff.id] = staff.display_name
        self._apply(episode_id, Claim(staff.id), NoLongerPossible())
        return self.episodes[episode_id]

    async def reply(self, episode_id: str, staff: Staff, text: str, client_id: str) -> list[Event]:
        episode = self.episodes[episode_id]
        if episode.state is not State.HUMAN or episode.owner != staff.id:
            raise NotHeld
        if any(one.client_id == client_id for one in self.said[episode.conversation]):
            return []
        data = {"text": text, "staff": staff.display_name}
        return [self.add(episode.conversation, Sender.STAFF, data, client_id=client_id)]

    async def typing(self, episode_id: str, staff: Staff) -> None:
        self.typed.append(staff.id)

    async def seen(self, episode_id: str, staff: Staff) -> None:
        self.seen_by.append((episode_id, staff.id))
        if self.episodes[episode_id].owner == staff.id:
            self._apply(episode_id, StaffSeen(staff.id), NotHeld())

    async def hand_to(self, episode_id: str, staff: Staff, to: Staff) -> None:
        self._apply(episode_id, HandTo(staff.id, to.id), NotHeld())

    async def give_back(self, episode_id: str, staff: Staff) -> None:
        self._apply(episode_id, Return(staff.id), NotHeld())

    async def close(self, episode_id: str, staff: Staff, why: str) -> None:
        self._apply(episode_id, StaffEnds(staff.id, why), NotHeld())

    async def events(self, conversation_id: str, after: int) -> list[Event]:
        found = [one for one in self.said.get(conversation_id, []) if one.seq > after]
        self.read.append([one.seq for one in found])
        return found

    def delivered(self, conversation_id: str) -> int:
        return self.got.get(conversation_id, 0)

    def visitor_is_typing(self, conversation_id: str) -> bool:
        return conversation_id in self.writing

    @contextmanager
    def changed(self) -> Iterator[asyncio.Event]:
        wake = asyncio.Event()
        self._wakes.add(wake)
        try:
            yield wake
        finally:
            self._wakes.discard(wake)

    # What the tests do to it, on the server's loop

    async def ask(
        self,
        name: str,
        priority: Priority = Priority.NORMAL,
        *,
        accept: bool = True,
        on: str | None = None,
    ) -> str:
        """A visitor asks for a person; in danger one is called. With `on`, one who had asked before."""
        reason = Reason.DANGER if priority else Reason.REQUEST
        conversation = f"c_{on or name}"
        step = begin(name, conversation, Request(reason, priority), self._desk())
        self.episodes[name] = step.episode
        self.said.setdefault(conversation, [])
        if accept and step.episode.state is State.OFFERED:
            self._apply(name, Accept(), NoLongerPossible())
        self._wake()
        return name

    async def says(self, name: str, text: str, finding: dict[str, str] | None = None) -> None:
        """The visitor writes; with a finding, the card comes after it."""
        client_id = f"m{len(self.said[f'c_{name}'])}"
        self.add(f"c_{name}", Sender.VISITOR, {"text": text}, client_id=client_id)
        if finding:
            card = {"heading": "Please get help now", "finding": finding}
            self.add(f"c_{name}", Sender.SYSTEM, card, EventType.CARD, client_id)

    async def gets(self, name: str) -> None:
        """The visitor's page has got everything."""
        self.got[f"c_{name}"] = len(self.said[f"c_{name}"])
        self._wake()

    async def types(self, name: str, *, still: bool) -> None:
        """The visitor begins or stops to write."""
        (self.writing.add if still else self.writing.discard)(f"c_{name}")
        self._wake()

    async def endanger(self, name: str, priority: Priority = Priority.DANGER) -> None:
        """Danger is seen in what the visitor writes."""
        self._apply(name, Danger(priority), NoLongerPossible())

    async def misses(self, name: str) -> None:
        """Nobody comes any more: the visitor gets the form."""
        self._apply(name, HoursEnded(), NoLongerPossible())

    async def reminds(self, name: str) -> None:
        """The visitor asks again during the form."""
        state = {"state": "left_message", "line": "desk_left_closed", "text": "desk_left_closed"}
        self.add(f"c_{name}", Sender.SYSTEM, state, EventType.STATE)

    async def skips(self, name: str) -> None:
        """The visitor leaves no message."""
        self._apply(name, FormSkipped(), NoLongerPossible())

    async def leaves(self, name: str) -> None:
        """The visitor ends it."""
        self._apply(name, VisitorEnds(), NoLongerPossible())

    def add(
        self,
        conversation: str,
        sender: Sender,
        data: dict[str, Any],
        kind: EventType = EventType.MESSAGE,
        client_id: str | None = None,
    ) -> Event:
        events = self.said.setdefault(conversation, [])
        event = Event(len(events) + 1, kind, sender, time.time(), client_id, data)
        events.append(event)
        self._wake()
        return event

    def _apply(self, episode_id: str, event: DeskEvent, refusal: Exception) -> None:
        try:
            step = advance(self.episodes[episode_id], event, self._desk())
        except IllegalTransition:
            raise refusal from None
        self.episodes[episode_id] = step.episode
        for effect in step.effects:
            if isinstance(effect, Say):
                state = {"state": step.episode.state.value, "line": effect.key, "text": effect.key}
                self.add(step.episode.conversation, Sender.SYSTEM, state, EventType.STATE)
        self._wake()

    def _wake(self) -> None:
        for wake in self._wakes:
            wake.set()

    def _desk(self) -> Desk:
        return Desk(time.time(), True, Timers(), False, False, False)
