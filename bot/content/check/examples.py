"""What visitors type: enough of it, each once, and no danger outside the crisis intent."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check.view import Example, Intent, View
from bot.content.errors import Level, Problem
from bot.safety import flagged, screen

FEWEST = {"crisis": 150, "out_of_scope": 600, "clinical_question": 40}
FEWEST_TOPIC = 40
FEWEST_JOURNEY = 40
FEWEST_GUIDE = 25
FEWEST_FOLLOW_UP = 15
FEWEST_SMALL_TALK = 20

_MAY_SOUND_DANGEROUS = ("crisis",)


def check_examples(view: View) -> Iterator[Problem]:
    """Number and form of the examples, and whether two intents share one."""
    first: dict[str, tuple[Intent, Example]] = {}
    for intent in view.intents:
        yield from _lines(intent)
        fewest = _fewest(intent, view)
        if not intent.examples:
            message = f"`{intent.name}` has no examples."
            yield intent.problem(message, "Add lines that start with `- ` under `examples: |`.")
        elif len(intent.examples) < fewest:
            message = f"`{intent.name}` has {len(intent.examples)} examples."
            yield intent.problem(message, f"Write at least {fewest}, each a fresh thought.")
        for example in intent.examples:
            known = first.setdefault(example.plain, (intent, example))
            if known[1] is not example:
                yield _again(intent, example, *known)
            if intent.name not in _MAY_SOUND_DANGEROUS and flagged(screen(example.text)):
                message = "The danger screen stops this example: a visitor would get the card."
                mend = "Word it without danger, or move it to the intent `crisis`."
                yield intent.problem(message, mend, example=example, level=Level.WARNING)


def _fewest(intent: Intent, view: View) -> int:
    if intent.name in FEWEST:
        return FEWEST[intent.name]
    if intent.topic is not None:
        return FEWEST_TOPIC
    if intent.guide is not None:
        return FEWEST_GUIDE
    if intent.name in view.catalogue.journeys:
        return FEWEST_JOURNEY
    return FEWEST_FOLLOW_UP if intent.name.startswith("follow_up_") else FEWEST_SMALL_TALK


def _lines(intent: Intent) -> Iterator[Problem]:
    """Lines that Rasa would drop without a word."""
    item = intent.document.data["nlu"][intent.where[1]]
    examples = item.get("examples")
    for number, line in enumerate(examples.split("\n") if isinstance(examples, str) else ()):
        if line.strip() and not (line.startswith("- ") and line[2:].strip()):
            where = (*intent.where, "examples")
            message = "This line is not an example."
            yield intent.document.problem(where, message, "Start it with `- `.", line=number)


def _again(intent: Intent, example: Example, other: Intent, before: Example) -> Problem:
    place = other.problem("", "", example=before)
    if other.name == intent.name:
        message = f"This example is already there in {place.path}:{place.line}."
        return intent.problem(message, "Remove one of them.", example=example)
    message = f"This example also stands for `{other.name}` in {place.path}:{place.line}."
    mend = "Keep it where the answer fits best."
    return intent.problem(message, mend, example=example)
