"""The steps of a release in Rasa itself: its rules, its tracker in a real file, the real action."""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import closing
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet, UserUttered
from rasa_sdk.executor import ActionExecutor

from bot.engine.channel import Collector
from bot.engine.parse import PLAIN_TEXT
from bot.engine.processor import AWAY_SECONDS, LONGEST_SESSION
from tests.engine.project import Project

# The small project has no regular expressions to train.
pytestmark = pytest.mark.filterwarnings("ignore:The RegexEntityExtractor")

DANGER = "I want to die"
DETAILS = "my name is Quentin Zimbabwe"
HINT = {
    "category": "suicide",
    "about": "self",
    "severity": "veiled",
    "layer": "classifier",
    "rule": "suicide.self.alike",
    "span": [0, 4],
    "sure": False,
}
Replies = list[dict[str, Any]]


class Actions:
    """The real actions in this process, which may be down."""

    def __init__(self) -> None:
        self.up = True
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, json: dict[str, Any], **_: Any) -> Any:
        if not self.up:
            raise ConnectionError("nobody listens")
        return await self._executor.run(json)


class Visitor:
    """Somebody in one conversation."""

    def __init__(self, agent: Any, actions: Actions) -> None:
        self.agent, self.actions = agent, actions
        self.id = f"c_{uuid.uuid4().hex}"
        self.intent = ""

    async def say(self, text: str, **metadata: Any) -> Replies:
        return await self._send(text, {PLAIN_TEXT: True, **metadata})

    async def press(self, payload: str) -> Replies:
        return await self._send(payload, {})

    async def _send(self, text: str, metadata: dict[str, Any]) -> Replies:
        collector = Collector()
        message = UserMessage(text, collector, self.id, metadata=metadata)
        await self.agent.handle_message(message)
        self.intent = (message.parse_data or {})["intent"]["name"]
        return collector.answer

    async def tracker(self) -> Any:
        return await self.agent.tracker_store.retrieve(self.id)

    async def slot(self, name: str) -> Any:
        return (await self.tracker()).get_slot(name)


@pytest.fixture
def actions(agent: Any, monkeypatch: pytest.MonkeyPatch) -> Actions:
    found = Actions()
    monkeypatch.setattr(agent.processor.action_endpoint, "request", found.request)
    return found


@pytest.fixture
def visitor(agent: Any, actions: Actions) -> Visitor:
    return Visitor(agent, actions)


def kinds(replies: Replies) -> list[str | None]:
    """The kind of each reply; None for one that is not the journey's."""
    return [one.get("release", {}).get("kind") for one in replies]


def step_of(replies: Replies) -> int:
    """The number of the step that is said."""
    (number,) = (one["release"]["n"] for one in replies if kinds([one]) == ["step"])
    return int(number)


async def on_step_two(visitor: Visitor) -> str:
    """Walks to a step without a question; returns its id."""
    await visitor.press('/release_start{"guide": "parent_or_guardian"}')
    assert step_of(await visitor.press("/release_next")) == 2
    step: str = await visitor.slot("step")
    return step


async def test_words_and_buttons_walk_alike(visitor: Visitor) -> None:
    which, question = await visitor.press("/roi_steps")
    assert kinds([which, question]) == ["which", "question"]
    assert question["buttons"][1]["payload"].startswith("/release_answer{")
    replies = await visitor.say("I'm her dad, she's 15")
    assert kinds(replies) == ["started", "step"]
    assert replies[1]["release"]["guide"] == "parent_or_guardian"
    assert step_of(await visitor.say("ok")) == 2
    assert step_of(await visitor.press("/release_back")) == 1
    assert kinds(await visitor.say("why?")) == ["why"]
    assert kinds(await visitor.say("stop")) == ["stopped"]
    assert await visitor.slot("guide") is None


async def test_who_the_visitor_is_words_later_answers_too(visitor: Visitor) -> None:
    await visitor.press("/roi_steps")
    await visitor.say("I'm her dad, she's 15")
    assert (await visitor.slot("who"), await visitor.slot("age_group")) == ("guardian", "minor")


async def test_a_topic_in_the_middle_is_answered_and_going_on_offered(visitor: Visitor) -> None:
    await on_step_two(visitor)
    answer, offer = await visitor.say("can my therapist text me")
    assert answer["topic"] == "text_therapist" and kinds([offer]) == ["offer"]
    replies = await visitor.say("yes")
    assert kinds(replies) == ["resumed", "step"] and step_of(replies) == 2


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye", "affirm", "deny"])
async def test_small_talk_in_the_middle_gets_no_offer(visitor: Visitor, intent: str) -> None:
    await on_step_two(visitor)
    assert kinds(await visitor.press(f"/{intent}")) == [None]


async def test_at_the_end_the_journey_is_over(visitor: Visitor) -> None:
    await visitor.press('/release_start{"guide": "revoke"}')
    replies: Replies = []
    for _ in range(20):
        replies = await visitor.press("/release_next")
        if kinds(replies) == ["finished"]:
            break
    (end,) = replies
    assert end["release"]["done"] is True and end["release"]["answers"] == {}
    (answer,) = await visitor.say("can my therapist text me")
    assert answer["topic"] == "text_therapist"
    await visitor.press("/affirm")
    assert visitor.intent == "affirm"


class TestDanger:
    async def test_pauses_and_a_short_word_does_not_go_on(self, visitor: Visitor) -> None:
        step = await on_step_two(visitor)
        help_ = (await visitor.say(DANGER))[0]
        assert "911" in help_["text"] and visitor.intent == "crisis"
        assert await visitor.slot("step") == f"{step}#paused"
        for said in ("ok", "next", "yes"):
            assert "step" not in kinds(await visitor.say(said))
        assert kinds(await visitor.press("/release_next")) == ["offer"]
        assert kinds(await visitor.say("continue")) == ["resumed", "step"]
        assert await visitor.slot("step") == step

    async def test_pauses_also_while_no_action_can_run(self, visitor: Visitor) -> None:
        step = await on_step_two(visitor)
        visitor.actions.up = False
        assert "911" in (await visitor.say(DANGER))[0]["text"]
        visitor.actions.up = True
        assert await visitor.slot("step") == f"{step}#paused"
        assert "step" not in kinds(await visitor.say("ok"))

    async def test_pauses_where_the_content_has_the_visitor_now(self, visitor: Visitor) -> None:
        """As any other move does: by the journey itself."""
        await visitor.press('/release_start{"guide": "parent_or_guardian"}')
        first = await visitor.slot("step")
        tracker = await visitor.tracker()
        tracker.update(SlotSet("step", "gone"))
        await visitor.agent.tracker_store.save(tracker)
        await visitor.say(DANGER)
        assert await visitor.slot("step") == f"{first}#paused"

    @pytest.mark.parametrize("said", ["goodbye", "I have to go", "that's enough"])
    async def test_a_parting_after_it_does_not_end_the_steps(
        self, visitor: Visitor, said: str
    ) -> None:
        step = await on_step_two(visitor)
        await visitor.say(DANGER)
        assert "stopped" not in kinds(await visitor.say(said))
        assert visitor.intent != "release_stop"
        assert await visitor.slot("step") == f"{step}#paused"
        assert kinds(await visitor.say("stop the steps")) == ["stopped"]

    async def test_a_hint_of_it_does_not_keep_from_ending_the_steps(self, visitor: Visitor) -> None:
        await on_step_two(visitor)
        assert kinds(await visitor.say("I want to stop", findings=[HINT])) == ["stopped"]

    async def test_personal_details_after_it_are_no_lost_answer(self, visitor: Visitor) -> None:
        await on_step_two(visitor)
        await visitor.say(DANGER)
        await visitor.say(DETAILS)
        assert not visitor.intent.startswith("release_")

    async def test_pauses_while_the_guide_is_chosen(self, visitor: Visitor) -> None:
        await visitor.press("/roi_steps")
        await visitor.say(DANGER)
        assert "started" not in kinds(await visitor.say("I'm her dad, she's 15"))

    async def test_that_the_gateway_found_counts_alike(self, visitor: Visitor) -> None:
        step = await on_step_two(visitor)
        finding = {
            "category": "child_abuse",
            "about": "other",
            "severity": "emergency",
            "layer": "rules",
            "rule": "r",
            "span": [0, 0],
            "sure": False,
        }
        await visitor.say("ok", findings=[finding])
        assert visitor.intent == "crisis"
        assert await visitor.slot("step") == f"{step}#paused"

    async def test_that_never_came_here_pauses_with_the_next_message(
        self, visitor: Visitor
    ) -> None:
        step = await on_step_two(visitor)
        assert "step" not in kinds(await visitor.say("ok", interrupted=True))
        assert await visitor.slot("step") == f"{step}#paused"
        assert kinds(await visitor.say("continue", interrupted=True)) == ["resumed", "step"]
        assert await visitor.slot("step") == step

    async def test_without_a_journey_leaves_none(self, visitor: Visitor) -> None:
        await visitor.say(DANGER)
        assert await visitor.slot("guide") is None and await visitor.slot("step") is None

    async def test_is_still_known_in_the_next_session(self, visitor: Visitor) -> None:
        await on_step_two(visitor)
        await visitor.say(DANGER)
        for _ in range(LONGEST_SESSION):
            await visitor.press("/greet")
        assert "step" not in kinds(await visitor.say("next"))


class TestPersonalDetails:
    SAID = "my name is Quentin Zimbabwe and my email is quokka@example.com"

    async def test_are_not_kept_and_the_visitor_is_told(
        self, visitor: Visitor, project: Project
    ) -> None:
        await on_step_two(visitor)
        replies = await visitor.say(self.SAID)
        assert kinds(replies)[0] == "no_details" and len(replies) > 1
        tracker = await visitor.tracker()
        (last,) = [one for one in tracker.events if isinstance(one, UserUttered)][-1:]
        assert last.text == last.parse_data["text"] and "[not kept]" in last.text
        with closing(sqlite3.connect(project.root / "var" / "in_process.db")) as database:
            rows = database.execute(
                "SELECT data FROM events WHERE sender_id = ?", (visitor.id,)
            ).fetchall()
        kept = str(rows)
        assert "Quentin" not in kept and "quokka" not in kept

    async def test_beside_a_question_leave_it_a_question(self, visitor: Visitor) -> None:
        await on_step_two(visitor)
        said = "can my therapist text me? my email is quokka@example.com"
        replies = await visitor.say(said)
        assert (kinds(replies)[0], kinds(replies)[-1]) == ("no_details", "offer")
        assert replies[1]["topic"] == "text_therapist"

    async def test_without_a_journey_nothing_is_changed(self, visitor: Visitor) -> None:
        assert "no_details" not in kinds(await visitor.say(self.SAID))
        assert (await visitor.tracker()).latest_message.text == self.SAID

    async def test_in_danger_nothing_is_said_of_them(self, visitor: Visitor) -> None:
        await on_step_two(visitor)
        replies = await visitor.say(f"{DANGER}. {self.SAID}")
        assert visitor.intent == "crisis" and "no_details" not in kinds(replies)

    async def test_alone_are_no_answer_where_no_action_can_run(self, visitor: Visitor) -> None:
        """The gateway then says that it failed."""
        await on_step_two(visitor)
        visitor.actions.up = False
        assert await visitor.say("my name is Quentin Zimbabwe") == []


class TestAfterAWhile:
    async def test_the_visitor_is_asked_whether_to_go_on(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await on_step_two(visitor)
        _later(monkeypatch)
        (offer,) = await visitor.press("/release_next")
        assert kinds([offer]) == ["offer"] and visitor.intent == "release_away"
        replies = await visitor.say("yes")
        assert kinds(replies) == ["resumed", "step"] and step_of(replies) == 2

    async def test_words_are_understood_in_the_session_that_begins_then(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await on_step_two(visitor)
        _later(monkeypatch)
        assert kinds(await visitor.say("ok")) == ["offer"]
        assert step_of(await visitor.say("continue")) == 2

    async def test_personal_details_alone_bring_the_same_question(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await on_step_two(visitor)
        _later(monkeypatch)
        assert kinds(await visitor.say(DETAILS)) == ["no_details", "offer"]
        assert visitor.intent == "release_away"

    async def test_after_a_short_while_nothing_is_asked(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await on_step_two(visitor)
        _later(monkeypatch, AWAY_SECONDS - 60)
        assert step_of(await visitor.say("ok")) == 3


async def test_a_new_session_goes_on_at_the_same_step(visitor: Visitor) -> None:
    await on_step_two(visitor)
    for _ in range(LONGEST_SESSION):
        await visitor.press("/greet")
    assert step_of(await visitor.say("next")) == 3


async def test_without_actions_a_move_is_no_answer_and_nothing_is_lost(visitor: Visitor) -> None:
    await on_step_two(visitor)
    visitor.actions.up = False
    assert await visitor.say("next") == []
    (answer,) = await visitor.say("can my therapist text me")
    assert answer["topic"] == "text_therapist"
    visitor.actions.up = True
    assert step_of(await visitor.say("next")) == 3


def _later(monkeypatch: pytest.MonkeyPatch, seconds: float = AWAY_SECONDS + 60) -> None:
    """For the engine and for Rasa's own sessions it is so much later."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)
