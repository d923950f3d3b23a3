"""The desk's words: short and plain, in both languages, promising nothing and naming no client.

Of promises and of what would confirm or deny that somebody is a client, only common phrases are
known here; a second reader sees the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.check.language import desk_texts
from bot.content.check.reading import count_words, grade, spanish_ease
from bot.content.check.view import View
from bot.content.desk import DESK_FILE
from bot.content.document import Document, Where
from bot.content.errors import Problem
from bot.content.library import WORDING_FILE
from bot.content.placeholders import MOMENT, placeholders

DESK_LINE = "desk_"
"""How the keys begin of what visitors read of a hand-off."""
SPANISH = "_es"
MOST_WORDS = {"en": 120, "es": 130}
HIGHEST_GRADE = 8.0
LOWEST_SPANISH_EASE = 65.0
FEWEST_WORDS = 9
"""What is shorter, such as a button, says nothing about difficulty."""

FILLED: dict[str, tuple[str, ...]] = {
    "desk_offered_open": ("office.closes",),
    "desk_offered_closed": ("office.opens",),
    "desk_status_waiting": ("desk.since",),
    "desk_waiting": ("desk.since",),
    "desk_still_waiting": ("desk.since",),
    "desk_wait_asked": ("desk.since",),
    "desk_wait_asked_danger": ("desk.since",),
    "desk_staff_lost": ("desk.since",),
    "desk_status_human": ("desk.staff",),
    "desk_typing": ("desk.staff",),
    "desk_joined": ("desk.staff",),
    "desk_handed_on": ("desk.staff",),
    "desk_ended_by_staff": ("desk.staff", "desk.reason"),
    "desk_ended_by_visitor": ("desk.staff",),
    "desk_ended_idle": ("desk.staff",),
    "desk_returned": ("desk.staff",),
}
"""What is filled in when a line is said; anywhere else it would stand there in braces."""

HELP_NUMBER = "crisis.emergency"
NOT_HELP = ("practice.", "office.", "desk.")
"""How placeholders begin that have no place beside it."""

ENGLISH_ONLY = {
    "practice.hours": "practice.hours_es",
    "practice.zone_name": "practice.zone_name_es",
}
"""Placeholders that stand for English words, and those for the Spanish ones."""

_WHO = r"(?:I|we|they|someone|somebody|a person|staff|your therapist|the (?:office|practice|team))"
_DOES = r"(?:answer|repl(?:y|ies)|respond|call|write|text|email|join|come|be (?:with|there)|get back|help)"
_NOT_SURE = "".join(rf"(?<!{one} )" for one in ("when", "if", "whether", "how soon"))
_QUIEN = r"(?:alguien|la oficina|el equipo|tu terapeuta|una persona)"
_HARA = r"(?:llamar|contestar|responder|escribir|ayudar|atender)(?:á|án|é|emos)"
_NO_SEGURO = "".join(rf"(?<!{one} )" for one in ("si", "cuándo"))

PROMISES_OF_DEEDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mend)
    for pattern, mend in (
        (
            rf"{_NOT_SURE}\b{_WHO}(?:'ll| will)(?: \w+)? {_DOES}\b",
            "Promise nothing: say what has happened, or that you can't say.",
        ),
        (r"\b(?:I|we) (?:promise|guarantee)\b", "Promise nothing."),
        (
            rf"\b{_QUIEN} (?:te )?{_HARA}\b|{_NO_SEGURO}\b(?:te|le) {_HARA}\b",
            "No prometas nada: di qué pasó, o que no puedes decirlo.",
        ),
        (r"\b(?:te )?(?:prometo|prometemos|garantizo|garantizamos)\b", "No prometas nada."),
    )
)
"""What somebody will do; no text may say it, of the desk or of the guides."""

_PROMISES_OF_TIME: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mend)
    for pattern, mend in (
        (
            r"\b(?:shortly|right away|right back|as soon as possible|in no time|momentarily)\b"
            r"|\b(?:within|in) (?:an?|one|two|a few|a couple of|\d+) (?:\w+ )?(?:minutes?|hours?|days?)\b"
            r"|\bby (?:tomorrow|tonight|the end of)\b",
            "Promise no time.",
        ),
        (
            r"\b(?:enseguida|en breve|lo antes posible|cuanto antes|en un momento)\b"
            r"|\b(?:en|dentro de) (?:un|una|unos|unas|pocos|pocas|\d+) (?:minutos?|horas?|días?)\b",
            "No prometas un plazo.",
        ),
    )
)
PROMISES = (*PROMISES_OF_DEEDS, *_PROMISES_OF_TIME)
"""What no text of the desk or of the widget may say."""

_ANYONE = "".join(rf"(?<!{one} )" for one in ("anyone", "someone", "anybody", "somebody", "who"))
_ALGUIEN = "".join(rf"(?<!{one} )" for one in ("alguien", "quién", "nadie"))
_CLIENTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mend)
    for pattern, mend in (
        (
            rf"{_ANYONE}\b(?:am|is|are|was|were|isn't|aren't|wasn't)(?: not| no longer)?"
            r"(?: an?| our| my| one of our)? (?:current |former |new )?(?:clients?|patients?)\b"
            r"|\b(?:our|my) (?:clients?|patients?)\b",
            "Neither confirm nor deny that anyone is a client.",
        ),
        (
            r"\byour (?:next |last )?(?:appointment|session|records?|file|chart|treatment)\b"
            r"|\byour (?:own )?therapist (?:here|at|is|will|said|told|has|works)\b"
            r"|\b(?:sees|is seeing|treats|is treating) (?:you|him|her|them)\b",
            "It says that somebody is a client.",
        ),
        (
            rf"{_ALGUIEN}\b(?:eres|es|son|era|fue)(?: nuestr[oa]s?| mi| un| una)? (?:clientes?|pacientes?)\b"
            r"|\b(?:nuestr[oa]s?|mis?) (?:clientes?|pacientes?)\b",
            "No confirmes ni niegues que alguien sea cliente.",
        ),
        (
            r"\btu (?:próxima |última )?(?:cita|sesión|expediente|tratamiento)\b"
            r"|\btu terapeuta (?:aquí|de aquí|es|está|dijo|te)\b",
            "Dice que alguien es cliente.",
        ),
    )
)


@dataclass(frozen=True)
class _Text:
    """One text in one language."""

    document: Document
    where: Where
    text: str
    language: str

    def problem(self, start: int, message: str, mend: str) -> Problem:
        line = self.text.count("\n", 0, start)
        return self.document.problem(self.where, message, mend, line=line)


def check_desk(view: View) -> Iterator[Problem]:
    """What visitors read of a hand-off, and what staff have ready for them."""
    yield from _lines(view)
    document = view.document(DESK_FILE)
    for where, words in desk_texts(document):
        language = "es" if where[-1] == "es" else "en"
        text = _Text(document, where, words, language)
        yield from _plain(view, text)
        yield from _spanish_values(text)
        if where != ("reminder",):
            yield from _phrases(text, (*PROMISES, *_CLIENTS))


def _lines(view: View) -> Iterator[Problem]:
    document = view.document(WORDING_FILE)
    wording = document.data if isinstance(document.data, dict) else {}
    for key, words in wording.items():
        if not isinstance(words, str):
            continue  # said by the schema
        english = key.removesuffix(SPANISH)
        language = "en" if english == key else "es"
        text = _Text(document, (key,), words, language)
        yield from _moments(text, english)
        if not key.startswith(DESK_LINE):
            continue
        twin = f"{key}{SPANISH}" if language == "en" else english
        if twin not in wording:
            message = f"`{key}` has no {'Spanish' if language == 'en' else 'English'} text."
            yield document.problem((key,), message, f"Add `{twin}:`.", key=True)
        yield from _plain(view, text)
        yield from _spanish_values(text)
        yield from _help_apart(text)
        yield from _phrases(text, PROMISES)
    for answer in view.answers:
        for variant in answer.variants:
            for steps in (("text",), ("metadata", "more")):
                where = (*variant.where, *steps)
                said = _Text(variant.document, where, variant.text(*steps), "en")
                yield from _moments(said, answer.name, allowed=("office.opens", "office.closes"))


def _moments(text: _Text, line: str, allowed: tuple[str, ...] = ()) -> Iterator[Problem]:
    for name, start in placeholders(text.text):
        if name in MOMENT and name not in (*FILLED.get(line, ()), *allowed):
            message = f"{{{name}}} is not known when this is said."
            yield text.problem(start, message, "Remove it, or say it in another line.")


def _plain(view: View, text: _Text) -> Iterator[Problem]:
    filled = view.prose(text.text)
    words, most = count_words(filled), MOST_WORDS[text.language]
    if words > most:
        message = f"The text has {words} words, at most {most} are read."
        yield text.problem(0, message, "Cut a sentence.")
    if words < FEWEST_WORDS:
        return
    mend = "Use shorter sentences and plainer words."
    if text.language == "en" and (hard := grade(filled)) > HIGHEST_GRADE:
        message = f"The text reads at US grade {hard:.1f}, above {HIGHEST_GRADE:.0f}."
        yield text.problem(0, message, mend)
    if text.language == "es" and (ease := spanish_ease(filled)) < LOWEST_SPANISH_EASE:
        message = f"The text reads with an ease of {ease:.0f} in Spanish, below {LOWEST_SPANISH_EASE:.0f}."
        yield text.problem(0, message, mend)


def _spanish_values(text: _Text) -> Iterator[Problem]:
    for name, start in placeholders(text.text):
        if text.language == "es" and name in ENGLISH_ONLY:
            message = f"{{{name}}} is in English."
            yield text.problem(start, message, f"Write {{{ENGLISH_ONLY[name]}}}.")


def _help_apart(text: _Text) -> Iterator[Problem]:
    """In danger, the paragraph with the emergency number is said first (`bot.gateway.desk.help_first`)."""
    start = 0
    for paragraph in text.text.split("\n\n"):
        names = {name for name, _ in placeholders(paragraph)}
        if HELP_NUMBER in names and any(name.startswith(NOT_HELP) for name in names):
            message = f"The paragraph with {{{HELP_NUMBER}}} says something of the practice too."
            mend = "Give the help a paragraph of its own: in danger it is said first."
            yield text.problem(start, message, mend)
        start += len(paragraph) + 2


def _phrases(text: _Text, phrases: tuple[tuple[re.Pattern[str], str], ...]) -> Iterator[Problem]:
    for pattern, mend in phrases:
        for match in pattern.finditer(text.text):
            yield text.problem(match.start(), f'"{match[0]}" must not be used.', mend)
