"""What the assistant says at a move, ready to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.release.guide import Source
from bot.release.state import Journey


class Kind(StrEnum):
    """What a line is."""

    STARTED = "started"
    WHICH = "which"
    QUESTION = "question"
    STEP = "step"
    WHY = "why"
    RESUMED = "resumed"
    OFFER = "offer"
    NOTHING_BEFORE = "nothing_before"
    UNCLEAR = "unclear"
    STOPPED = "stopped"
    FINISHED = "finished"
    FINISHED_IN_DANGER = "finished_in_danger"
    NO_DETAILS = "no_details"


@dataclass(frozen=True)
class Button:
    """A button: its title, and the move it makes (see `moves.from_button`)."""

    title: str
    name: str
    value: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One message.

    Attributes:
        text: whole, with the labels; paragraphs are parted by an empty line.
        title: of the step, or of the guide at its end.
        n: the step's number from 1, where the line is about a step.
        total: how many steps there are with the answers so far.
        sources: where the claims come from.
        buttons: in order.
        guide: the guide's id; None while it is still being chosen.
        step: the step's id.
        done: whether the journey is over.
    """

    kind: Kind
    text: str
    title: str | None = None
    n: int | None = None
    total: int | None = None
    sources: tuple[Source, ...] = ()
    buttons: tuple[Button, ...] = ()
    guide: str | None = None
    step: str | None = None
    done: bool = False


@dataclass(frozen=True)
class Turn:
    """What one move leads to.

    Attributes:
        say: the lines, in order.
        journey: where the visitor is now; None when the journey is over.
        finished: the journey as it was walked to its end, for the take-away; None when it was stopped,
            or ended in danger.
    """

    say: tuple[Line, ...]
    journey: Journey | None
    finished: Journey | None = None
