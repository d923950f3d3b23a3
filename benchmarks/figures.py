"""What is measured, and what of it is compared. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass
class Figures:
    """What was measured of one side; None where it was not.

    Attributes:
        first: share of questions whose right topic stands first, of 1 (`understanding.Scores` has the rest).
        train_seconds: from nothing.
        retrain_seconds: after one example changed.
        ready_seconds: from the start of the process to the first answered message.
        environment_megabytes: the virtual environment on the disk.
        installed_megabytes: environment, sentence encoder and model.
        memory_megabytes: resident, after 50 messages.
        p50_1: milliseconds, the median with one visitor; p95_16: the 95th percentile with sixteen.
        rate_16: answered messages a second with sixteen visitors.
        early_turn: milliseconds, median of the first ten turns of the long conversation.
        late_turn: of its last ten.
        failed: share of messages without a reply.
        encoder: milliseconds for a sentence of 15 words on one core.
    """

    first: float | None = None
    best: float | None = None
    right: float | None = None
    wrong: float | None = None
    outside_answered: float | None = None
    train_seconds: float | None = None
    retrain_seconds: float | None = None
    ready_seconds: float | None = None
    environment_megabytes: float | None = None
    installed_megabytes: float | None = None
    model_megabytes: float | None = None
    memory_megabytes: float | None = None
    p50_1: float | None = None
    p95_1: float | None = None
    p50_16: float | None = None
    p95_16: float | None = None
    rate_1: float | None = None
    rate_16: float | None = None
    early_turn: float | None = None
    late_turn: float | None = None
    failed: float | None = None
    encoder: float | None = None


class Unit(StrEnum):
    """In what a figure is shown."""

    SHARE = "%"
    SECONDS = "s"
    MEGABYTES = "MB"
    MILLISECONDS = "ms"
    RATE = "/s"


@dataclass(frozen=True)
class Row:
    """A line of the comparison.

    Attributes:
        name: the field of `Figures`.
        more_is_better: else less is.
        aim: how much better ours is meant to be: times, for a share points.
        limit: what ours is meant not to exceed.
    """

    name: str
    title: str
    unit: Unit
    more_is_better: bool = False
    aim: float | None = None
    limit: float | None = None

    def value(self, figures: Figures | None) -> float | None:
        """This line's figure of a side."""
        value: float | None = getattr(figures, self.name) if figures else None
        return value

    def ratio(self, ours: Figures | None, default: Figures | None) -> float | None:
        """Default / ours; None when one is missing or ours is 0."""
        mine, theirs = self.value(ours), self.value(default)
        return theirs / mine if mine and theirs is not None else None

    def better(self, ours: Figures | None, default: Figures | None) -> float | None:
        """How much better ours is: times (less than 1 when it is worse); for a share, points."""
        mine, theirs = self.value(ours), self.value(default)
        if mine is None or theirs is None:
            return None
        if self.unit is Unit.SHARE:
            return 100 * (mine - theirs) * (1 if self.more_is_better else -1)
        over, under = (mine, theirs) if self.more_is_better else (theirs, mine)
        return over / under if under else None

    def met(self, ours: Figures | None, default: Figures | None) -> bool | None:
        """Whether the aim and the limit are kept; None without either, or unmeasured ones."""
        better, mine = self.better(ours, default), self.value(ours)
        kept: list[bool | None] = []
        if self.aim is not None:
            kept.append(None if better is None else better >= self.aim)
        if self.limit is not None:
            kept.append(None if mine is None else mine <= self.limit)
        return None if None in kept or not kept else all(kept)


ROWS = (
    Row("first", "Right topic first", Unit.SHARE, more_is_better=True, aim=15),
    Row("best", "Right topic first, whatever the intent", Unit.SHARE, more_is_better=True, aim=15),
    Row("right", "Answered right", Unit.SHARE, more_is_better=True),
    Row("wrong", "Answered wrong", Unit.SHARE),
    Row("outside_answered", "Out of scope, answered all the same", Unit.SHARE),
    Row("train_seconds", "Training, from nothing", Unit.SECONDS, aim=4, limit=60),
    Row("retrain_seconds", "Training, after one example changed", Unit.SECONDS),
    Row("ready_seconds", "Start to the first answered message", Unit.SECONDS, aim=3),
    Row("environment_megabytes", "Disk: environment", Unit.MEGABYTES),
    Row("installed_megabytes", "Disk: environment, encoder and model", Unit.MEGABYTES),
    Row("model_megabytes", "Disk: model", Unit.MEGABYTES),
    Row("memory_megabytes", "Memory after 50 messages", Unit.MEGABYTES, aim=1),
    Row("p50_1", "Answer, 1 visitor, median", Unit.MILLISECONDS),
    Row("p95_1", "Answer, 1 visitor, 95th percentile", Unit.MILLISECONDS),
    Row("p50_16", "Answer, 16 visitors, median", Unit.MILLISECONDS),
    Row("p95_16", "Answer, 16 visitors, 95th percentile", Unit.MILLISECONDS),
    Row("rate_1", "Messages a second, 1 visitor", Unit.RATE, more_is_better=True),
    Row("rate_16", "Messages a second, 16 visitors", Unit.RATE, more_is_better=True, aim=1.5),
    Row("early_turn", "A turn at the start of a conversation", Unit.MILLISECONDS),
    Row("late_turn", "A turn at the end of a long conversation", Unit.MILLISECONDS, aim=2),
    Row("failed", "Messages without a reply", Unit.SHARE),
    Row("encoder", "Sentence encoder, 15 words, one core", Unit.MILLISECONDS, limit=15),
)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value that so many percent of the values do not exceed, interpolated; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float | None:
    """The median; None of none."""
    return statistics.median(values) if values else None
