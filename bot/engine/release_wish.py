"""A wish for the steps of a release: to begin with some, or to go on with those that are on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.engine.parse import GUIDE
from bot.engine.release_parse import entities, entity_of, moved
from bot.release import reading
from bot.release.ages import ADULT
from bot.release.answering import AGE, PURPOSE
from bot.release.choosing import choose
from bot.release.guide import Answers, Choice, Guide, Release
from bot.release.journey import Journey, settled
from bot.release.moves import Resume

_ANOTHER = re.compile(
    r"\b(?:another|(?:a|one) (?:new|different|second|separate)|something different)\b"
    r"(?! (?:time|day|minute|question|step))"
)
"""A wish for other steps than those that are on, though it does not say which: "walk me through another form"."""


def wished(
    parse: dict[str, Any], journey: Journey | None, release: Release, text: str
) -> dict[str, Any]:
    """A wish for the steps: to go on with those that are on, or to begin.

    "Walk me through the rest" loses no answer, and what was paused is there again. Only what asks for other steps
    begins them: by the guide that it names, or by an answer that is another one than was given.
    """
    given = reading.known(release, text)
    if journey is None or is_about_others(parse, journey, release, given):
        return _begun(parse, release, given)
    here = settled(release, journey)
    if here.guide is None and not given.items() <= here.answers.items():
        return _begun(parse, release, {**here.answers, **given})  # what is new helps to choose
    return moved(parse, Resume())


def is_about_others(
    parse: Mapping[str, Any], journey: Journey, release: Release, given: Answers
) -> bool:
    """Whether a wish for steps is for others than those that are on."""
    here = settled(release, journey)
    if any(here.answers.get(name, answer) != answer for name, answer in given.items()):
        return True
    guide = entity_of(parse, GUIDE)
    if isinstance(guide, str):
        exactly = _more_exactly(release, guide, {**here.answers, **given}) or guide
        return exactly != here.guide
    return _ANOTHER.search((parse.get("text") or "").casefold()) is not None


def _begun(parse: dict[str, Any], release: Release, given: Answers) -> dict[str, Any]:
    """A wish for the steps, with what is known of who is who."""
    guide = entity_of(parse, GUIDE)
    carried: dict[str, Any] = {"answers": dict(given)} if given else {}
    if isinstance(guide, str):
        exactly = _more_exactly(release, guide, given)
        carried |= {GUIDE: exactly} if exactly else {}
    kept = [one for one in parse["entities"] if one["entity"] != GUIDE]
    return {**parse, "entities": [*kept, *entities(carried)]}


def _more_exactly(release: Release, guide: str, given: Answers) -> str | None:
    """The guide that the answers choose, where the one understood is its neighbour in the tree.

    A parent's wish for contact sounds alike whatever the child's age; "she's 15" decides. What a client wants to
    set up is understood better from the whole request than by a phrase of it.

    Returns:
        The guide's id; None where a parent is to be asked for the age: the guide for an adult's family says nothing
        of a minor's parents, and the other one begins with them.
    """
    known = {name: one for name, one in given.items() if name != PURPOSE}
    chosen = choose(release, known)
    branch = release.choose.leads.get(given.get(release.choose.question, ""))
    if not isinstance(branch, Choice) or guide not in _leaves(branch):
        return guide
    if isinstance(chosen, Guide):
        return chosen.id
    return None if chosen.id == AGE and guide == branch.leads.get(ADULT) else guide


def _leaves(place: Choice) -> set[str]:
    found: set[str] = set()
    for one in place.leads.values():
        found |= _leaves(one) if isinstance(one, Choice) else {one}
    return found
