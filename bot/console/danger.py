"""What staff are asked before they let go of danger: a box that they tick themselves. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.handoff.episode import Episode, Priority

#: The box, as `macros.html` has it.
FIELD: Final = "danger_done"
TICKED: Final = "yes"
#: What the audit log says of it.
NOTED: Final = "steps for danger: said to be done"


def showed_danger(episode: Episode) -> bool:
    """Return whether danger was seen in an episode; it never becomes less."""
    return episode.priority >= Priority.DANGER


def is_sure(given: Mapping[str, str]) -> bool:
    """Return whether the box of a form is ticked."""
    return given.get(FIELD) == TICKED
