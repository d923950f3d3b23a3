"""The action, asked through rasa_sdk's own executor as Rasa asks it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from actions import release_step
from actions.release_step import ActionReleaseStep, move_of
from bot.content import LiveLibrary
from bot.content.library import Library
from bot.content.release import RELEASE_FILE
from bot.engine.parse import ALTERNATIVES
from bot.release.journey import Journey
from bot.release.moves import Answered, Move, Next, Offer, Start, Stop
from tests.engine.project import write_content

NAME = "action_release_step"


def _message(intent: str, **carried: Any) -> dict[str, Any]:
    entities = [{"entity": name, "value": value} for name, value in carried.items()]
    return {"intent": {"name": intent, "confidence": 1.0}, "entities": entities, "text": "x"}


def _call(slots: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    return {
        "next_action": NAME,
        "sender_id": "c_1",
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": "c_1",
            "slots": slots,
            "latest_message": message,
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
    }


class Conversation:
    """Moves, with the slots kept as Rasa keeps them."""

    def __init__(self) -> None:
        self.executor = ActionExecutor()
        self.executor.register_package("actions")
        self.slots: dict[str, Any] = {"guide": None, "step": None, "answers": None}

    async def move(self, intent: str, **carried: Any) -> list[dict[str, Any]]:
        return await self.send(_message(intent, **carried))

    async def send(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        before = copy.deepcopy(self.slots)
        result = await self.executor.run(_call(before, message))
        assert result is not None
        for event in result["events"]:
            assert event["event"] == "slot" and event["value"] != before[event["name"]]
            self.slots[event["name"]] = event["value"]
        return list(result["responses"])


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


def _kinds(replies: list[dict[str, Any]]) -> list[str]:
    return [one["release"]["kind"] for one in replies]


@pytest.mark.parametrize(
    ("message", "move"),
    [
        (_message("roi_steps"), Start()),
        (_message("roi_steps", guide="revoke"), Start(guide="revoke")),
        (_message("roi_steps", answers={"who": "client"}), Start({"who": "client"})),
        (_message("release_start", guide="revoke"), Start(guide="revoke")),
        (_message("release_answer", question="age", answer="minor"), Answered({"age": "minor"})),
        (_message("release_answer", answers={"age": "minor"}), Answered({"age": "minor"})),
        (_message("release_next"), Next()),
        (_message("release_stop"), Stop()),
        (_message("release_away"), Offer(away=True)),
        (_message("release_offer"), Offer(asked=True)),
        (_message("faq", topic="text_therapist"), Offer()),
        (_message("release_answer"), Offer()),
        (_message("release_answer", answers="minor"), Offer()),
        (_message("release_nonsense"), Offer()),
        ({}, Offer()),
    ],
)
def test_a_message_stands_for_a_move(message: dict[str, Any], move: Move) -> None:
    assert move_of(message) == move


async def test_a_whole_walk_leads_to_the_take_away(conversation: Conversation) -> None:
    replies = await conversation.move("roi_steps")
    assert _kinds(replies) == ["which", "question"]
    assert conversation.slots["guide"] == "which"
    replies = await conversation.move("release_answer", answers={"who": "parent", "age": "minor"})
    assert _kinds(replies)[:2] == ["started", "step"]
    numbers = [replies[1]["release"]["n"]]
    for _ in range(30):
        replies = await conversation.move("release_next")
        if "step" not in _kinds(replies):
            break
        numbers.append(replies[0]["release"]["n"])
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 3
    (end,) = replies
    assert (end["release"]["kind"], end["release"]["done"]) == ("finished", True)
    assert end["release"]["answers"] == {"who": "parent", "age": "minor"}
    assert end["release"]["guide"] == "parent_or_guardian"
    assert conversation.slots == {"guide": None, "step": None, "answers": None}


async def test_after_something_else_going_on_is_offered_and_remembered(
    conversation: Conversation,
) -> None:
    await conversation.move("roi_steps", guide="physician")
    step = conversation.slots["step"]
    (offer,) = await conversation.move("faq", topic="text_therapist")
    assert offer["release"]["kind"] == "offer"
    assert [one["payload"] for one in offer["buttons"]] == [
        "/release_resume",
        '/release_start{"guide": "physician"}',
        "/release_stop",
    ]
    assert conversation.slots["step"] == f"{step}#offered"
    assert _kinds(await conversation.move("release_resume"))[0] == "resumed"
    assert conversation.slots["step"] == step


async def test_beside_an_unsure_start_topics_are_offered(conversation: Conversation) -> None:
    begun = await conversation.move("roi_steps", guide="physician")
    message = _message("roi_steps", guide="physician") | {ALTERNATIVES: ["what_is_roi", "gone"]}
    *lines, offered = await Conversation().send(message)
    assert lines == begun
    assert offered["text"] and not offered.get("release")
    assert [one["payload"] for one in offered["buttons"]] == ["/faq/what_is_roi"]


@pytest.mark.parametrize("intent", ["release_resume", "release_next", "release_offer", "faq"])
async def test_beside_no_other_move_they_are(conversation: Conversation, intent: str) -> None:
    """What was understood before it was read as a move may have left them."""
    await conversation.move("roi_steps", guide="physician")
    said = await conversation.send(_message(intent) | {ALTERNATIVES: ["what_is_roi"]})
    assert said and all(one["release"]["kind"] for one in said)


@pytest.mark.parametrize("paused", [False, True])
async def test_the_offer_can_be_asked_for(conversation: Conversation, *, paused: bool) -> None:
    await conversation.move("roi_steps", guide="physician")
    step = conversation.slots["step"]
    conversation.slots["step"] += "#paused" if paused else ""
    (offer,) = await conversation.move("release_offer")
    assert offer["release"]["kind"] == "offer" and len(offer["buttons"]) == 3
    assert conversation.slots["step"] == f"{step}{'#paused' if paused else ''}#offered"
    assert await Conversation().move("release_offer") == []


async def test_after_danger_a_button_does_not_go_on(
    conversation: Conversation,
) -> None:
    await conversation.move("roi_steps", guide="physician")
    conversation.slots["step"] += "#paused"  # by the engine, which needs no action for it
    assert _kinds(await conversation.move("release_next")) == ["offer"]
    assert _kinds(await conversation.move("release_resume"))[0] == "resumed"


@pytest.mark.parametrize(
    ("guide", "step", "answers"),
    [
        ("gone", "gone", {"gone": "gone"}),
        ("physician", "gone", {"who": "gone", "gone": "x"}),
        ("physician", 5, "nonsense"),
        (5, None, None),
    ],
)
async def test_what_the_content_no_longer_has_is_no_failure(
    conversation: Conversation, guide: Any, step: Any, answers: Any
) -> None:
    for intent in ("release_next", "release_back", "release_why", "release_resume"):
        conversation.slots = {"guide": guide, "step": step, "answers": answers}
        replies = await conversation.move(intent)
        assert replies and all(one["text"] for one in replies)


async def test_a_move_without_a_journey_begins_one(conversation: Conversation) -> None:
    assert _kinds(await conversation.move("release_next")) == ["which", "question"]
    assert await Conversation().move("faq") == []


async def test_the_practices_state_has_its_rule(
    conversation: Conversation, library: Library
) -> None:
    steps = library.release.guides["client_shares_with_family"].steps
    with_rule = next(one.id for one in steps if one.state == "minor_consent")
    rule = library.release.states["minor_consent"].get(library.practice.state)
    assert rule is not None, "the practice of the content is in a state without a rule"
    conversation.slots = Journey("client_shares_with_family", steps[0].id).slots()
    for _ in steps:
        replies = await conversation.move("release_next")
        if replies[0]["release"]["step"] == with_rule:
            break
    assert rule.text.strip() in replies[0]["text"]


async def test_broken_guides_are_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conversation: Conversation
) -> None:
    write_content(tmp_path)
    now = 0.0
    live = LiveLibrary(tmp_path, clock=lambda: now)
    monkeypatch.setattr(release_step, "content", lambda: live)
    good = await conversation.move("roi_steps")
    broken = tmp_path / RELEASE_FILE
    broken.write_text(broken.read_text().replace("to: under_18}", "to: nowhere}"))
    now = 10.0
    assert await conversation.move("roi_steps") == good
    assert live.problems


async def test_content_that_is_broken_from_the_start_takes_no_other_action_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_content(tmp_path)
    (tmp_path / RELEASE_FILE).write_text("nonsense: [")
    monkeypatch.setattr(release_step, "content", lambda: LiveLibrary(tmp_path))
    assert ActionReleaseStep().name() == NAME


async def test_what_is_kept_is_ids_only(conversation: Conversation, library: Library) -> None:
    await conversation.move("release_answer", answers={"who": "Bob Smith", "bob": "x"})
    assert conversation.slots["answers"] == {}
    await conversation.move("release_start", guide="Bob Smith")
    assert conversation.slots["guide"] == "which"


def test_the_action_has_a_name_in_the_domain() -> None:
    from tests.engine.running import ROOT

    assert f"- {NAME}" in (ROOT / "domain.yml").read_text()
