"""What happens while a visitor waits: who is told, and what is said when."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff.effects import Line, Notify, Say
from bot.handoff.entering import end, enter, leave_message, next_mark
from bot.handoff.episode import SYSTEM, Episode, State, Why
from bot.handoff.events import Cancel, Claim, DeskEvent, Due, NoticeDone
from bot.handoff.human import in_hands_of
from bot.handoff.step import Desk, Step


def claim(episode: Episode, event: Claim, desk: Desk) -> Step:
    """Somebody has come."""
    step = enter(episode, State.HUMAN, Why.CLAIMED, event.actor, desk, visitor_seen_at=desk.now)
    owned = replace(step, episode=in_hands_of(event.staff, step.episode, desk))
    return owned.with_effects(Say(Line.JOINED))


def cancel(episode: Episode, event: Cancel, desk: Desk) -> Step:
    """The visitor waits no longer."""
    return end(episode, Why.CANCELLED, event.actor, desk, Line.CANCELLED)


def hours_ended(episode: Episode, event: DeskEvent, desk: Desk) -> Step:
    """Nobody comes today."""
    return leave_message(episode, Why.HOURS_ENDED, Line.LEFT_HOURS_ENDED, event.actor, desk)


def due(episode: Episode, event: Due, desk: Desk) -> Step:
    """All that has come due: after a restart, several things at once."""
    since, timers = episode.entered_at, desk.timers
    if desk.now >= since + timers.missed:
        return leave_message(episode, Why.MISSED, Line.LEFT_MISSED, event.actor, desk)
    if not desk.is_open:
        return hours_ended(episode, event, desk)
    reassure = not episode.reassured and desk.now >= since + timers.reassure
    waiting = replace(
        episode, reassured=episode.reassured or reassure, deadline=next_mark(since, desk)
    )
    if _is_reached(since + timers.second, episode, desk) and _may_try_second(episode, desk):
        return _try_second(waiting)
    return Step(waiting, effects=(Say(Line.STILL_WAITING),) if reassure else ())


def _try_second(episode: Episode) -> Step:
    return Step(episode, effects=(Say(Line.TRYING_SECOND), Notify("second")))


def _is_reached(mark: float, episode: Episode, desk: Desk) -> bool:
    """Whether a mark was reached since the last deadline, so that it counts once."""
    return episode.deadline is not None and episode.deadline <= mark <= desk.now


def _may_try_second(episode: Episode, desk: Desk) -> bool:
    """Whether the second contact has not answered yet; a notice that was lost is sent again."""
    return desk.has_second and episode.told_second is None


def notice_done(episode: Episode, event: NoticeDone, desk: Desk) -> Step:
    """A notice was sent, or not. Without one that was, nobody is waited for."""
    if event.contact == "on_call":
        return on_call_done(episode, event)
    told = with_told(episode, event)
    if told == episode:
        return Step(episode)
    if event.ok:
        is_first_word = True not in (episode.told_first, episode.told_second)
        return Step(told, effects=(Say(Line.TOLD if is_first_word else Line.TOLD_SECOND),))
    if _all_failed(told, desk) and desk.at_console:
        return Step(told, effects=(Say(Line.NOT_TOLD),))
    if _all_failed(told, desk):
        return leave_message(told, Why.NOBODY_TOLD, Line.LEFT_NOBODY_TOLD, SYSTEM, desk)
    if _may_try_second(told, desk):
        return _try_second(told)
    return Step(told)


def _all_failed(episode: Episode, desk: Desk) -> bool:
    """Whether no contact that there is has been told, or may still be."""
    first = [episode.told_first] if desk.has_contacts else []
    second = [episode.told_second] if desk.has_second else []
    return all(told is False for told in (*first, *second))


def late_notice_done(episode: Episode, event: NoticeDone, desk: Desk) -> Step:
    """A notice that nobody waits for any more: it is recorded, and the visitor is spared it."""
    if event.contact == "on_call":
        return on_call_done(episode, event)
    return Step(episode if episode.has_ended else with_told(episode, event))


def on_call_done(episode: Episode, event: NoticeDone) -> Step:
    """The on-call contact was told, or not, in whatever state: the visitor hears which."""
    line = Line.ON_CALL_TOLD if event.ok else Line.ON_CALL_NOT_TOLD
    return Step(replace(episode, calling=False), effects=(Say(line),))


def with_told(episode: Episode, event: NoticeDone) -> Episode:
    """Record a notice; who was told stays told."""
    if event.contact == "first":
        return replace(episode, told_first=bool(episode.told_first) or event.ok)
    return replace(episode, told_second=bool(episode.told_second) or event.ok)
