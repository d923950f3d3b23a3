"""The steps of a release of information as a client is told of them, with where to take them away."""

from __future__ import annotations

import json
from typing import Any, Final

from bot.gateway.engine import EngineRelease
from bot.gateway.takeaway.address import page_of, pdf_of
from bot.gateway.voice import Voice
from bot.release.path import DANGER
from bot.release.turn import Kind
from bot.store.records import Button

PROGRESS: Final = "Step {n} of {total}"
NOT_KEPT_WORDS: Final = "Please don't type names or health details here. I did not keep that."
"""Said where the content cannot be read."""

NOT_KEPT: Final = EngineRelease(kind=Kind.NO_DETAILS)
"""Of the line that personal details were not kept."""

OFFER: Final = "/release_offer"
"""What Rasa is asked for where going on is to be offered; no button stands for it."""

ANSWER: Final = "/release_answer"
ONWARD: Final = frozenset({"/release_next", "/release_resume"})
"""The buttons that go on with the steps."""


def release_data(line: EngineRelease, voice: Voice) -> dict[str, Any]:
    """Return what an event says of the walk that its line belongs to."""
    data: dict[str, Any] = {
        "kind": line.kind,
        "guide": line.guide,
        "step": line.step,
        "n": line.n,
        "total": line.total,
        "done": line.done,
        "progress": _progress(line, voice),
    }
    taken = _take_away(line, voice) if line.kind == Kind.FINISHED else None
    return data if taken is None else {**data, "take_away": taken}


def not_kept(voice: Voice) -> str:
    """Return the words that personal details were not kept."""
    return NOT_KEPT_WORDS if voice.library is None else voice.library.release.words["no_details"]


def is_on(data: dict[str, Any] | None) -> bool:
    """Whether a walk is on after the event that said this of it."""
    return data is not None and not data.get("done") and data.get("kind") != Kind.STOPPED


def says_danger(pressed: Button | None) -> bool:
    """Whether a button says that somebody is in danger, or may be; known without Rasa."""
    if pressed is None or not pressed.payload.startswith(ANSWER):
        return False
    try:
        carried = json.loads(pressed.payload.removeprefix(ANSWER))
    except ValueError:
        return False
    named = carried if isinstance(carried, dict) else {}
    return (named.get("question"), named.get("answer")) == DANGER


def kind_of(payload: str) -> str:
    """Return the kind of a button that Rasa offers, from what it stands for.

    Clients cannot see that, and a button's place among the others does not say it.
    """
    name = payload.partition("{")[0]
    if name == ANSWER:
        return "answer"
    return "onward" if name in ONWARD else "reply"


def _progress(line: EngineRelease, voice: Voice) -> str | None:
    if line.n is None or line.total is None:
        return None
    words = PROGRESS if voice.library is None else voice.library.release.words["progress"]
    return words.replace("{n}", str(line.n)).replace("{total}", str(line.total)).strip()


def _take_away(line: EngineRelease, voice: Voice) -> dict[str, str] | None:
    """Return where to take the steps away; None where the content has no such guide any more."""
    release = None if voice.library is None else voice.library.release
    guide = None if release is None else release.guides.get(line.guide or "")
    if release is None or guide is None:
        return None
    return {
        "title": guide.title,
        "page": page_of(release, guide.id, line.answers),
        "pdf": pdf_of(release, guide.id, line.answers),
    }
