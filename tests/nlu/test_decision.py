"""From probabilities to what is done, limit by limit."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.decision import SUGGEST, Decision, Limits, alternatives, decide

LABELS = (
    "faq/a",
    "faq/b",
    "faq/c",
    "faq/d",
    "faq/e",
    "faq/f",
    "roi_steps",
    "greet",
    "out_of_scope",
    "clinical_question",
    "crisis",
)
LIMITS = Limits(answer=0.5, intent=0.5, outside=0.6, suggest=0.05)


def _decide(**chances: float) -> Decision:
    """What is left of the probability is spread thinly."""
    named = {f"faq/{name}" if len(name) == 1 else name: value for name, value in chances.items()}
    rest = [label for label in LABELS if label not in named]
    left = (1 - sum(named.values())) / max(1, len(rest))
    row = [named.get(label, left) for label in LABELS]
    return decide(LABELS, np.array(row, dtype=np.float32), LIMITS)


def test_a_sure_topic_is_answered() -> None:
    decision = _decide(a=0.9)
    assert (decision.intent, decision.topic) == ("faq", "a")
    assert decision.confidence == pytest.approx(0.9)


@pytest.mark.parametrize(("chance", "intent"), [(0.51, "faq"), (0.49, SUGGEST)])
def test_the_limit_of_an_answer(chance: float, intent: str) -> None:
    assert _decide(a=chance, b=0.3).intent == intent


@pytest.mark.parametrize(("chance", "intent"), [(0.51, "greet"), (0.49, SUGGEST)])
def test_the_limit_of_small_talk(chance: float, intent: str) -> None:
    assert _decide(greet=chance, b=0.4).intent == intent


def test_a_journey_is_taken_up() -> None:
    assert _decide(roi_steps=0.8).intent == "roi_steps"


@pytest.mark.parametrize(
    ("outside", "clinical", "intent"),
    [
        (0.35, 0.3, "out_of_scope"),  # both kinds of outside together
        (0.3, 0.35, "clinical_question"),
        (0.25, 0.3, SUGGEST),
    ],
)
def test_the_limit_of_the_outside(outside: float, clinical: float, intent: str) -> None:
    decision = _decide(out_of_scope=outside, clinical_question=clinical, a=0.2)
    assert decision.intent == intent
    assert decision.topic is None


def test_where_no_topic_is_worth_a_button_nothing_is_suggested() -> None:
    few = dict.fromkeys("abcdef", 0.01)
    decision = _decide(**few, roi_steps=0.01, greet=0.45, out_of_scope=0.3, clinical_question=0.1)
    assert decision.intent == "out_of_scope"


def test_what_is_most_like_danger_but_was_not_flagged_is_no_danger_and_no_topic() -> None:
    few = dict.fromkeys("abcdef", 0.01)
    assert _decide(crisis=0.9, **few).intent == "out_of_scope"
    assert _decide(crisis=0.6, a=0.3).intent == SUGGEST


def test_the_ranking_holds_topics_and_journeys_best_first() -> None:
    decision = _decide(a=0.3, roi_steps=0.25, b=0.2, greet=0.15)
    names = [name for name, _ in decision.ranking]
    assert names[:3] == ["a", "roi_steps", "b"]
    assert len(names) == 5
    assert not {"greet", "out_of_scope", "crisis"} & set(names)
    chances = [chance for _, chance in decision.ranking]
    assert chances == sorted(chances, reverse=True)


def test_labels_and_probabilities_must_belong_together() -> None:
    with pytest.raises(ValueError, match="shorter"):
        decide(LABELS, np.array([1.0], dtype=np.float32))


def test_a_model_of_two_intents_decides_too() -> None:
    decision = decide(("greet", "out_of_scope"), np.array([0.3, 0.7], dtype=np.float32))
    assert (decision.intent, decision.ranking) == ("out_of_scope", ())


def test_an_unsure_answer_comes_with_at_most_two_others() -> None:
    assert alternatives(_decide(a=0.55, b=0.2, c=0.1, d=0.1)) == ("b", "c")


def test_a_sure_answer_comes_alone() -> None:
    assert alternatives(_decide(a=0.97)) == ()


def test_what_is_no_answer_has_no_alternatives() -> None:
    assert alternatives(_decide(a=0.3, b=0.3)) == ()
