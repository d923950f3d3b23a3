"""What a message means on the steps of a release, as plain functions over the real content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from bot.content import load_library
from bot.engine import release as resolution
from bot.engine.outcome import Outcome, outcome_of
from bot.engine.parse import FINDINGS, MOVE, ranking, retrieval_parse
from bot.engine.release import STANDING, is_helped, says_danger, with_danger
from bot.engine.release_parse import entity_of, without_details
from bot.engine.release_reply import payload_of, reply_of
from bot.release.guide import Choice, Release
from bot.release.journey import Button, Journey, Kind, Line, advance
from bot.release.moves import PLAIN, Answered, Next, Start, from_button
from tests.engine.project import ROOT

CHOOSING = Journey()
ASKS_WHO = Journey()
ASKS_AGE = Journey(answers={"who": "parent"})
ON_A_STEP = Journey("parent_or_guardian", "papers", {"who": "parent", "age": "minor"})
PAUSED = Journey("parent_or_guardian", "papers", {"who": "parent", "age": "minor"}, paused=True)
ASKS_ALONE = Journey("client_shares_with_family", "under_18", {"age": "minor"})
ASKS_DANGER = Journey("family_wants_contact", "safe")
HELPED = Journey("family_wants_contact", "danger_help", {"danger_now": "yes"})
OFFERED = Journey("parent_or_guardian", "papers", {"who": "parent", "age": "minor"}, offered=True)
MOVES = (*PLAIN, "start", "answer", "away", "offer")
HINT: dict[str, Any] = {
    "category": "suicide",
    "about": "self",
    "severity": "veiled",
    "layer": "classifier",
    "rule": "suicide.self.alike",
    "span": [0, 4],
    "sure": False,
}
FLAG = HINT | {"sure": True}


@pytest.fixture(scope="module")
def release() -> Release:
    return load_library(ROOT).release


def _parse(intent: str, text: str, confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    return {
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "text": text,
        **more,
    }


def _topic(text: str, confidence: float) -> dict[str, Any]:
    return {**retrieval_parse("faq/insurance_privacy", confidence), "text": text}


def _intent(parse: dict[str, Any]) -> str:
    return str(parse["intent"]["name"])


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("ok", "next"),
        ("go back", "back"),
        ("what was that?", "again"),
        ("why?", "why"),
        ("skip", "skip"),
        ("stop", "stop"),
    ],
)
def test_a_short_message_is_a_move(release: Release, said: str, move: str) -> None:
    parse = resolution.resolve(_parse("affirm", said), ON_A_STEP, release)
    assert _intent(parse) == f"{MOVE}{move}"
    assert outcome_of(parse) is Outcome.JOURNEY


def test_without_a_journey_it_is_small_talk(release: Release) -> None:
    parse = _parse("affirm", "ok")
    assert resolution.resolve(parse, None, release) == parse


def test_an_answer_carries_all_that_it_says(release: Release) -> None:
    parse = resolution.resolve(_parse("inform", "I'm her dad, she's 15"), ASKS_WHO, release)
    assert _intent(parse) == "release_answer"
    assert entity_of(parse, "answers") == {"who": "parent", "age": "minor"}


def test_an_answer_leaves_the_topic_before_as_it_was(release: Release) -> None:
    said = "my insurance company"
    journey = Journey(answers={"who": "client"})
    parse = resolution.resolve(_topic(said, 0.6), journey, release)
    assert entity_of(parse, "answers") == {"purpose": "insurer"}
    assert entity_of(parse, "topic") is None


def test_going_on_is_understood_only_where_it_was_offered(release: Release) -> None:
    yes = _parse("affirm", "yes please")
    assert _intent(resolution.resolve(yes, OFFERED, release)) == "release_resume"
    no = _parse("deny", "no thanks")
    assert _intent(resolution.resolve(no, OFFERED, release)) == "release_stop"


@pytest.mark.parametrize("said", ["ok", "yes", "no", "thanks"])
def test_after_danger_no_short_word_goes_on(release: Release, said: str) -> None:
    parse = _parse("affirm", said)
    assert resolution.resolve(parse, PAUSED, release) == parse


@pytest.mark.parametrize("said", ["continue", "let's go on with the steps"])
def test_after_danger_only_a_plain_wish_goes_on(release: Release, said: str) -> None:
    parse = resolution.resolve(_parse("out_of_scope", said), PAUSED, release)
    assert _intent(parse) == "release_resume"


@pytest.mark.parametrize("journey", [CHOOSING, ON_A_STEP, OFFERED, PAUSED])
@pytest.mark.parametrize("said", ["ok", "stop", "no", "I'm her dad, she's 15"])
def test_with_any_sign_of_danger_nothing_is_a_move(
    release: Release, journey: Journey, said: str
) -> None:
    crisis = _parse("crisis", said)
    assert resolution.resolve(crisis, journey, release, away=True) == crisis
    for findings in ([HINT, FLAG], [{"rule": "of another version"}]):
        unread = _parse("affirm", said) | {FINDINGS: findings}
        assert resolution.resolve(unread, journey, release, away=True) == unread


@pytest.mark.parametrize("journey", [CHOOSING, ON_A_STEP, OFFERED, PAUSED])
@pytest.mark.parametrize(
    "said", ["ok", "no", "skip", "I'm her dad, she's 15", "this is a lot for me, can we stop"]
)
def test_with_a_hint_of_danger_nothing_goes_on(
    release: Release, journey: Journey, said: str
) -> None:
    worried = _parse("affirm", said) | {FINDINGS: [HINT]}
    assert resolution.resolve(worried, journey, release, away=True, detailed=True) == worried


class TestAnAnswerThatHintsAtDanger:
    @pytest.mark.parametrize("said", ["alone", "On my own.", "without a parent", "Yes"])
    @pytest.mark.parametrize("intent", ["out_of_scope", "affirm", "faq"])
    def test_counts_where_it_is_word_for_word_one(
        self, release: Release, said: str, intent: str
    ) -> None:
        worried = _parse(intent, said, 0.6) | {FINDINGS: [HINT]}
        parse = resolution.resolve(worried, ASKS_ALONE, release)
        assert _intent(parse) == "release_answer" and parse[FINDINGS] == [HINT]
        assert entity_of(parse, "answers") == {"consented_alone": "yes"}

    def test_counts_also_where_it_is_what_the_button_says(self, release: Release) -> None:
        for one in release.questions["consented_alone"].answers:
            worried = _parse("out_of_scope", one.title) | {FINDINGS: [HINT]}
            parse = resolution.resolve(worried, ASKS_ALONE, release)
            assert entity_of(parse, "answers") == {"consented_alone": one.id}

    @pytest.mark.parametrize("said", ["alone in the dark", "I am so alone", "he left me alone", ""])
    def test_does_not_count_with_a_word_more(self, release: Release, said: str) -> None:
        worried = _parse("out_of_scope", said) | {FINDINGS: [HINT]}
        assert resolution.resolve(worried, ASKS_ALONE, release) == worried

    def test_does_not_count_where_it_calls_for_a_card(self, release: Release) -> None:
        for findings in ([FLAG], [HINT, FLAG], [{"rule": "of another version"}]):
            worried = _parse("out_of_scope", "alone") | {FINDINGS: findings}
            assert resolution.resolve(worried, ASKS_ALONE, release) == worried

    def test_counts_only_for_the_question_that_waits(self, release: Release) -> None:
        worried = _parse("out_of_scope", "alone") | {FINDINGS: [HINT]}
        for journey in (None, CHOOSING, ON_A_STEP, replace(ASKS_ALONE, paused=True)):
            assert resolution.resolve(worried, journey, release) == worried

    def test_yes_and_no_are_about_going_on_where_that_is_offered(self, release: Release) -> None:
        offered = replace(ASKS_ALONE, offered=True)
        for said in ("yes", "no"):
            worried = _parse("affirm", said) | {FINDINGS: [HINT]}
            assert resolution.resolve(worried, offered, release) == worried
        alone = _parse("out_of_scope", "alone") | {FINDINGS: [HINT]}
        assert _intent(resolution.resolve(alone, offered, release)) == "release_answer"

    def test_after_a_while_it_asks_whether_to_go_on(self, release: Release) -> None:
        worried = _parse("out_of_scope", "alone") | {FINDINGS: [HINT]}
        parse = resolution.resolve(worried, ASKS_ALONE, release, away=True)
        assert _intent(parse) == "release_away"

    @pytest.mark.parametrize("said", ["no", "No", "everyone is safe", "she's safe"])
    def test_denies_no_danger(self, release: Release, said: str) -> None:
        worried = _parse("deny", said) | {FINDINGS: [HINT]}
        assert resolution.resolve(worried, ASKS_DANGER, release) == worried

    @pytest.mark.parametrize("said", ["nobody is safe", "don't feel safe", "yes"])
    def test_says_that_there_is_some(self, release: Release, said: str) -> None:
        worried = _parse("out_of_scope", said) | {FINDINGS: [HINT]}
        assert says_danger(resolution.resolve(worried, ASKS_DANGER, release))


class TestAYesToWhetherAnyoneIsInDanger:
    @pytest.mark.parametrize("away", [False, True])
    @pytest.mark.parametrize("intent", ["affirm", "out_of_scope", "talk_to_a_person"])
    @pytest.mark.parametrize(
        "said", ["yes someone is in danger", "yes", "Yes, or I'm not sure", "not sure"]
    )
    def test_is_known_by_the_message(
        self, release: Release, said: str, intent: str, *, away: bool
    ) -> None:
        parse = resolution.resolve(_parse(intent, said), ASKS_DANGER, release, away=away)
        assert says_danger(parse)

    @pytest.mark.parametrize("journey", [ASKS_DANGER, HELPED, replace(ASKS_DANGER, paused=True)])
    def test_is_known_by_its_button_wherever_the_visitor_is(
        self, release: Release, journey: Journey
    ) -> None:
        pressed = _parse("release_answer", "/release_answer{...}")
        pressed["entities"] = [
            {"entity": "question", "value": "danger_now"},
            {"entity": "answer", "value": "yes"},
        ]
        for away in (False, True):
            parse = resolution.resolve(pressed, journey, release, typed=False, away=away)
            assert says_danger(parse)

    @pytest.mark.parametrize("said", ["no", "nobody is in danger", "skip", "why?", "she's 15"])
    def test_no_other_words_are_one(self, release: Release, said: str) -> None:
        assert not says_danger(resolution.resolve(_parse("affirm", said), ASKS_DANGER, release))

    def test_a_yes_to_another_question_is_none(self, release: Release) -> None:
        assert not says_danger(resolution.resolve(_parse("affirm", "yes"), ASKS_ALONE, release))
        assert not says_danger(_parse("release_answer", "x"))
        assert not says_danger(_parse("affirm", "yes"))

    def test_of_another_try_it_is_known_without_the_words(self, release: Release) -> None:
        assert says_danger(with_danger(_parse("release_next", "yes")))

    @pytest.mark.parametrize(
        ("journey", "helped"),
        [
            (HELPED, True),
            (replace(HELPED, step="safe"), False),
            (replace(HELPED, step="ask_them", answers={"danger_now": "no"}), False),
            (ASKS_DANGER, False),
            (ON_A_STEP, False),
            (CHOOSING, False),
        ],
    )
    def test_whom_to_call_is_told_after_it(
        self, release: Release, journey: Journey, *, helped: bool
    ) -> None:
        assert is_helped(release, journey) is helped


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize("said", ["I want to stop", "that's enough", "I have to leave"])
def test_a_hint_of_danger_keeps_nobody_from_ending_the_steps(
    release: Release, said: str, away: bool
) -> None:
    worried = _parse("out_of_scope", said) | {FINDINGS: [HINT]}
    parse = resolution.resolve(worried, ON_A_STEP, release, away=away)
    assert _intent(parse) == "release_stop" and parse[FINDINGS] == [HINT]
    assert resolution.resolve(worried, PAUSED, release, away=away) == worried
    assert resolution.resolve(worried, None, release) == worried
    person = _parse("talk_to_a_person", said) | {FINDINGS: [HINT]}
    assert resolution.resolve(person, ON_A_STEP, release) == person


@pytest.mark.parametrize("said", ["goodbye", "bye", "good night", "I have to go", "that's enough"])
def test_after_danger_a_parting_stands(release: Release, said: str) -> None:
    parse = _parse("goodbye", said)
    assert resolution.resolve(parse, PAUSED, release) == parse
    assert _intent(resolution.resolve(parse, ON_A_STEP, release)) == "release_stop"
    ended = resolution.resolve(_parse("goodbye", "stop the steps"), PAUSED, release)
    assert _intent(ended) == "release_stop"


@pytest.mark.parametrize("intent", sorted(STANDING))
@pytest.mark.parametrize("said", ["ok", "stop", "next"])
def test_a_wish_for_a_person_and_the_like_stands(release: Release, intent: str, said: str) -> None:
    parse = _parse(intent, said)
    assert resolution.resolve(parse, ON_A_STEP, release) == parse


def test_start_over_begins_the_steps_anew_rather_than_clearing_the_chat(release: Release) -> None:
    parse = resolution.resolve(_parse("clear_chat", "start over"), ON_A_STEP, release)
    assert (_intent(parse), entity_of(parse, "guide")) == ("release_start", "parent_or_guardian")
    cleared = _parse("clear_chat", "start over")
    assert resolution.resolve(cleared, None, release) == cleared


def test_a_topic_question_in_the_middle_is_answered(release: Release) -> None:
    parse = _topic("Does my insurance company see my notes?", 0.95)
    assert resolution.resolve(parse, ON_A_STEP, release) == parse


@pytest.mark.parametrize(("confidence", "is_topic"), [(0.95, True), (0.6, False)])
def test_half_an_answer_gives_way_to_a_sure_topic_only(
    release: Release, confidence: float, is_topic: bool
) -> None:
    said = "no, not really sure, maybe"
    unclear = resolution.resolve(_parse("deny", said), ASKS_WHO, release)
    assert _intent(unclear) == "release_unclear"
    parse = resolution.resolve(_topic(said, confidence), ASKS_WHO, release)
    assert (_intent(parse) == "faq") is is_topic


class TestAWishForTheSteps:
    def test_carries_what_it_says_of_who_is_who(self, release: Release) -> None:
        said = "I'm her dad and she's 15, walk me through the form"
        parse = resolution.resolve(_parse("roi_steps", said), None, release)
        assert _intent(parse) == "roi_steps"
        assert entity_of(parse, "answers") == {"who": "parent", "age": "minor"}

    def test_keeps_the_guide_that_was_understood(self, release: Release) -> None:
        wish = _parse("roi_steps", "walk me through a release for my lawyer")
        wish["entities"] = [{"entity": "guide", "value": "lawyer_or_court"}]
        for journey in (None, CHOOSING, ON_A_STEP, PAUSED):
            parse = resolution.resolve(wish, journey, release)
            assert (_intent(parse), entity_of(parse, "guide")) == ("roi_steps", "lawyer_or_court")

    @pytest.mark.parametrize(
        ("age", "guide"), [("15", "parent_or_guardian"), ("26", "family_wants_contact")]
    )
    @pytest.mark.parametrize("understood", ["parent_or_guardian", "family_wants_contact"])
    def test_a_childs_age_decides_between_neighbours(
        self, release: Release, age: str, guide: str, understood: str
    ) -> None:
        wish = _parse("roi_steps", f"I'm her dad, she's {age}, guide me to talk to her therapist")
        wish["entities"] = [{"entity": "guide", "value": understood}]
        assert entity_of(resolution.resolve(wish, None, release), "guide") == guide

    def test_the_age_changes_no_other_guide(self, release: Release) -> None:
        wish = _parse("roi_steps", "I'm her dad, she's 15, walk me through taking it back")
        wish["entities"] = [{"entity": "guide", "value": "revoke"}]
        assert entity_of(resolution.resolve(wish, None, release), "guide") == "revoke"

    def test_while_the_guide_is_chosen_an_answer_is_one(self, release: Release) -> None:
        """Else what was answered before would be asked again."""
        wish = _parse("roi_steps", "I'm her dad")
        assert _intent(resolution.resolve(wish, ASKS_WHO, release)) == "release_answer"

    def test_words_that_answer_something_else_are_a_wish(self, release: Release) -> None:
        wish = _parse("roi_steps", "I'm the client, start the steps for my lawyer")
        parse = resolution.resolve(wish, ASKS_AGE, release)
        assert _intent(parse) == "roi_steps"

    @pytest.mark.parametrize(
        ("confidence", "intent"), [(0.95, "roi_steps"), (0.6, "release_answer")]
    )
    def test_on_a_step_only_a_sure_wish_for_another_guide_leaves_it(
        self, release: Release, confidence: float, intent: str
    ) -> None:
        journey = Journey("client_shares_with_family", "decide")
        wish = _parse("roi_steps", "I'm 23", confidence)
        wish["entities"] = [{"entity": "guide", "value": "revoke"}]
        assert _intent(resolution.resolve(wish, journey, release)) == intent


class TestAWishToGoOn:
    """It is understood as a wish for the steps, and is about those that are on."""

    SAID = (
        "walk me through the rest",
        "show me the rest of the steps",
        "help me finish the form",
        "go on with the permission form please",
        "what else do I need to do for the release form?",
        "i want to keep going with the steps",
    )
    PHYSICIAN = Journey("physician", "notes", {"direction": "one_way"})

    @pytest.mark.parametrize("away", [False, True])
    @pytest.mark.parametrize("paused", [False, True])
    @pytest.mark.parametrize("guide", [None, "physician"])
    @pytest.mark.parametrize("said", SAID)
    def test_goes_on_and_loses_no_answer(
        self, release: Release, said: str, guide: str | None, *, paused: bool, away: bool
    ) -> None:
        wish = _parse("roi_steps", said)
        wish["entities"] = [{"entity": "guide", "value": guide}] if guide else []
        journey = replace(self.PHYSICIAN, paused=paused)
        parse = resolution.resolve(wish, journey, release, away=away)
        assert _intent(parse) == "release_resume" and entity_of(parse, "guide") is None

    @pytest.mark.parametrize("paused", [False, True])
    @pytest.mark.parametrize(
        "said",
        [
            "I'm her dad and she is 26, how do the steps go?",
            "walk me through another form",
            "I need a different release",
        ],
    )
    def test_for_other_steps_begins_anew(
        self, release: Release, said: str, *, paused: bool
    ) -> None:
        journey = replace(ON_A_STEP, paused=paused)
        parse = resolution.resolve(_parse("roi_steps", said), journey, release)
        assert _intent(parse) == "roi_steps"

    def test_a_neighbour_is_the_same_guide_by_what_was_answered(self, release: Release) -> None:
        """The words say "my child", and not how old."""
        wish = _parse("roi_steps", "walk me through contact with my child's therapist")
        branch = release.choose.leads["parent"]
        assert isinstance(branch, Choice)
        for guide in branch.leads.values():
            wish["entities"] = [{"entity": "guide", "value": guide}]
            assert _intent(resolution.resolve(wish, ON_A_STEP, release)) == "release_resume"

    @pytest.mark.parametrize("paused", [False, True])
    def test_while_the_guide_is_chosen_nothing_is_asked_twice(
        self, release: Release, *, paused: bool
    ) -> None:
        journey = replace(ASKS_AGE, paused=paused)
        parse = resolution.resolve(_parse("roi_steps", self.SAID[0]), journey, release)
        assert _intent(parse) == "release_resume"
        wish = _parse("roi_steps", "How do I get the steps for my son, who is 15?")
        parse = resolution.resolve(wish, journey, release)
        answers = entity_of(parse, "answers")
        assert answers == {"who": "parent", "age": "minor"} or _intent(parse) == "release_answer"

    @pytest.mark.parametrize("said", SAID)
    def test_with_a_hint_of_danger_going_on_is_offered(self, release: Release, said: str) -> None:
        """To begin anew would lose the answers, and what was paused."""
        worried = _parse("roi_steps", said) | {FINDINGS: [HINT]}
        for journey in (self.PHYSICIAN, replace(self.PHYSICIAN, paused=True)):
            assert _intent(resolution.resolve(worried, journey, release)) == "release_offer"
            away = resolution.resolve(worried, journey, release, away=True)
            assert _intent(away) == "release_away"
        assert resolution.resolve(worried, None, release) == worried
        flagged = worried | {FINDINGS: [FLAG]}
        assert resolution.resolve(flagged, self.PHYSICIAN, release) == flagged

    def test_without_steps_it_begins_them(self, release: Release) -> None:
        parse = resolution.resolve(_parse("roi_steps", self.SAID[0]), None, release)
        assert _intent(parse) == "roi_steps"


class TestAfterAWhile:
    @pytest.mark.parametrize("said", ["next", "why?", "go back", "skip"])
    def test_a_move_asks_whether_to_go_on(self, release: Release, said: str) -> None:
        parse = resolution.resolve(_parse("affirm", said), ON_A_STEP, release, away=True)
        assert _intent(parse) == "release_away"

    def test_an_answer_and_a_button_do_too(self, release: Release) -> None:
        answer = _parse("inform", "I'm her dad, she's 15")
        assert _intent(resolution.resolve(answer, ASKS_WHO, release, away=True)) == "release_away"
        button = _parse("release_next", "/release_next")
        found = resolution.resolve(button, ON_A_STEP, release, typed=False, away=True)
        assert _intent(found) == "release_away"

    @pytest.mark.parametrize("said", ["continue", "start over", "stop"])
    def test_a_plain_wish_counts_at_once(self, release: Release, said: str) -> None:
        parse = resolution.resolve(_parse("affirm", said), ON_A_STEP, release, away=True)
        assert _intent(parse) in {"release_resume", "release_start", "release_stop"}

    def test_a_topic_is_answered(self, release: Release) -> None:
        parse = _topic("Does my insurance company see my notes?", 0.95)
        assert resolution.resolve(parse, ON_A_STEP, release, away=True) == parse


def test_a_button_is_taken_as_it_is(release: Release) -> None:
    parse = _parse("release_next", "/release_next")
    assert resolution.resolve(parse, ON_A_STEP, release, typed=False) == parse


class TestPersonalDetails:
    def test_neither_the_text_nor_what_was_read_from_them_is_kept(self) -> None:
        said = "my name is Denzel Washington, I live in Texas. Can my therapist text me?"
        parse = _topic(said, 0.9) | {"text_tokens": [(0, 2)]}
        for name in ("Washington", "Texas"):
            at = said.index(name)
            place = {"start": at, "end": at + len(name)}
            parse["entities"].append({"entity": "state", "value": name[:2], **place})
        kept = without_details(parse, said.replace("Denzel Washington", "[not kept]"))
        assert "Washington" not in str(kept) and "Denzel" not in str(kept)
        assert entity_of(kept, "state") == "Te"
        assert not any("start" in one for one in kept["entities"])
        assert "text_tokens" not in kept
        assert _intent(kept) == "faq" and entity_of(kept, "topic") == "insurance_privacy"

    LOST = _parse("out_of_scope", "Bob Smith", topic_ranking=ranking([]))

    def test_a_message_of_nothing_else_is_no_answer(self, release: Release) -> None:
        for journey in (CHOOSING, ON_A_STEP, OFFERED):
            parse = resolution.resolve(self.LOST, journey, release, detailed=True)
            assert _intent(parse) == "release_unclear"

    def test_after_a_while_it_asks_whether_to_go_on(self, release: Release) -> None:
        parse = resolution.resolve(self.LOST, ON_A_STEP, release, away=True, detailed=True)
        assert _intent(parse) == "release_away"

    def test_after_danger_or_with_a_hint_of_it_the_message_stands(self, release: Release) -> None:
        """The gateway then shows the card again."""
        assert resolution.resolve(self.LOST, PAUSED, release, detailed=True) == self.LOST
        worried = self.LOST | {FINDINGS: [HINT]}
        assert resolution.resolve(worried, ON_A_STEP, release, detailed=True) == worried
        for parse in (self.LOST, worried):
            assert _intent(without_details(parse, "[not kept]")) == "out_of_scope"

    def test_a_question_beside_them_is_answered_as_always(self, release: Release) -> None:
        parse = _parse("out_of_scope", "I'm Bob Smith, what does it cost?")
        assert resolution.resolve(parse, ON_A_STEP, release, detailed=True) == parse


class TestReplies:
    def test_every_line_of_a_walk_is_one_reply(self, release: Release) -> None:
        turn = advance(release, None, Start(guide="physician"))
        replies = [reply_of(release, line) for line in turn.say]
        assert [one["release"]["kind"] for one in replies][:2] == ["started", "step"]
        step = replies[1]
        assert step["metadata"]["title"] and step["metadata"]["sources"]
        assert step["metadata"]["reviewed_on"] == release.reviewed_on
        assert step["metadata"]["sources"][0].keys() == {"citation", "name", "basis"}
        assert (step["release"]["n"], step["release"]["done"]) == (1, False)
        assert "reviewed_on" not in replies[0]["metadata"]
        assert all("answers" not in one["release"] for one in replies)

    def test_only_the_end_carries_the_answers(self, release: Release) -> None:
        line = Line(Kind.FINISHED, "Done.", guide="revoke", done=True)
        assert reply_of(release, line, {"age": "adult"})["release"]["answers"] == {"age": "adult"}

    def test_a_button_says_what_is_pressed(self) -> None:
        assert payload_of(Button("Next", "next")) == "/release_next"
        value = {"question": "age", "answer": "minor"}
        payload = payload_of(Button("Under 18", "answer", value))
        assert payload == '/release_answer{"question": "age", "answer": "minor"}'
        assert from_button("answer", value) == Answered({"age": "minor"})
        assert from_button("next", {}) == Next()


def test_every_move_is_an_intent_of_the_domain_with_a_rule() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    intents = {f"{MOVE}{name}" for name in MOVES}
    assert {one for one in domain["intents"] if one.startswith(MOVE)} == intents
    rules = yaml.safe_load((ROOT / "data" / "stories" / "release.yml").read_text())["rules"]
    led = {
        rule["steps"][0]["intent"]
        for rule in rules
        if rule["steps"][1:] == [{"action": "action_release_step"}] and "condition" not in rule
    }
    assert led == {*intents, "roi_steps"}


@pytest.mark.parametrize(
    "text", ["he says he will be all right", "is that danger?", "no just depressed", "no entiendo"]
)
@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback", "clinical_question", "inform"])
def test_whoever_is_asked_about_danger_is_not_turned_away(
    release: Release, intent: str, text: str
) -> None:
    parse = _parse(intent, text)
    assert _intent(resolution.resolve(parse, ASKS_DANGER, release)) == "release_unclear"
    assert _intent(resolution.resolve(parse, ON_A_STEP, release)) == intent


def test_who_is_asked_about_danger_gets_a_topic_all_the_same(release: Release) -> None:
    parse = _topic("can I text her therapist?", 0.95)
    assert _intent(resolution.resolve(parse, ASKS_DANGER, release)) == "faq"


@pytest.mark.parametrize("text", ["next", "skip", "go back", "what was that?"])
def test_after_danger_a_plain_move_goes_on_once_that_was_offered(
    release: Release, text: str
) -> None:
    parse = _parse("out_of_scope", text)
    offered = replace(PAUSED, offered=True)
    assert _intent(resolution.resolve(parse, offered, release)) == "release_resume"
    assert _intent(resolution.resolve(parse, PAUSED, release)) in ("release_offer", "out_of_scope")


def test_a_parent_is_asked_for_the_age_before_the_guide_for_adults(release: Release) -> None:
    text = "let me say it again, how do I get my daughter's therapist to talk with me"
    parse = _parse("roi_steps", text)
    parse["entities"] = [{"entity": "guide", "value": "family_wants_contact"}]
    found = resolution.resolve(parse, None, release)
    assert entity_of(found, "guide") is None
    assert entity_of(found, "answers") == {"who": "parent"}
    parse["text"] = "how do I get my grown daughter's therapist to talk with me, she is 24"
    assert entity_of(resolution.resolve(parse, None, release), "guide") == "family_wants_contact"


@pytest.mark.parametrize("text", ["next", "skip", "back", "why?"])
def test_after_danger_a_bare_move_is_offered_to_go_on_and_does_not(
    release: Release, text: str
) -> None:
    found = resolution.resolve(_parse("out_of_scope", text), PAUSED, release)
    assert _intent(found) == "release_offer"
    flagged = _parse("crisis", text)
    assert resolution.resolve(flagged, PAUSED, release) == flagged
