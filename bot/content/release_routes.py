"""Where the steps of a guide lead: read from `next`, and followed to the end of every walk.

A walk that goes round for ever or ends in nothing would hold up the engine, which cannot run the whole
check; so this belongs to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.document import Where
from bot.content.fields import Fields
from bot.content.release_names import Names
from bot.release.guide import DONE, Branch

_KEYS = ("if", "to")
_MEND = "Write `next: step`, or lines such as `- {if: {question: answer}, to: step}`."


@dataclass(frozen=True)
class Line:
    """A branch and where it stands.

    Attributes:
        where: the line itself.
        to: what names the next step.
        key: whether it is not written: a step leads to the one below.
    """

    branch: Branch
    where: Where
    to: Where
    key: bool = False


@dataclass(frozen=True)
class Stop:
    """A step as a walk sees it."""

    where: Where
    asks: str | None
    lines: tuple[Line, ...]


Stops = Mapping[str, Stop]
"""The steps of a guide by id, in the order of the file."""


def read_next(step: Fields, below: str, names: Names) -> tuple[Line, ...]:
    """Reads where a step leads; never empty.

    Args:
        step: the step's mapping.
        below: the id of the step below it, or `DONE`.
        names: the questions must have been read.
    """
    where = (*step.where, "next")
    falls = (Line(Branch(below, {}), where, where, key=True),)
    if "next" not in step.data:
        return falls
    value = step.data["next"]
    if isinstance(value, str) and value.strip():
        return (Line(Branch(value.strip(), {}), where, where),)
    if not isinstance(value, list) or not value:
        names.say(where, "`next` leads nowhere.", _MEND, key=True)
        return falls
    lines = Fields(step.document, step.where, names.wrong).children("next")
    return tuple(_line(line, names) for line in lines) or falls


def follow(stops: Stops, known: frozenset[str], names: Names) -> None:
    """Reports each step that leads nowhere, that nothing leads to, or that leads round in a loop.

    Args:
        stops: the steps of one guide.
        known: the questions that are answered when it begins.
        names: takes what is wrong.
    """
    for name, stop in stops.items():
        _lines(name, stop, names)
        for line in stop.lines:
            if line.branch.to and line.branch.to != DONE:
                names.known(line.to, "step", line.branch.to, stops)
    first = next(iter(stops))
    reached = set(_ways(stops, first))
    for name, stop in stops.items():
        if name not in reached:
            mend = "Let a `next` before it lead there, or remove it."
            names.say(stop.where, f"No way leads to the step `{name}`.", mend, key=True)
    _loops(stops, names)
    for name, stop in stops.items():
        _unasked(stops, name, stop, known, names)


def _line(line: Fields, names: Names) -> Line:
    for key in line.data:
        if key not in _KEYS:
            mend = "Check the spelling, or remove it."
            names.say((*line.where, key), f"`{key}` is not known here.", mend, key=True)
    when: dict[str, str] = {}
    if "if" in line.data:
        asked = line.child("if", required=True)
        if line.data["if"] == {}:
            line.wrong("if", "`if` is empty.", "Name a question and an answer, or remove it.")
        for question in asked.data:
            answer = asked.text(question)
            spot = (*asked.where, question)
            if names.known(spot, "question", question, names.questions, key=True) and answer:
                answers = [one.id for one in names.questions[question].answers]
                names.known(spot, "answer", answer, answers, of=question)
            when[question] = answer
    return Line(Branch(line.text("to"), when), line.where, (*line.where, "to"))


def _lines(name: str, stop: Stop, names: Names) -> None:
    last = stop.lines[-1]
    if last.branch.when:
        message = (
            f"`{name}` is a dead end: its last line has an `if`, so other answers lead nowhere."
        )
        names.say(last.where, message, "Add a last line without `if`: `- {to: step}`.")
    for index, line in enumerate(stop.lines):
        for earlier in stop.lines[:index]:
            if earlier.branch.when.items() <= line.branch.when.items():
                message = "This line is never taken: one above it fits first."
                mend = "Move it up, or remove it; what has no `if` stands last."
                names.say(line.where, message, mend)
                break


def _ways(stops: Stops, first: str, asks_not: str | None = None) -> dict[str, tuple[str, ...]]:
    """Each step that a walk can come to, with the steps before it.

    Args:
        stops: the steps of one guide.
        first: where walks begin.
        asks_not: walks end at a step that asks this.
    """
    ways: dict[str, tuple[str, ...]] = {first: ()}
    waiting = [first]
    for name in waiting:
        stop = stops[name]
        if asks_not is None or stop.asks != asks_not:
            for to in _leads(stops, stop):
                if to not in ways:
                    ways[to] = (*ways[name], name)
                    waiting.append(to)
    return ways


def _leads(stops: Stops, stop: Stop) -> Iterator[str]:
    return (line.branch.to for line in stop.lines if line.branch.to in stops)


def _loops(stops: Stops, names: Names) -> None:
    finished: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        trail = (*trail, name)
        for line in stops[name].lines:
            to = line.branch.to
            if to in trail:
                circle = " -> ".join((*trail[trail.index(to) :], to))
                message = f"The steps lead round in a loop: {circle}."
                names.say(line.to, message, "Let one of them lead on.", key=line.key)
            elif to in stops and to not in finished:
                visit(to, trail)
        finished.add(name)

    for name in stops:
        if name not in finished:
            visit(name, ())


def _unasked(stops: Stops, name: str, stop: Stop, known: frozenset[str], names: Names) -> None:
    """Reports each `if` on a question that somebody may come to it without having been asked."""
    first = next(iter(stops))
    for line in stop.lines:
        for question in line.branch.when:
            if question in known or question == stop.asks or question not in names.questions:
                continue
            ways = _ways(stops, first, asks_not=question)
            if name in ways:
                way = " -> ".join((*ways[name], name))
                message = f"Nobody asks `{question}` on the way {way}."
                mend = f"Write `ask: {question}` in a step before, or remove this `if`."
                names.say((*line.where, "if", question), message, mend, key=True)
