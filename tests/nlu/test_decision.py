"""From probabilities to what is done, limit by limit."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.decision import (
    NEAR,
    SUGGEST,
    WISHED,
    WISHED_BY_NAME,
    Decision,
    Limits,
    alternatives,
    decide,
)
from bot.nlu.guidance import Heard, Wish

LABELS = (
    "faq/a",
    "faq/b",
    "faq/c",
    "faq/d",
    "faq/e",
    "faq/f",
    "roi_steps/physician",
    "roi_steps/revoke",
    "roi_steps/which",
    "greet",
    "out_of_scope",
    "clinical_question",
    "crisis",
)
GUIDES = ("physician", "revoke", "which")
LIMITS = Limits(answer=0.5, intent=0.5, guided=0.4, outside=0.6, suggest=0.05)


def _label(name: str) -> str:
    if name in GUIDES:
        return f"roi_steps/{name}"
    return f"faq/{name}" if len(name) == 1 else name


def _decide(heard: Heard | None = None, /, **chances: float) -> Decision:
    """What is left of the probability is spread thinly."""
    named = {_label(name): value for name, value in chances.items()}
    rest = [label for label in LABELS if label not in named]
    left = (1 - sum(named.values())) / max(1, len(rest))
    row = [named.get(label, left) for label in LABELS]
    return decide(LABELS, np.array(row, dtype=np.float32), LIMITS, heard=heard)


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


def test_the_labels_of_the_guides_count_together() -> None:
    decision = _decide(physician=0.2, revoke=0.2, which=0.2, a=0.39)
    assert (decision.intent, decision.topic) == ("roi_steps", None)
    assert decision.confidence == pytest.approx(0.6)


@pytest.mark.parametrize(("chance", "intent"), [(0.41, "roi_steps"), (0.38, SUGGEST)])
def test_the_limit_of_the_journey_with_guides(chance: float, intent: str) -> None:
    assert _decide(physician=chance, revoke=0, which=0, a=0.3, b=0.29).intent == intent


def test_a_guide_that_leads_clearly_begins() -> None:
    assert _decide(physician=0.6, revoke=0.1, which=0.1).guide == "physician"


@pytest.mark.parametrize("other", ["revoke", "which"])
@pytest.mark.parametrize(("share", "guide"), [(NEAR - 0.05, "physician"), (NEAR + 0.05, None)])
def test_where_another_guide_or_none_is_near_it_is_asked(
    other: str, share: float, guide: str | None
) -> None:
    decision = _decide(physician=0.5, **{other: 0.5 * share})
    assert (decision.intent, decision.guide) == ("roi_steps", guide)


def test_a_wish_that_does_not_say_which_guide_is_asked() -> None:
    assert _decide(which=0.9).guide is None


LED = Heard(Wish.STEPS)


def test_words_that_ask_to_be_led_speak_for_the_journey() -> None:
    assert _decide(a=0.6, revoke=0.3).intent == "faq"
    led = _decide(LED, a=0.6, revoke=0.3)
    assert (led.intent, led.guide) == ("roi_steps", "revoke")
    assert led.confidence == pytest.approx(0.3 * WISHED / (0.7 + 0.3 * WISHED), abs=0.05)


def test_words_that_name_the_form_too_speak_louder() -> None:
    led = _decide(Heard(Wish.STEPS_OF_THE_FORM), a=0.8, revoke=0.15)
    assert led.intent == "roi_steps"
    assert led.confidence == pytest.approx(
        0.15 * WISHED_BY_NAME / (0.85 + 0.15 * WISHED_BY_NAME), abs=0.05
    )
    assert _decide(LED, a=0.8, revoke=0.15).intent != "roi_steps"


def test_words_that_ask_to_be_led_change_nothing_where_no_journey_is_near() -> None:
    assert _decide(LED, a=0.9, revoke=0.0, physician=0.0, which=0.0).topic == "a"


def test_of_guides_that_are_near_the_one_begins_that_the_words_name() -> None:
    named = Heard(guide="revoke")
    assert _decide(named, physician=0.45, revoke=0.35).guide == "revoke"
    assert _decide(named, which=0.8, revoke=0.1).guide == "revoke"


def test_a_named_guide_that_is_next_to_impossible_is_asked_about() -> None:
    assert _decide(Heard(guide="revoke"), which=0.8, revoke=0.01, physician=0.1).guide is None


def test_a_guide_that_leads_clearly_begins_whatever_the_words_name() -> None:
    assert _decide(Heard(guide="revoke"), physician=0.8, revoke=0.1).guide == "physician"


def test_what_does_not_begin_the_journey_has_no_guide() -> None:
    assert _decide(physician=0.3, a=0.6).guide is None
    assert _decide(physician=0.3, a=0.35).guide is None


def test_without_labels_for_guides_the_journey_is_an_intent_as_any() -> None:
    decision = decide(("roi_steps", "greet"), np.array([0.8, 0.2], dtype=np.float32))
    assert (decision.intent, decision.guide) == ("roi_steps", None)


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
    few |= dict.fromkeys(GUIDES, 0.003)
    decision = _decide(**few, greet=0.45, out_of_scope=0.3, clinical_question=0.1)
    assert decision.intent == "out_of_scope"


def test_what_is_most_like_danger_but_was_not_flagged_is_no_danger_and_no_topic() -> None:
    few = dict.fromkeys("abcdef", 0.01) | dict.fromkeys(GUIDES, 0.003)
    assert _decide(crisis=0.9, **few).intent == "out_of_scope"
    assert _decide(crisis=0.6, a=0.3).intent == SUGGEST


def test_the_ranking_holds_topics_and_journeys_best_first() -> None:
    decision = _decide(a=0.3, physician=0.15, revoke=0.07, which=0.03, b=0.2, greet=0.15)
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


def test_an_unsure_journey_comes_with_topics_that_may_fit_better() -> None:
    assert alternatives(_decide(physician=0.6, a=0.2, b=0.1)) == ("a", "b")
    assert alternatives(_decide(physician=0.97)) == ()
