"""All scenarios, by name and in the order in which they are played."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.drill.play import Play
from bot.drill.scenarios.answered import answered_in_time
from bot.drill.scenarios.closed import closed
from bot.drill.scenarios.crisis import crisis_while_waiting
from bot.drill.scenarios.lost import staff_connection_lost
from bot.drill.scenarios.nobody import nobody_comes
from bot.drill.scenarios.notifier import notifier_down
from bot.setup.errors import SetupError


@dataclass(frozen=True)
class Scenario:
    """Something to play.

    Attributes:
        about: what it shows, in a line.
        script: does it, and raises `ScenarioFailed` if something is not as it should be.
        needs: what a system that runs already does not offer; empty if that will do.
    """

    name: str
    about: str
    script: Callable[[Play], Awaitable[None]]
    needs: str = ""


SCENARIOS = (
    Scenario(
        "answered in time",
        "a person comes, talks with the visitor, and closes the talk",
        answered_in_time,
    ),
    Scenario("nobody comes", "reassured, second contact, a message is left", nobody_comes),
    Scenario(
        "closed",
        "away, then out of hours: nobody waits, danger reaches who is on call",
        closed,
        needs="would close the practice to its visitors",
    ),
    Scenario(
        "notifier down",
        "no notice gets through, and nobody is said to be told",
        notifier_down,
        needs="would have to stop the receivers of notices",
    ),
    Scenario(
        "staff connection lost",
        "the visitor waits again until staff are back",
        staff_connection_lost,
    ),
    Scenario(
        "crisis while waiting",
        "the card first, then to the front of the queue",
        crisis_while_waiting,
    ),
)


def named(names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios of these names, each once; all if none is named.

    Args:
        names: with blanks or hyphens.

    Raises:
        SetupError: there is no such scenario.
    """
    wanted = [" ".join(name.replace("-", " ").lower().split()) for name in names]
    known = {one.name: one for one in SCENARIOS}
    if wrong := [name for name in wanted if name not in known]:
        raise SetupError(
            f"There is no scenario {wrong[0]!r}. There are: {', '.join(known)}. "
            "Put a name of several words in quotes."
        )
    return tuple(one for one in SCENARIOS if not wanted or one.name in wanted)
