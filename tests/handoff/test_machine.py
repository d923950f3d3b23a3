"""Every transition of a hand-off, and every one that there is not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.handoff import events
from bot.handoff.effects import Alert, Effect, Line, Notify, Say
from bot.handoff.episode import Episode, Move, Priority, Reason, State
from bot.handoff.errors import IllegalTransition
from bot.handoff.machine import TABLE, advance, begin
from bot.handoff.step import Desk, Step
from tests.handoff.episodes import EVENTS, LEGAL, LIVE, START, TIMERS, desk, episode

BOT, OFFERED, WAITING, HUMAN, LEFT_MESSAGE, CLOSED = State

OPEN = desk(10)
SHUT = desk(10, is_open=False)
SHUT_AT_30 = desk(30, is_open=False)
ENDS = events.StaffEnds("ada", "answered")
EMERGENCY = Priority.EMERGENCY


@dataclass(frozen=True)
class Way:
    """By an event, at a moment: to a state, for a reason, by somebody."""

    event: events.DeskEvent
    at: Desk
    target: State
    why: str
    actor: str
    effects: tuple[Effect, ...]


def way(
    event: events.DeskEvent,
    at: Desk,
    target: State,
    why: str,
    actor: str,
    *effects: Line | Effect,
) -> Way:
    done = tuple(Say(one) if isinstance(one, Line) else one for one in effects)
    return Way(event, at, target, why, actor, done)


def says(*lines: Line) -> tuple[Say, ...]:
    return tuple(Say(line) for line in lines)


RING = Alert(Priority.NORMAL)
RING_DANGER = Alert(Priority.DANGER)
FIRST = Notify("first")
ON_CALL = Notify("on_call")
TRIES_SECOND = (Say(Line.TRYING_SECOND), Notify("second"))
FAILED = events.NoticeDone("first", ok=False)
ALONE = desk(10, has_second=False)
NOBODY_TODAY = (LEFT_MESSAGE, "hours_ended", "system", Line.LEFT_HOURS_ENDED)

WAYS: dict[State, list[Way]] = {
    OFFERED: [
        way(events.Accept(), OPEN, WAITING, "accepted", "visitor", Line.WAITING, RING, FIRST),
        way(events.Accept(), SHUT, LEFT_MESSAGE, "closed", "visitor", Line.LEFT_CLOSED),
        way(events.Decline(), OPEN, BOT, "declined", "visitor", Line.BACK),
        way(events.Due(), desk(300), BOT, "lapsed", "system", Line.OFFER_LAPSED, Line.BACK),
        way(events.Danger(), OPEN, WAITING, "danger", "system", Line.CALLED, RING_DANGER, FIRST),
    ],
    WAITING: [
        way(events.Claim("ada"), OPEN, HUMAN, "claimed", "staff:ada", Line.JOINED),
        way(events.Claim("ada"), SHUT, HUMAN, "claimed", "staff:ada", Line.JOINED),
        way(events.Cancel(), OPEN, BOT, "cancelled", "visitor", Line.CANCELLED, Line.BACK),
        way(events.HoursEnded(), SHUT, *NOBODY_TODAY),
        way(events.Due(), SHUT_AT_30, *NOBODY_TODAY),
        way(events.Due(), desk(180), LEFT_MESSAGE, "missed", "system", Line.LEFT_MISSED),
        way(events.Due(), desk(9e5), LEFT_MESSAGE, "missed", "system", Line.LEFT_MISSED),
        way(FAILED, ALONE, LEFT_MESSAGE, "nobody_told", "system", Line.LEFT_NOBODY_TOLD),
        way(events.Danger(), SHUT, *NOBODY_TODAY, ON_CALL),
    ],
    HUMAN: [
        way(ENDS, OPEN, CLOSED, "answered", "staff:ada", Line.ENDED_BY_STAFF, Line.BACK),
        way(
            events.VisitorEnds(), OPEN, CLOSED, "ended", "visitor", Line.ENDED_BY_VISITOR, Line.BACK
        ),
        way(events.Return("ada"), OPEN, CLOSED, "returned", "staff:ada", Line.RETURNED, Line.BACK),
        way(events.HandTo("ada", "ben"), OPEN, HUMAN, "handed_on", "staff:ada", Line.HANDED_ON),
        way(events.Due(), desk(60), WAITING, "staff_lost", "system", Line.STAFF_LOST, RING, FIRST),
        way(events.Due(), desk(600), CLOSED, "idle", "system", Line.ENDED_IDLE, Line.BACK),
    ],
    LEFT_MESSAGE: [
        way(events.FormSent(), OPEN, BOT, "message_sent", "visitor", Line.MESSAGE_SENT, Line.BACK),
        way(events.FormSkipped(), OPEN, BOT, "skipped", "visitor", Line.BACK),
        way(events.Due(), desk(900), BOT, "lapsed", "system", Line.FORM_LAPSED, Line.BACK),
        way(events.Danger(), OPEN, WAITING, "danger", "system", Line.CALLED, RING_DANGER, FIRST),
    ],
}
"""All that may happen in which state; `closed` leads to `bot` at once."""


@pytest.mark.parametrize(
    ("source", "way"),
    [
        pytest.param(source, way, id=f"{source}-{type(way.event).__name__}-{way.why}")
        for source, ways in WAYS.items()
        for way in ways
    ],
)
def test_a_transition(source: State, way: Way) -> None:
    before = episode(source)
    step = advance(before, way.event, way.at)
    first = Move(source, way.target, way.why, way.actor, way.at.now)
    back = Move(CLOSED, BOT, "back", "system", way.at.now)
    assert step.moves == ((first, back) if way.target is CLOSED else (first,))
    ends = way.target in (BOT, CLOSED)
    after = step.episode
    assert after.state is (BOT if ends else way.target)
    assert step.effects == way.effects
    assert after.version == before.version + 1
    assert after.entered_at == way.at.now
    assert (after.owner is not None) is (way.target is HUMAN)
    assert (after.deadline is None) is after.has_ended is ends
    by, why = (way.actor, way.why) if ends else (None, None)
    assert (after.ended_by, after.ended_why) == (by, why)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("state", State)
def test_what_is_not_in_the_table_is_refused(state: State, event: events.DeskEvent) -> None:
    before = episode(state)
    if type(event) in LEGAL[state]:
        advance(before, event, OPEN)
    else:
        with pytest.raises(IllegalTransition) as caught:
            advance(before, event, OPEN)
        assert (caught.value.state, caught.value.event) == (state, event)
        assert str(caught.value) == f"{type(event).__name__} is not possible in the state '{state}'"
    assert before == episode(state)


def test_these_tests_know_every_state_and_every_event() -> None:
    assert {type(event) for event in EVENTS} == set(_kinds(events.DeskEvent))
    assert set(LEGAL) == set(TABLE) == set(State)
    quiet = {events.Danger, events.NoticeDone, events.VisitorSeen, events.StaffSeen, events.Claim}
    for state in LIVE:
        assert LEGAL[state] - quiet <= {type(way.event) for way in WAYS[state]}


def _kinds(kind: type[events.DeskEvent]) -> list[type[events.DeskEvent]]:
    below = kind.__subclasses__()
    return [kind for one in below for kind in _kinds(one)] if below else [kind]


@pytest.mark.parametrize(
    "event", [event for event in EVENTS if isinstance(event, events.StaffEvent)]
)
def test_only_the_owner_does_anything_with_a_conversation(event: events.StaffEvent) -> None:
    before = episode(HUMAN)
    with pytest.raises(IllegalTransition):
        advance(before, replace(event, staff="ben"), OPEN)
    assert advance(before, event, OPEN).episode.version == before.version + 1


class TestTheBeginning:
    """The first step of an episode."""

    @pytest.mark.parametrize(
        ("reason", "at", "lines"),
        [
            (Reason.REQUEST, OPEN, [Line.OFFERED_OPEN]),
            (Reason.REQUEST, SHUT, [Line.OFFERED_CLOSED]),
            (Reason.FAILURES, OPEN, [Line.FAILING, Line.OFFERED_OPEN]),
            (Reason.FAILURES, SHUT, [Line.FAILING_CLOSED]),
        ],
    )
    def test_a_human_is_offered_and_nobody_is_called_yet(
        self, reason: Reason, at: Desk, lines: list[Line]
    ) -> None:
        step = begin("e_1", "c_1", events.Request(reason), at)
        actor = "visitor" if reason is Reason.REQUEST else "system"
        assert step.moves == (Move(BOT, OFFERED, reason, actor, at.now),)
        assert step.effects == says(*lines)
        assert step.episode.deadline == at.now + TIMERS.offered
        assert step.episode.waiting_since is None
        assert (step.episode.id, step.episode.conversation) == ("e_1", "c_1")
        assert (step.episode.version, step.episode.requested_at) == (1, at.now)

    def test_danger_waits_for_no_consent(self) -> None:
        step = begin("e_1", "c_1", events.Request(Reason.DANGER, EMERGENCY), OPEN)
        assert step.moves == (Move(BOT, WAITING, "danger", "system", OPEN.now),)
        assert step.effects == (Say(Line.CALLED), Alert(EMERGENCY), FIRST)
        assert step.episode.waiting_since == OPEN.now

    @pytest.mark.parametrize("has_on_call", [True, False])
    def test_danger_out_of_hours_queues_nobody(self, has_on_call: bool) -> None:
        at = desk(10, is_open=False, has_on_call=has_on_call)
        step = begin("e_1", "c_1", events.Request(Reason.DANGER), at)
        assert [(move.source, move.target) for move in step.moves] == [(BOT, CLOSED), (CLOSED, BOT)]
        assert step.effects == ((ON_CALL,) if has_on_call else ())
        assert step.episode.has_ended and step.episode.ended_why == "closed"
        assert (step.episode.state, step.episode.deadline) == (BOT, None)

    def test_danger_is_never_of_normal_priority(self) -> None:
        step = begin("e_1", "c_1", events.Request(Reason.DANGER, Priority.NORMAL), OPEN)
        assert step.episode.priority is Priority.DANGER


class TestTheWait:
    """What a visitor who waits hears, and who is told meanwhile."""

    def test_each_mark_counts_once(self) -> None:
        waiting = advance(episode(OFFERED), events.Accept(), desk(0)).episode
        done: dict[float, tuple[Effect, ...]] = {}
        for second in range(181):
            step = advance(waiting, events.Due(), desk(second))
            waiting = step.episode
            if step.effects:
                done[second] = step.effects
        assert done == {
            30: says(Line.STILL_WAITING),
            60: TRIES_SECOND,
            180: says(Line.LEFT_MISSED),
        }

    def test_a_late_look_makes_up_for_what_was_due(self) -> None:
        step = advance(episode(WAITING), events.Due(), desk(100))
        assert step.effects == TRIES_SECOND
        assert step.episode.deadline == START + TIMERS.missed
        assert (step.moves, step.episode.reassured) == ((), True)

    def test_without_a_second_contact_nobody_else_is_told(self) -> None:
        step = advance(episode(WAITING), events.Due(), desk(100, has_second=False))
        assert step.effects == says(Line.STILL_WAITING)

    def test_without_contacts_the_console_alone_rings(self) -> None:
        step = advance(
            episode(OFFERED), events.Accept(), desk(0, has_contacts=False, has_second=False)
        )
        assert step.effects == (Say(Line.WAITING), RING)

    def test_the_first_who_is_told_is_said_and_the_second_is_said_too(self) -> None:
        first = advance(episode(WAITING), events.NoticeDone("first", ok=True), OPEN)
        assert first.effects == says(Line.TOLD)
        second = advance(first.episode, events.NoticeDone("second", ok=True), OPEN)
        assert second.effects == says(Line.TOLD_SECOND)
        assert (second.episode.told_first, second.episode.told_second) == (True, True)

    def test_the_same_word_is_not_said_twice(self) -> None:
        told = episode(WAITING, told_first=True)
        assert advance(told, events.NoticeDone("first", ok=True), OPEN) == Step(told)
        # Who was told once knows it.
        assert advance(told, events.NoticeDone("first", ok=False), OPEN) == Step(told)

    def test_when_the_first_cannot_be_told_the_second_is_at_once(self) -> None:
        failed = advance(episode(WAITING), events.NoticeDone("first", ok=False), OPEN)
        assert (failed.effects, failed.moves) == (TRIES_SECOND, ())
        told = advance(failed.episode, events.NoticeDone("second", ok=True), OPEN)
        assert told.effects == says(Line.TOLD)
        nobody = advance(failed.episode, events.NoticeDone("second", ok=False), OPEN)
        assert nobody.moves[0].why == "nobody_told"
        assert nobody.effects == says(Line.LEFT_NOBODY_TOLD)

    def test_nobody_is_sent_away_while_somebody_has_the_console_open(self) -> None:
        staffed = replace(desk(60, has_second=False), at_console=True)
        step = advance(episode(WAITING), events.NoticeDone("first", ok=False), staffed)
        assert (step.moves, step.effects) == ((), says(Line.NOT_TOLD))
        missed = advance(step.episode, events.Due(), replace(staffed, now=START + TIMERS.missed))
        assert missed.moves[0].why == "missed"

    def test_a_second_contact_in_vain_ends_no_wait_that_the_first_knows_of(self) -> None:
        step = advance(
            episode(WAITING, told_first=True), events.NoticeDone("second", ok=False), OPEN
        )
        assert (step.moves, step.effects) == ((), ())
        assert step.episode.told_second is False

    def test_a_second_contact_in_vain_waits_for_the_word_of_the_first(self) -> None:
        step = advance(episode(WAITING), events.NoticeDone("second", ok=False), OPEN)
        assert (step.moves, step.effects) == ((), ())
        last = advance(step.episode, events.NoticeDone("first", ok=False), OPEN)
        assert last.moves[0].why == "nobody_told"

    def test_a_second_contact_alone_in_vain_ends_the_wait(self) -> None:
        only_second = desk(60, has_contacts=False)
        step = advance(episode(WAITING), events.NoticeDone("second", ok=False), only_second)
        assert step.moves[0].why == "nobody_told"

    def test_a_second_contact_before_the_reassurance_is_told_once(self) -> None:
        swapped = replace(TIMERS, second=20)
        waiting = episode(WAITING, deadline=START + 20)
        first = advance(waiting, events.Due(), replace(desk(20), timers=swapped))
        assert first.effects == TRIES_SECOND
        then = advance(first.episode, events.Due(), replace(desk(30), timers=swapped))
        assert then.effects == says(Line.STILL_WAITING)

    @pytest.mark.parametrize("state", [BOT, CLOSED])
    def test_a_notice_changes_nothing_after_the_end(self, state: State) -> None:
        for contact in ("first", "second"):
            step = advance(episode(state), events.NoticeDone(contact, ok=True), OPEN)
            assert step == Step(episode(state))

    @pytest.mark.parametrize("state", [state for state in State if state is not WAITING])
    @pytest.mark.parametrize("ok", [True, False])
    def test_a_notice_that_comes_too_late_is_not_spoken_of(self, state: State, ok: bool) -> None:
        step = advance(episode(state), events.NoticeDone("first", ok=ok), OPEN)
        assert (step.moves, step.effects) == ((), ())

    @pytest.mark.parametrize("state", State)
    def test_what_became_of_the_on_call_contact_is_said_always(self, state: State) -> None:
        told = advance(episode(state), events.NoticeDone("on_call", ok=True), OPEN)
        assert told == Step(episode(state), effects=says(Line.ON_CALL_TOLD))
        not_told = advance(episode(state), events.NoticeDone("on_call", ok=False), OPEN)
        assert not_told == Step(episode(state), effects=says(Line.ON_CALL_NOT_TOLD))


class TestTheTalk:
    """While a human has the conversation."""

    def test_its_deadline_is_the_silence_of_staff_or_of_the_visitor(self) -> None:
        talk = advance(episode(WAITING), events.Claim("ada"), desk(0)).episode
        assert talk.deadline == START + TIMERS.heartbeat
        for seconds in range(50, 600, 50):
            talk = advance(talk, events.StaffSeen("ada"), desk(seconds)).episode
            assert talk.deadline == START + min(seconds + TIMERS.heartbeat, TIMERS.idle)
        talk = advance(talk, events.VisitorSeen(), desk(590)).episode
        assert talk.deadline == START + 550 + TIMERS.heartbeat

    def test_a_visitor_who_was_silent_in_the_wait_is_not_idle_yet(self) -> None:
        silent = episode(WAITING, visitor_seen_at=START - 1000)
        talk = advance(silent, events.Claim("ada"), desk(0)).episode
        assert talk.deadline == START + TIMERS.heartbeat

    def test_a_second_press_on_claim_does_no_harm(self) -> None:
        talk = advance(episode(WAITING), events.Claim("ada"), desk(0)).episode
        assert advance(talk, events.Claim("ada"), desk(0)) == Step(talk)

    def test_a_colleague_must_be_there(self) -> None:
        step = advance(episode(HUMAN), events.HandTo("ada", "ben"), desk(50))
        assert step.episode.owner == "ben"
        assert step.episode.deadline == START + 50 + TIMERS.heartbeat
        with pytest.raises(IllegalTransition):
            advance(step.episode, events.StaffSeen("ada"), desk(51))

    def test_nobody_hands_a_conversation_to_themselves(self) -> None:
        with pytest.raises(IllegalTransition):
            advance(episode(HUMAN), events.HandTo("ada", "ada"), OPEN)

    def test_who_lost_their_human_waits_anew_but_keeps_their_place(self) -> None:
        talk = episode(
            HUMAN, waiting_since=START - 99, told_first=True, told_second=True, reassured=True
        )
        step = advance(talk, events.Due(), desk(60))
        assert step.episode.waiting_since == START - 99
        assert step.episode.deadline == START + 60 + TIMERS.reassure
        assert not step.episode.reassured
        assert (step.episode.told_first, step.episode.told_second) == (None, None)

    def test_who_lost_their_human_out_of_hours_is_told_that_nobody_comes(self) -> None:
        step = advance(episode(HUMAN), events.Due(), desk(60, is_open=False))
        assert [(move.target, move.why) for move in step.moves] == [
            (WAITING, "staff_lost"),
            (LEFT_MESSAGE, "hours_ended"),
        ]
        # "You are waiting again" would be untrue at once.
        assert step.effects == says(Line.LEFT_HOURS_ENDED)
        assert step.episode.deadline == START + 60 + TIMERS.form

    def test_longer_timers_after_a_restart_are_kept_to(self) -> None:
        longer = replace(desk(60), timers=replace(TIMERS, heartbeat=100))
        step = advance(episode(HUMAN), events.Due(), longer)
        assert (step.moves, step.episode.deadline) == ((), START + 100)


class TestDanger:
    """The priority, and who hears of it."""

    def test_the_console_rings_for_who_waits_and_the_contact_hears_that_it_is_worse(self) -> None:
        step = advance(episode(WAITING), events.Danger(), OPEN)
        assert (step.moves, step.effects) == ((), (RING_DANGER, FIRST))
        again = advance(step.episode, events.Danger(), OPEN)
        assert again == Step(step.episode, effects=(RING_DANGER,))
        worse = advance(step.episode, events.Danger(EMERGENCY), OPEN)
        assert worse.effects == (Alert(EMERGENCY), FIRST)
        assert worse.episode.priority is EMERGENCY

    @pytest.mark.parametrize("at", [OPEN, SHUT])
    def test_the_console_rings_for_who_talks_and_others_hear_that_it_is_worse(
        self, at: Desk
    ) -> None:
        step = advance(episode(HUMAN), events.Danger(EMERGENCY), at)
        assert (step.moves, step.effects) == ((), (Alert(EMERGENCY), FIRST))
        assert (step.episode.owner, step.episode.priority) == ("ada", EMERGENCY)
        again = advance(step.episode, events.Danger(EMERGENCY), at)
        assert again.effects == (Alert(EMERGENCY),)

    def test_of_a_worse_danger_whoever_was_told_before_does_not_know(self) -> None:
        told = episode(WAITING, told_first=True, told_second=True)
        worse = advance(told, events.Danger(EMERGENCY), OPEN).episode
        assert (worse.told_first, worse.told_second) == (None, None)
        failed = advance(worse, events.NoticeDone("first", ok=False), OPEN)
        assert failed.effects == (Say(Line.TRYING_SECOND), Notify("second"))

    def test_it_is_kept_that_who_is_on_call_is_to_be_told_until_it_is_known(self) -> None:
        step = begin("e", "c", events.Request(Reason.DANGER), SHUT)
        assert step.episode.has_ended and step.episode.calling
        done = advance(step.episode, events.NoticeDone("on_call", ok=False), SHUT)
        assert not done.episode.calling

    @pytest.mark.parametrize("state", [OFFERED, LEFT_MESSAGE])
    @pytest.mark.parametrize("has_on_call", [True, False])
    def test_out_of_hours_the_on_call_contact_is_told(
        self, state: State, has_on_call: bool
    ) -> None:
        step = advance(
            episode(state), events.Danger(), desk(10, is_open=False, has_on_call=has_on_call)
        )
        assert step.moves == ()
        assert step.effects == ((ON_CALL,) if has_on_call else ())
        assert step.episode.priority is Priority.DANGER

    @pytest.mark.parametrize("state", LIVE)
    @pytest.mark.parametrize("priority", Priority)
    def test_the_priority_never_falls(self, state: State, priority: Priority) -> None:
        before = episode(state, priority=EMERGENCY)
        assert advance(before, events.Danger(priority), OPEN).episode.priority is EMERGENCY

    @pytest.mark.parametrize(
        ("before", "event", "at"),
        [
            (episode(WAITING), events.Due(), desk(180)),
            (episode(WAITING), events.HoursEnded(), SHUT),
            (episode(WAITING), events.NoticeDone("first", ok=False), desk(has_second=False)),
            (episode(HUMAN), events.Due(), desk(60, is_open=False)),
            (episode(OFFERED), events.Accept(), SHUT),
        ],
    )
    def test_when_nobody_comes_to_danger_the_on_call_contact_is_told(
        self, before: Episode, event: events.DeskEvent, at: Desk
    ) -> None:
        in_danger = replace(before, priority=Priority.DANGER)
        assert ON_CALL in advance(in_danger, event, at).effects
        assert ON_CALL not in advance(before, event, at).effects


@pytest.mark.parametrize("state", State)
def test_due_before_its_time_does_nothing(state: State) -> None:
    before = episode(state)
    assert advance(before, events.Due(), desk(0)) == Step(before)
    assert advance(before, events.Due(), desk(29.999)) == Step(before)


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("late", [0, 1, 1e6])
def test_due_twice_is_due_once(state: State, late: float) -> None:
    before = episode(state)
    assert before.deadline is not None
    at = desk(before.deadline - START + late)
    once = advance(before, events.Due(), at)
    assert once.episode != before
    assert advance(once.episode, events.Due(), at) == Step(once.episode)


@pytest.mark.parametrize("state", LIVE)
def test_the_visitor_is_seen_in_every_state(state: State) -> None:
    step = advance(episode(state), events.VisitorSeen(), OPEN)
    assert (step.moves, step.effects) == ((), ())
    assert step.episode.visitor_seen_at == OPEN.now


def test_no_event_holds_more_than_a_choice_or_an_id() -> None:
    """Neither an event nor a move has a place for a visitor's words."""
    fields = {name for event in EVENTS for name in vars(event)}
    assert fields == {"reason", "priority", "staff", "to", "why", "contact", "ok"}
