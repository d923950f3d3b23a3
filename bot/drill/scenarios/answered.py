"""Somebody asks for a person, and one comes in time."""

from __future__ import annotations

from bot.drill.errors import ScenarioFailed
from bot.drill.play import ANSWER_SECONDS, NOBODY_CAME, Play
from bot.drill.timeline import line, message_from
from bot.handoff.effects import Line

REPLY = "Hello, I am here now. What would you like to know?"


async def answered_in_time(play: Play) -> None:
    """Ask, wait, talk, and be back with the assistant."""
    visitor, staff = await play.visitor(), play.staff
    visitor.timeline.never(*NOBODY_CAME, Line.STAFF_LOST, why="somebody came in time.")
    before = await staff.waiting()
    waiting = await play.waits(visitor)
    await play.is_told(visitor, waiting)
    meanwhile = await visitor.say("What is a release of information?")
    await visitor.sees(message_from("bot"), meanwhile, within=ANSWER_SECONDS)

    episode = await staff.finds(before, visitor.mark)
    async with staff.at_the_page(episode):
        play.note("staff take the conversation")
        await staff.claim(episode)
        joined = await visitor.sees(line(Line.JOINED), waiting)
        _is_named(play, joined.text)
        visitor.timeline.silent(joined)
        await _talk(play, episode)
        play.note("the visitor loads the page again")
        await visitor.reload()
        play.note("staff close the conversation")
        await staff.close(episode, "answered")
        ended = await visitor.sees(line(Line.ENDED_BY_STAFF), joined)
    visitor.timeline.silent(joined, until=ended)
    await visitor.sees(line(Line.BACK), ended)
    await play.asks(visitor)
    await play.notices(first=1)


async def _talk(play: Play, episode: str) -> None:
    """Let both say something, each to be seen by the other."""
    visitor, staff = play.visitors[0], play.staff
    typed = len(visitor.typing)
    await staff.type(episode)
    await visitor.sees_typing(typed)
    await staff.reply(episode, REPLY)
    reply = await visitor.sees(message_from("staff", REPLY))
    if reply.staff != play.staff.display_name:
        raise ScenarioFailed("A reply of the staff does not say who wrote it.")
    await visitor.notes()
    await staff.reads(episode, "Delivered")
    own = await visitor.say("Thank you. Whom would I call about it?")
    await staff.reads(episode, own.text)


def _is_named(play: Play, text: str) -> None:
    if play.staff.display_name not in text:
        raise ScenarioFailed("The visitor is not told who has joined.")
