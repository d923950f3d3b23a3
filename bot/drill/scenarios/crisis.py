"""Somebody waits for a person, and writes of danger."""

from __future__ import annotations

from bot.drill.errors import ScenarioFailed
from bot.drill.play import NOBODY_CAME, Play
from bot.drill.scenarios.closed import DANGER
from bot.drill.timeline import Seen, card, line, message_from
from bot.drill.visitor import Visitor
from bot.handoff.effects import Line

MARKED = "suicide"


async def crisis_while_waiting(play: Play) -> None:
    """Get the card first, and jump the queue; get it again with a person there."""
    staff = play.staff
    if play.is_own:
        play.note("somebody else waits already, and will have to let the visitor pass")
        await play.waits(await play.visitor(shown=False), noted=False)
    visitor = await play.visitor()
    visitor.timeline.never(*NOBODY_CAME, Line.STAFF_LOST, why="somebody came in time.")
    before = await staff.waiting()
    waiting = await play.waits(visitor)
    await play.is_told(visitor, waiting)
    episode = await staff.finds(before, visitor.mark)
    await _in_danger(visitor, "was waiting")
    play.note("staff look at the queue")
    if not await staff.is_urgent(episode):
        raise ScenarioFailed("The visitor in danger is not marked on the queue, before the others.")
    async with staff.at_the_page(episode):
        play.note("staff take the conversation")
        await staff.claim(episode)
        joined = await visitor.sees(line(Line.JOINED), waiting)
        visitor.timeline.silent(joined)
        marked = (await staff.conversation(episode)).marked
        if not any(MARKED in one for one in marked):
            raise ScenarioFailed("The message with danger in it is not marked for the staff.")
        await staff.reply(episode, "I read what you wrote. Are you safe right now?")
        await visitor.sees(message_from("staff"), joined)
        await _in_danger(visitor, "had a person there")
        play.note("staff return the visitor to the assistant")
        await staff.give_back(episode)
        returned = await visitor.sees(line(Line.RETURNED), joined)
    visitor.timeline.silent(joined, until=returned)
    await visitor.sees(line(Line.BACK), returned)
    await play.notices(first=3)


async def _in_danger(visitor: Visitor, state: str) -> Seen:
    """Write of danger; the card is the first thing that comes."""
    own = await visitor.say(DANGER)
    shown = await visitor.sees(card(), own)
    if shown.seq != own.seq + 1:
        raise ScenarioFailed(
            f"The card was not the first answer to danger, when the visitor {state}."
        )
    return shown
