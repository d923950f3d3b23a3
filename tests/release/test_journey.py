"""A journey through a guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.release import moves
from bot.release.journey import Journey, Kind, Line, Move, Turn, advance, no_details

from .small import REASON, RELEASE, RULE, STATE_LAW

AT_FILL = Journey("own", "fill", {"age": "minor"})
AT_END = Journey("own", "sign", {"notes": "no"})


def _go(journey: Journey | None, *all_moves: Move) -> Turn:
    turn = Turn((), journey)
    for move in all_moves:
        turn = advance(RELEASE, turn.journey, move)
    return turn


def _kinds(lines: Sequence[Line]) -> list[Kind]:
    return [line.kind for line in lines]


def _titles(line: Line) -> list[str]:
    return [button.name for button in line.buttons]


def test_a_beginning_asks_what_chooses_the_guide() -> None:
    turn = _go(None, moves.Start())
    assert _kinds(turn.say) == [Kind.WHICH, Kind.QUESTION]
    assert turn.journey == Journey()
    assert turn.say[1].text == "What is who?"


def test_what_is_known_at_the_beginning_is_not_asked() -> None:
    turn = _go(None, moves.Start({"who": "parent", "age": "minor"}))
    assert _kinds(turn.say) == [Kind.STARTED, Kind.STEP, Kind.QUESTION]
    assert turn.journey == Journey("child", "safe", {"who": "parent", "age": "minor"})


def test_a_guide_that_is_known_begins_at_once_and_one_that_is_not_is_asked_for() -> None:
    assert _go(None, moves.Start(guide="own")).journey == Journey("own", "ask")
    assert _go(None, moves.Start(guide="nowhere")).journey == Journey()


def test_answers_lead_from_question_to_question_and_into_the_guide() -> None:
    turn = _go(None, moves.Start(), moves.Answered({"who": "parent"}))
    assert _kinds(turn.say) == [Kind.QUESTION]
    turn = _go(turn.journey, moves.Answered({"age": "adult"}))
    assert turn.journey is not None and turn.journey.guide == "own"


def test_an_answer_at_a_step_takes_its_branch() -> None:
    turn = _go(Journey("own", "ask"), moves.Answered({"age": "minor"}))
    assert turn.journey == Journey("own", "parents", {"age": "minor"})


def test_next_leaves_a_question_open_and_takes_the_careful_way() -> None:
    turn = _go(Journey("own", "fill"), moves.Next())
    assert turn.journey == Journey("own", "apart")


def test_a_step_says_where_it_stands_and_what_it_rests_on() -> None:
    step = _go(AT_FILL, moves.Again()).say[0]
    assert (step.kind, step.n, step.total, step.title) == (Kind.STEP, 3, 5, "Do fill")
    assert step.sources == (RULE,)


def test_buttons_stand_where_something_can_be_answered_or_gone_on() -> None:
    step, question = _go(AT_FILL, moves.Again()).say
    assert _titles(step) == []
    assert _titles(question) == ["answer", "answer", "answer", "skip", "why", "back", "stop"]
    (plain,) = _go(Journey("own", "ask", {"age": "minor"}), moves.Next()).say
    assert _titles(plain) == ["next", "why", "back", "stop"]


def test_every_question_can_be_left_and_gone_back_from_where_something_is_before() -> None:
    def titles(journey: Journey | None, move: Move) -> list[str]:
        return [one for one in _titles(_go(journey, move).say[-1]) if one != "answer"]

    assert titles(None, moves.Start()) == ["why", "stop"]
    assert titles(None, moves.Start({"who": "parent"})) == ["why", "back", "stop"]
    assert titles(None, moves.Start(guide="child")) == ["skip", "why", "stop"]
    chosen = moves.Start({"who": "parent", "age": "minor"})
    assert titles(None, chosen) == ["skip", "why", "back", "stop"]
    assert titles(Journey("child", "safe"), moves.Why()) == ["skip", "why", "stop"]


def test_to_the_client_a_question_speaks_of_the_client() -> None:
    def asked(turn: Turn) -> str:
        assert turn.say[-1].kind is Kind.QUESTION
        return turn.say[-1].text

    assert asked(_go(None, moves.Start({"who": "client"}))) == "How old are you?"
    assert asked(_go(None, moves.Start({"who": "parent"}))) == "What is age?"
    assert asked(_go(None, moves.Start({"who": "client"}, "own"))) == "How old are you?"
    assert asked(_go(None, moves.Start(guide="own"))) == "What is age?"


def test_the_practices_own_state_adds_its_rule_and_its_source() -> None:
    here = advance(RELEASE, Journey("own", "ask"), moves.Again(), "CA").say[0]
    assert "In California it is so." in here.text
    assert here.sources == (RULE, STATE_LAW)
    elsewhere = advance(RELEASE, Journey("own", "ask"), moves.Again(), "NV").say[0]
    assert elsewhere.text == "Text of ask."


def test_back_goes_one_step_back_with_the_answers_kept() -> None:
    turn = _go(AT_FILL, moves.Back())
    assert turn.journey == Journey("own", "parents", {"age": "minor"})


def test_back_from_the_first_step_takes_up_what_chose_the_guide() -> None:
    turn = _go(None, moves.Start({"who": "parent", "age": "minor"}), moves.Back())
    assert turn.journey == Journey(answers={"who": "parent"})
    turn = _go(turn.journey, moves.Back())
    assert turn.journey == Journey()


def test_there_is_nothing_before_the_first_step_of_a_guide_asked_for_by_name() -> None:
    turn = _go(Journey("own", "ask"), moves.Back())
    assert _kinds(turn.say) == [Kind.NOTHING_BEFORE, Kind.STEP, Kind.QUESTION]
    assert turn.journey == Journey("own", "ask")


def test_an_earlier_answer_can_be_changed_and_leads_on_from_its_step() -> None:
    turn = _go(Journey("own", "sign", {"age": "adult"}), moves.Answered({"age": "minor"}))
    assert turn.journey == Journey("own", "parents", {"age": "minor"})


def test_another_answer_to_what_chose_the_guide_chooses_anew() -> None:
    chosen = _go(None, moves.Start({"who": "parent", "age": "minor"})).journey
    turn = _go(chosen, moves.Answered({"age": "adult"}))
    assert turn.journey is not None and turn.journey.guide == "own"
    assert _kinds(turn.say)[0] is Kind.STARTED


def test_an_answer_that_nobody_asked_for_says_the_step_again() -> None:
    turn = _go(AT_FILL, moves.Answered({"danger_now": "no"}))
    assert turn.journey == AT_FILL
    assert turn.say[0].kind is Kind.STEP


def test_why_gives_the_reason_of_the_question_and_else_of_the_step() -> None:
    (line,) = _go(AT_FILL, moves.Why()).say
    assert (line.kind, line.text, line.sources) == (Kind.WHY, "Why notes.", (REASON,))
    (line,) = _go(AT_END, moves.Why()).say
    assert (line.text, line.sources) == ("Reason of sign.", (RULE,))


ASKED_AGAIN: dict[str, tuple[Journey, Move]] = {
    "back": (Journey("own", "parents", {"age": "minor"}), moves.Back()),
    "again": (Journey("own", "ask", {"age": "minor"}), moves.Again()),
    "nothing before": (Journey("own", "ask", {"age": "minor"}), moves.Back()),
    "not understood": (Journey("own", "ask", {"age": "minor"}), moves.Unclear()),
}


@pytest.mark.parametrize("name", ASKED_AGAIN)
def test_why_beside_a_question_that_is_put_again_is_about_the_question(name: str) -> None:
    here, move = ASKED_AGAIN[name]
    turn = _go(here, move)
    (line,) = _go(turn.journey, moves.Why()).say
    assert (line.text, line.sources) == ("Why age.", (REASON,))
    assert line.buttons == turn.say[-1].buttons, "the answers stay"
    assert "answer" in _titles(line)


def test_why_where_an_answered_question_is_not_put_is_about_the_step() -> None:
    here = _go(None, moves.Start({"who": "client", "age": "minor"}, "own")).journey
    for journey in (
        here,
        _go(here, moves.Again(), moves.Next(), moves.Back(), moves.Next()).journey,
    ):
        assert journey is not None and not journey.again
        (line,) = _go(journey, moves.Why()).say
        assert line.text.startswith("Reason of") and "answer" not in _titles(line)


def test_a_question_put_again_stays_so_through_danger_and_is_over_with_its_answer() -> None:
    put = _go(Journey("own", "parents", {"age": "minor"}), moves.Back()).journey
    turn = _go(put, moves.Interrupted(), moves.Resume())
    assert turn.say[-1].kind is Kind.QUESTION
    assert turn.journey == put
    answered = _go(turn.journey, moves.Answered({"age": "minor"})).journey
    assert answered == Journey("own", "parents", {"age": "minor"})


def test_while_the_guide_is_chosen_no_step_is_named_and_no_skip() -> None:
    assert _go(None, moves.Start(), moves.Unclear()).say[0].text == "not_understood_question"
    assert _go(None, moves.Start(), moves.Back()).say[0].text == "nothing_before_question"
    assert _go(AT_FILL, moves.Unclear()).say[0].text == "not_understood_answer"
    assert _go(Journey("own", "ask"), moves.Back()).say[0].text == "nothing_before"


def test_what_was_not_understood_is_asked_again() -> None:
    turn = _go(AT_FILL, moves.Unclear())
    assert _kinds(turn.say) == [Kind.UNCLEAR, Kind.QUESTION]
    assert turn.journey == AT_FILL


def test_the_last_step_ends_with_the_take_away() -> None:
    turn = _go(AT_END, moves.Next())
    (line,) = turn.say
    assert (line.kind, line.done, line.title) == (Kind.FINISHED, True, "Guide own")
    assert turn.journey is None
    assert turn.finished == AT_END


def test_with_somebody_in_danger_the_end_is_help_and_no_take_away() -> None:
    here = Journey("child", "call", {"danger_now": "yes"})
    turn = _go(here, moves.Next())
    assert _kinds(turn.say) == [Kind.FINISHED_IN_DANGER]
    assert (turn.journey, turn.finished, turn.say[0].done) == (here, None, False)


def test_who_goes_on_after_that_is_asked_about_danger_again() -> None:
    turn = _go(Journey("child", "call", {"danger_now": "yes"}), moves.Resume())
    assert turn.journey is not None and "danger_now" not in turn.journey.answers
    assert turn.say[-1].kind is Kind.QUESTION
    assert turn.say[-1].text == RELEASE.questions["danger_now"].ask


def test_stop_ends_it_without_a_take_away() -> None:
    turn = _go(AT_FILL, moves.Stop())
    assert _kinds(turn.say) == [Kind.STOPPED]
    assert turn.say[0].done
    assert (turn.journey, turn.finished) == (None, None)


def test_danger_pauses_it_without_a_word() -> None:
    turn = _go(AT_FILL, moves.Interrupted())
    assert turn.say == ()
    assert turn.journey is not None and turn.journey.paused


@pytest.mark.parametrize(
    "move",
    [
        moves.Next(),
        moves.Skip(),
        moves.Back(),
        moves.Again(),
        moves.Why(),
        moves.Unclear(),
        moves.Answered({"notes": "no"}),
    ],
)
def test_after_danger_only_an_outright_wish_goes_on(move: Move) -> None:
    turn = _go(AT_FILL, moves.Interrupted(), move)
    assert _kinds(turn.say) == [Kind.OFFER]
    assert turn.journey is not None and turn.journey.paused
    assert (turn.journey.step, turn.journey.answers) == (AT_FILL.step, AT_FILL.answers)


def test_after_danger_it_is_resumed_from_the_same_step() -> None:
    turn = _go(AT_FILL, moves.Interrupted(), moves.Resume())
    assert _kinds(turn.say) == [Kind.RESUMED, Kind.STEP, Kind.QUESTION]
    assert turn.journey == AT_FILL


def test_after_another_topic_going_on_is_offered_and_the_next_move_takes_it_up() -> None:
    turn = _go(AT_FILL, moves.Offer())
    assert _titles(turn.say[0]) == ["resume", "start", "stop"]
    assert turn.journey is not None and turn.journey.offered
    assert _go(turn.journey, moves.Again()).journey == AT_FILL


def test_time_away_is_named() -> None:
    assert _go(AT_FILL, moves.Offer(away=True)).say[0].text.startswith("away")


@pytest.mark.parametrize("move", [moves.Interrupted(), moves.Offer()])
def test_without_a_journey_what_is_not_the_visitors_says_nothing(move: Move) -> None:
    assert _go(None, move) == Turn((), None)


@pytest.mark.parametrize("move", [moves.Next(), moves.Back(), moves.Answered({"who": "client"})])
def test_without_a_journey_a_visitors_move_begins_one(move: Move) -> None:
    assert _go(None, move).journey is not None


def test_a_step_that_the_content_lost_does_no_harm() -> None:
    assert _go(Journey("own", "gone", {"name": "Jane"}), moves.Next()).journey == Journey(
        "own", "fill"
    )


def test_what_is_not_kept_is_said() -> None:
    line = no_details(RELEASE, AT_FILL)
    assert (line.kind, line.n, line.guide, line.step) == (Kind.NO_DETAILS, 3, "own", "fill")


@pytest.mark.parametrize("asked", [False, True])
def test_after_danger_an_offer_counts_only_where_it_was_the_answer(*, asked: bool) -> None:
    paused = replace(AT_FILL, paused=True)
    turn = _go(paused, moves.Offer(asked=asked))
    assert turn.journey == replace(paused, offered=asked)
    assert _kinds(turn.say) == [Kind.OFFER]
