"""The widget's words: short and plain in both languages, with no promise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.check.desk import (
    ENGLISH_ONLY,
    HIGHEST_GRADE,
    LOWEST_SPANISH_EASE,
    PROMISES,
)
from bot.content.check.language import SECRECY, widget_texts
from bot.content.check.reading import count_words, grade, spanish_ease
from bot.content.check.view import View
from bot.content.document import Document, Where
from bot.content.errors import Problem
from bot.content.placeholders import placeholders
from bot.content.widget import BUTTONS, WIDGET_FILE

LONGEST_BUTTON = 40
MOST_WORDS = 30
FEWEST_WORDS = 12
"""One long word makes a shorter text look hard."""
_UNSAFE = (*PROMISES, (re.compile(SECRECY[0], re.IGNORECASE), SECRECY[1]))


def check_widget(view: View) -> Iterator[Problem]:
    """Everything about `content/widget.yml` that its reader does not say."""
    document = view.document(WIDGET_FILE)
    for where, text in widget_texts(document):
        language, key = map(str, where)
        yield from _size(document, where, key, view.prose(text).strip())
        yield from _plain(document, where, language, view.prose(text))
        for name, _ in placeholders(text):
            if language == "es" and name in ENGLISH_ONLY:
                message, mend = f"{{{name}}} is in English.", f"Write {{{ENGLISH_ONLY[name]}}}."
                yield document.problem(where, message, mend)
        for pattern, mend in _UNSAFE:
            for match in pattern.finditer(text):
                yield document.problem(where, f'"{match[0]}" must not be used.', mend)


def _size(document: Document, where: Where, key: str, text: str) -> Iterator[Problem]:
    if key in BUTTONS and len(text) > LONGEST_BUTTON:
        message = f"The button has {len(text)} characters, at most {LONGEST_BUTTON} fit."
        yield document.problem(where, message, "Say it in fewer words.")
    elif (words := count_words(text)) > MOST_WORDS:
        message = f"The text has {words} words, at most {MOST_WORDS} are read."
        yield document.problem(where, message, "Cut a sentence.")


def _plain(document: Document, where: Where, language: str, text: str) -> Iterator[Problem]:
    if count_words(text) < FEWEST_WORDS:
        return
    mend = "Use shorter sentences and plainer words."
    if language == "en" and (hard := grade(text)) > HIGHEST_GRADE:
        message = f"The text reads at US grade {hard:.1f}, above {HIGHEST_GRADE:.0f}."
        yield document.problem(where, message, mend)
    if language == "es" and (ease := spanish_ease(text)) < LOWEST_SPANISH_EASE:
        message = f"The text reads with an ease of {ease:.0f} in Spanish, below {LOWEST_SPANISH_EASE:.0f}."
        yield document.problem(where, message, mend)
