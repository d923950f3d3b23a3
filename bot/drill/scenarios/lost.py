"""Somebody has come, and loses the connection."""

from __future__ import annotations

from bot.drill.errors import ScenarioFailed
from bot.drill.play import NOBODY_CAME, Play
from bot.drill.staff import BEATS
from bot.drill.timeline import EARLY, line, message_from
from bot.handoff.effects import Line

HELD = 1.5
"""So many times as long as a silent console is waited for, one that speaks is kept; at most `HELD_MOST`."""

HELD_MOST = 10.0


async def staff_connection_lost(play: Play) -> None:
    """Wait again, with the place in line kept, until staff are back."""
    visitor, staff, timers = await play.visitor(), play.staff, play.timers
    visitor.timeline.never(*NOBODY_CAME, why="staff came back in time.")
    before = await staff.waiting()
    waiting = await play.waits(visitor)
    episode = await staff.finds(before, visitor.mark)
    async with staff.at_the_page(episode):
        play.note("staff take the conversation")
        await staff.claim(episode)
        joined = await visitor.sees(line(Line.JOINED), waiting)
        await staff.reply(episode, "Hello, I am here now.")
        replied = await visitor.sees(message_from("staff"), joined)
        await visitor.sees_nothing_wrong(min(HELD * timers.heartbeat, HELD_MOST))
        if visitor.timeline.first(line(Line.STAFF_LOST), replied):
            raise ScenarioFailed("Staff counted as lost while their page was open.")
    play.note("staff's connection breaks")
    gone = play.clock()
    lost = await visitor.sees(line(Line.STAFF_LOST), joined, within=timers.heartbeat + play.late)
    # The last sign came up to one beat before.
    if lost.at - gone < timers.heartbeat * (1 - 1 / BEATS) - EARLY:
        raise ScenarioFailed(f"Staff counted as lost after only {lost.at - gone:.1f} s.")
    await play.is_told(visitor, lost)
    async with staff.at_the_page(episode):
        play.note("staff are back, and take the conversation again")
        await staff.claim(episode)
        again = await visitor.sees(line(Line.JOINED), lost)
        own = await visitor.say("There you are.")
        await staff.reads(episode, own.text)
        play.note("the visitor ends the talk")
        await visitor.press("end")
        ended = await visitor.sees(line(Line.ENDED_BY_VISITOR), again)
        await visitor.sees(line(Line.BACK), ended)
    await play.notices(first=2)
