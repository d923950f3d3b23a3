"""Questions to the real assistant, through its public API."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import yaml

from bot.content.library import Library
from tests.e2e.assistant import Assistant
from tests.e2e.talking import ask, buttons, press, topic_of
from tests.gateway.running import Visitor, said

pytestmark = pytest.mark.e2e
TEXTING = "Can my therapist text me?"


def test_can_my_therapist_text_me_is_answered_with_sources(visitor: Visitor) -> None:
    (answer,) = ask(visitor, TEXTING)
    assert answer["topic"] == "text_therapist"
    assert answer["outcome"] == "answer"
    assert all(source["citation"] for source in answer["sources"])
    assert len(answer["sources"]) >= 1
    assert answer["reviewed_on"]


def test_an_answer_names_the_practices_own_facts_and_no_placeholder(
    visitor: Visitor, library: Library
) -> None:
    (answer,) = ask(visitor, TEXTING)
    assert library.practice.name in answer["more"]
    assert "{" not in answer["text"] + answer["more"]


def test_who_asks_for_a_person_is_offered_one_in_place_of_rasas_words(visitor: Visitor) -> None:
    body = visitor.say("I want to talk to a real person").json()
    assert said(body) == []
    (offer,) = [event for event in body["events"] if event["type"] == "state"]
    # No staff has an account here.
    assert offer["line"] in {"desk_offered_closed", "desk_offered_away"}
    assert [one["action"] for one in offer["desk"]["actions"]] == ["accept", "decline"]


class TestWithoutTheActionServer:
    """All that is said without a custom action goes on."""

    @pytest.fixture(scope="class", autouse=True)
    def _killed(self, running: Assistant) -> Iterator[None]:
        with running.without("actions"):
            yield

    @pytest.fixture
    def assistant(self, running: Assistant) -> Iterator[Assistant]:
        """As it is: nobody starts the action server again."""
        yield running
        while running.clients:
            running.clients.pop().close()

    def test_every_topic_answers_a_question(
        self, arrive: Callable[[], Visitor], library: Library, assistant: Assistant
    ) -> None:
        visitor, wrong = arrive(), {}
        for topic, question in first_examples(assistant, "faq/").items():
            answers = ask(visitor, question)
            title = library.topics[topic].title
            if topic_of(answers) != topic and title in buttons(answers):
                answers = press(visitor, buttons(answers)[title])
            if topic_of(answers) != topic or not answers[0]["sources"]:
                wrong[topic] = question
        assert len(library.topics) == 53
        assert wrong == {}

    def test_every_topic_that_is_offered_answers_a_press(
        self, visitor: Visitor, library: Library
    ) -> None:
        topics = {topic.title: topic.id for topic in library.topics.values()}
        offered = buttons([*visitor.first["events"], *ask(visitor, "help")])
        pressed: dict[str, str | None] = {}
        while fresh := offered.keys() - pressed.keys():
            title = min(fresh)
            answers = press(visitor, offered[title])
            pressed[title] = topic_of(answers)
            offered |= buttons(answers)
        assert None not in pressed.values()
        # A button of `help` may word a topic in its own way; all others show its title.
        assert {
            title: topics[title] for title in pressed if title in topics
        }.items() <= pressed.items()
        linked = {other for topic in library.topics.values() for other in topic.metadata.related}
        # The rest is linked only from topics that nothing links, and is asked for by word.
        assert len(set(pressed.values())) >= 0.8 * len(linked) > 0

    def test_small_talk_answers(self, visitor: Visitor, assistant: Assistant) -> None:
        phrases = first_examples(assistant, "", "data/nlu/smalltalk.yml")
        assert len(phrases) >= 8
        outcomes = {intent: ask(visitor, said)[0]["outcome"] for intent, said in phrases.items()}
        assert outcomes == dict.fromkeys(phrases, "smalltalk")

    def test_suggestions_come_and_answer(self, visitor: Visitor, library: Library) -> None:
        answers = ask(visitor, "records")
        assert answers[0]["outcome"] == "suggest"
        topics = {topic.title: topic.id for topic in library.topics.values()}
        title = next(title for title in buttons(answers) if title in topics)
        assert topic_of(press(visitor, buttons(answers)[title])) == topics[title]

    def test_who_wants_a_person_is_offered_one_all_the_same(
        self, visitor: Visitor, library: Library
    ) -> None:
        body = visitor.say("I want to talk to a real person").json()
        (offer,) = [event for event in body["events"] if event["type"] == "state"]
        assert library.practice.phone in offer["text"] and said(body) == []


def test_what_about_email_is_understood_from_the_answer_before(visitor: Visitor) -> None:
    ask(visitor, TEXTING)
    assert topic_of(ask(visitor, "what about email?")) == "email_privacy"


def test_tell_me_more_gives_the_rest_of_the_answer_before(visitor: Visitor) -> None:
    (answer,) = ask(visitor, TEXTING)
    (more,) = ask(visitor, "tell me more")
    assert more["text"].strip() == answer["more"].strip()


def test_says_who_gives_the_sources_of_the_answer_before(visitor: Visitor) -> None:
    (answer,) = ask(visitor, TEXTING)
    (sources,) = ask(visitor, "says who?")
    assert all(source["citation"] in sources["text"] for source in answer["sources"])


def test_of_two_questions_the_first_is_answered_and_the_second_offered(visitor: Visitor) -> None:
    answer, offer = ask(visitor, f"{TEXTING} And how do I get a copy of my records?")
    assert answer["topic"] == "text_therapist"
    (choice,) = buttons([offer]).values()
    assert topic_of(press(visitor, choice)) == "request_my_records"


def test_at_most_three_suggestions_come_with_none_of_these_which_answers(visitor: Visitor) -> None:
    answers = ask(visitor, "records")
    assert 1 < len(buttons(answers)) <= 4
    (after,) = press(visitor, buttons(answers)["None of these"])
    assert after["outcome"] == "smalltalk"
    assert after["text"]


def test_a_clinical_question_is_declined_and_the_practices_phone_given(
    visitor: Visitor, library: Library
) -> None:
    (answer,) = ask(visitor, "should I leave him?")
    assert answer["outcome"] == "out_of_scope"
    assert library.practice.phone in answer["text"]
    assert "sources" not in answer or not answer["sources"]


@pytest.mark.parametrize("slash", ["/", "\u00a0/", " /", "\u200b/"])
@pytest.mark.parametrize("command", ["faq/see_my_notes", "restart", "crisis", "session_start"])
def test_a_command_from_a_visitor_is_plain_text_and_nothing_is_forgotten(
    visitor: Visitor, assistant: Assistant, slash: str, command: str
) -> None:
    ask(visitor, TEXTING)
    answers = ask(visitor, slash + command)
    intent = understood(assistant, visitor)
    # An obeyed command is certain; words are understood, more or less.
    assert intent["confidence"] < 1
    assert answers, "a command silenced the assistant"
    if topic_of(answers) is None:
        # The words of a topic's name may be answered as words, and are then the answer before.
        assert topic_of(ask(visitor, "what about email?")) == "email_privacy"
    assert actions_of(assistant, visitor).count("action_restart") == 0


def first_examples(
    assistant: Assistant, prefix: str, pattern: str = "data/nlu/**/*.yml"
) -> dict[str, str]:
    """The first example of each intent whose name begins with `prefix`, without that prefix."""
    found = {}
    for path in sorted(assistant.root.glob(pattern)):
        for entry in yaml.safe_load(path.read_text())["nlu"]:
            name = entry.get("intent", "")
            if name and name.startswith(prefix):
                found[name.removeprefix(prefix)] = entry["examples"].splitlines()[0][2:]
    return found


def understood(assistant: Assistant, visitor: Visitor) -> dict[str, Any]:
    """The intent of the latest message in the engine's tracker."""
    (latest,) = events_of(assistant, visitor, "user")[-1:]
    intent: dict[str, Any] = latest["parse_data"]["intent"]
    return intent


def actions_of(assistant: Assistant, visitor: Visitor) -> list[str]:
    """The actions in the engine's tracker."""
    return [event["name"] for event in events_of(assistant, visitor, "action")]


def events_of(assistant: Assistant, visitor: Visitor, kind: str) -> list[dict[str, Any]]:
    """The tracker's events of a kind, oldest first."""
    query = "select data from events where sender_id = ? and type_name = ? order by id"
    with closing(sqlite3.connect(assistant.tracker_database, timeout=5)) as connection:
        found = connection.execute(query, (visitor.id, kind)).fetchall()
    assert found, f"no {kind} events in the tracker"
    return [json.loads(data) for (data,) in found]
