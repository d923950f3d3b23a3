"""A guide as plain text, with all its branches, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from bot.release.errors import UnknownName
from bot.release.guide import DONE, Branch, Choice, Guide, Question, Release, Source, Step

_WIDTH = 79
_INDENT = "   "
_ENDS = {
    "form": "a checklist and the preparation sheet for the office's form",
    "letter": "a checklist and a letter to copy",
    "none": "a checklist",
}


def as_text(release: Release, name: str) -> str:
    """The whole guide: each step with its reason, its sources and where each answer leads.

    Before the steps stand the questions that may come first. The rules of the states are left out, as the
    guide is the same for all of them; a step that has some says so.

    Args:
        release: the guides.
        name: the guide's id.

    Raises:
        UnknownName: (a ValueError) there is no such guide.
    """
    guide = release.guides.get(name)
    if guide is None:
        raise UnknownName("guide", release.guides)
    label = release.words["label_say"]
    head = [
        f"{guide.title} ({guide.id})",
        "=" * len(f"{guide.title} ({guide.id})"),
        "",
        _wrapped(guide.about),
        "",
        _wrapped(f"{label}: “{guide.say.strip()}”"),
        f"At the end: {_ENDS.get(guide.sheet, guide.sheet)}.",
    ]
    steps = ("\n".join(_step(release, guide, step)) for step in guide.steps)
    return "\n\n".join(["\n".join(head), *_before(release, guide), *steps]) + "\n"


def _before(release: Release, guide: Guide) -> Iterator[str]:
    """The questions of the tree that lead here."""
    lines = [
        line
        for name in dict.fromkeys(_leading(release.choose, guide.id))
        for line in _question(release, release.questions[name])
    ]
    if lines:
        yield "\n".join(["Asked before it, where the visitor has not said so:", *lines])


def _leading(place: Choice, guide: str) -> Iterator[str]:
    """The questions on the ways to a guide, from the tree's root."""
    for leads in place.leads.values():
        further = list(_leading(leads, guide)) if isinstance(leads, Choice) else []
        if further or leads == guide:
            yield from (place.question, *further)


def _question(release: Release, question: Question) -> Iterator[str]:
    titles = " / ".join(answer.title for answer in question.answers)
    yield _wrapped(f"Question: {question.ask} ({titles})", _INDENT)
    if question.ask_client:
        yield _wrapped(f"To the client: {question.ask_client}", _INDENT)
    yield _wrapped(f"Why it is asked: {question.why}", _INDENT)
    yield _wrapped(f"{release.words['label_sources']} of this: {_cited(question.sources)}", _INDENT)


def _cited(sources: Iterable[Source]) -> str:
    return "; ".join(f"{source.citation} ({source.name})" for source in sources)


def _step(release: Release, guide: Guide, step: Step) -> Iterator[str]:
    words = release.words
    yield f"{guide.steps.index(step) + 1}. {step.title} [{step.id}]"
    yield _wrapped(step.do, _INDENT)
    labelled = [("label_why", step.why), ("label_watch", step.watch)]
    for label, text in labelled:
        if text:
            yield _wrapped(f"{words[label]}: {text.strip()}", _INDENT)
    if step.say:
        yield _wrapped(f"{words['label_say']}: “{step.say.strip()}”", _INDENT)
    if step.state and (states := release.states.get(step.state)):
        kinds = ", ".join(f"{name} ({rule.verified})" for name, rule in states.items())
        yield _wrapped(f"Where the practice's state has a rule, once signed off: {kinds}", _INDENT)
    if step.ask:
        yield from _question(release, release.questions[step.ask])
    for branch in step.next:
        yield _wrapped(_leads(release, guide, step, branch), _INDENT)
    yield _wrapped(f"Checklist: {step.check}", _INDENT)
    yield _wrapped(f"{words['label_sources']}: {_cited(step.sources)}", _INDENT)


def _leads(release: Release, guide: Guide, step: Step, branch: Branch) -> str:
    to = guide.step(branch.to)
    where = f"{guide.steps.index(to) + 1}. {to.title}" if to else branch.to
    where = "the end" if branch.to == DONE else where
    if branch.when:
        return f"-> {condition(release, branch)}: {where}"
    return f"-> otherwise: {where}" if len(step.next) > 1 else f"-> {where}"


def condition(release: Release, branch: Branch) -> str:
    """When a branch is taken, in the words of the answers' buttons; empty for every case."""
    titles = []
    for name, value in branch.when.items():
        question = release.questions.get(name)
        answer = question.answer(value) if question else None
        titles.append(answer.title if answer else f"{name}: {value}")
    return " and ".join(titles)


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
