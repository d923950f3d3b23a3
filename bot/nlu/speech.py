"""What visitors say of themselves and of whom they ask for, taken literally.

It chooses among wordings of an answer that is complete without it, so only plain statements count:
"I'm her mother", "she is 15". Nothing is concluded from the rest of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADULT_AT = 18

# Whom a visitor asks for. A parent's age, or a therapist's, says nothing of the client.
_CLOSE = (
    r"my (?:(?:oldest|youngest|older|younger|little|big|foster|adopted|adoptive|only) )?"
    r"(?:son|daughter|child|kid|boy|girl|teen|teenager|step(?:son|daughter|child)"
    r"|grand(?:son|daughter|child)|nephew|niece|ward|brother|sister|cousin|friend|partner|husband|wife"
    r"|boyfriend|girlfriend|fianc[eé]e?)"
)
_CLIENT = r"\b(?:i am|i'?m) (?:the|a|their) (?:client|patient)\b"
_GUARDIAN = (
    r"\b(?:i am|i'?m|as) (?:her|his|their|the|a|my \w+'s)(?: legal)? "
    r"(?:guardian|parent|mother|mom|father|dad|foster (?:mother|father|parent|mom|dad))\b"
)
_FAMILY = (
    r"\b(?:i am|i'?m|as) (?:her|his|their) "
    r"(?:wife|husband|spouse|partner|sister|brother|aunt|uncle|grandmother|grandfather|grandma|grandpa|"
    r"daughter|son|friend|girlfriend|boyfriend|roommate|cousin|"
    r"step-?(?:mother|father|mom|dad|parent|brother|sister))\b"
)
_MINOR = (
    rf"\b(?:she|he|they|{_CLOSE})(?: is|'s| are|'re) (?:a|still a|only a|just a) "
    r"(?:minor|teenager|teen|child|kid)\b"
    r"|\bi(?: am|'m|m) (?:a|still a|only a|just a) (?:minor|teenager|teen|kid|child)\b(?! at heart)"
    r"|\bmy (?:minor|teen|teenage|underage) (?:son|daughter|child|kid|girl|boy)\b"
)
_ADULT = (
    rf"\b(?:she|he|they|i|{_CLOSE})(?: is| am|'s|'m| are|'re) (?:an|already an|legally an) adult\b"
    r"|\badult (?:son|daughter|child|brother|sister)\b"
    r"|\b(?:over|older than) (?:18|eighteen)\b"
)
# A number is an age only where the sentence goes on as after an age: "she is 16 and ...", and not
# "she is 15 minutes late" or "he is 6 feet tall".
_AFTER_AN_AGE = (
    r"(?=\s*(?:$|[.,](?!\d)|[;!?)\n]|--? )"
    r"|\s+(?:and|but|or|so|now|already|myself|himself|herself|though|if|can|could|may|do|does|did|is|has|have|will|would|should|"
    r"how|what|when|where|who|why|which|next|this|in (?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|today|tomorrow|years? old|yrs? old|yo)\b)"
)
_AGE = re.compile(
    rf"\b(?:(?P<speaker>i)(?:'?m| am)|(?:she|he|they|{_CLOSE})(?:'?s| is| are|'re))(?: only| just)? "
    rf"(?P<a>\d{{1,2}})(?:yo\b|(?![\d%/:-]){_AFTER_AN_AGE})"
    rf"|\b(?:(?P<turned>i)|she|he|they|{_CLOSE}) (?:just )?turned "
    rf"(?P<t>\d{{1,2}})(?:yo\b|(?![\d%/:-]){_AFTER_AN_AGE})"
    rf"|\b{_CLOSE},? \(?(?P<c>\d{{1,2}})(?=\s*(?:$|[,)?!]|\.(?!\d)))"
    r"|\b(?P<b>\d{1,2})(?:[- ]?(?:year|yr)s?[- ]?old|[- ]?y/?o)\b"
    r"(?! (?:therapist|counselor|psychologist)\b)"
    r"(?! (?:habit|case|problem|wound|story|issue|secret|memory|record|note|file|marriage|friendship))",
    re.IGNORECASE,
)
_SAID = {
    ("who", "client"): re.compile(_CLIENT, re.IGNORECASE),
    ("who", "guardian"): re.compile(_GUARDIAN, re.IGNORECASE),
    ("who", "family"): re.compile(_FAMILY, re.IGNORECASE),
    ("age_group", "minor"): re.compile(_MINOR, re.IGNORECASE),
    ("age_group", "adult"): re.compile(_ADULT, re.IGNORECASE),
}


@dataclass(frozen=True)
class Said:
    """One thing a visitor said: the slot it fills, the value, and where it stands in the text."""

    slot: str
    value: str
    start: int
    end: int


def said(text: str) -> list[Said]:
    """What the visitor said of who is who; at most one value a slot, the first said."""
    found: dict[str, Said] = {}
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for one in sorted(_all(plain), key=lambda said: said.start):
        found.setdefault(one.slot, one)
    return list(found.values())


def _all(text: str) -> Iterator[Said]:
    for (slot, value), pattern in _SAID.items():
        if match := pattern.search(text):
            yield Said(slot, value, *match.span())
    for match in _AGE.finditer(text):
        age = int(match["a"] or match["t"] or match["c"] or match["b"])
        if age >= ADULT_AT and (match["speaker"] or match["turned"]):
            continue  # it is the client's age that matters, and a grown-up speaker may be a parent
        yield Said("age_group", "minor" if age < ADULT_AT else "adult", *match.span())
