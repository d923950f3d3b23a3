"""Messages that say nothing of their own: they only answer, thank or greet, only give up, or only do not understand."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = (
    "yes|yeah|yep|yup|ya|y|no|nope|nah|n|ok|okay|k|kk|sure|fine|thanks|thank|you|thx|ty|please|pls|hi|hello|hey"
    "|si|claro|quiero|vale|dale|bueno|gracias|por|favor|de|acuerdo|esta|bien|hola|adelante|muchas"
)
_BARE: Final = re.compile(rf"(?:{_WORD})(?: (?:{_WORD}))*")

# Words that take a message back, and that end it. Not "stop it", "please stop", "no, stop", "stop stop", "no more",
# "I give up", "leave me alone", "ya no", "basta", "para ya": those may plead, or speak of life.
_BACK: Final = (
    "nvm|nvmd|nevermind|never mind|forget (?:it|this|that|about (?:it|this|that))"
    "|forget (?:that )?i (?:said|asked|wrote|typed) (?:it|this|that|anything|something)|forget what i (?:said|wrote)"
    "|drop it|skip (?:it|this|that)|ignore (?:it|this|that)|disregard(?: that)?|cancel(?: that| it)?"
    "|olvid(?:alo|elo|enlo|ate)|olvida(?: eso| lo que dije)?|dejalo(?: asi)?|cancela(?:r|lo)?|mejor no|ignora eso"
)
_STOP: Final = "stop|exit|alto|para|pare"
_AROUND: Final = (
    "ok|okay|k|oh|ah|well|yes|actually|just|so|sorry|thanks|thank you|thx|ty|then|now|lol|ugh|omg|wait|hey|um|uh"
    "|perdon|disculpa|gracias|bueno|pues|entonces|ay"
)
# Not "ay", "ugh", "wait": "ay, para" is said to somebody who hurts.
_BEFORE_STOP: Final = "ok|okay|k|well|yes|just|thanks|thank you|thx|ty|lol|bueno|gracias"
_AFTER: Final = rf"(?: (?:{_AROUND})){{0,3}}"
_GIVES_UP: Final = re.compile(
    rf"(?:(?:{_AROUND}|no|nah|nada) ){{0,3}}(?:{_BACK}){_AFTER}(?: (?:{_BACK}|{_STOP}))?{_AFTER}"
    rf"|(?:(?:{_BEFORE_STOP}) ){{0,3}}(?:{_STOP}){_AFTER}(?: (?:{_BACK}))?{_AFTER}"
)
# Not "no entiendo nada", "no me entienden", "I don't understand why I'm still here": those may speak of life.
_BEFORE_LOST: Final = "sorry|oh|ok|okay|hi|hello|no|perdon|perdona|perdone|disculpa|disculpe|lo siento|hola|ay|pues|yo"
_ASKED: Final = "(?:the|this|that|your) (?:question|step)"
_ES_ASKED: Final = "(?:la|esta|esa|su|tu) pregunta|(?:el|este|ese) paso"
_LOST: Final = re.compile(
    rf"(?:(?:{_BEFORE_LOST}) ){{0,2}}(?:i (?:dont|do not|didnt|did not) understand(?: (?:{_ASKED}))?"
    rf"|no (?:lo |te |le )?(?:entiendo|entendi|comprendo|comprendi)(?: (?:{_ES_ASKED}))?)"
    r"(?: (?:sorry|please|perdon|gracias|por favor))?"
)
LONGEST: Final = 80
"""Characters; nobody answers at more length with such words alone."""


def is_bare(text: str) -> bool:
    """Whether a message is only "yes", "no", "thanks", "hola" and the like, only gives up, or only does not understand.

    A classifier that has learnt from whole messages has nothing to go by here: "sí" alone was like danger
    to it, and so were "nvm stop" and "no entiendo".
    """
    return _is_only(_BARE, text) or gives_up(text) or _is_only(_LOST, text)


def gives_up(text: str) -> bool:
    """Whether a message only ends or takes back what was said: "never mind", "stop", "olvídalo"."""
    return _is_only(_GIVES_UP, text)


def _is_only(words: re.Pattern[str], text: str) -> bool:
    return len(text) <= LONGEST and words.fullmatch(plain_words(text)) is not None


def plain_words(text: str) -> str:
    """The words of a message in small letters, without accents and signs: "¡Sí, por favor!" is "si por favor"."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("\u2019", "")
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())
