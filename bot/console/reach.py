"""How far staff may read: what a visitor says to the assistant afterwards is not for them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handoff.effects import Line
from bot.handoff.episode import Episode, State
from bot.store.records import Event, EventType

IN_LINE = (State.WAITING, State.HUMAN)


def is_readable(episode: Episode) -> bool:
    """Return whether staff may read along: once the visitor waits for them, also after the end."""
    return episode.waiting_since is not None


def is_cut(episode: Episode) -> bool:
    """Return whether the visitor is no longer in line, so that staff read no further."""
    return episode.state not in IN_LINE


def within(events: Sequence[Event], episode: Episode) -> list[Event]:
    """Return what staff may read, and what the desk said after that, up to its last line.

    Args:
        events: In order. Of an episode that has ended, all of them: where the visitor left the
            line is found by what the desk said.
        episode: Which one.
    """
    if not is_readable(episode):
        return []
    if not is_cut(episode):
        return list(events)
    left = _left_at(events, episode)
    before = [one for one in events if one.at <= episode.entered_at and one.seq < left]
    last = before[-1].seq if before else 0
    return before + _said_by_desk([one for one in events if one.seq > last])


def _left_at(events: Sequence[Event], episode: Episode) -> float:
    """Return the number of the event with which an ended episode came to the form; else no limit."""
    left = float("inf")
    if not episode.has_ended:
        return left
    for event in reversed([one for one in events if one.at <= episode.entered_at]):
        if not _is_desk(event):
            continue
        if event.data.get("state") != State.LEFT_MESSAGE:
            break
        left = event.seq
    return left


def _said_by_desk(events: Sequence[Event]) -> list[Event]:
    said: list[Event] = []
    for event in events:
        if not _is_desk(event):
            continue
        said.append(event)
        if event.data.get("line") == Line.BACK:
            break
    return said


def _is_desk(event: Event) -> bool:
    return event.type == EventType.STATE and "line" in event.data
