"""Whether somebody says yes or no to a person, in words: pure, and only what is clear."""

from __future__ import annotations

import re
from typing import Final

from bot.safety.bare import plain_words

_YES: Final = (
    "yes|yeah|yep|yup|y|ok|okay|sure|please|please do|go ahead|do it|i do|i would|ask|ask for a person"
    "|leave a message|si|claro|dale|bueno|vale|de acuerdo|esta bien|adelante|quiero|pide una persona"
    "|dejar un mensaje|si quiero"
)
_NO: Final = (
    "no|nope|nah|not now|never mind|nevermind|nvm|cancel|stop|i dont|dont|i changed my mind"
    "|i dont want to|stay with the assistant|no quiero|mejor no|ahora no|cancela|cancelar|sigo con el asistente"
    "|i dont want to leave a message|no leave it"
)
_COURTESY: Final = "please|thanks|thank you|thx|pls|gracias|muchas gracias|por favor"
YES: Final = re.compile(rf"(?:{_YES})(?: (?:{_YES}|{_COURTESY}))*")
NO: Final = re.compile(rf"(?:{_NO})(?: (?:{_NO}|{_COURTESY}))*")
_PERSON: Final = "person|human|people|anyone|anybody|someone|somebody|staff"
WANTS_NONE: Final = re.compile(
    rf"\b(?:dont|do not|not|never) (?:want|need|wish|like)(?: to)?(?: (?:talk|speak|chat)(?: (?:to|with))?)?"
    rf"(?: (?:a|any|the))?(?: (?:real|live))? (?:{_PERSON})\b"
    rf"|^no (?:{_PERSON})\b|\bno quiero (?:hablar )?(?:con )?(?:una |ninguna )?persona"
)


def answer_in(words: str) -> bool | None:
    """Return what the words answer to an offer: yes, no, or nothing that is clear.

    "Maybe" and "I guess" are no consent: all of the chat can be read then.
    """
    plain = plain_words(words)
    if YES.fullmatch(plain):
        return True
    return False if NO.fullmatch(plain) else None


def wants_nobody(words: str) -> bool:
    """Return whether the words say that no person is wanted."""
    return WANTS_NONE.search(plain_words(words)) is not None
