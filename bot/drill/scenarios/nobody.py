"""Somebody asks for a person, and nobody comes."""

from __future__ import annotations

from bot.drill.play import Play
from bot.drill.timeline import line
from bot.handoff.effects import Line

FORM_TEXT = "Please call me back about the forms."
FORM_REACH = "555-0100, after work"


async def nobody_comes(play: Play) -> None:
    """Wait for as long as one does, then leave a message."""
    visitor, timers, late = await play.visitor(), play.timers, play.late
    visitor.timeline.never(Line.JOINED, why="nobody of the drill has come.")
    waiting = await play.waits(visitor)
    await play.is_told(visitor, waiting)
    await visitor.sees_at(line(Line.STILL_WAITING), waiting, timers.reassure, late)
    if play.is_own:
        await visitor.sees_at(line(Line.TRYING_SECOND), waiting, timers.second, late)
        await play.is_told(visitor, waiting, Line.TOLD_SECOND)
    missed = await visitor.sees_at(line(Line.LEFT_MISSED), waiting, timers.missed, late)
    play.note("the visitor fills in the form")
    await visitor.send(f"{FORM_TEXT} ({visitor.mark})", FORM_REACH)
    sent = await visitor.sees(line(Line.MESSAGE_SENT), missed)
    await visitor.sees(line(Line.BACK), sent)
    play.note("staff find the message, and mark it as done")
    await play.staff.finishes_message(visitor.mark)
    await play.notices(first=1, second=1)
