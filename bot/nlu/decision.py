"""Sure, unsure, or not in the catalogue: from probabilities to what is done.

A wrong answer can hurt, a suggestion costs a tap, a refusal ends in the practice's phone number. The
limits follow from that, and from the figures in docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

TOPIC = "faq/"
JOURNEYS = frozenset({"roi_steps", "talk_to_a_person"})
OUT_OF_SCOPE = "out_of_scope"
SPANISH = "spanish"
OUTSIDE = (OUT_OF_SCOPE, "clinical_question", SPANISH)
CRISIS = "crisis"
SUGGEST = "nlu_fallback"

SURE = 0.85
"""An answer that is less sure than this comes with the next best topics beside it."""

WORTH_OFFERING = 0.02


@dataclass(frozen=True)
class Limits:
    """From which probability on something is done.

    Attributes:
        answer: a topic is answered.
        intent: small talk or a journey is taken up.
        outside: the catalogue is left, where both kinds of outside together reach it.
        suggest: the best topic is worth offering.
    """

    answer: float = 0.52
    intent: float = 0.5
    outside: float = 0.6
    suggest: float = 0.05


@dataclass(frozen=True)
class Decision:
    """What to do with a message.

    Attributes:
        intent: Rasa's intent; `faq` for a topic.
        topic: the topic to answer, or None.
        confidence: the calibrated probability of that.
        ranking: topics and journeys with their probabilities, best first.
    """

    intent: str
    topic: str | None
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def decide(
    labels: Sequence[str], probabilities: npt.NDArray[np.float32], limits: Limits | None = None
) -> Decision:
    """Decides on one message, which the danger screen did not flag.

    Danger is the screen's to see. That a message is rather like the examples of `crisis` than like a topic
    keeps it from being answered as one; as a sign of danger it was wrong 29 times in 600 messages to
    counsellors and assistants, and right in none that the screen had not seen.

    Args:
        labels: `faq/<topic>` and plain intents.
        probabilities: one for each label, adding up to one.
        limits: from which probability on something is done.
    """
    limits = limits or Limits()
    chance = dict(zip(labels, map(float, probabilities), strict=True))
    offers = {
        label.removeprefix(TOPIC): value
        for label, value in chance.items()
        if label.startswith(TOPIC) or label in JOURNEYS
    }
    ranking = tuple(sorted(offers.items(), key=lambda item: -item[1])[:5])
    best = max(chance, key=lambda label: chance[label])
    outside = sum(chance.get(label, 0.0) for label in OUTSIDE)

    if best.startswith(TOPIC) and chance[best] >= limits.answer:
        return Decision("faq", best.removeprefix(TOPIC), chance[best], ranking)
    if (
        not best.startswith(TOPIC)
        and best not in OUTSIDE
        and best != CRISIS
        and chance[best] >= limits.intent
    ):
        return Decision(best, None, chance[best], ranking)
    if best == CRISIS and outside < limits.outside and ranking and ranking[0][1] < limits.suggest:
        return Decision(OUT_OF_SCOPE, None, chance[CRISIS], ranking)
    if outside >= limits.outside or not ranking or ranking[0][1] < limits.suggest:
        kind = max(OUTSIDE, key=lambda label: chance.get(label, 0.0))
        return Decision(kind, None, outside, ranking)
    return Decision(SUGGEST, None, ranking[0][1], ranking)


def alternatives(decision: Decision) -> tuple[str, ...]:
    """Topics that may fit better than the answered one: at most two, none beside a sure answer."""
    if decision.topic is None or decision.confidence >= SURE:
        return ()
    others = [(topic, chance) for topic, chance in decision.ranking if topic != decision.topic]
    return tuple(topic for topic, chance in others if chance >= WORTH_OFFERING)[:2]
