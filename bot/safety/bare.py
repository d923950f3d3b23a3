"""Messages of which each word only answers, thanks or greets: they say nothing of their own."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = (
    "yes|yeah|yep|yup|ya|y|no|nope|nah|n|ok|okay|k|kk|sure|fine|thanks|thank|you|thx|ty|please|pls|hi|hello|hey"
    "|si|claro|quiero|vale|dale|bueno|gracias|por|favor|de|acuerdo|esta|bien|hola|adelante|muchas"
)
_BARE: Final = re.compile(rf"(?:{_WORD})(?: (?:{_WORD}))*")
LONGEST: Final = 80
"""Characters; nobody answers at more length with such words alone."""


def is_bare(text: str) -> bool:
    """Whether a message is only "yes", "no", "thanks", "hola" and the like.

    A classifier that has learnt from whole messages has nothing to go by here: "sí" alone was like danger
    to it.
    """
    return len(text) <= LONGEST and _BARE.fullmatch(plain_words(text)) is not None


def plain_words(text: str) -> str:
    """The words of a message in small letters, without accents and signs: "¡Sí, por favor!" is "si por favor"."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("\u2019", "")
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())
