"""Danger and personal details on the steps of a release, in Rasa itself, with the real action."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from bot.engine import follow_up
from bot.engine.channel import Collector, _understood
from bot.engine.parse import PLAIN_TEXT
from tests.engine.project import Project
from tests.engine.test_release_conversation import (
    HINT,
    Actions,
    Replies,
    _later,
    actions,
    kinds,
    on_step_two,
)

__all__ = ["actions"]

# The small project has no regular expressions to train.
pytestmark = pytest.mark.filterwarnings("ignore:The RegexEntityExtractor")

YES = '/release_answer{"question": "danger_now", "answer": "yes"}'
WORDS = "yes someone is in danger"
ASKS = "safe"
HELP = "danger_help"


class Visitor:
    """Somebody in one conversation, and what the gateway is told of their last message."""

    def __init__(self, agent: Any, actions: Actions) -> None:
        self.agent, self.actions = agent, actions
        self.id = f"c_{uuid.uuid4().hex}"
        self.nlu: dict[str, Any] = {}

    async def say(self, text: str, message_id: str | None = None, **metadata: Any) -> Replies:
        return await self._send(text, {PLAIN_TEXT: True, **metadata}, message_id)

    async def press(self, payload: str, message_id: str | None = None, **more: Any) -> Replies:
        return await self._send(payload, more, message_id)

    async def _send(self, text: str, metadata: dict[str, Any], message_id: str | None) -> Replies:
        collector = Collector()
        message = UserMessage(text, collector, self.id, message_id=message_id, metadata=metadata)
        await self.agent.handle_message(message)
        self.nlu = _understood(message)
        return collector.answer

    async def tracker(self) -> Any:
        return await self.agent.tracker_store.retrieve(self.id)

    async def slot(self, name: str) -> Any:
        return (await self.tracker()).get_slot(name)


@pytest.fixture
def visitor(agent: Any, actions: Actions) -> Visitor:
    return Visitor(agent, actions)


@pytest.fixture
async def asked(visitor: Visitor) -> Visitor:
    """A visitor who is asked whether anyone is in danger."""
    replies = await visitor.press('/release_start{"guide": "family_wants_contact"}')
    assert kinds(replies)[-1] == "question" and not visitor.nlu["in_danger"]
    return visitor


class TestAYesToWhetherAnyoneIsInDanger:
    async def test_is_told_to_the_gateway_with_the_step_that_helps(self, asked: Visitor) -> None:
        replies = await asked.say(WORDS)
        assert asked.nlu["in_danger"] and asked.nlu["outcome"] == "journey"
        assert kinds(replies) == ["step"] and replies[0]["release"]["step"] == HELP
        await asked.say("next")
        assert not asked.nlu["in_danger"], "of that message only"

    async def test_is_told_of_the_button_too(self, asked: Visitor) -> None:
        (step,) = await asked.press(YES)
        assert asked.nlu["in_danger"] and step["release"]["step"] == HELP

    async def test_is_told_also_where_no_action_can_run(self, asked: Visitor) -> None:
        asked.actions.up = False
        assert await asked.say(WORDS) == []
        assert asked.nlu["in_danger"]

    async def test_is_told_also_with_a_hint_of_danger(self, asked: Visitor) -> None:
        assert kinds(await asked.say("nobody is safe", findings=[HINT])) == ["step"]
        assert asked.nlu["in_danger"]

    @pytest.mark.parametrize("typed", [False, True])
    async def test_is_told_again_with_another_try(self, asked: Visitor, *, typed: bool) -> None:
        send = asked.say if typed else asked.press
        words = "yes" if typed else YES
        first = await send(words, "m_1")
        again = await send(words, "m_1")
        assert asked.nlu["in_danger"] and again == first
        assert await asked.slot("step") == HELP
        await send("next" if typed else "/release_next", "m_2")
        assert not asked.nlu["in_danger"]

    async def test_is_told_after_an_hour_too(
        self, asked: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _later(monkeypatch)
        assert kinds(await asked.say("yes")) == ["step"]
        assert asked.nlu["in_danger"]

    async def test_its_card_does_not_pause_the_help(self, asked: Visitor) -> None:
        """The gateway tells of the card with the next message."""
        await asked.say(WORDS)
        assert kinds(await asked.say("next", interrupted=True)) == ["finished_in_danger"]

    async def test_its_own_card_does_not_pause_it_either(self, asked: Visitor) -> None:
        """Of a button, the gateway knows before it asks."""
        (step,) = await asked.press(YES, interrupted=True)
        assert asked.nlu["in_danger"] and step["release"]["step"] == HELP

    async def test_a_card_pauses_what_comes_before_the_help(self, asked: Visitor) -> None:
        await asked.say(WORDS)
        await asked.press("/release_back")
        assert "step" not in kinds(await asked.say("next", interrupted=True))
        assert "#paused" in await asked.slot("step")

    async def test_danger_in_words_pauses_the_help_too(self, asked: Visitor) -> None:
        await asked.say(WORDS)
        await asked.say("I want to die")
        assert (await asked.slot("step")).endswith("#paused")


class TestTheOfferToGoOn:
    async def test_is_there_after_danger_and_leaves_the_walk_paused(self, visitor: Visitor) -> None:
        step = await on_step_two(visitor)  # type: ignore[arg-type]
        await visitor.say("I want to die")
        (offer,) = await visitor.press("/release_offer")
        assert kinds([offer]) == ["offer"] and len(offer["buttons"]) == 3
        assert await visitor.slot("step") == f"{step}#paused#offered"
        assert kinds(await visitor.press(offer["buttons"][0]["payload"]))[0] == "resumed"

    async def test_is_not_there_without_a_walk(self, visitor: Visitor) -> None:
        assert await visitor.press("/release_offer") == []


class TestARequestWithPersonalDetails:
    SAID = "My name is Quentin Zimbabwe, how do I let my mom at 415-555-2671 talk to my therapist?"

    @pytest.fixture(autouse=True)
    def understood(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whatever is typed is a wish for the steps, but danger; the small model knows none."""
        steps = {"name": "roi_steps", "confidence": 0.9}

        def resolve(parse: dict[str, Any], *_: Any) -> dict[str, Any]:
            danger = parse["intent"]["name"] == "crisis"
            return parse if danger else {**parse, "intent": dict(steps)}

        monkeypatch.setattr(follow_up, "resolve", resolve)

    async def test_is_kept_without_them_and_the_visitor_is_told(
        self, visitor: Visitor, project: Project
    ) -> None:
        replies = await visitor.say(self.SAID)
        assert kinds(replies)[0] == "no_details" and len(replies) > 2
        assert visitor.nlu["intent"] == "roi_steps"
        tracker = await visitor.tracker()
        (last,) = [one for one in tracker.events if isinstance(one, UserUttered)]
        assert last.text == last.parse_data["text"] and "[not kept]" in last.text
        with closing(sqlite3.connect(project.root / "var" / "in_process.db")) as database:
            rows = database.execute(
                "SELECT data FROM events WHERE sender_id = ?", (visitor.id,)
            ).fetchall()
        kept = str(rows)
        assert "how do I let my mom" in kept
        assert "Quentin" not in kept and "2671" not in kept

    async def test_is_read_as_it_was_typed(self, visitor: Visitor) -> None:
        await visitor.say("I'm her dad, she is 15. My email is quokka@example.com")
        assert await visitor.slot("guide") == "parent_or_guardian"
        assert (await visitor.slot("answers"))["age"] == "minor"

    async def test_in_danger_is_kept_whole(self, visitor: Visitor) -> None:
        said = f"I want to die. {self.SAID}"
        assert "no_details" not in kinds(await visitor.say(said))
        assert (await visitor.tracker()).latest_message.text == said

    async def test_of_a_button_nothing_is_left_out(self, visitor: Visitor) -> None:
        assert "no_details" not in kinds(await visitor.press("/roi_steps"))

    async def test_where_no_action_can_run_there_is_no_answer(self, visitor: Visitor) -> None:
        """The gateway then says that it failed; the details are left out all the same."""
        visitor.actions.up = False
        assert await visitor.say(self.SAID) == []
        tracker = await visitor.tracker()
        assert "Quentin" not in str([one.as_dict() for one in tracker.events])
        assert any(isinstance(one, BotUttered) for one in tracker.events)
