"""The screen's second layer: veiled and unusual wordings, by their likeness to examples.

Pure: the encoder is handed in. It was trained by `bot.safety.training` on `data/danger/`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.classifier import Detector, TextClassifier, Vectors
from bot.safety.bare import is_bare
from bot.safety.finding import About, Category, Finding, Severity
from bot.safety.normalise import plain_text
from bot.safety.secrecy import is_secrecy_alone
from bot.safety.turn import Turn

LAYER: Final = "classifier"

CARD: Final = 0.22
CONCERN: Final = 0.0
"""Scores from which the card is due, and from which a gentle line is. The detector's own border is 0; the card's
was set so that false alarms stay within half a percent of natural conversation and five percent of hard near
misses (`make eval-safety`). Nobody who made rules or classifier read the messages of tests/safety/messages/unseen,
but their sums, how many of them were caught, were in view when the limits were set: the figures on them flatter a
little."""

HINTED: Final = 0.08
"""From here on the card is due where the rules see a hint too."""

DOUBTED: Final = -0.45
"""From here on the card is due where a rule saw danger beside words that may make something else of it, such as
a film: only what the classifier too takes for harmless is."""

ONE_SENTENCE: Final = 0.4
"""Torn out of its message, a sentence must be this much clearer: harmless ones sound odd alone."""

SPREAD: Final = 0.25
"""So much clearer than the turn before alone must it be with this one, for the two together to count."""

_LONGEST: Final = 1500
"""Characters that are read in one go; the encoder takes in no more."""
_READ_WHOLE: Final = 4000
"""Characters up to which all sentences of a message are read; the gateway takes no longer messages."""

_MOST_SENTENCES: Final = 24
"""Of a text that is longer than that: half of them from its start, half from its end."""

_LEAST_WORDS: Final = 4
_MOST_WORDS: Final = 40
"""Of a sentence; who uses no full stops is read in stretches of so many words."""
_SENTENCE: Final = re.compile(r"[^.!?\n;]+[.!?\n;]*")
_STRETCH: Final = re.compile(rf"(?:\S+\s*){{1,{_MOST_WORDS}}}")

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class _Part:
    """A stretch of a turn that is judged by itself."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True)
class _Reading:
    """What is read of one turn.

    Attributes:
        parts: the whole message, then its sentences; empty where there is nothing to read.
        joined: the turn before with the message, then the turn before alone; empty without one.
        secrecy: the message only wishes that somebody at home does not hear of the chat or of therapy.
    """

    parts: tuple[_Part, ...]
    joined: tuple[str, ...]
    secrecy: bool

    @classmethod
    def of(cls, turn: Turn) -> _Reading:
        """Takes a turn apart."""
        parts = () if turn.called else _parts(turn.text)
        before = turn.before
        joined = (f"{before} {parts[0].text}", before) if parts and before.strip() else ()
        return cls(parts, joined, bool(parts) and is_secrecy_alone(turn.text))

    @property
    def plain(self) -> list[str]:
        """All that is encoded, in the order of parts and joined."""
        return [plain_text(text) for text in (*(part.text for part in self.parts), *self.joined)]

    def is_only_secrecy(self, scores: Vectors) -> bool:
        """Whether there is nothing but that wish, and the turn before is as harmless; given all scores."""
        return self.secrecy and (not self.joined or float(scores[-1]) < DOUBTED)


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

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        """What it sees in each of the turns: one finding, or none.

        A message is judged as a whole and by sentence, so that danger in the middle of a long story is
        seen; and together with the turn before, where that turn alone was harmless.
        """
        readings = [_Reading.of(turn) for turn in turns]
        plain = [text for reading in readings for text in reading.plain]
        if not plain:
            return [[] for _ in turns]
        vectors = self._encode(plain)
        scores = self._detector.scores(plain, vectors)
        found, start = [], 0
        for turn, reading in zip(turns, readings, strict=True):
            end = start + len(reading.parts) + len(reading.joined)
            here = slice(start, end)
            limit = DOUBTED if turn.doubted else HINTED if turn.hinted else CARD
            found.append(self._judge(reading, limit, plain[here], vectors[here], scores[here]))
            start = end
        return found

    def _judge(
        self,
        reading: _Reading,
        limit: float,
        plain: Sequence[str],
        vectors: Vectors,
        scores: Vectors,
    ) -> list[Finding]:
        count = len(reading.parts)
        if not count:
            return []
        scores[1:count] -= ONE_SENTENCE
        best = int(np.argmax(scores[:count]))
        rule, span = "alike", reading.parts[best].span
        if reading.is_only_secrecy(scores):
            # No danger by itself, however many abused children wish the same: the gentle line at most.
            limit = math.inf
        elif reading.joined and scores[best] < CARD and _is_spread(*scores[-2:]):
            best, rule, span = count, "alike_over_two", (0, 0)
        score = float(scores[best])
        if score < min(CONCERN, limit):
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
                sure=score >= limit,
            )
        ]

    @staticmethod
    def _most_likely(classifier: TextClassifier, text: str, vector: Vectors) -> str:
        chances = classifier.probabilities([text], vector[None, :])[0]
        return classifier.labels[int(chances.argmax())]


def _is_spread(together: float, before: float) -> bool:
    """Whether two turns show together what the first alone did not."""
    return before < CARD and together >= max(CARD, before + SPREAD)


def _parts(text: str) -> tuple[_Part, ...]:
    """The message, of a long one its beginning; then its sentences, of a huge one the first and the last."""
    if not any(char.isalnum() for char in text) or is_bare(text):
        return ()
    whole = text[:_LONGEST]
    sentences = [
        _Part(match[0][:_LONGEST], match.span())
        for sentence in _SENTENCE.finditer(text)
        for match in _STRETCH.finditer(text, *sentence.span())
        if len(match[0].split()) >= _LEAST_WORDS
    ]
    if len(sentences) == 1 and len(whole) == len(text):
        sentences = []
    if len(text) > _READ_WHOLE and len(sentences) > _MOST_SENTENCES:
        half = _MOST_SENTENCES // 2
        sentences = [*sentences[:half], *sentences[-half:]]
    return (_Part(whole, (0, len(whole))), *sentences)
