"""The screen's second layer: veiled and unusual wordings, by their likeness to examples.

Pure: the encoder is handed in. It was trained by `bot.safety.training` on `data/danger/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.classifier import Detector, TextClassifier, Vectors
from bot.safety.finding import About, Category, Finding, Severity
from bot.safety.normalise import plain_text

LAYER: Final = "classifier"

CARD: Final = 0.45
CONCERN: Final = 0.0
"""Scores from which the card is due, and from which a gentle line is. The detector's own border is 0; the card's
was set on the messages under tests/safety/messages that may be looked at, so that false alarms stay within half
a percent of natural conversation and five percent of hard near misses (`make eval-safety`)."""

ONE_SENTENCE: Final = 0.8
"""Torn out of its message, a sentence must be this much clearer: harmless ones sound odd alone."""

_LONGEST: Final = 2000
_SENTENCES: Final = 12
_LEAST_WORDS: Final = 4
_HISTORY_CHARS: Final = 300
_SENTENCE: Final = re.compile(r"[^.!?\n;]+[.!?\n;]*")

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class _Part:
    """A stretch of the message that is judged by itself."""

    text: str
    span: tuple[int, int]


class DangerClassifier:
    """Says how much a message is like danger, which kind, and about whom."""

    def __init__(
        self,
        encode: Encode,
        detector: Detector,
        categories: TextClassifier,
        whom: TextClassifier,
    ) -> None:
        """Takes the trained parts; use `bot.safety.second_layer.load_classifier`.

        Args:
            encode: texts to sentence vectors of length one.
            detector: whether there is danger.
            categories: which; labels are those of `Category`.
            whom: about whom; labels are those of `About`.
        """
        self._encode, self._detector = encode, detector
        self._categories, self._whom = categories, whom

    def findings(self, text: str, history: Sequence[str] = ()) -> list[Finding]:
        """What it sees in `text`: one finding, or none.

        The message is judged as a whole and by sentence, so that danger in the middle of a long story is
        seen; and together with the turn before, where that turn alone was harmless.
        """
        parts = _parts(text)
        if not parts:
            return []
        before = history[-1][-_HISTORY_CHARS:] if history else ""
        if before.strip():
            joined = _Part(f"{before} {parts[0].text}", (0, 0))
            plain = [plain_text(part.text) for part in [*parts, joined, _Part(before, (0, 0))]]
        else:
            plain = [plain_text(part.text) for part in parts]
        vectors = self._encode(plain)
        scores = self._detector.scores(plain, vectors)
        scores[1 : len(parts)] -= ONE_SENTENCE
        best = int(np.argmax(scores[: len(parts)]))
        rule, span = "alike", parts[best].span
        if before.strip() and scores[best] < CARD <= scores[-2] and scores[-1] < CONCERN:
            best, rule, span = len(parts), "alike_over_two", (0, 0)
        score = float(scores[best])
        if score < CONCERN:
            return []
        category = self._most_likely(self._categories, plain[best], vectors[best])
        whom = self._most_likely(self._whom, plain[best], vectors[best])
        return [
            Finding(
                Category(category),
                About(whom),
                Severity.VEILED,
                LAYER,
                f"{category}.{whom}.{rule}",
                span,
                sure=score >= CARD,
            )
        ]

    @staticmethod
    def _most_likely(classifier: TextClassifier, text: str, vector: Vectors) -> str:
        chances = classifier.probabilities([text], vector[None, :])[0]
        return classifier.labels[int(chances.argmax())]


def _parts(text: str) -> list[_Part]:
    whole = text[:_LONGEST]
    if not any(char.isalnum() for char in whole):
        return []
    parts = [_Part(whole, (0, len(whole)))]
    sentences = [
        _Part(match[0], match.span())
        for match in _SENTENCE.finditer(whole)
        if len(match[0].split()) >= _LEAST_WORDS
    ]
    if len(sentences) > 1:
        parts += sentences[:_SENTENCES]
    return parts
