"""What a visitor takes away at the end: the checklist of exactly this walk, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.release.errors import UnknownName
from bot.release.guide import (
    FORM,
    Answers,
    Element,
    Guide,
    Letter,
    Release,
    Sheet,
    Source,
    Statement,
    StateRule,
)
from bot.release.path import path
from bot.release.state import chosen_by, is_client
from bot.release.telling import state_rule


@dataclass(frozen=True)
class Check:
    """One line of the checklist.

    Attributes:
        text: what is to be ticked.
        title: of its step.
    """

    text: str
    title: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Chosen:
    """One answer of the visitor's: the question's words and the answer's."""

    asked: str
    answer: str


@dataclass(frozen=True)
class TakeAway:
    """The take-away, ready to be rendered.

    Attributes:
        chosen: the answers that led along this way, in the order in which they were asked.
        checklist: a line for each step of the walk.
        sentence: what to say to the therapist.
        sheet: the preparation sheet, where the guide has one.
        letter: the letter to copy, where the guide has one.
        notes: what is different in the practice's state, where the walk touches it.
        sources: all of the above's, each once.
        not_ours: stands on every page.
        reviewed_on: the day, as `2026-11-23`.
    """

    guide: Guide
    chosen: tuple[Chosen, ...]
    checklist: tuple[Check, ...]
    sentence: str
    sheet: Sheet | None
    letter: Letter | None
    notes: tuple[StateRule, ...]
    sources: tuple[Source, ...]
    not_ours: str
    reviewed_on: str


def take_away(release: Release, guide: str, answers: Answers, state: str | None = None) -> TakeAway:
    """Make the take-away of a walk.

    Args:
        release: the guides.
        guide: the guide's id.
        answers: the answers' ids by the questions' ids; those that do not lie on the way are left out.
        state: two letters, the state that the practice works in; one without rules has no notes.

    Raises:
        UnknownName: (a ValueError) the content has no such guide, question or answer.
    """
    walked = release.guides.get(guide)
    if walked is None:
        raise UnknownName("guide", release.guides)
    _check(release, answers)
    steps = path(walked, answers)
    rules = [state_rule(release, step, state) for step in steps]
    notes = tuple(dict.fromkeys(rule for rule in rules if rule is not None))
    sheet = release.sheet if walked.sheet == FORM else None
    letter = release.letter_of(walked)
    cited = [source for step in steps for source in step.sources]
    cited += [source for note in notes for source in note.sources]
    cited += [*_sheet_sources(sheet), *(letter.sources if letter else ())]
    return TakeAway(
        guide=walked,
        chosen=_chosen(release, walked, answers),
        checklist=tuple(Check(step.check, step.title, step.sources) for step in steps),
        sentence=walked.say,
        sheet=sheet,
        letter=letter,
        notes=notes,
        sources=tuple(dict.fromkeys(cited)),
        not_ours=(letter and letter.not_ours) or release.sheet.not_ours,
        reviewed_on=release.reviewed_on,
    )


def _check(release: Release, answers: Answers) -> None:
    for name, answer in answers.items():
        question = release.questions.get(name)
        if question is None:
            raise UnknownName("question", release.questions)
        if question.answer(answer) is None:
            raise UnknownName(f"answer to {name}", [one.id for one in question.answers])


def _chosen(release: Release, guide: Guide, answers: Answers) -> tuple[Chosen, ...]:
    asked = [step.ask for step in path(guide, answers) if step.ask]
    order = dict.fromkeys([*chosen_by(release, guide, answers), *asked])
    found = []
    for name in order:
        question = release.questions[name]
        if answer := question.answer(answers.get(name, "")):
            asked_as = question.words(to_client=is_client(answers))
            found.append(Chosen(asked_as, answer.title))
    return tuple(found)


def _sheet_sources(sheet: Sheet | None) -> list[Source]:
    if sheet is None:
        return []
    parts: list[Element | Statement] = [*sheet.elements, *sheet.statements, *sheet.limits]
    return [source for part in parts for source in part.sources]
