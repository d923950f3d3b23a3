"""Which guide is the right one, by what is known; or the one question that decides it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.release.guide import Answers, Choice, Guide, Question, Release


def choose(release: Release, answers: Answers) -> Guide | Question:
    """Walk down the tree as far as the answers go; what is known is not asked again."""
    *_, place = _places(release, answers)
    if isinstance(place, Choice):
        return release.questions[place.question]
    return release.guides[place]


def asked(release: Release, answers: Answers) -> tuple[str, ...]:
    """The ids of the questions whose answers were used on that walk, in order."""
    *places, _ = _places(release, answers)
    return tuple(place.question for place in places if isinstance(place, Choice))


def questions(release: Release) -> tuple[str, ...]:
    """The ids of all questions in the tree, each once."""
    return tuple(dict.fromkeys(place.question for place in _all(release.choose)))


def _places(release: Release, answers: Answers) -> Iterator[Choice | str]:
    place: Choice | str | None = release.choose
    while place is not None:
        yield place
        place = (
            place.leads.get(answers.get(place.question, "")) if isinstance(place, Choice) else None
        )


def _all(place: Choice) -> Iterator[Choice]:
    yield place
    for leads in place.leads.values():
        if isinstance(leads, Choice):
            yield from _all(leads)
