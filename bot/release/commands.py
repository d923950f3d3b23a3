"""Short messages that move on a journey: "next", "go back", "what was that?", "enough for today".

Only messages that are nothing else (`command`), or that give a reason with it (`command_with_a_reason`).
"""

from __future__ import annotations

import re

from bot.release import move_words as said
from bot.release.asking import is_question
from bot.release.moves import Again, Back, Move, Next, Skip, Start, Stop, Why
from bot.release.templates import Templates
from bot.safety.bare import gives_up, plain_words

LONGEST = 12
"""Words; a longer message says more than a move."""

_WHY_LISTS = {**said.LISTS, **said.WHY_LISTS}
_SKIP_LISTS = {**said.LISTS, **said.SKIP_LISTS}


def _around(lines: str, lists: dict[str, str] | None = None) -> Templates:
    return Templates(lines, lists or dict(said.LISTS), before=said.FIRST, after=said.LAST)


_COMMANDS: tuple[tuple[Move, Templates], ...] = (
    (Back(), _around(said.BACK)),
    (Start(), _around(said.START)),
    (Skip(), _around(said.SKIP, _SKIP_LISTS)),
    (Why(), _around(said.WHY, _WHY_LISTS)),
    (Stop(), _around(said.STOP)),
    (Next(), _around(said.NEXT)),
    (Again(), _around(said.AGAIN)),
)
"""In this order: "I have to go" is to leave, though "go" is to go on; "now what" is no "what?"."""

_AGREES = Templates(said.AGREED, {}, after="|".join([*said.AGREED.split("\n")[1:-1], said.THANKS]))
_SAYS_YES = Templates(said.YES, {}, after=f"{said.YES}|{said.LAST}")
_SAYS_NO = Templates(said.NO, {}, after=f"{said.NO}|{said.LAST}")
_GOES_ON = _around(said.GOES_ON)
_RETURNS = _around(said.RETURNS)
_ENDS_STEPS = _around(said.STOP_STEPS + said.STOP_RELEASE)
_PARTS = re.compile(r"[.,;!?\n]+")
_PLEADS = re.compile(r"(?:.* )?(?:please|no|wait) stop\b.*|stop (?:it|stop|please)\b.*|.*\bno more")
"""What may plead rather than end the steps (see `bot.safety.bare`)."""


def command(text: str) -> Move | None:
    """The move that a message is, and nothing else.

    "Ok" is `Next`, and so is a bare "yes" where nothing is asked: whoever knows that asks `says_yes` too.
    """
    words = _few(text)
    if not words or _PLEADS.fullmatch(words):
        return None
    if found := _one(text):
        return found
    parts = [part for part in _PARTS.split(text) if plain_words(part)]
    found_in = [_one(part) or (Next() if says_yes(part) else None) for part in parts]
    if len(parts) < 2 or None in found_in:
        return None
    moves = [one for one in found_in if not isinstance(one, Next)]  # "done, next", "skip it. next"
    return moves[0] if len(set(map(type, moves))) == 1 else None if moves else Next()


def command_with_a_reason(text: str) -> Move | None:
    """The move at the beginning or the end of a short message that says why, too.

    "Go back, I skipped something" is one. More than one word is wanted for it, and no question beside it: "how do I
    tell him, and what comes next?" is about something else. What ends the steps may not begin with "I": "I can't
    do this, I want to stop" is no command.
    """
    parts = [part for part in _PARTS.split(text) if plain_words(part)]
    if not (words := _few(text)) or len(parts) < 2 or _PLEADS.fullmatch(words):
        return None
    for part, rest in ((parts[-1], parts[:-1]), (parts[0], parts[1:])):
        move = _of_templates(part)
        if move is None or len(plain_words(part).split()) < 2 or any(map(is_question, rest)):
            continue
        if isinstance(move, Back | Again | Skip) or (
            isinstance(move, Next) and not is_question(part)
        ):
            return move
        if isinstance(move, Stop) and not plain_words(part).startswith("i "):
            return move
    return None


def _of_templates(text: str) -> Move | None:
    words = plain_words(text)
    return next((move for move, templates in _COMMANDS if templates.match(words)), None)


def _one(text: str) -> Move | None:
    if move := _of_templates(text):
        return move
    if gives_up(text):
        return Stop()
    return Next() if _AGREES.match(plain_words(text)) and not says_yes(text) else None


def says_yes(text: str) -> bool:
    """Whether a message is only a yes."""
    return _SAYS_YES.match(_few(text))


def says_no(text: str) -> bool:
    """Whether a message is only a no."""
    return _SAYS_NO.match(_few(text))


def goes_on(text: str) -> bool:
    """Whether a message asks outright to go on with the steps: "ok" does not."""
    return _GOES_ON.match(_few(text))


def ends_steps(text: str) -> bool:
    """Whether a message asks to end the steps, and names them: "goodbye" and "stop" do not."""
    return _ENDS_STEPS.match(_few(text))


def returns(text: str) -> bool:
    """Whether a message goes back to the steps from somewhere else: "where were we?"."""
    return _RETURNS.match(_few(text))


def _few(text: str) -> str:
    """The plain words; none of a long message."""
    words = plain_words(text)
    return words if len(words.split()) <= LONGEST else ""
