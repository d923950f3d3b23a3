"""Conversations on the trained model, with Rasa's real tracker in a real SQLite file."""

from __future__ import annotations

import sqlite3
import uuid
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SessionStarted, UserUttered

from bot.engine.channel import Collector
from bot.engine.outcome import outcome_of
from bot.engine.parse import PLAIN_TEXT, ranking_of, topic_of
from bot.engine.processor import LONGEST_SESSION
from tests.engine.project import Project

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # Rasa's, of unknown intents


class Visitor:
    """Somebody in one conversation."""

    def __init__(self, agent: Any) -> None:
        self.agent = agent
        self.id = f"c_{uuid.uuid4().hex}"

    async def say(self, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return await self._send(text, {PLAIN_TEXT: True})

    async def press(self, choice: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return await self._send(choice, {})

    async def _send(
        self, text: str, metadata: dict[str, Any]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        collector = Collector()
        message = UserMessage(text, collector, self.id, metadata=metadata)
        await self.agent.handle_message(message)
        assert message.parse_data is not None
        return dict(message.parse_data), collector.replies

    async def tracker(self) -> Any:
        return await self.agent.tracker_store.retrieve(self.id)


@pytest.fixture
def visitor(agent: Any) -> Visitor:
    return Visitor(agent)


async def test_a_follow_up_is_understood_from_the_answer_before(visitor: Visitor) -> None:
    await visitor.say("can my therapist text me")
    parse, replies = await visitor.say("and what if she is sixteen")
    assert topic_of(parse) == "childs_therapist"
    assert replies[0]["topic"] == "childs_therapist"


async def test_a_follow_up_of_a_follow_up_goes_on_from_there(visitor: Visitor) -> None:
    await visitor.press("/faq/text_therapist")
    await visitor.say("and by email")
    assert (await visitor.tracker()).get_slot("topic") == "email_privacy"
    parse, _ = await visitor.say("and what if she is sixteen")
    assert outcome_of(parse) == "suggest"  # `email_privacy` names no such follow-up


async def test_a_follow_up_may_lead_to_a_person(visitor: Visitor) -> None:
    await visitor.press("/faq/see_my_notes")
    parse, replies = await visitor.say("and what if she is sixteen")
    assert outcome_of(parse) == "journey"
    assert replies


async def test_a_follow_up_that_the_topic_does_not_name_becomes_buttons(visitor: Visitor) -> None:
    await visitor.press("/faq/text_therapist")
    parse, replies = await visitor.say("and in court")
    assert [topic for topic, _ in ranking_of(parse)] == ["notes_in_court", "text_therapist"]
    (reply,) = replies
    # The small project has no topic `notes_in_court`: what does not exist is not offered.
    assert [button["payload"] for button in reply["buttons"]] == [
        "/faq/text_therapist",
        "/none_of_these",
    ]


async def test_a_follow_up_as_the_first_message_gets_no_answer(visitor: Visitor) -> None:
    parse, replies = await visitor.say("and by email")
    assert outcome_of(parse) in ("suggest", "smalltalk")
    assert [reply for reply in replies if "topic" in reply] == []
    assert replies


async def test_the_topics_scripts_come_with_the_model(agent: Any) -> None:
    scripts = agent.processor.follow_ups()
    assert scripts["text_therapist"] == {"email": "email_privacy", "minor": "childs_therapist"}
    assert scripts["email_privacy"] == {}


async def test_a_session_ends_after_so_many_messages_and_keeps_the_slots(
    visitor: Visitor, project: Project
) -> None:
    await visitor.press('/inform{"who": "client"}')
    await visitor.press("/faq/text_therapist")
    for _ in range(LONGEST_SESSION - 2):
        await visitor.press("/greet")
    before = await visitor.tracker()
    assert _messages(before) == LONGEST_SESSION
    parse, _ = await visitor.say("and by email")
    after = await visitor.tracker()
    assert _messages(after) == 1  # the store gives the latest session only
    assert topic_of(parse) == "email_privacy"  # it still knew the topic before
    assert after.get_slot("who") == "client"
    with sqlite3.connect(project.root / "var" / "in_process.db") as database:
        (sessions,) = database.execute(
            "SELECT count(*) FROM events WHERE sender_id = ? AND type_name = ?",
            (visitor.id, SessionStarted.type_name),
        ).fetchone()
    database.close()
    assert sessions == 2


async def test_a_session_of_fewer_messages_goes_on(visitor: Visitor) -> None:
    for _ in range(LONGEST_SESSION):
        await visitor.press("/greet")
    assert _messages(await visitor.tracker()) == LONGEST_SESSION


async def test_what_a_visitor_says_of_themselves_words_the_answer(visitor: Visitor) -> None:
    _, replies = await visitor.say("I'm the client. can my therapist text me")
    assert replies[0]["text"].startswith("You may text")
    _, replies = await visitor.press("/faq/text_therapist")
    assert replies[0]["text"].startswith("You may text")


async def test_a_second_question_is_offered(visitor: Visitor) -> None:
    parse, replies = await visitor.say("can I see my notes? can my therapist text me?")
    answered, offered = replies
    both = {"see_my_notes", "text_therapist"}
    assert topic_of(parse) == answered["topic"]
    assert [button["payload"] for button in offered["buttons"]] == [
        f"/faq/{topic}" for topic in both - {answered["topic"]}
    ]
    assert offered["text"]


@pytest.mark.parametrize("written", ["/faq/see_my_notes", "  /faq/see_my_notes "])
async def test_a_developer_in_the_shell_may_name_a_topic(visitor: Visitor, written: str) -> None:
    parse, replies = await visitor.press(written)
    assert topic_of(parse) == "see_my_notes"
    assert parse["intent"]["confidence"] == 1
    assert replies[0]["topic"] == "see_my_notes"


async def test_a_developer_in_the_shell_may_name_any_intent(visitor: Visitor) -> None:
    parse, _ = await visitor.press('/inform{"age_group": "minor"}')
    assert parse["intent"]["name"] == "inform"
    assert (await visitor.tracker()).get_slot("age_group") == "minor"


@pytest.mark.parametrize(
    "written", ["/restart", "\N{NO-BREAK SPACE}/restart", "\N{FULLWIDTH SOLIDUS}restart", "/faq/x"]
)
async def test_a_visitors_slash_is_a_character(visitor: Visitor, written: str) -> None:
    await visitor.say("can I see my notes")
    parse, _ = await visitor.say(written)
    assert parse["intent"]["name"] != "restart"
    assert parse["intent"]["confidence"] < 1
    assert (await visitor.tracker()).get_slot("topic") is not None


async def test_without_the_mark_a_slash_still_restarts(visitor: Visitor) -> None:
    """What the test above would see if plain text were not told apart."""
    await visitor.say("can I see my notes")
    parse, _ = await visitor.press("/restart")
    assert parse["intent"]["name"] == "restart"


def _messages(tracker: Any) -> int:
    return sum(isinstance(event, UserUttered) for event in tracker.events)
