"""The crisis cards as visitors meet them: whole, short, easy to read, with 911 and 988."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.content.card_text import LANGUAGES, CardText
from bot.content.check.reading import count_words, grade, spanish_ease
from bot.content.check.view import View
from bot.content.crisis import parse_crisis, parse_resources
from bot.content.document import Document
from bot.content.errors import Problem
from bot.content.fields import Fields
from bot.content.library import CRISIS_FILE, WORDING_FILE
from bot.content.model import CrisisContent
from bot.safety.card import body

MOST_WORDS = {"en": 120, "es": 130}
"""On one card, with its heading."""
HIGHEST_GRADE = 8.0
LOWEST_SPANISH_EASE = 65.0
ON_EVERY_CARD = ("emergency", "lifeline")
CARD_WORDING = (
    "careful",
    "careful_lost",
    "after_card_no_phone",
    "after_card_person",
    "after_card_lifeline",
    "after_card_cost",
    "after_card_parents",
    "nobody_to_tell",
    "concern",
    "not_in_danger",
    "not_in_danger_done",
    "late",
    "apology",
)
"""Keys of content/wording.yml that somebody in danger may read; each has a Spanish twin, `<key>_es`."""


LABELS_NAME = {
    "call": {"number"},
    "press": {"number", "key"},
    "text": {"number"},
    "text_word": {"number", "word"},
    "whatsapp": {"number"},
    "videophone": {"number"},
}
"""What stands in braces in the words on a link; nothing in those of the other links."""

_BRACES = re.compile(r"\{(\w+)\}")


def check_cards(view: View) -> Iterator[Problem]:
    """Each card, put together, and what else somebody in danger reads."""
    yield from _twins(view)
    document = view.document(CRISIS_FILE)
    if not isinstance(document.data, dict):
        return
    source = Fields(document, (), [])  # what cannot be read is said by the schema and by the reader
    crisis = parse_crisis(source, parse_resources(source), view.values)
    yield from _labels(document, crisis)
    for part, cards in (("cards", crisis.cards), ("young_cards", crisis.young_cards)):
        written = document.data.get(part)
        for name, card in (written if isinstance(written, dict) else {}).items():
            found = cards.get(_key(name, card))
            if found is not None:
                yield from _card(document, crisis, (part, name), found)


def _key(name: str, card: Any) -> str:
    """One of the kinds that a card is for."""
    meant = card.get("for") if isinstance(card, dict) else None
    for kind, whom in (meant if isinstance(meant, dict) else {}).items():
        if isinstance(whom, list) and whom:
            return f"{kind}.{whom[0]}"
    return name


def _card(
    document: Document, crisis: CrisisContent, where: tuple[str, str], card: CardText
) -> Iterator[Problem]:
    for name in ON_EVERY_CARD:
        if name not in card.resources:
            message = f"The card does not show `{name}`."
            mend = "Add it to `resources`: every card has 911 and 988."
            yield document.problem((*where, "resources"), message, mend)
    for language in LANGUAGES:
        said = list(_versions(crisis, card, language, young=where[0] == "young_cards"))
        words, most = max(map(count_words, said)), MOST_WORDS[language]
        if words > most:
            message = f"The card has {words} words in `{language}`, at most {most} are read."
            yield document.problem(where, message, "Cut a sentence.", key=True)
        mend = "Use shorter sentences and plainer words."
        if language == "en" and (hard := max(map(grade, said))) > HIGHEST_GRADE:
            message = f"The card reads at US grade {hard:.1f}, above {HIGHEST_GRADE:.0f}."
            yield document.problem(where, message, mend, key=True)
        if language == "es" and (ease := min(map(spanish_ease, said))) < LOWEST_SPANISH_EASE:
            message = f"The card reads with an ease of {ease:.0f} in Spanish, below {LOWEST_SPANISH_EASE:.0f}."
            yield document.problem(where, message, mend, key=True)


def _versions(
    crisis: CrisisContent, card: CardText, language: str, *, young: bool
) -> Iterator[str]:
    """The card as it reads the first time, the second time, and in an emergency."""
    for seen in range(max(1, len(card.acknowledgements))):
        for urgent in (False, True):
            heading = crisis.frame.emergency_heading if urgent else card.heading
            lines = body(
                card,
                crisis,
                language,
                seen=seen,
                urgent=urgent,
                minor=young,
                watched=card.leave,
            )
            yield "\n".join([heading.within(language), *lines])


def _labels(document: Document, crisis: CrisisContent) -> Iterator[Problem]:
    for name, label in crisis.frame.labels.items():
        needed = LABELS_NAME.get(name, set())
        for language in LANGUAGES:
            said = label.within(language)
            if said and set(_BRACES.findall(said)) != needed:
                message = f"The words on a link `{name}` do not name what they must."
                needs = ", ".join(f"{{{one}}}" for one in sorted(needed)) or "nothing in braces"
                where = ("frame", "labels", name, language)
                yield document.problem(where, message, f"Write it with {needs}.")


def _twins(view: View) -> Iterator[Problem]:
    document = view.document(WORDING_FILE)
    wording: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
    for key in CARD_WORDING:
        if key in wording and f"{key}_es" not in wording:
            message = f"`{key}` has no Spanish text."
            yield document.problem((key,), message, f"Add `{key}_es:`.", key=True)
