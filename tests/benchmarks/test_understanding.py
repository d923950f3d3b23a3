from typing import Any

import pytest

from benchmarks.questions import Question
from benchmarks.understanding import Scores, Understanding, of_default, of_ours, score


def ours(outcome: str, topic: str | None, *ranked: str) -> dict[str, Any]:
    ranking = [{"topic": one, "confidence": 0.5} for one in ranked]
    return {"replies": [], "nlu": {"outcome": outcome, "topic": topic, "ranking": ranking}}


def default(chosen: str, *ranked: str, topic: str = "one") -> dict[str, Any]:
    return {
        "intent": {"name": chosen},
        "intent_ranking": [{"name": name} for name in ranked],
        "response_selector": {"default": {"response": {"intent_response_key": f"faq/{topic}"}}},
    }


def test_ours_answers_only_when_its_outcome_is_an_answer() -> None:
    assert of_ours(ours("answer", "one", "one", "two")) == Understanding("one", "one", "one")
    assert of_ours(ours("suggest", None, "two")) == Understanding("two", "two", None)
    assert of_ours(ours("crisis", None)) == Understanding(None, None, None)


def test_the_default_answers_when_faq_wins_over_its_thresholds() -> None:
    assert of_default(default("faq", "faq", "greet")) == Understanding("one", "one", "one")


def test_the_fallback_keeps_the_default_from_answering_and_not_from_ranking() -> None:
    below = default("nlu_fallback", "nlu_fallback", "faq", "greet")
    assert of_default(below) == Understanding("one", "one", None)


def test_the_default_puts_no_topic_first_when_it_takes_a_question_for_small_talk() -> None:
    assert of_default(default("greet", "greet", "faq")) == Understanding(None, "one", None)


def test_a_score_counts_each_kind_among_its_own_questions() -> None:
    questions = [Question("", frozenset({"one", "two"}))] * 4 + [Question("", frozenset())] * 2
    understood = [
        Understanding("one", "one", "one"),
        Understanding("two", "two", None),
        Understanding(None, "one", None),
        Understanding("three", "three", "three"),
        Understanding("one", "one", "one"),
        Understanding("one", "one", None),
    ]
    assert score(questions, understood) == Scores(
        first=0.5, best=0.75, right=0.25, wrong=0.25, outside_answered=0.5
    )


def test_a_missing_answer_is_an_error_and_not_a_shift() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score([Question("", frozenset())], [])
