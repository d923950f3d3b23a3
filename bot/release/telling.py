"""The lines of a journey: steps, questions and what stands around them, with their buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.release.guide import Question, Release, Source, StateRule, Step
from bot.release.moves import Answered, Back, Move, Next, Resume, Skip, Start, Stop, Why, to_button
from bot.release.path import DANGER
from bot.release.state import (
    Journey,
    Place,
    is_client,
    is_first,
    pending,
    place,
    question,
)
from bot.release.turn import Button, Kind, Line

_FRAME = re.compile(r"\{(?:n|total|title|guide)\}")


@dataclass(frozen=True)
class Telling:
    """Says where a journey stands.

    Attributes:
        state: two letters, the state that the practice works in; its rules are added to the steps.
    """

    release: Release
    state: str | None = None

    def here(self, journey: Journey) -> tuple[Line, ...]:
        """The step and the question that is put, of a settled journey."""
        at = place(self.release, journey)
        asking = pending(self.release, journey)
        lines = [] if at is None else [self._step(journey, at, asks=asking is not None)]
        if asking is not None:
            lines.append(self._asked(journey, asking))
        return tuple(lines)

    def chosen(self, journey: Journey) -> tuple[Line, ...]:
        """The guide by its name, and its first step; or what must be known first, and the question."""
        at = place(self.release, journey)
        first = (
            self._said(Kind.WHICH, "which_guide", journey)
            if at is None
            else self._said(Kind.STARTED, "started", journey)
        )
        return (first, *self.here(journey))

    def why(self, journey: Journey) -> Line:
        """Why the question that is put is asked, or why the step is there."""
        at = place(self.release, journey)
        asking = pending(self.release, journey)
        if asking is not None:
            buttons = self._answers(journey, asking)
            return self._line(
                Kind.WHY, asking.why, journey, sources=asking.sources, buttons=buttons
            )
        assert at is not None, "while a guide is chosen, a question waits"
        buttons = self._onward(journey)
        return self._line(Kind.WHY, at.step.why, journey, sources=at.step.sources, buttons=buttons)

    def resumed(self, journey: Journey) -> tuple[Line, ...]:
        """Where the visitor was, and the step."""
        if place(self.release, journey) is None:
            return self.chosen(journey)
        return (self._said(Kind.RESUMED, "resumed", journey), *self.here(journey))

    def offer(self, journey: Journey, *, away: bool) -> tuple[Line, ...]:
        """Whether to go on from here; while the guide is chosen, the question that waits."""
        if place(self.release, journey) is None and not journey.paused:
            return self.chosen(journey)
        word = "away" if away else "offer_back"
        if place(self.release, journey) is None:
            word = "which_guide"
        buttons = self._buttons(
            ("button_go_on", Resume()),
            ("button_start_over", Start(guide=journey.guide)),
            ("button_stop", Stop()),
        )
        return (self._said(Kind.OFFER, word, journey, buttons=buttons),)

    def nothing_before(self, journey: Journey) -> tuple[Line, ...]:
        """That there is nothing before, and where we are."""
        word = "nothing_before_question" if journey.guide is None else "nothing_before"
        return (self._said(Kind.NOTHING_BEFORE, word, journey), *self.here(journey))

    def unclear(self, journey: Journey) -> tuple[Line, ...]:
        """That the answer was not understood, and the question again; without one, the step.

        Whether anyone is in danger is asked with the step again: it says whom to call.
        """
        asking = question(self.release, journey)
        if asking is None:
            return self.here(journey)
        word = "not_understood_question" if journey.guide is None else "not_understood_answer"
        line = self._said(Kind.UNCLEAR, word, journey)
        if asking.id == DANGER[0]:
            return (line, *self.here(journey))
        return (line, self._asked(journey, asking))

    def stopped(self, journey: Journey) -> Line:
        """That we have stopped."""
        buttons = self._buttons(("button_start_over", Start(guide=journey.guide)))
        return self._said(Kind.STOPPED, "stopped", journey, buttons=buttons, done=True)

    def finished(self, journey: Journey) -> Line:
        """That it was the last step, and the take-away."""
        at = place(self.release, journey)
        assert at is not None, "a walk ends on a step"
        letter = self.release.letter_of(at.guide)
        own = letter.finished if letter else None
        text = filled(own or self.release.words["finished"], at)
        buttons = self._buttons(("button_start_over", Start(guide=journey.guide)))
        return self._line(
            Kind.FINISHED, text, journey, title=at.guide.title, buttons=buttons, done=True
        )

    def finished_in_danger(self, journey: Journey) -> Line:
        """Whom to call, in place of an end: the steps can be taken up again."""
        buttons = self._buttons(
            ("button_back", Back()),
            ("button_start_over", Start(guide=journey.guide)),
            ("button_stop", Stop()),
        )
        kind = Kind.FINISHED_IN_DANGER
        return self._said(kind, kind.value, journey, buttons=buttons)

    def no_details(self, journey: Journey) -> Line:
        """That names and health details are not for here, and were not kept."""
        return self._said(Kind.NO_DETAILS, "no_details", journey)

    # Parts

    def _step(self, journey: Journey, at: Place, *, asks: bool) -> Line:
        step, rule = at.step, state_rule(self.release, at.step, self.state)
        return self._line(
            Kind.STEP,
            step_text(self.release, step, rule),
            journey,
            title=step.title,
            sources=step_sources(step, rule),
            buttons=() if asks else self._onward(journey),
        )

    def _asked(self, journey: Journey, asking: Question) -> Line:
        words = asking.words(to_client=is_client(journey.answers))
        return self._line(Kind.QUESTION, words, journey, buttons=self._answers(journey, asking))

    def _said(self, kind: Kind, word: str, journey: Journey, **more: Any) -> Line:
        at = place(self.release, journey)
        text = self.release.words[word]
        if at is not None:
            text = filled(text, at)
        return self._line(kind, text, journey, **more)

    def _line(self, kind: Kind, text: str, journey: Journey, **more: Any) -> Line:
        at = place(self.release, journey)
        number, total = (None, None) if at is None else (at.index + 1, len(at.steps))
        return Line(
            kind,
            text.strip(),
            n=number,
            total=total,
            guide=journey.guide,
            step=journey.step,
            **more,
        )

    def _answers(self, journey: Journey, asking: Question) -> tuple[Button, ...]:
        answers = [_button(one.title, Answered({asking.id: one.id})) for one in asking.answers]
        skip: list[tuple[str, Move]] = [("button_skip", Skip())]
        if journey.guide is None:
            skip = []  # nothing follows from no answer there
        return (*answers, *self._buttons(*skip, ("button_why", Why()), *self._leaving(journey)))

    def _onward(self, journey: Journey) -> tuple[Button, ...]:
        return self._buttons(
            ("button_next", Next()), ("button_why", Why()), *self._leaving(journey)
        )

    def _leaving(self, journey: Journey) -> tuple[tuple[str, Move], ...]:
        """Back, where something is before, and stop."""
        stop = ("button_stop", Stop())
        return (stop,) if is_first(self.release, journey) else (("button_back", Back()), stop)

    def _buttons(self, *moves: tuple[str, Move]) -> tuple[Button, ...]:
        return tuple(_button(self.release.words[word], move) for word, move in moves)


def filled(text: str, at: Place) -> str:
    """A text around the steps, with the place put in."""
    values = {
        "{n}": str(at.index + 1),
        "{total}": str(len(at.steps)),
        "{title}": at.step.title,
        "{guide}": at.guide.title,
    }
    whole = _FRAME.sub(lambda match: values[match[0]], text)
    return whole.replace("?.", "?")  # a title may end in a question


def step_text(release: Release, step: Step, rule: StateRule | None) -> str:
    """A step's text, with its state's rule, what to watch for and what to say."""
    words = release.words
    parts = [step.do, rule.text if rule else ""]
    if step.watch:
        parts.append(f"{words['label_watch']}: {step.watch.strip()}")
    if step.say:
        parts.append(f"{words['label_say']}: “{step.say.strip()}”")
    return "\n\n".join(part.strip() for part in parts if part)


def step_sources(step: Step, rule: StateRule | None) -> tuple[Source, ...]:
    """A step's sources and those of its state's rule, each once."""
    return tuple(dict.fromkeys([*step.sources, *(rule.sources if rule else ())]))


def state_rule(release: Release, step: Step, state: str | None) -> StateRule | None:
    """What is different at this step in the state, where the content knows it."""
    return release.states.get(step.state or "", {}).get(state or "")


def _button(title: str, move: Move) -> Button:
    name, value = to_button(move)
    return Button(title, name, value)
