"""What `content/release.yml` holds, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DONE = "done"
"""Where the last step of a walk leads."""

FORM, LETTER = "form", "letter"
"""What a guide's take-away may hold beside the checklist."""

Answers = Mapping[str, str]
"""The answer's id by the question's id."""


@dataclass(frozen=True)
class Source:
    """Where a claim comes from.

    Attributes:
        citation: such as `45 CFR 164.508(c)(1)`.
        name: what it is, in plain words.
        basis: rule, guidance, ethics_code, case_law, state_law or general_knowledge.
    """

    citation: str
    name: str
    basis: str


@dataclass(frozen=True)
class Answer:
    """One answer to a question.

    Attributes:
        title: on the button.
        said: short phrases that visitors may type for it, in small letters.
    """

    id: str
    title: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is asked, where the answer chooses a guide or a way through it.

    Attributes:
        ask: the question.
        why: why it is asked.
        sources: what the reason rests on.
        ask_client: the question as it is put to the client, where that differs.
    """

    id: str
    ask: str
    why: str
    answers: tuple[Answer, ...]
    sources: tuple[Source, ...]
    ask_client: str | None = None

    def words(self, *, to_client: bool) -> str:
        """The question as this visitor reads it."""
        return self.ask_client if to_client and self.ask_client else self.ask

    def answer(self, name: str) -> Answer | None:
        """The answer with this id, or None."""
        return next((one for one in self.answers if one.id == name), None)


@dataclass(frozen=True)
class Branch:
    """Where a step leads.

    Attributes:
        to: the next step's id, or `DONE`.
        when: answers that must all have been given; empty for every case.
    """

    to: str
    when: Answers

    def fits(self, answers: Answers) -> bool:
        """Whether it is taken with these answers; one that was not given fits no condition."""
        return all(answers.get(question) == answer for question, answer in self.when.items())


@dataclass(frozen=True)
class Step:
    """One step of a guide; placeholders are filled.

    Attributes:
        do: what to do.
        why: why, said on "why?".
        watch: what to watch for.
        say: a sentence to say or write.
        check: its line on the checklist.
        ask: the id of the question that is put with it.
        next: where it leads, the first that fits; never empty.
        state: the kind of state rule that is added where the practice's state has one.
    """

    id: str
    title: str
    do: str
    why: str
    check: str
    sources: tuple[Source, ...]
    next: tuple[Branch, ...]
    watch: str | None = None
    say: str | None = None
    ask: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class Guide:
    """One of the eight guides.

    Attributes:
        about: for whom it is and what it leads to.
        say: the sentence to say to the therapist.
        sheet: what the take-away holds beside the checklist: `form`, `letter` or `none`.
        steps: in the order of the file; the first one begins the walk.
    """

    id: str
    title: str
    about: str
    say: str
    sheet: str
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        """The step with this id, or None."""
        return next((one for one in self.steps if one.id == name), None)


@dataclass(frozen=True)
class Choice:
    """A place in the tree that leads to a guide.

    Attributes:
        question: what is asked there.
        leads: by answer, to the next place or to a guide's id.
    """

    question: str
    leads: Mapping[str, Choice | str]


@dataclass(frozen=True)
class Element:
    """A core element of the form: what to write there, with blanks to fill in by hand."""

    title: str
    help: str
    blanks: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Statement:
    """A statement that the form must hold, or a limit worth considering (then without a title)."""

    title: str
    help: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Sheet:
    """The preparation sheet.

    Attributes:
        not_ours: stands on every page.
    """

    intro: str
    elements: tuple[Element, ...]
    statements: tuple[Statement, ...]
    limits: tuple[Statement, ...]
    not_ours: str


@dataclass(frozen=True)
class StateRule:
    """What is different in a state.

    Attributes:
        verified: how it was read, `V1` (the law itself) or `V2` (second-hand).
    """

    text: str
    sources: tuple[Source, ...]
    verified: str


@dataclass(frozen=True)
class Letter:
    """A letter to copy; blanks are `____`, and long ones `________`.

    Attributes:
        not_ours: stands on every page of a guide with the letter, instead of the sheet's; None for the
            sheet's.
        finished: is said at the end of such a guide, instead of the general words; None for those.
    """

    text: str
    sources: tuple[Source, ...]
    not_ours: str | None = None
    finished: str | None = None


@dataclass(frozen=True)
class Release:
    """The whole of `content/release.yml`.

    Attributes:
        questions: by id.
        choose: the tree's root.
        guides: by id.
        states: by kind, then by the state's two letters.
        words: what is said around the steps, by key; placeholders of the practice are filled, those of
            the walk (`{n}`, `{total}`, `{title}`, `{guide}`) are not.
        reviewed_on: the day, as `2026-11-23`.
    """

    questions: Mapping[str, Question]
    choose: Choice
    guides: Mapping[str, Guide]
    sheet: Sheet
    letter: Letter
    states: Mapping[str, Mapping[str, StateRule]]
    words: Mapping[str, str]
    reviewed_on: str

    def letter_of(self, guide: Guide) -> Letter | None:
        """The letter, where it goes with the guide's checklist."""
        return self.letter if guide.sheet == LETTER else None
