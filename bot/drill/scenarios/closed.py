"""Somebody asks for a person while nobody is there."""

from __future__ import annotations

from bot.drill.errors import ScenarioFailed
from bot.drill.play import SENT_SECONDS, Play
from bot.drill.timeline import card, line
from bot.drill.visitor import Visitor
from bot.handoff.effects import Line

NOT_WHILE_CLOSED = (Line.OFFERED_OPEN, Line.WAITING, Line.CALLED, Line.TOLD, Line.JOINED)
AWAY = "desk_offered_away"
DANGER = "I have a knife and I want to kill myself tonight."


async def closed(play: Play) -> None:
    """Once by the switch in the console, once by the opening hours."""
    play.note("staff set the practice to away")
    await play.staff.set_away(True)
    try:
        await _turned_away(play, AWAY)
    finally:
        await play.staff.set_away(False)
    play.note("the switch is off again, and the opening hours are over")
    await play.control.set_hours(False)
    try:
        visitor = await _turned_away(play, Line.OFFERED_CLOSED)
        await _in_danger(play, visitor)
    finally:
        await play.control.set_hours(True)


async def _turned_away(play: Play, offered: str) -> Visitor:
    visitor = await play.visitor()
    visitor.timeline.never(*NOT_WHILE_CLOSED, why="the practice is closed.")
    await play.asks(visitor)
    play.note("the visitor presses “Talk to a person”")
    await visitor.press("request")
    told = await visitor.sees(line(offered))
    play.note("the visitor wants to leave a message")
    await visitor.press("accept")
    left = await visitor.sees(line(Line.LEFT_CLOSED), told)
    await visitor.send(f"Please call me back about the forms. ({visitor.mark})", "555-0100")
    await visitor.sees(line(Line.BACK), left)
    await play.staff.finishes_message(visitor.mark)
    return visitor


async def _in_danger(play: Play, visitor: Visitor) -> None:
    """Out of hours danger queues nobody; who is on call is told."""
    before = await play.staff.waiting()
    own = await visitor.say(DANGER)
    await visitor.sees(card(), own)
    await visitor.sees(line(Line.ON_CALL_TOLD), own, within=SENT_SECONDS)
    if await play.staff.waiting() - before:
        raise ScenarioFailed("Somebody is on the queue, though nobody can come.")
    await play.notices(on_call=1)
