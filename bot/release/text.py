"""A guide as plain text, with all its branches, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.release.errors import UnknownName
from bot.release.guide import DONE, Branch, Guide, Release, Step

_WIDTH = 79
_INDENT = "   "
_ENDS = {
    "form": "a checklist and the preparation sheet for the office's form",
    "letter": "a checklist and a letter to copy",
    "none": "a checklist",
}


def as_text(release: Release, name: str) -> str:
    """The whole guide: each step with its reason, its sources and where each answer leads.

    The rules of the states are left out, as the guide is the same for all of them; a step that has some
    says so.

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
    return "\n\n".join(["\n".join(head), *steps]) + "\n"


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
        yield _wrapped(f"Where the practice's state has a rule: {', '.join(states)}", _INDENT)
    if step.ask:
        question = release.questions[step.ask]
        titles = " / ".join(answer.title for answer in question.answers)
        yield _wrapped(f"Question: {question.ask} ({titles})", _INDENT)
    for branch in step.next:
        yield _wrapped(_leads(release, guide, step, branch), _INDENT)
    yield _wrapped(f"Checklist: {step.check}", _INDENT)
    cited = "; ".join(f"{source.citation} ({source.name})" for source in step.sources)
    yield _wrapped(f"{words['label_sources']}: {cited}", _INDENT)


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
