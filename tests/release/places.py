"""Journeys that stand where a question is put."""

from __future__ import annotations

from bot.release.guide import Release
from bot.release.state import Journey, question, settled

STEP = Journey("revoke", "write")
"""A step that asks nothing."""


def at(release: Release, name: str) -> Journey:
    """The first place of the real guides where this question is put.

    Raises:
        LookupError: nobody asks it.
    """
    choosing = [
        Journey(),
        Journey(answers={"who": "client"}),
        Journey(answers={"who": "parent"}),
    ]
    steps = [
        settled(release, Journey(guide.id, step.id))
        for guide in release.guides.values()
        for step in guide.steps
    ]
    for journey in (*choosing, *steps):
        asking = question(release, journey)
        if asking is not None and asking.id == name:
            return journey
    raise LookupError(name)
