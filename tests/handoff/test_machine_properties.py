"""What holds for a hand-off whatever happens, in whatever order, and however late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.handoff import events
from bot.handoff.effects import SOMEBODY_TOLD, Say
from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.machine import advance, begin
from bot.handoff.step import Desk, Step
from tests.handoff.episodes import LEGAL, LIVE, START, TIMERS

BOT, OFFERED, WAITING, HUMAN, LEFT_MESSAGE, CLOSED = State

STAFF = [f"staff_{number}" for number in range(20)]

MOVES = {
    (BOT, OFFERED),
    (BOT, WAITING),  # danger
    (BOT, CLOSED),  # danger out of hours
    (OFFERED, BOT),
    (OFFERED, WAITING),
    (OFFERED, LEFT_MESSAGE),
    (WAITING, BOT),
    (WAITING, HUMAN),
    (WAITING, LEFT_MESSAGE),
    (HUMAN, HUMAN),  # to a colleague
    (HUMAN, WAITING),
    (HUMAN, CLOSED),
    (LEFT_MESSAGE, BOT),
    (LEFT_MESSAGE, WAITING),  # danger
    (CLOSED, BOT),
}
"""The table of the design, and what danger adds to it."""

LONGEST_LIFE = 8
"""An episode that is left alone ends within so many deadlines, wherever it stands."""

staff = st.sampled_from(STAFF)
priorities = st.sampled_from(Priority)
GIVEN: dict[type[events.DeskEvent], tuple[st.SearchStrategy[Any], ...]] = {
    events.Request: (st.sampled_from(Reason), priorities),
    events.Accept: (),
    events.Decline: (),
    events.Claim: (staff,),
    events.Cancel: (),
    events.NoticeDone: (st.sampled_from(["first", "second", "on_call"]), st.booleans()),
    events.HoursEnded: (),
    events.Due: (),
    events.StaffSeen: (staff,),
    events.VisitorSeen: (),
    events.StaffEnds: (staff, st.sampled_from(["answered", "referred"])),
    events.VisitorEnds: (),
    events.Return: (staff,),
    events.HandTo: (staff, staff),
    events.FormSent: (),
    events.FormSkipped: (),
    events.Danger: (priorities,),
}
"""What an event of each kind is made of."""

KINDS = {kind: st.builds(kind, *given) for kind, given in GIVEN.items()}
requests = KINDS[events.Request]


def is_allowed(episode: Episode, event: events.DeskEvent) -> bool:
    """What may happen, said again without the machine's table."""
    if type(event) not in LEGAL[episode.state]:
        return False
    if isinstance(event, events.HandTo) and event.to == event.staff:
        return False
    if episode.state is HUMAN and isinstance(event, events.StaffEvent):
        return event.staff == episode.owner
    return True


class HandOffs(RuleBasedStateMachine):
    """One episode after the other, in a world that does what it likes."""

    reached: ClassVar[set[tuple[State, State]]] = set()
    refused: ClassVar[set[State]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.is_open = True
        self.contacts = (True, True, True)
        self.episode: Episode

    @property
    def desk(self) -> Desk:
        return Desk(self.now, self.is_open, TIMERS, *self.contacts)

    # What happens

    @initialize(
        event=requests,
        is_open=st.booleans(),
        contacts=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    )
    def the_first_begins(
        self, event: events.Request, is_open: bool, contacts: tuple[bool, bool, bool]
    ) -> None:
        self.is_open, self.contacts = is_open, contacts
        self.begin(event)

    @precondition(lambda self: self.episode.has_ended)
    @rule(event=requests)
    def another_begins(self, event: events.Request) -> None:
        self.begin(event)

    @rule(seconds=st.floats(0, 1000))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def the_practice_opens_or_closes(self) -> None:
        self.is_open = not self.is_open

    @rule(data=st.data())
    def anything_happens(self, data: st.DataObject) -> None:
        self.take(data.draw(st.one_of(*KINDS.values())))

    @rule(data=st.data())
    def something_possible_happens(self, data: st.DataObject) -> None:
        kinds = sorted(LEGAL[self.episode.state], key=lambda kind: kind.__name__)
        self.take(data.draw(st.one_of(*(KINDS[kind] for kind in kinds))))

    @precondition(lambda self: self.episode.state is HUMAN)
    @rule(
        event=st.sampled_from([events.StaffSeen, events.Return]),
        colleague=staff,
        hand=st.booleans(),
    )
    def the_owner_does_something(
        self, event: type[events.StaffSeen | events.Return], colleague: str, hand: bool
    ) -> None:
        owner = self.episode.owner or ""
        self.take(events.HandTo(owner, colleague) if hand else event(owner))

    @precondition(lambda self: self.episode.deadline is not None)
    @rule(off=st.sampled_from([-10.0, -0.001, 0.0, 0.001, 40.0, 1e6]))
    def the_deadline_is_looked_at_twice(self, off: float) -> None:
        assert self.episode.deadline is not None
        self.now = max(self.now, self.episode.deadline + off)
        was_due = self.episode.deadline <= self.now
        before = self.episode
        once = self.take(events.Due())
        assert once is not None
        assert (once.episode != before) is was_due
        assert self.take(events.Due()) == Step(once.episode)

    @rule(order=st.permutations(STAFF))
    def twenty_claim_at_once(self, order: Sequence[str]) -> None:
        """All have read the same version; the store takes the first write of each version."""
        before = self.episode
        winners = []
        for one in order:
            for read in (before, self.episode):
                try:
                    step = advance(read, events.Claim(one), self.desk)
                except IllegalTransition:
                    continue
                if read.version == self.episode.version and step.episode.owner != read.owner:
                    self.take(events.Claim(one))
                    winners.append(one)
        assert winners == ([order[0]] if before.state is WAITING else [])
        if before.state is HUMAN:
            assert self.episode.owner == before.owner

    # What must hold

    def begin(self, event: events.Request) -> None:
        step = begin("e", "c", event, self.desk)
        self.check_moves(BOT, step)
        assert step.episode.version == 1
        assert not says_somebody_was_told(step)
        self.episode = step.episode

    def take(self, event: events.DeskEvent) -> Step | None:
        """Let it happen, if it may; otherwise see that it is refused."""
        before = self.episode
        if not is_allowed(before, event):
            with pytest.raises(IllegalTransition):
                advance(before, event, self.desk)
            self.refused.add(before.state)
            return None
        step = advance(before, event, self.desk)
        after = self.episode = step.episode
        self.check_moves(before.state, step)
        assert after.priority >= before.priority
        assert after.version == before.version + (after != before)
        assert (after.id, after.conversation) == (before.id, before.conversation)
        assert (after.reason, after.requested_at) == (before.reason, before.requested_at)
        if before.has_ended:
            # But for whether who is on call has heard of it.
            kept = replace(after, version=before.version, calling=before.calling)
            assert kept == before and not step.moves
        if says_somebody_was_told(step):
            assert isinstance(event, events.NoticeDone) and event.ok
        if after.owner not in (before.owner, None):
            assert isinstance(event, events.Claim | events.HandTo)
        if before.waiting_since is not None:
            assert after.waiting_since == before.waiting_since
        return step

    def check_moves(self, source: State, step: Step) -> None:
        """Each is one of the table's; they join; and nobody is moved in silence."""
        for move in step.moves:
            assert move.source is source
            assert (move.source, move.target) in MOVES
            assert move.at == self.now and move.why and move.actor
            self.reached.add((move.source, move.target))
            source = move.target
        assert step.episode.state is source
        path = [(move.source, move.target) for move in step.moves]
        # In danger out of hours, the visitor was with the assistant all the time.
        if path and path != [(BOT, CLOSED), (CLOSED, BOT)]:
            assert any(isinstance(effect, Say) for effect in step.effects)

    @invariant()
    def an_episode_that_goes_on_has_a_deadline_and_one_that_ended_says_why(self) -> None:
        episode = self.episode
        assert episode.state is BOT or episode.state in LIVE
        assert episode.has_ended is (episode.state is BOT)
        assert (episode.deadline is None) is episode.has_ended
        assert (episode.ended_by is None) is (episode.ended_why is None)

    @invariant()
    def only_a_talk_has_an_owner(self) -> None:
        episode = self.episode
        assert (episode.owner is not None) is (episode.state is HUMAN)
        assert (episode.owner_seen_at is not None) is (episode.state is HUMAN)
        if episode.state in (WAITING, HUMAN):
            assert episode.waiting_since is not None

    def teardown(self) -> None:
        """Nobody waits for ever: left alone, any episode ends."""
        if not hasattr(self, "episode"):
            return
        for _ in range(LONGEST_LIFE):
            if self.episode.deadline is not None:
                self.now = max(self.now, self.episode.deadline)
                self.take(events.Due())
        assert self.episode.has_ended


def says_somebody_was_told(step: Step) -> bool:
    return any(isinstance(effect, Say) and effect.key in SOMEBODY_TOLD for effect in step.effects)


def test_whatever_happens() -> None:
    run_state_machine_as_test(
        HandOffs,
        settings=settings(
            max_examples=300,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
    # It has been everywhere, or it would have shown little.
    assert HandOffs.reached == MOVES
    assert HandOffs.refused == {*LIVE, BOT}
