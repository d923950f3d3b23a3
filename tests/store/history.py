"""Everything that is done to hand-offs while a test runs, to be done again one by one afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.handoff.episode import Episode, Move
from bot.handoff.events import DeskEvent
from bot.handoff.machine import TABLE, advance
from bot.handoff.step import Desk, Step
from bot.store.episodes import Drafts, Episodes
from bot.store.records import Draft, Event


@dataclass(frozen=True)
class Applied:
    """Something that happened to an episode, and what the store said became of it."""

    event: DeskEvent
    desk: Desk
    step: Step


@dataclass
class Replayed:
    """What a machine that does one thing at a time makes of the same."""

    episodes: list[Episode]
    moves: list[Move] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def owners(self) -> set[str]:
        """Everybody who ever had it."""
        return {one.owner for one in self.episodes if one.owner is not None}


class History:
    """Records what goes through every `Episodes`, in whatever order it ends."""

    def __init__(self) -> None:
        self.begun: dict[str, Step] = {}
        self.applied: defaultdict[str, list[Applied]] = defaultdict(list)

    def record(self, patch: pytest.MonkeyPatch) -> None:
        """Listen from now on."""
        real_begin, real_apply = Episodes.begin, Episodes.apply

        async def begin(
            store: Episodes,
            conversation_id: str,
            make: Callable[[], Step],
            drafts: Drafts,
            *more: Any,
            **named: Any,
        ) -> tuple[Step, list[Event]]:
            made: list[Step] = []

            def noted() -> Step:
                made.append(make())
                return made[-1]

            result = await real_begin(store, conversation_id, noted, drafts, *more, **named)
            if made:
                self.begun[result[0].episode.id] = result[0]
            return result

        async def apply(
            store: Episodes,
            episode_id: str,
            event: DeskEvent,
            desk: Desk,
            drafts: Drafts,
            *more: Any,
            **named: Any,
        ) -> tuple[Step, list[Event]]:
            done: list[Step] = []

            def noted(step: Step) -> Sequence[Draft]:
                done.append(step)
                return drafts(step)

            result = await real_apply(store, episode_id, event, desk, noted, *more, **named)
            # What was sent a second time asks for no drafts: nothing has happened.
            if done:
                self.applied[episode_id].append(Applied(event, desk, result[0]))
            return result

        patch.setattr(Episodes, "begin", begin)
        patch.setattr(Episodes, "apply", apply)

    def replay(self, episode_id: str) -> Replayed:
        """Do it all again, each thing after the other, in the order of the versions.

        Fails when two things had the same version before them, when one was done to a version that
        never was, or when the pure machine makes something else of it.
        """
        step = self.begun[episode_id]
        replayed = Replayed([step.episode], list(step.moves), [step])
        by_version: defaultdict[int, list[Applied]] = defaultdict(list)
        for one in self.applied[episode_id]:
            by_version[one.step.episode.version].append(one)
        first = step.episode.version
        assert not by_version or max(by_version) - first <= len(by_version)
        for one in by_version.pop(first, []):
            assert advance(step.episode, one.event, one.desk).episode == step.episode
        for version in sorted(by_version):
            before, group = replayed.episodes[-1], by_version[version]
            assert before.version == version - 1, "a version is missing"
            made = [one for one in group if _is_made_of(before, one)]
            assert len(made) == 1, "two changed the same version"
            after = made[0].step.episode
            for one in group:
                if one is not made[0]:
                    assert one.step.episode == after
                    assert advance(after, one.event, one.desk).episode == after
            replayed.episodes.append(after)
            replayed.moves.extend(made[0].step.moves)
            replayed.steps.append(made[0].step)
        return replayed


def _is_made_of(before: Episode, one: Applied) -> bool:
    if one.step.episode.version != before.version + 1 or not _is_in_table(before, one.event):
        return False
    return advance(before, one.event, one.desk) == one.step


def _is_in_table(before: Episode, event: DeskEvent) -> bool:
    return type(event) in TABLE[before.state]
