"""Sure, unsure, or not in the catalogue: from probabilities to what is done.

A wrong answer can hurt, a suggestion costs a tap, a refusal ends in the practice's phone number. The
limits follow from that, and from the figures in docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.guidance import Heard, Wish

TOPIC = "faq/"
GUIDED = "roi_steps"
"""The journey with several guides: its labels are `roi_steps/<guide>` and `roi_steps/which`."""

JOURNEYS = frozenset({GUIDED, "talk_to_a_person"})
WHICH = "which"
"""Stands for a wish to begin that does not say which guide is meant."""

OUT_OF_SCOPE = "out_of_scope"
SPANISH = "spanish"
OUTSIDE = (OUT_OF_SCOPE, "clinical_question", SPANISH)
CRISIS = "crisis"
SUGGEST = "nlu_fallback"

SURE = 0.85
"""An answer that is less sure than this comes with the next best topics beside it."""

SURE_OF_GUIDING = 0.93
"""The same for the journey with guides; higher, because it says nothing of the question itself."""

WORTH_OFFERING = 0.02

NEAR = 0.3
"""A guide, or `which`, with more than this share of the best one's probability is near: then it is asked.

Set by cross-validation over the examples: with half as much again, a few more guides begin unasked, and twice as
many of them are wrong. A question costs a tap; a wrong guide tells somebody the wrong steps.
"""

WISHED = 4.0
"""How much likelier the guides become where the words ask to be led through something.

Set by cross-validation over the examples: a third of those that had not begun then do, and twice the weight
would gain next to none of the rest, and begin more where an answer was wanted.
"""

WISHED_BY_NAME = 16.0
"""The same where the words also name the form: "release of information steps"."""

NOT_NOTHING = 0.02
"""A guide that the words name is begun where several are near, if it has this probability at least.

In the same cross-validation more guides began with it, and none more of them was wrong.
"""


@dataclass(frozen=True)
class Limits:
    """From which probability on something is done.

    Attributes:
        answer: a topic is answered.
        intent: small talk or a person is taken up.
        guided: the journey with guides is begun. It asks before it tells much, and a word ends it: begun by
            mistake, it costs little more than a suggestion.
        outside: the catalogue is left, where both kinds of outside together reach it.
        suggest: the best topic is worth offering.
    """

    answer: float = 0.52
    intent: float = 0.5
    guided: float = 0.45
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
        guide: for the journey with guides, the one that is meant; None where it must be asked.
    """

    intent: str
    topic: str | None
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    guide: str | None = None


def decide(
    labels: Sequence[str],
    probabilities: npt.NDArray[np.float32],
    limits: Limits | None = None,
    *,
    heard: Heard | None = None,
) -> Decision:
    """Decides on one message, which the danger screen did not flag.

    Danger is the screen's to see. That a message is rather like the examples of `crisis` than like a topic
    keeps it from being answered as one; as a sign of danger it was wrong 29 times in 600 messages to
    counsellors and assistants, and right in none that the screen had not seen.

    Args:
        labels: `faq/<topic>`, `roi_steps/<guide>`, `roi_steps/which`, and plain intents.
        probabilities: one for each label, adding up to one.
        limits: from which probability on something is done.
        heard: what the words themselves say of being led through something.
    """
    limits = limits or Limits()
    single = dict(zip(labels, map(float, probabilities), strict=True))
    heard = heard or Heard()
    if heard.wish:
        single = _toward_the_guides(
            single, WISHED_BY_NAME if heard.wish is Wish.STEPS_OF_THE_FORM else WISHED
        )
    chance = _joined(single)
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
        and chance[best] >= (limits.guided if best == GUIDED else limits.intent)
    ):
        guide = _guide(single, heard.guide) if best == GUIDED else None
        return Decision(best, None, chance[best], ranking, guide)
    if best == CRISIS and outside < limits.outside and ranking and ranking[0][1] < limits.suggest:
        return Decision(OUT_OF_SCOPE, None, chance[CRISIS], ranking)
    if outside >= limits.outside or not ranking or ranking[0][1] < limits.suggest:
        kind = max(OUTSIDE, key=lambda label: chance.get(label, 0.0))
        return Decision(kind, None, outside, ranking)
    return Decision(SUGGEST, None, ranking[0][1], ranking)


def _toward_the_guides(chance: Mapping[str, float], times: float) -> dict[str, float]:
    odds = {
        label: value * (times if label.startswith(f"{GUIDED}/") else 1.0)
        for label, value in chance.items()
    }
    total = sum(odds.values())
    return {label: value / total for label, value in odds.items()}


def _joined(chance: Mapping[str, float]) -> dict[str, float]:
    """The labels of the guides as one: that steps are wished for is surer than which."""
    plain = {label: value for label, value in chance.items() if not label.startswith(f"{GUIDED}/")}
    guides = sum(_guides(chance).values())
    return {**plain, GUIDED: plain.get(GUIDED, 0.0) + guides} if guides else plain


def _guide(chance: Mapping[str, float], named: str | None) -> str | None:
    """The guide that leads clearly, if one does; else the one that the words name."""
    guides = _guides(chance)
    best, *others = sorted(guides, key=lambda guide: -guides[guide]) or [WHICH]
    near = any(guides[other] > NEAR * guides[best] for other in others)
    if not near and best != WHICH:
        return best
    return named if named and guides.get(named, 0.0) >= NOT_NOTHING else None


def _guides(chance: Mapping[str, float]) -> dict[str, float]:
    start = f"{GUIDED}/"
    return {
        label.removeprefix(start): value
        for label, value in chance.items()
        if label.startswith(start)
    }


def alternatives(decision: Decision) -> tuple[str, ...]:
    """Topics that may fit better than what is done: at most two, none beside a sure decision."""
    if decision.topic is None and decision.intent != GUIDED:
        return ()
    if decision.confidence >= (SURE if decision.topic else SURE_OF_GUIDING):
        return ()
    done = decision.topic or decision.intent
    others = [(topic, chance) for topic, chance in decision.ranking if topic != done]
    return tuple(topic for topic, chance in others if chance >= WORTH_OFFERING)[:2]
