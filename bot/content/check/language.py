"""Length, reading level, placeholders, and words that must not be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.content.card_text import LANGUAGES
from bot.content.check.reading import count_words, grade
from bot.content.check.release_texts import release_texts
from bot.content.check.view import View
from bot.content.desk import DESK_FILE
from bot.content.document import Document, Where
from bot.content.errors import Level, Problem
from bot.content.library import CRISIS_FILE, PRACTICE_FILE, WORDING_FILE
from bot.content.placeholders import placeholders
from bot.content.release import RELEASE_FILE
from bot.content.widget import WIDGET_FILE

CARD = "card"
DESK = "desk"
RELEASE = "release"
MOST_WORDS = {"text": 120, "more": 200}
HIGHEST_GRADE = {"text": 9.0, "more": 10.0}

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_DIGITS = re.compile(r"(?<![\d-])(911|988)(?![\d-])")
_NUMBER_NAMES = {"911": "crisis.emergency", "988": "crisis.lifeline"}

_BANNED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mend)
    for pattern, mend in (
        (r"\bHIPPA\b", "The law is HIPAA."),
        (r"\bcommit(?:s|ted|ting)? suicide\b", 'Say "died by suicide" or "suicide attempt".'),
        (r"\b(?:un)?successful(?:ly)? (?:suicide|attempt)", 'Say "suicide attempt" or "died by".'),
        (r"\bfailed (?:suicide )?attempt\b", 'Say "suicide attempt".'),
        (r"\bsuicide (?:threat|epidemic)s?\b|\bthreatened suicide\b", "Name it without alarm."),
        (r"\bcry for (?:help|attention)\b|\bso much to live for\b", "Say what helps instead."),
        (
            r"\b(?:we|I) (?:guarantee|promise) (?:you )?(?:secrecy|confidentiality|a reply)",
            "Never promise that.",
        ),
        (
            r"\b(?:completely|totally|100 ?%|absolutely) (?:confidential|private|secret)\b",
            "It never is; say what is so.",
        ),
        (r"\bpsycho(?:path)?s?\b|\bcrazy\b|\blunatic\b", "Use a word that does not hurt."),
        (r"\bcomet(?:er|ió|e) (?:un )?suicidio\b", 'Di "murió por suicidio".'),
        (r"\b(?:suicidio|intento) (?:exitoso|fallido|frustrado)\b", 'Di "intento de suicidio".'),
        (r"\b(?:totalmente|completamente|100 ?%) (?:confidencial|privado|secreto)\b", "Never so."),
    )
)
SECRECY = (
    r"\b(?:nobody|no one) (?:else )?will (?:know|find out)|between (?:us|you and me)\b|\bwon't tell\b"
    r"|\bnadie (?:más )?(?:lo )?(?:sabrá|se enterará)|\bentre (?:nosotros|tú y yo)\b",
    "Never promise secrecy.",
)
"""A pattern and what to do about it: on cards and in the guides."""

_BANNED_ON_CARDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mend)
    for pattern, mend in (
        (
            r"\b(?:can't|cannot|can not|unable to|not able to|won't) (?:talk|speak|discuss|help|answer)\b"
            r"|\bno (?:puedo|podemos) (?:hablar|ayudar|responder|conversar)\b",
            "Say where help is; nobody is turned away.",
        ),
        SECRECY,
        (
            r"(?<!don't have to )(?<!need not )\bleave (?:him|her|them|your (?:partner|husband|wife|boyfriend"
            r"|girlfriend|home|house))\b|\b(?:you (?:should|must|need to)|please) leave\b"
            r"|\b(?:debes|deberías|(?<!no )tienes que) (?:irte|dejarl[oae]|salir)\b|\bdéjal[oa]\b",
            "Never tell anyone to leave: it can raise the danger.",
        ),
        (
            r"\b(?:guns?|pistols?|firearms?|kni(?:fe|ves)|blades?|razors?|ropes?|pills?|bridges?|nooses?"
            r"|pistolas?|armas?|cuchillos?|navajas?|sogas?|pastillas?|puentes?)\b",
            "Name no means.",
        ),
        (
            r"\b(?:disorder|depressed|depression|bipolar|psychotic|schizo\w+|trastorno|depresión|psicótic\w+"
            r"|esquizo\w+)\b",
            "Make no diagnosis.",
        ),
        (r"\bI (?:fully |completely )?understand\b|\bentiendo\b", "A tool does not understand."),
    )
)


@dataclass(frozen=True)
class _Prose:
    """One text that visitors read."""

    document: Document
    where: Where
    text: str
    kind: str = "other"

    def problem(self, start: int, message: str, mend: str, level: Level = Level.ERROR) -> Problem:
        line = self.text.count("\n", 0, start)
        return self.document.problem(self.where, message, mend, level=level, line=line)


def check_language(view: View) -> Iterator[Problem]:
    """Every text that visitors read."""
    for prose in _texts(view):
        yield from _placeholders(view, prose)
        yield from _words(prose)
        yield from _length(view, prose)


def _texts(view: View) -> Iterator[_Prose]:
    for answer in view.answers:
        for variant in answer.variants:
            for kind, steps in (("text", ("text",)), ("more", ("metadata", "more"))):
                if text := variant.text(*steps):
                    yield _Prose(variant.document, (*variant.where, *steps), text, kind)
            if title := variant.text("metadata", "title"):
                yield _Prose(variant.document, (*variant.where, "metadata", "title"), title)
    for path in (WORDING_FILE, PRACTICE_FILE):
        document = view.document(path)
        for key, text in (document.data if isinstance(document.data, dict) else {}).items():
            if isinstance(text, str) and key not in ("name", "phone", "address"):
                yield _Prose(document, (key,), text)
    document = view.document(CRISIS_FILE)
    if isinstance(document.data, dict):
        for part in ("frame", "emergencies", "cards", "young_cards"):
            for where, text in bilingual(document.data.get(part), (part,)):
                yield _Prose(document, where, text, CARD)
    document = view.document(DESK_FILE)
    for where, text in desk_texts(document):
        yield _Prose(document, where, text, DESK)
    document = view.document(RELEASE_FILE)
    for where, text, _ in release_texts(document):
        yield _Prose(document, where, text, RELEASE)
    document = view.document(WIDGET_FILE)
    for where, text in widget_texts(document):
        yield _Prose(document, where, text)


def desk_texts(document: Document) -> Iterator[tuple[Where, str]]:
    """Every text of `content/desk.yml` and where it stands; the titles of reasons are no text."""
    data = document.data if isinstance(document.data, dict) else {}
    if isinstance(data.get("reminder"), str):
        yield ("reminder",), data["reminder"]
    for part in ("canned", "reasons"):
        yield from bilingual(data.get(part), (part,))


def widget_texts(document: Document) -> Iterator[tuple[Where, str]]:
    """Every text of `content/widget.yml` and where it stands: its language and its key."""
    data = document.data if isinstance(document.data, dict) else {}
    for language in LANGUAGES:
        part = data.get(language)
        for key, text in (part if isinstance(part, dict) else {}).items():
            if isinstance(text, str):
                yield (language, key), text


def bilingual(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Every text below that has a language, and where it stands."""
    if isinstance(value, dict | list):
        for step, one in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(one, str) and step in LANGUAGES:
                yield (*where, step), one
            yield from bilingual(one, (*where, step))


def _placeholders(view: View, prose: _Prose) -> Iterator[Problem]:
    for name, start in placeholders(prose.text):
        if name not in view.values:
            message = f"Unknown placeholder {{{name}}}."
            mend = "Use one that content/practice.yml or content/crisis.yml defines."
            yield prose.problem(start, message, mend)
    if prose.kind in (*MOST_WORDS, DESK):
        named = {name for name, _ in placeholders(prose.text)}
        for match in _BRACES.finditer(prose.text):
            if match[1] not in named:
                message = f"{match[0]} is not a placeholder."
                yield prose.problem(match.start(), message, "Write {practice.phone} or the like.")


def _words(prose: _Prose) -> Iterator[Problem]:
    for pattern, mend in (*_BANNED, *(_BANNED_ON_CARDS if prose.kind == CARD else ())):
        for match in pattern.finditer(prose.text):
            yield prose.problem(match.start(), f'"{match[0]}" must not be used.', mend)
    for match in _DIGITS.finditer(prose.text):
        message = f"The number {match[0]} is written out."
        mend = f"Write {{{_NUMBER_NAMES[match[0]]}}}, so that it is changed in one place."
        yield prose.problem(match.start(), message, mend)


def _length(view: View, prose: _Prose) -> Iterator[Problem]:
    if prose.kind not in MOST_WORDS:
        return
    filled = view.prose(prose.text)
    words, most = count_words(filled), MOST_WORDS[prose.kind]
    if words > most:
        message = f"`{prose.kind}` has {words} words, at most {most} are read."
        yield prose.problem(0, message, "Cut it, or move a part to `more`.")
    hard, highest = grade(filled), HIGHEST_GRADE[prose.kind]
    if hard > highest:
        message = f"`{prose.kind}` reads at US grade {hard:.1f}, above {highest:.0f}."
        mend = "Use shorter sentences and plainer words."
        level = Level.ERROR if prose.kind == "text" else Level.WARNING
        yield prose.problem(0, message, mend, level)
