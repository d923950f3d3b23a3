"""The topic component's decision on a message with several questions, and danger before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.classifier import TextClassifier
from bot.nlu import danger
from bot.nlu.danger import FINDINGS, DangerDetector
from bot.nlu.decision import CRISIS
from bot.nlu.topics import TopicClassifier
from bot.safety import Finding
from bot.safety.turn import Turn

LABELS = ("faq/a", "faq/b", "faq/c", "out_of_scope", "crisis")
A, B, C, OUT, DANGER = np.eye(5, dtype=np.float32) * 0.9 + 0.02
WHOLE = "Can I see my notes? Can I bring my brother?"


class Fixed:
    """A model that gives the rows it is told."""

    labels: tuple[str, ...] = LABELS

    def __init__(self, *rows: Any) -> None:
        self.rows = np.array(rows, dtype=np.float32)

    def probabilities(self, texts: list[str], vectors: Any) -> Any:
        # The whole message is asked for by itself, then its questions together.
        # Where no rows are told for the questions, each is like the whole.
        rows = self.rows[:1] if texts == [WHOLE] or len(self.rows) == 1 else self.rows[1:]
        return np.resize(rows, (len(texts), len(self.labels)))


def _decide(*rows: Any) -> tuple[str, str | None, str | None]:
    config = TopicClassifier.get_default_config()
    model = cast(TextClassifier, Fixed(*rows))
    classifier = TopicClassifier(config, cast(Any, None), cast(Any, None), model)
    encode = lambda texts: np.zeros((len(texts), 2), dtype=np.float32)  # noqa: E731
    first, second = classifier.decisions(WHOLE, np.zeros(2, dtype=np.float32), encode)
    return first.intent, first.topic, second


def test_one_question_is_answered() -> None:
    assert _decide(A) == ("faq", "a", None)


def test_the_first_of_two_is_answered_and_the_second_offered() -> None:
    assert _decide(A, A, B) == ("faq", "a", "b")


def test_where_the_whole_is_unclear_its_first_question_is_answered() -> None:
    assert _decide((A + B) / 2, A, B) == ("faq", "a", "b")
    assert _decide(OUT, A, B) == ("faq", "a", "b")


def test_the_same_question_twice_is_one() -> None:
    assert _decide(A, A, A) == ("faq", "a", None)


def test_an_unsure_second_question_is_not_offered() -> None:
    assert _decide(A, A, (B + C) / 2) == ("faq", "a", None)


def test_a_third_question_is_left_out() -> None:
    assert _decide(A, A, B, C) == ("faq", "a", "b")


def test_a_sure_message_is_not_looked_through_for_a_second_question() -> None:
    sure = np.array([0.98, 0.005, 0.005, 0.005, 0.005])
    assert _decide(sure, A, B) == ("faq", "a", None)


def test_an_untrained_classifier_says_what_to_do() -> None:
    config = TopicClassifier.get_default_config()
    with pytest.raises(RuntimeError, match=r"\./assistant train"):
        TopicClassifier(config, cast(Any, None), cast(Any, None)).decisions(
            "a", np.zeros(2, dtype=np.float32)
        )


@pytest.mark.parametrize(
    ("row", "entities"),
    [
        ([0.8, 0.1, 0.1], [{"entity": "guide", "value": "revoke", "extractor": "TopicClassifier"}]),
        ([0.1, 0.1, 0.8], []),
    ],
)
def test_a_journey_has_its_plain_name_and_the_guide_beside_it(
    row: list[float], entities: list[dict[str, str]]
) -> None:
    model = Fixed(row)
    model.labels = ("roi_steps/revoke", "roi_steps/insurer", "roi_steps/which")
    config = TopicClassifier.get_default_config()
    component = TopicClassifier(
        config, cast(Any, None), cast(Any, None), cast(TextClassifier, model)
    )
    message = Message({"text": WHOLE})
    vector = Features(np.zeros((1, 2)), "sentence", "text", "here")
    message.add_features(vector)
    (understood,) = component.process([message])
    assert understood.get("intent") == {"name": "roi_steps", "confidence": pytest.approx(1.0)}
    assert understood.get("entities", []) == entities
    assert understood.get("response_selector") is None
    assert [one["topic"] for one in understood.get("topic_ranking")] == ["roi_steps"]


FINDING = {
    "category": "suicide",
    "about": "self",
    "severity": "emergency",
    "layer": "rules",
    "rule": "test",
    "span": [0, 1],
}


def _detected(text: str, findings: list[dict[str, Any]] | None = None) -> Message:
    message = Message({"text": text, "metadata": {"findings": findings or []}})
    return DangerDetector().process([message])[0]


def test_a_harmless_message_has_no_intent_yet() -> None:
    message = _detected("can my therapist text me")
    assert message.get("intent") is None
    assert message.get(FINDINGS) == []


def test_danger_is_seen_without_the_gateway() -> None:
    assert _detected("I want to kill myself").get("intent")["name"] == CRISIS


def test_what_the_gateway_found_is_never_weakened() -> None:
    message = _detected("hello", [FINDING])
    assert message.get("intent")["name"] == CRISIS
    assert [one["rule"] for one in message.get(FINDINGS)] == ["test"]


def test_findings_of_both_are_kept() -> None:
    rules = [one["rule"] for one in _detected("I want to kill myself", [FINDING]).get(FINDINGS)]
    assert rules[0] == "test"
    assert len(rules) > 1


def test_danger_is_left_alone_by_the_topic_classifier() -> None:
    message = _detected("I want to kill myself")
    config = TopicClassifier.get_default_config()
    untrained = TopicClassifier(config, cast(Any, None), cast(Any, None))
    assert untrained.process([message])[0].get("intent")["name"] == CRISIS


class SecondLayer:
    """Sees danger in everything."""

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        return [[Finding.from_dict(FINDING)] for _ in turns]


@pytest.mark.parametrize(
    ("metadata", "crisis"), [({}, True), ({FINDINGS: []}, False), ({FINDINGS: None}, True)]
)
def test_what_the_gateway_had_no_time_for_is_read_by_the_second_layer_here(
    monkeypatch: pytest.MonkeyPatch, metadata: dict[str, Any], crisis: bool
) -> None:
    monkeypatch.setattr(danger, "second_layer", SecondLayer)
    message = Message({"text": "hello", "metadata": metadata})
    (screened,) = DangerDetector().process([message])
    assert (screened.get("intent") is not None) is crisis


def test_a_message_without_metadata_is_screened() -> None:
    assert DangerDetector().process([Message({"text": "hello"})])[0].get(FINDINGS) == []
