"""What holds for a journey through the real guides, whatever the visitor does."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import load_library
from bot.release import moves
from bot.release.guide import Release
from bot.release.journey import Journey, Kind, Move, Turn, advance, settled
from bot.release.moves import from_button, to_button
from bot.release.state import pending, place, with_question
from bot.setup.paths import ROOT

RELEASE = load_library(ROOT).release
ANSWERS = [(one.id, answer.id) for one in RELEASE.questions.values() for answer in one.answers]
LONGEST_WALK = 40
"""Moves; no guide has so many steps and questions."""

answers = st.lists(
    st.sampled_from([*ANSWERS, ("name", "Jane"), ("who", "nobody")]), max_size=4
).map(dict)
guides = st.sampled_from([None, "gone", *RELEASE.guides])
plain = st.sampled_from(
    [*moves.PLAIN.values(), moves.Interrupted(), moves.Offer(), moves.Offer(away=True)]
)
any_move: st.SearchStrategy[Move] = st.one_of(
    plain,
    plain,
    st.builds(moves.Start, answers, guides),
    st.builds(moves.Answered, answers),
)
states = st.sampled_from([None, "CA", "TX", "NV"])
walks = st.lists(any_move, max_size=15)
quietly = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _walk(walk: list[Move], state: str | None = None) -> Journey | None:
    journey: Journey | None = None
    for move in walk:
        journey = advance(RELEASE, journey, move, state).journey
    return journey


def _to_the_end(release: Release, journey: Journey) -> Turn:
    """Resumes, answers what is asked with the first answer, and goes on."""
    turn = advance(release, journey, moves.Resume())
    for _ in range(LONGEST_WALK):
        if turn.journey is None:
            return turn
        asking = pending(release, turn.journey)
        given = moves.Answered({asking.id: asking.answers[0].id}) if asking else moves.Next()
        turn = advance(release, turn.journey, given)
        if turn.say[-1].kind is Kind.FINISHED_IN_DANGER:
            return turn
    raise AssertionError(f"no end from {journey}")


@quietly
@given(walks, states)
def test_whatever_is_done_the_lines_are_whole(walk: list[Move], state: str | None) -> None:
    journey: Journey | None = None
    for move in walk:
        turn = advance(RELEASE, journey, move, state)
        for line in turn.say:
            assert line.text and not any(one in line.text for one in ("{", "}", "None"))
            assert (line.n is None) == (line.total is None) == (line.step is None)
            assert line.n is None or line.total is None or 1 <= line.n <= line.total
            assert line.kind is not Kind.STEP or (line.sources and line.title)
            assert line.kind is not Kind.WHY or line.sources
            for button in line.buttons:
                made = from_button(button.name, button.value)
                assert made is not None and to_button(made) == (button.name, button.value)
        assert all(line.done for line in turn.say) == (turn.journey is None) or not turn.say
        journey = turn.journey


@quietly
@given(walks)
def test_only_what_the_content_has_is_kept_and_comes_back_from_the_slots(walk: list[Move]) -> None:
    journey = _walk(walk)
    if journey is None:
        return
    assert Journey.from_slots(**json.loads(json.dumps(journey.slots()))) == journey
    assert settled(RELEASE, journey) == journey
    assert set(journey.answers.items()) <= set(ANSWERS)


@quietly
@given(walks)
def test_back_after_next_is_the_same_step(walk: list[Move]) -> None:
    journey = _walk([*walk, moves.Resume()])
    at = None if journey is None else place(RELEASE, journey)
    if journey is None or at is None or at.is_last:
        return
    on = advance(RELEASE, journey, moves.Next()).journey
    assert on is not None and on.step != journey.step
    back = advance(RELEASE, on, moves.Back()).journey
    assert back == with_question(RELEASE, journey), "and its question can be answered anew"


@quietly
@given(walks)
def test_the_end_can_be_reached_from_everywhere(walk: list[Move]) -> None:
    journey = _walk(walk)
    if journey is not None:
        turn = _to_the_end(RELEASE, journey)
        assert turn.say[-1].kind in (Kind.FINISHED, Kind.FINISHED_IN_DANGER)
        assert (turn.finished is None) == (turn.say[-1].kind is Kind.FINISHED_IN_DANGER)


@quietly
@given(walks, st.lists(plain.filter(lambda one: not isinstance(one, moves.Resume | moves.Stop))))
def test_after_danger_nothing_but_an_outright_wish_moves_on(
    walk: list[Move], then: list[Move]
) -> None:
    journey = _walk(walk)
    if journey is None:
        return
    paused = advance(RELEASE, journey, moves.Interrupted()).journey
    assert paused is not None
    for move in then:
        turn = advance(RELEASE, paused, move)
        assert turn.journey is not None and turn.journey.paused
        assert replace(turn.journey, offered=False) == paused
        assert all(line.kind is Kind.OFFER for line in turn.say)
