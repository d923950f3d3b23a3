"""Reads the tree in `content/release.yml` that leads to a guide by a few answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.content.fields import Fields
from bot.content.release_names import Names
from bot.release.guide import Choice

_MEND = "Write one question, and under it each of its answers with a guide or a further question."


@dataclass
class Chosen:
    """The tree and what it knows where it ends.

    Attributes:
        asked: every question in it.
        known: by guide, the questions that are answered on every way to it.
    """

    root: Choice
    asked: set[str] = field(default_factory=set)
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def surely(self, guide: str) -> frozenset[str]:
        """What is answered when this guide begins; all, where no way leads to it (said elsewhere)."""
        return self.known.get(guide, frozenset(self.asked))


def read_choose(source: Fields, names: Names, guides: Collection[str]) -> Chosen:
    """Reads the tree.

    Args:
        source: the whole file.
        names: the questions must have been read.
        guides: the ids that it must lead to.
    """
    found = Chosen(Choice("", {}))
    if "choose" not in source.data:
        source.wrong("choose", "`choose` is missing.", "Add `choose:` here.")
        return found
    found.root = _place(Fields(source.document, ("choose",)), names, guides, found, frozenset())
    for guide in guides if found.known else ():  # if none is reached, the reason has been said
        if guide not in found.known:
            mend = "Let an answer lead there."
            names.say(("choose",), f"`choose` never leads to `{guide}`.", mend, key=True)
    return found


def _place(
    source: Fields, names: Names, guides: Collection[str], found: Chosen, before: frozenset[str]
) -> Choice:
    """Reads one place of the tree: a question and where its answers lead."""
    if len(source.data) != 1:
        names.say(source.where, "Here must be exactly one question.", _MEND)
        return Choice("", {})
    (question,) = source.data
    where = (*source.where, question)
    leads: Mapping[str, object] = source.data[question]
    if not names.known(where, "question", question, names.questions, key=True):
        return Choice(question, {})
    found.asked.add(question)
    if question in before:
        message = f"`{question}` has already been asked on this way."
        names.say(where, message, "Lead to a guide, or ask something else.", key=True)
        return Choice(question, {})
    if not isinstance(leads, dict):
        names.say(where, f"`{question}` has no answers here.", _MEND, key=True)
        return Choice(question, {})
    answers = [one.id for one in names.questions[question].answers]
    for answer in answers:
        if answer not in leads:
            message = f"The answer `{answer}` of `{question}` leads nowhere."
            names.say(where, message, f"Add `{answer}:` with a guide.", key=True)
    read: dict[str, Choice | str] = {}
    for answer, to in leads.items():
        names.known((*where, answer), "answer", answer, answers, of=question, key=True)
        so_far = before | {question}
        if isinstance(to, str):
            names.known((*where, answer), "guide", to, guides)
            found.known[to] = found.known.get(to, so_far) & so_far
            read[answer] = to
        elif isinstance(to, dict):
            below = Fields(source.document, (*where, answer))
            read[answer] = _place(below, names, guides, found, so_far)
        else:
            message = f"The answer `{answer}` leads to no guide."
            names.say((*where, answer), message, "Write a guide's id.", key=True)
    return Choice(question, read)
