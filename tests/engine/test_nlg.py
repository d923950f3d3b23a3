"""What is said: the fitting variant, the practice's facts, and each saved change at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content import LiveLibrary
from bot.engine.nlg import Wording
from bot.engine.offers import NONE_OF_THESE, SUGGESTIONS
from bot.engine.parse import ALTERNATIVES, SECOND_TOPIC, TOPIC_RANKING, ranking
from tests.engine.project import write_content

TEXT = "utter_faq/text_therapist"


class Clock:
    """Moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_content(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wording(root: Path, clock: Clock) -> Wording:
    made = Wording(EndpointConfig(root=str(root)), Domain.empty())
    made.live = LiveLibrary(root, clock=clock)
    return made


def _tracker(parse: dict[str, Any] | None = None, **slots: Any) -> DialogueStateTracker:
    known = [AnySlot(name, mappings=[{}]) for name in ("who", "age_group", "state", "topic")]
    tracker = DialogueStateTracker("c", known)
    tracker.update(UserUttered("?", {"name": "faq"}, parse_data={"text": "?", **(parse or {})}))
    for name, value in slots.items():
        tracker.update(SlotSet(name, value))
    return tracker


async def _say(wording: Wording, response: str, tracker: DialogueStateTracker) -> dict[str, Any]:
    said = await wording.generate(response, tracker, "between_sessions")
    assert said is not None
    return dict(said)


async def test_without_any_slot_the_default_is_said(wording: Wording) -> None:
    said = await _say(wording, TEXT, _tracker())
    assert said["text"].startswith("Ask before you text.")
    assert said["topic"] == "text_therapist"


async def test_of_several_variants_that_hold_the_one_with_most_conditions_is_said(
    wording: Wording,
) -> None:
    tracker = _tracker(who="client", age_group="adult")
    # Rasa's own generator would pick any of the three.
    said = {(await _say(wording, TEXT, tracker))["text"] for _ in range(20)}
    assert said == {"A grown-up client may text for times."}
    one = await _say(wording, TEXT, _tracker(who="client", age_group="minor"))
    assert one["text"].startswith("You may text")


async def test_the_practices_facts_are_filled_in(wording: Wording) -> None:
    said = await _say(wording, TEXT, _tracker())
    assert wording.live.current.practice.phone in said["text"]
    assert "{" not in said["text"]


async def test_a_variant_keeps_the_sources_of_the_default(wording: Wording) -> None:
    said = await _say(wording, TEXT, _tracker(who="client"))
    assert said["metadata"]["sources"][0]["citation"] == "Common practice"
    assert said["metadata"]["reviewed_on"] == "2026-11-22"


async def test_a_saved_change_is_said_without_a_restart(
    wording: Wording, root: Path, clock: Clock
) -> None:
    _save(root, "Ask before you text.", "Always ask first.")
    assert (await _say(wording, TEXT, _tracker()))["text"].startswith("Ask before you text.")
    clock.now += 1
    assert (await _say(wording, TEXT, _tracker()))["text"].startswith("Always ask first.")


async def test_a_broken_file_keeps_the_old_wording_until_it_is_mended(
    wording: Wording, root: Path, clock: Clock
) -> None:
    _save(root, 'text: "Ask before you text. {practice.phone}"', 'text: "Ask {practice.fax}')
    clock.now += 1
    assert (await _say(wording, TEXT, _tracker()))["text"].startswith("Ask before you text.")
    assert wording.live.problems
    _save(root, 'text: "Ask {practice.fax}', "text: Mended.")
    clock.now += 1
    assert (await _say(wording, TEXT, _tracker()))["text"] == "Mended."
    assert not wording.live.problems


async def test_an_unknown_response_is_nothing(wording: Wording) -> None:
    assert await wording.generate("utter_nothing", _tracker(), "between_sessions") is None


async def test_at_most_three_topics_and_none_of_these_are_suggested(wording: Wording) -> None:
    ranked = ["see_my_notes", "gone_topic", "email_privacy", "talk_to_a_person", "text_therapist"]
    parse = {TOPIC_RANKING: ranking([(topic, 0.2) for topic in ranked])}
    said = await _say(wording, "utter_suggest", _tracker(parse))
    assert [button["payload"] for button in said["buttons"]] == [
        "/faq/see_my_notes",
        "/faq/email_privacy",
        "/talk_to_a_person",
        NONE_OF_THESE["payload"],
    ]
    assert len(said["buttons"]) == SUGGESTIONS + 1
    assert said["buttons"][0]["title"] == "Notes"
    assert all(button["title"] for button in said["buttons"])


async def test_with_nothing_to_suggest_there_is_still_a_way_on(wording: Wording) -> None:
    said = await _say(wording, "utter_suggest", _tracker())
    assert said["buttons"] == [NONE_OF_THESE]


async def test_a_second_question_is_offered_as_a_button(wording: Wording) -> None:
    said = await _say(wording, TEXT, _tracker({SECOND_TOPIC: "see_my_notes"}))
    assert said["offer"]["buttons"] == [{"title": "Notes", "payload": "/faq/see_my_notes"}]
    assert said["offer"]["text"]


async def test_a_second_question_that_the_content_no_longer_knows_is_not_offered(
    wording: Wording,
) -> None:
    assert not (await _say(wording, TEXT, _tracker({SECOND_TOPIC: "gone"}))).get("offer")


async def test_topics_that_may_fit_better_are_offered(wording: Wording) -> None:
    said = await _say(wording, TEXT, _tracker({ALTERNATIVES: ["email_privacy", "see_my_notes"]}))
    payloads = [button["payload"] for button in said["offer"]["buttons"]]
    assert payloads == ["/faq/email_privacy", "/faq/see_my_notes"]


async def test_nothing_is_offered_beside_a_sure_answer(wording: Wording) -> None:
    assert not (await _say(wording, TEXT, _tracker())).get("offer")


async def test_more_is_what_the_answer_before_keeps_under_it(wording: Wording) -> None:
    said = await _say(wording, "utter_more", _tracker(topic="text_therapist"))
    assert said["text"] == "More about texts."
    assert said["metadata"]["more"] is None
    plain = await _say(wording, "utter_more", _tracker())
    assert plain["text"] not in ("", "More about texts.")


async def test_sources_are_those_of_the_answer_before(wording: Wording) -> None:
    said = await _say(wording, "utter_sources", _tracker(topic="text_therapist"))
    assert said["text"] == "- Common practice: General"


async def test_an_answer_without_sources_still_says_something(wording: Wording) -> None:
    assert (await _say(wording, "utter_sources", _tracker(topic="email_privacy")))["text"]


async def test_what_an_action_found_out_is_filled_in(wording: Wording) -> None:
    said = await wording.generate(
        "utter_office_closed",
        _tracker(),
        "between_sessions",
        text=None,
        buttons=[],
        **{"office.opens": "Monday, November 23, 9 am"},
    )
    assert said is not None
    assert "Monday, November 23, 9 am" in said["text"]
    assert "{" not in said["text"]


def _save(root: Path, old: str, new: str) -> None:
    path = root / "data" / "nlu" / "contact" / "text_therapist.yml"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    stamp = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(stamp, stamp))
