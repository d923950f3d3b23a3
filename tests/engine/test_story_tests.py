"""What `rasa test` compares: entities that no words of their own say, only where a story names them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import rasa.core.test
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.story_tests import compare_what_stories_name
from tests.engine.running import engine

TEXT = "walk me through a release for my lawyer"
STORY = """version: "3.1"
stories:
  - story: a topic
    steps:
      - user: |
          can my therapist text me
        intent: faq/text_therapist
      - action: utter_faq
  - story: a topic that is named
    steps:
      - user: |
          [can my therapist text me]{"entity": "topic", "value": "TOPIC"}
        intent: faq/text_therapist
      - action: utter_faq
"""


@pytest.fixture
def collect() -> Iterator[Any]:
    stock = rasa.core.test._collect_user_uttered_predictions
    compare_what_stories_name()
    yield rasa.core.test._collect_user_uttered_predictions
    rasa.core.test._collect_user_uttered_predictions = stock


def _wrong(collect: Any, named: list[dict[str, Any]], found: list[dict[str, Any]]) -> bool:
    """Whether the story and what was understood differ."""
    named = [{**one, "start": 0, "end": len(TEXT)} for one in named]
    event = UserUttered(TEXT, {"name": "roi_steps"}, named)
    predicted = {"intent": {"name": "roi_steps"}, "entities": found, "text": TEXT}
    tracker = DialogueStateTracker.from_events("c", [])
    store = collect(event, predicted, tracker, False)
    store.serialise()
    return bool(store.check_prediction_target_mismatch())


GUIDE = {"entity": "guide", "value": "lawyer_or_court", "extractor": "TopicClassifier"}
PLACED = {"entity": "state", "value": "TX", "start": 0, "end": 4, "extractor": "Regex"}


def test_what_no_words_say_is_not_compared_where_the_story_is_silent(collect: Any) -> None:
    assert not _wrong(collect, [], [dict(GUIDE)])


@pytest.mark.parametrize(("value", "wrong"), [("lawyer_or_court", False), ("revoke", True)])
def test_what_the_story_names_is(collect: Any, value: str, wrong: bool) -> None:
    assert _wrong(collect, [{"entity": "guide", "value": value}], [dict(GUIDE)]) is wrong


def test_what_the_story_names_must_be_there(collect: Any) -> None:
    assert _wrong(collect, [{"entity": "guide", "value": "revoke"}], [])


def test_what_words_say_is_compared_as_always(collect: Any) -> None:
    assert _wrong(collect, [], [dict(PLACED)])


def test_without_it_rasa_finds_no_place_for_them() -> None:
    with pytest.raises(KeyError, match="start"):
        _wrong(rasa.core.test._collect_user_uttered_predictions, [], [dict(GUIDE)])


@pytest.mark.parametrize(("topic", "wrong"), [("text_therapist", False), ("email_privacy", True)])
async def test_rasas_command_does_so(
    project: Any, model: Any, tmp_path: Any, topic: str, wrong: bool
) -> None:
    stories = tmp_path / "test_stories.yml"
    stories.write_text(STORY.replace("TOPIC", topic))
    done = await asyncio.to_thread(
        engine,
        project.root,
        *("test", "core", "--e2e", "--fail-on-prediction-errors", "--model", str(model)),
        *("--stories", str(stories), "--out", str(tmp_path / "results")),
    )
    assert (done.returncode != 0) is wrong, done.stderr[-2000:]
    assert "KeyError" not in done.stderr
