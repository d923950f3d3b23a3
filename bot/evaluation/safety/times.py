"""How long each layer takes for a message, in this process, on one thread."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.safety.messages import Message
from bot.safety import Classifier, Turn, screen

SAMPLE = 400
LENGTHS = (300, 3_000, 30_000, 100_000)
REPEATS = 5


@dataclass(frozen=True)
class Times:
    """Milliseconds for a message: half of them at most so long, 95 of 100, all."""

    median: float
    most: float
    longest: float


@dataclass(frozen=True)
class Timings:
    """Times by layer, and those of the rules by length.

    Attributes:
        sample: how many messages were timed.
        characters: their mean length.
        classifier: None without one.
        by_length: (characters, milliseconds) of the rules, the median of five.
    """

    sample: int
    characters: float
    rules: Times
    classifier: Times | None
    by_length: tuple[tuple[int, float], ...]


def measure(messages: Sequence[Message], classifier: Classifier | None) -> Timings:
    """Times a sample of the messages, the same one each time."""
    texts = [one.text for one in messages]
    random.Random(0).shuffle(texts)
    sample = texts[:SAMPLE]
    seen = None
    if classifier is not None:
        trained = classifier
        seen = _times(lambda text: trained.findings([Turn(text)]), sample)
    return Timings(
        sample=len(sample),
        characters=statistics.fmean(map(len, sample)),
        rules=_times(screen, sample),
        classifier=seen,
        by_length=tuple((length, _rules_for(texts, length)) for length in LENGTHS),
    )


def _times(layer: Callable[[str], object], texts: Sequence[str]) -> Times:
    layer(texts[0])
    spent = sorted(_milliseconds(layer, text) for text in texts)
    return Times(
        statistics.median(spent), spent[min(len(spent) - 1, len(spent) * 95 // 100)], spent[-1]
    )


def _rules_for(texts: Sequence[str], length: int) -> float:
    whole = " ".join(texts)
    text = (whole * (length // len(whole) + 1))[:length]
    return statistics.median(_milliseconds(screen, text) for _ in range(REPEATS))


def _milliseconds(layer: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    layer(text)
    return (time.perf_counter() - begun) * 1000
