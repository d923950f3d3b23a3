"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The sizes of a run.

    Attributes:
        examples: training examples kept of each intent; None keeps all.
        epochs: of the default pipeline, but for its response selector; None leaves its own.
        selector_epochs: of the default pipeline's response selector; None leaves its own.
        questions: held-out questions of each file; None asks all.
        starts: cold starts of each server, of which the median counts.
        rounds: turns that each server gets at each number of visitors.
        seconds: how long one round lasts.
        visitors: numbers of visitors at once.
        turns: length of the long conversation; its first and last ten are compared.
        turns_limit: seconds that the long conversations may take together.
    """

    name: str
    examples: int | None = None
    epochs: int | None = None
    selector_epochs: int | None = None
    questions: int | None = None
    starts: int = 3
    rounds: int = 3
    seconds: float = 10.0
    visitors: tuple[int, ...] = (1, 16)
    turns: int = 300
    turns_limit: float = 300.0


FULL = Plan("full")
SMOKE = Plan(
    "smoke",
    examples=6,
    epochs=2,
    selector_epochs=10,
    questions=40,
    starts=1,
    rounds=2,
    seconds=3.0,
    turns=30,
    turns_limit=60.0,
)
MEMORY_AFTER = 50
"""Messages after which memory is measured."""
FEW = 10
"""Turns at the beginning and at the end of the long conversation."""
