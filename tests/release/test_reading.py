"""What words mean on a journey."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.release import moves
from bot.release.guide import Release
from bot.release.moves import Answered, Move
from bot.release.reading import LONGEST_REQUEST, ends_outright, known, read
from bot.release.state import Journey

from .places import STEP, at


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("next", moves.Next()),
        ("ok", moves.Next()),
        ("yes", moves.Next()),
        ("got it, what's next?", moves.Next()),
        ("go back please", moves.Back()),
        ("go back, I skipped something", moves.Back()),
        ("what was that?", moves.Again()),
        ("why?", moves.Why()),
        ("why do I have to write a letter?", moves.Why()),
        ("skip", moves.Skip()),
        ("stop", moves.Stop()),
        ("that's enough for today", moves.Stop()),
        ("start over", moves.Start(guide="revoke")),
        ("where were we?", moves.Resume()),
    ],
)
def test_a_move_is_read_at_a_step(release: Release, text: str, move: Move) -> None:
    assert read(release, STEP, text) == move


@pytest.mark.parametrize(
    "text",
    [
        "What are your office hours?",
        "How much does a session cost?",
        "why can't my therapist text me back?",
        "my printer is out of ink",
        "please stop",
        "he won't stop",
        "I can't do this, I want to stop",
        "",
        "?",
    ],
)
def test_what_is_not_about_the_journey_is_left_alone(release: Release, text: str) -> None:
    assert read(release, STEP, text) is None


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("who", "I'm the client", "client"),
        ("who", "it's for my daughter", "parent"),
        ("who", "I'm his wife", "family"),
        ("purpose", "I'd like to bring my husband into a session", "bring"),
        ("purpose", "undo it", "take_back"),
        ("purpose", "I got a subpeona", "legal"),
        ("agrees", "yes she said it's fine", "yes"),
        ("agrees", "I haven't asked her yet", "not_sure"),
        ("direction", "both ways", "two_way"),
        ("psychotherapy_notes", "no, leave them out", "no"),
        ("psychotherapy_notes", "maybe? how would I know", "not_sure"),
        ("danger_now", "no, they are safe", "no"),
        ("danger_now", "that's not an emergency", "no"),
        ("danger_now", "I don't know", "yes"),
    ],
)
def test_a_question_takes_free_text(
    release: Release, question: str, text: str, answer: str
) -> None:
    assert read(release, at(release, question), text) == Answered({question: answer})


def test_two_answers_may_come_at_once(release: Release) -> None:
    assert read(release, Journey(), "I'm her dad, she's 15") == Answered(
        {"who": "parent", "age": "minor"}
    )


def test_several_answers_to_one_question_are_asked_again(release: Release) -> None:
    assert read(release, at(release, "direction"), "one way or both ways") == moves.Unclear()


def test_a_question_of_the_visitors_is_no_answer(release: Release) -> None:
    here = at(release, "agrees")
    assert read(release, here, "yes but can she see what I write to him?") is None
    assert read(release, here, "How long does it take for a therapist to answer?") is None


def test_a_story_is_no_answer(release: Release) -> None:
    story = "My mom and I had a long talk about it all last week and " * 3
    assert read(release, at(release, "purpose"), story) is None


def test_a_skipped_question_is_left_open(release: Release) -> None:
    assert read(release, at(release, "substance_use"), "I'd rather not say") in (
        moves.Skip(),
        Answered({"substance_use": "not_sure"}),
    )


def test_a_question_about_danger_is_not_answered_with_no_by_chance(release: Release) -> None:
    here = at(release, "danger_now")
    for text in ("no food since Monday", "not waking up, no pulse", "no me deja salir"):
        assert read(release, here, text) in (None, moves.Unclear())


class TestAfterDanger:
    """Paused, only an outright wish counts."""

    here = replace(STEP, paused=True)

    @pytest.mark.parametrize("text", ["ok", "yes", "next", "back", "skip", "why?", "no", "thanks"])
    def test_nothing_moves_on_by_the_way(self, release: Release, text: str) -> None:
        assert read(release, self.here, text) is None

    @pytest.mark.parametrize("text", ["continue", "go on with the steps", "where were we?"])
    def test_going_on_is_said_outright(self, release: Release, text: str) -> None:
        assert read(release, self.here, text) == moves.Resume()

    @pytest.mark.parametrize(
        "text",
        [
            "stop the steps",
            "stop the guide",
            "please stop the steps",
            "stop the release",
            "end the walk-through",
            "I'm done with the steps",
            "I don't want to continue with the steps",
        ],
    )
    def test_ending_it_is_said_outright(self, release: Release, text: str) -> None:
        assert read(release, self.here, text) == moves.Stop()

    @pytest.mark.parametrize(
        "text",
        [
            "goodbye",
            "bye",
            "good night",
            "see you",
            "I have to go",
            "that's enough",
            "I'm done here",
            "stop",
            "never mind",
            "quit",
            "let's stop",
            "cancel everything",
        ],
    )
    def test_a_parting_ends_nothing(self, release: Release, text: str) -> None:
        assert read(release, self.here, text) is None
        assert read(release, STEP, text) == moves.Stop()

    def test_it_can_be_begun_anew(self, release: Release) -> None:
        assert read(release, self.here, "start over") == moves.Start(guide="revoke")


class TestOffered:
    """After a topic in the middle, "yes" and "no" are about going on."""

    here = replace(STEP, offered=True)

    @pytest.mark.parametrize("text", ["yes", "ok", "sure", "next", "continue"])
    def test_a_yes_goes_on(self, release: Release, text: str) -> None:
        assert read(release, self.here, text) == moves.Resume()

    @pytest.mark.parametrize("text", ["no", "no thanks", "not now", "stop"])
    def test_a_no_ends_it(self, release: Release, text: str) -> None:
        assert read(release, self.here, text) == moves.Stop()

    def test_a_yes_is_no_answer_to_the_question_of_the_step(self, release: Release) -> None:
        here = replace(at(release, "agrees"), offered=True)
        assert read(release, here, "yes") == moves.Resume()
        assert read(release, here, "she agrees") == Answered({"agrees": "yes"})


class TestEndsOutright:
    """The wish to end the steps, and nothing else in it."""

    @pytest.mark.parametrize("text", ["stop", "that's enough", "I want to stop", "I have to leave"])
    def test_a_whole_message_ends_them(self, release: Release, text: str) -> None:
        assert ends_outright(release, STEP, text)

    @pytest.mark.parametrize(
        "text", ["this is a lot for me, can we stop", "ok", "next", "skip", "please stop", "hello"]
    )
    def test_a_reason_beside_it_and_other_moves_do_not(self, release: Release, text: str) -> None:
        assert not ends_outright(release, STEP, text)

    def test_a_no_to_what_was_offered_does_not(self, release: Release) -> None:
        assert not ends_outright(release, replace(STEP, offered=True), "no")

    def test_after_danger_it_names_them(self, release: Release) -> None:
        paused = replace(STEP, paused=True)
        assert ends_outright(release, paused, "stop the release")
        assert not ends_outright(release, paused, "I have to leave")


class TestKnown:
    """What a request says of who is who."""

    def test_it_is_taken_even_from_a_question(self, release: Release) -> None:
        text = "I'm her dad, she's 15. How do I talk with her therapist?"
        assert known(release, text) == {"who": "parent", "age": "minor"}

    def test_a_request_that_says_nothing_of_it_gives_nothing(self, release: Release) -> None:
        assert known(release, "walk me through the release form") == {}

    def test_a_long_story_gives_nothing(self, release: Release) -> None:
        assert known(release, "I'm her dad. " * 21) == {}

    def test_a_request_may_take_sixty_words(self, release: Release) -> None:
        words = "please "
        said = "I'm her dad"  # four words: "I am her dad"
        assert known(release, words * (LONGEST_REQUEST - 4) + said) == {"who": "parent"}
        assert known(release, words * (LONGEST_REQUEST - 3) + said) == {}

    def test_what_helps_the_visitor_not_to_be_asked_again_is_taken(self, release: Release) -> None:
        text = "how do I let my boyfriend speak with my counselor"
        assert known(release, text) == {"who": "client", "purpose": "family"}
        text = "set up release for school counselor, daughter is 9"
        assert known(release, text) == {"age": "minor"}


@pytest.mark.parametrize("text", ["idk", "I don't know", "not sure"])
def test_who_does_not_know_leaves_a_question_open(release: Release, text: str) -> None:
    assert read(release, at(release, "age"), text) == moves.Unclear()  # the guide hangs on it
    asked = at(release, "authority")
    answer = next(
        (one.id for one in release.questions["authority"].answers if "don't know" in one.said), None
    )
    assert read(release, asked, text) == (
        Answered({"authority": answer}) if answer else moves.Skip()
    )


def test_what_is_not_asked_is_not_unclear(release: Release) -> None:
    known_age = Journey("parent_or_guardian", None, {"who": "parent", "age": "minor"})
    assert read(release, known_age, "idk") is None


@pytest.mark.parametrize("text", ["my boyfriend", "for my boyfriend"])
def test_somebody_close_may_be_who_it_is_about(release: Release, text: str) -> None:
    assert read(release, Journey(), text) == moves.Unclear()


@pytest.mark.parametrize("text", ["next", "skip", "back"])
def test_after_danger_a_move_counts_only_where_going_on_was_offered(
    release: Release, text: str
) -> None:
    paused = replace(STEP, paused=True)
    assert read(release, paused, text) is None
    assert read(release, replace(paused, offered=True), text) == moves.Resume()
