"""What a visitor can do on a journey, by a button or in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.release.guide import Answers


@dataclass(frozen=True)
class Start:
    """Begin, or begin anew.

    Attributes:
        given: answers that are known already.
        guide: the guide, where it is known; None asks what decides it.
    """

    given: Answers = field(default_factory=dict)
    guide: str | None = None


@dataclass(frozen=True)
class Answered:
    """Answer questions: the one that is asked, another one, or an earlier one anew."""

    given: Answers


@dataclass(frozen=True)
class Next:
    """Go on; a question that is open takes the careful way."""


@dataclass(frozen=True)
class Back:
    """Go back one step; from the first one, to the question that chose the guide."""


@dataclass(frozen=True)
class Again:
    """Hear it once more, the question too."""


@dataclass(frozen=True)
class Why:
    """Hear the reason."""


@dataclass(frozen=True)
class Skip:
    """Leave a question open, or pass over a step."""


@dataclass(frozen=True)
class Stop:
    """End the journey."""


@dataclass(frozen=True)
class Resume:
    """Go on from the same step, after danger, a topic in the middle, or some time away."""


@dataclass(frozen=True)
class Unclear:
    """Words that fit several answers, or none of those that are asked for."""


@dataclass(frozen=True)
class Offer:
    """Not the visitor's: offer to go on, after a topic in the middle or some time away.

    Attributes:
        away: whether the visitor was away for a while.
        asked: whether the offer alone answers the visitor, who said "next", or not to be in danger: after danger
            only then does it count as made.
    """

    away: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Interrupted:
    """Not the visitor's: danger came first. Only an explicit `Resume` or `Start` goes on."""


Move = (
    Start
    | Answered
    | Next
    | Back
    | Again
    | Why
    | Skip
    | Stop
    | Resume
    | Unclear
    | Offer
    | Interrupted
)

PLAIN: Mapping[str, Move] = {
    "next": Next(),
    "back": Back(),
    "again": Again(),
    "why": Why(),
    "skip": Skip(),
    "stop": Stop(),
    "resume": Resume(),
    "unclear": Unclear(),
}
"""The visitor's moves that say nothing more, by the names of their buttons."""


def from_button(name: str, value: Mapping[str, object]) -> Move | None:
    """The move of a button, from its name and its value; None for one that there is not.

    Whether a guide, a question or an answer exists is seen to by the journey.
    """
    texts = {key: text for key, text in value.items() if isinstance(text, str)}
    if name == "answer" and {"question", "answer"} <= texts.keys():
        return Answered({texts["question"]: texts["answer"]})
    if name == "start":
        return Start(guide=texts.get("guide"))
    return PLAIN.get(name)


def to_button(move: Move) -> tuple[str, Mapping[str, str]]:
    """The name and the value of a move of the visitor's: what `from_button` reads.

    Raises:
        ValueError: for a move that no button has.
    """
    if isinstance(move, Answered) and len(move.given) == 1:
        ((question, answer),) = move.given.items()
        return "answer", {"question": question, "answer": answer}
    if isinstance(move, Start):
        return "start", {"guide": move.guide} if move.guide else {}
    for name, plain in PLAIN.items():
        if move == plain:
            return name, {}
    raise ValueError(f"No button makes this move: {type(move).__name__}.")
