"""The way through a guide: which steps, in which order, with the answers so far."""

from __future__ import annotations

from collections.abc import Iterable

from bot.release.guide import DONE, Answers, Guide, Step

DANGER = ("danger_now", "yes")
"""The question and its answer after which a walk ends with help, and not with the forms."""


def next_of(step: Step, answers: Answers) -> str:
    """Where a step leads: the first branch that fits, or else the last one, the careful way.

    Returns:
        A step's id, or `DONE`.
    """
    return next((branch for branch in step.next if branch.fits(answers)), step.next[-1]).to


def path(guide: Guide, answers: Answers) -> tuple[Step, ...]:
    """The steps of a walk from its beginning to its end.

    A question that is not answered takes the last branch. A loop, or a step that is not there (both
    are mistakes in the content, which its check finds), ends the walk.
    """
    steps: dict[str, Step] = {}
    step: Step | None = guide.steps[0]
    while step is not None and step.id not in steps:
        steps[step.id] = step
        to = next_of(step, answers)
        step = None if to == DONE else guide.step(to)
    return tuple(steps.values())


def reachable(guide: Guide) -> frozenset[str]:
    """The ids of the steps that some walk comes to."""
    found: set[str] = set()
    ahead = [guide.steps[0].id]
    while ahead:
        step = guide.step(ahead.pop())
        if step is not None and step.id not in found:
            found.add(step.id)
            ahead += [branch.to for branch in step.next]
    return frozenset(found)


def decisive(steps: Iterable[Step]) -> frozenset[str]:
    """The ids of the questions that these steps ask or go by."""
    found: set[str] = set()
    for step in steps:
        found |= {step.ask} if step.ask else set()
        found |= {question for branch in step.next for question in branch.when}
    return frozenset(found)


def ends_in_danger(guide: Guide, answers: Answers) -> bool:
    """Whether somebody is in danger, by an answer on this way: it ends with help."""
    question, answer = DANGER
    asked = any(step.ask == question for step in path(guide, answers))
    return asked and answers.get(question) == answer
