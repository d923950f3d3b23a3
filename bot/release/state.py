"""Where a visitor is on a journey, and what of it is kept: ids only, never words that were typed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.release.choosing import asked, choose
from bot.release.guide import Answers, Choice, Guide, Question, Release, Step
from bot.release.path import decisive, path

CHOOSING = "which"
"""The slot `guide` while the guide is still being chosen, so that it is set while a journey is on."""

IS_CLIENT = ("who", "client")
"""The question and its answer by which the visitor is the client."""

_PAUSED, _OFFERED, _AGAIN = "paused", "offered", "again"


@dataclass(frozen=True)
class Journey:
    """Where a visitor is.

    Attributes:
        guide: its id; None while it is still being chosen.
        step: its id; None while the guide is being chosen.
        answers: the ids of the answers given, by the ids of the questions.
        paused: danger came first; only an explicit `Resume` or `Start` goes on.
        offered: going on was offered, so "yes" and "ok" mean that.
        again: the question is put although it has been answered, so that the answer can be changed.
    """

    guide: str | None = None
    step: str | None = None
    answers: Answers = field(default_factory=dict)
    paused: bool = False
    offered: bool = False
    again: bool = False

    def slots(self) -> dict[str, Any]:
        """As the slots `guide`, `step` and `answers`, ready for JSON.

        `step` is the step's id, and after each `#` what holds beside: `fill_in#paused`, `#offered`.
        """
        held = {_PAUSED: self.paused, _OFFERED: self.offered, _AGAIN: self.again}
        marks = [mark for mark, holds in held.items() if holds]
        step = "#".join([self.step or "", *marks]) if marks else self.step
        return {"guide": self.guide or CHOOSING, "step": step, "answers": dict(self.answers)}

    @classmethod
    def from_slots(cls, guide: object, step: object, answers: object) -> Journey | None:
        """From the slots; None where no journey is on. What is not text is left out."""
        if not isinstance(guide, str) or not guide:
            return None
        name, *marks = step.split("#") if isinstance(step, str) else [""]
        given = answers.items() if isinstance(answers, dict) else ()
        return cls(
            guide=None if guide == CHOOSING else guide,
            step=name or None,
            answers={q: a for q, a in given if isinstance(q, str) and isinstance(a, str)},
            paused=_PAUSED in marks,
            offered=_OFFERED in marks,
            again=_AGAIN in marks,
        )


NO_SLOTS: dict[str, Any] = {"guide": None, "step": None, "answers": None}
"""The slots where no journey is on."""


@dataclass(frozen=True)
class Place:
    """A step on the way of a guide.

    Attributes:
        steps: the whole way, with the answers so far.
        index: which of them, from 0.
    """

    guide: Guide
    steps: tuple[Step, ...]
    index: int

    @property
    def step(self) -> Step:
        """The step itself."""
        return self.steps[self.index]

    @property
    def is_last(self) -> bool:
        """Whether the walk ends here."""
        return self.index + 1 == len(self.steps)


def settled(release: Release, journey: Journey) -> Journey:
    """The journey as the content has it now.

    What it does not know (any more) is left out, as are answers that no longer lie on the way. Who stood on a
    step that is gone stands on the first one; a guide that is gone is chosen again.
    """
    answers = known(release, journey.answers)
    guide = release.guides.get(journey.guide or "")
    if guide is None:
        chosen = choose(release, answers)
        if isinstance(chosen, Question):
            return replace(journey, guide=None, step=None, answers=answers, again=False)
        guide = chosen
    answers = on_the_way(release, guide, answers)
    steps = [step.id for step in path(guide, answers)]
    step = journey.step if journey.step in steps else steps[0]
    again = journey.again and step == journey.step
    return replace(journey, guide=guide.id, step=step, answers=answers, again=again)


def known(release: Release, answers: Answers) -> Answers:
    """The answers that the content has; nothing else is ever kept."""
    return {
        question: answer
        for question, answer in answers.items()
        if question in release.questions and release.questions[question].answer(answer)
    }


def chosen_by(release: Release, guide: Guide, answers: Answers) -> tuple[str, ...]:
    """The questions by whose answers this guide was chosen; none where it was asked for by name."""
    return asked(release, answers) if choose(release, answers) == guide else ()


def led_by(release: Release, journey: Journey) -> tuple[str, ...]:
    """The questions whose answers led a settled journey to its guide, or as far as they do."""
    if journey.guide is None:
        return asked(release, journey.answers)
    return chosen_by(release, release.guides[journey.guide], journey.answers)


def on_the_way(release: Release, guide: Guide, answers: Answers) -> Answers:
    """The answers that chose this guide, or a way through it.

    Who the visitor is stays known also in a guide that was asked for by name, where the two agree.
    """
    lying = decisive(path(guide, answers)) | set(chosen_by(release, guide, answers))
    first = release.choose.question
    if _leads_to(release.choose.leads.get(answers.get(first, "")), guide.id):
        lying |= {first}
    return {question: answer for question, answer in answers.items() if question in lying}


def place(release: Release, journey: Journey) -> Place | None:
    """The step of a settled journey; None while the guide is being chosen."""
    if journey.guide is None:
        return None
    guide = release.guides[journey.guide]
    steps = path(guide, journey.answers)
    return Place(guide, steps, [step.id for step in steps].index(journey.step or ""))


def is_first(release: Release, journey: Journey) -> bool:
    """Whether there is nothing to go back to from a settled journey."""
    here = place(release, journey)
    return (here is None or here.index == 0) and not led_by(release, journey)


def question(release: Release, journey: Journey) -> Question | None:
    """The question that belongs to the place of a settled journey, answered or not."""
    here = place(release, journey)
    if here is not None:
        return release.questions[here.step.ask] if here.step.ask else None
    chosen = choose(release, journey.answers)
    return chosen if isinstance(chosen, Question) else None


def pending(release: Release, journey: Journey) -> Question | None:
    """The question that is put: one that has been answered only where it is put again."""
    asking = question(release, journey)
    answered = asking is not None and asking.id in journey.answers
    return None if answered and not journey.again else asking


def with_question(release: Release, journey: Journey) -> Journey:
    """A settled journey whose question, if it has been answered, is put again."""
    asking = question(release, journey)
    return replace(journey, again=asking is not None and asking.id in journey.answers)


def is_client(answers: Answers) -> bool:
    """Whether the visitor has said that they are the client."""
    name, answer = IS_CLIENT
    return answers.get(name) == answer


def _leads_to(branch: Choice | str | None, guide: str) -> bool:
    if isinstance(branch, Choice):
        return any(_leads_to(one, guide) for one in branch.leads.values())
    return branch == guide
