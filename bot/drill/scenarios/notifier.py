"""Somebody asks for a person, and no notice gets through."""

from __future__ import annotations

from bot.drill.play import SENT_SECONDS, Play
from bot.drill.scenarios.closed import DANGER
from bot.drill.timeline import card, line
from bot.handoff.effects import SOMEBODY_TOLD, Line

SETTLED_SECONDS = 2.0
"""By then Rasa has said of the same danger what it had to say."""


async def notifier_down(play: Play) -> None:
    """Hear the truth: nobody was told. Then danger, of which nobody can be told either."""
    visitor = await play.visitor()
    visitor.timeline.never(*SOMEBODY_TOLD, why="no notice could be sent.")
    visitor.timeline.never(Line.LEFT_MISSED, why="that no notice got through is known before.")
    visitor.timeline.once(Line.CALLED, Line.ON_CALL_NOT_TOLD, why="danger was written once.")
    play.note("the mail server is stopped")
    play.control.receiver.stop()
    try:
        waiting = await play.waits(visitor)
        nobody = await visitor.sees(line(Line.LEFT_NOBODY_TOLD), waiting, within=SENT_SECONDS)
        own = await visitor.say(DANGER)
        await visitor.sees(card(), own)
        called = await visitor.sees(line(Line.CALLED), nobody)
        again = await visitor.sees(line(Line.LEFT_NOBODY_TOLD), called, within=SENT_SECONDS)
        await visitor.sees(line(Line.ON_CALL_NOT_TOLD), again, within=SENT_SECONDS)
        await visitor.sees_nothing_wrong(SETTLED_SECONDS)
        await visitor.press("skip")
        await visitor.sees(line(Line.BACK), again)
        play.no_notices()
    finally:
        play.control.receiver.start()
