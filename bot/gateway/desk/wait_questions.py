"""Whether somebody asks about the wait for a person, in a few clear words: pure.

The whole message has to be that. "How long does therapy take" is the assistant's to answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.safety.bare import plain_words

MOST_WORDS: Final = 9
"""Whoever writes more has something else to say, too."""

LONGEST: Final = 100
"""Characters that are read at all."""


@dataclass(frozen=True)
class WaitQuestion:
    """A question about the wait.

    Attributes:
        language: `en` or `es`.
        is_bare: it names neither a person nor this wait, as "how long?": right after an answer, it may
            be about that.
        is_plain: it is put as a question. "Someone here" or "está aquí" may tell of somebody else.
    """

    language: str
    is_bare: bool
    is_plain: bool


# All over `plain_words`: small letters, no accents, no signs. "Nobody answers" is left out on purpose:
# in danger it may be 988 that does not.
_ANYONE: Final = r"(?:some|any)(?:one|body|1)"
_WHO: Final = (
    rf"(?:{_ANYONE}|(?:(?:a|any|the|another) )?(?:(?:real|live|actual|other) )?"
    r"(?:person|human|human being)|staff|people)"
)
_THEY: Final = r"(?:they|he|she|you|u|you guys)"
_COME: Final = (
    r"(?:come|join|answer|reply|respond|arrive|show up|get here|be (?:here|there|available)|write|write back"
    r"|talk)(?: (?:to )?me)?(?: (?:in )?here| in)?"
)
_COMES: Final = (
    r"(?:comes|joins|answers|replies|responds|arrives|shows up|gets here|is (?:here|there|available)|writes"
    r"|can (?:come|join|answer))(?: me)?(?: here)?"
)
_COMING: Final = (
    r"(?:coming|joining|answering|replying|responding|getting here|on (?:the|their) way)"
)
_HERE: Final = (
    rf"(?:{_COMING}|there|here|out there|around|available|online|reading(?: this)?|listening|in here"
    r"|in (?:this|the) chat)"
)
_NOBODY: Final = r"(?:nobody|no one|noone)"
_LONG: Final = (
    r"(?:so |too |very |a )?(?:long|long time|while|ages|forever|\d+ (?:min|mins|minutes))"
)

_ENGLISH: Final = (
    r"how (?:much|many) (?:longer|more (?:time|minutes?))(?: (?:do|will|must) i (?:have to |need to )?wait"
    r"| (?:will|is) (?:it|this)(?: (?:going to |gonna )?(?:take|be))?)?",
    r"how (?:long|much time) (?:do|will|must|should) i (?:have to |need to )?(?:wait|be waiting)",
    rf"how long (?:does it take |will it take |will it be |is it )?(?:until|till|til|before|for)"
    rf" (?:{_WHO}|{_THEY}) (?:{_COMES}|(?:to )?{_COME})",
    r"where am i in (?:the )?(?:line|queue)",
    rf"when (?:will|does|do|is|are|can) {_WHO} (?:going to |gonna |be )?(?:{_COME}|{_COMING}|{_HERE})",
    rf"(?:is|are) (?:there )?{_WHO}(?: (?:still|really|even|actually))?(?: {_HERE}"
    rf"| (?:going to|gonna|able to) {_COME})",
    rf"is there {_WHO}",
    rf"(?:will|does) {_WHO} (?:ever |even )?{_COME}",
    rf"(?:has|did) {_WHO} (?:come|join|joined|seen this|seen my message|been (?:told|called|asked))",
    rf"{_ANYONE}(?: {_HERE})?",
    r"(?:are|r) (?:you|u|you guys|they|we) (?:still )?(?:there|here|coming|around)",
    r"(?:you|u|still) (?:still )?there",
    rf"(?:(?:im|i am|am i|ive been|i have been|we are|and) )*(?:(?:just|still) )*waiting(?: (?:here|still))?"
    rf"(?: for (?:{_WHO}|you|an answer))?(?: for)?(?: {_LONG})?",
    r"(?:am i|are we) (?:still )?(?:in (?:line|the line|the queue|a queue)|on hold|next)",
    rf"(?:what|what happens|what do i do|what should i do|and) (?:if|when) {_NOBODY}"
    r" (?:comes|joins|shows up|is coming|will come)(?: here)?",
    rf"why (?:is|has|isnt|hasnt) (?:{_NOBODY}|{_ANYONE}) (?:here|there|coming|joining|joined|come)",
    rf"(?:still|yet) {_NOBODY}|{_NOBODY} yet",
)
_ENGLISH_BARE: Final = (
    r"how (?:long|much time)(?: (?:will|does|is|would|might|could) (?:it|this|that)"
    r"(?: (?:usually |normally )?(?:be|take|going to (?:take|be)|gonna (?:take|be)))?)?",
    rf"when (?:will|do|are|is|can) {_THEY} (?:going to |gonna |be )?(?:{_COME}|{_COMING}|here|there)",
    r"why (?:is|does) (?:it|this) (?:take|taking) so long",
    # The practice's waiting list, and sessions online, are questions too.
    r"how long(?:s| is| will) (?:the|this|my) (?:wait|wait time|waiting time|queue|line)(?: be)?",
    r"(?:what|whats|what is|how is|hows) (?:the|my) (?:wait|wait time|waiting time)",
    r"(?:are|r) (?:you|u|you guys|they) online",
)

_ALGUIEN: Final = r"(?:alguien|alguna persona|una persona|nadie|gente|el personal)"
_VENIR: Final = (
    r"(?:venir|entrar|llegar|contestar|responder|atender)(?:me)?(?: (?:aqui|en el chat|al chat))?"
)
_VIENE: Final = rf"(?:vienen?|entran?|llegan?|contestan?|responden?|atienden?|(?:va|van) a {_VENIR}|pueden? {_VENIR})"
_AHI: Final = (
    r"(?:ahi|aqui|alli|en linea|disponible|conectad[oa]|del otro lado|en (?:el|este) chat|real)"
)
_SIGO: Final = r"(?:sigo|estoy|ando|seguimos|estamos)"
_RATO: Final = r"(?:(?:mucho|un|buen|bastante|tanto) )*(?:rato|tiempo)|mucho|\d+ min(?:utos)?"

_SPANISH: Final = (
    rf"(?:como )?cuanto(?: tiempo)?(?: mas)? (?:me )?(?:falta|queda)(?: mas)?(?: para que (?:{_ALGUIEN}) \w+"
    rf"| para que \w+ (?:{_ALGUIEN}))?",
    r"cuanto(?: tiempo)?(?: mas)? (?:(?:tengo|hay) que|debo|me toca) esperar(?: mas)?",
    r"cuanto(?: tiempo)?(?: mas)? (?:espero|es la espera|dura la espera|de espera)|de cuanto es la espera",
    rf"(?:en )?cuanto(?: tiempo)? (?:(?:se )?(?:tardan?|demoran?)|(?:va|van) a (?:tardar|demorar))"
    rf" (?:{_ALGUIEN})(?: en {_VENIR})?",
    rf"cuanto(?: tiempo)? (?:se )?(?:tardan?|demoran?|(?:va|van) a (?:tardar|demorar)) en {_VENIR}"
    rf"(?: {_ALGUIEN})?",
    rf"(?:a que hora|cuando) (?:me )?{_VIENE} {_ALGUIEN}",
    rf"cuando me {_VIENE}",
    rf"(?:ya )?(?:me )?{_VIENE} {_ALGUIEN}(?: {_AHI})?",
    rf"alguien(?: (?:{_AHI}|esta {_AHI}|me (?:lee|contesta|responde|atiende)|{_VIENE}))?",
    rf"(?:esta|hay) {_ALGUIEN}(?: {_AHI})*",
    rf"no (?:hay|esta) nadie {_AHI}|no (?:viene|entra|llega) nadie|todavia nadie|nadie todavia",
    rf"(?:estas|estan|esta|sigues|siguen|sigue) (?:todavia )?{_AHI}",
    rf"(?:(?:yo|aqui|todavia|aun) )*{_SIGO} (?:(?:aqui|todavia|aun) )*(?:esperando|en espera|en (?:la )?(?:fila|cola))"
    rf"(?: (?:a )?{_ALGUIEN}| (?:una )?respuesta)?(?: {_AHI})?",
    rf"(?:aqui )?esperando(?: {_AHI})?|(?:todavia|aun) espero",
    rf"(?:ya )?llevo (?:(?:{_RATO}) )?(?:{_AHI} )?esperando(?: (?:{_RATO}))?",
    r"por que (?:no (?:viene|entra|llega|hay) nadie|nadie (?:viene|entra|llega)|(?:se )?(?:tardan|demoran) tanto)",
    r"(?:que pasa |que hago )?si (?:no (?:viene|entra|llega) nadie|nadie (?:viene|entra|llega))",
    r"ya (?:vino|entro|llego) alguien|alguien ya (?:vino|entro|llego)",
)
_SPANISH_BARE: Final = (
    r"(?:como )?(?:en )?cuanto(?: tiempo)?(?: mas)?(?: (?:se )?(?:tardan?|tardaran?|demoran?|demoraran?)"
    r"| (?:va|van) a (?:tardar|demorar))?(?: mas)?",
    rf"cuando (?:{_VIENE})",
    r"por que (?:se )?(?:tarda|demora) tanto",
)

_BETWEEN: Final = (
    r"hello|helo|hi|hey|yo|ok|okay|so|well|and|but|um|uh|sorry|excuse me|please|pls|plz|thanks|thank you|now"
    r"|right now|yet|today|here|really|hola|buenas|oye|oiga|oigan|disculpa|disculpe|perdon|por favor|gracias"
    r"|y|pero|entonces|bueno|ahora|ya|aun|todavia|aqui"
)
"""What may stand before, between and after such questions."""

_CALLS: Final = {
    "en": r"hello|helo|hi|hey|hey there|hello there",
    "es": r"hola|alo|buenas|oye|oigan",
}
"""A greeting that is put as a question is one: "Hello?"."""


def _whole(*questions: str) -> re.Pattern[str]:
    one = "|".join(questions)
    return re.compile(rf"(?:(?:{_BETWEEN}) )*(?:{one})(?: (?:{one}|{_BETWEEN}))*")


_ASKS: Final = re.compile(
    rf"(?:(?:{_BETWEEN}) )*(?:how|when|where|why|what|is|are|r|am|will|does|has|did|en cuanto|como cuanto|de cuanto"
    r"|cuanto|cuando|a que hora|por que|hay|que pasa)\b"
)
_BARE: Final = {"en": _whole(*_ENGLISH_BARE), "es": _whole(*_SPANISH_BARE)}
_ANY: Final = {
    "en": _whole(*_ENGLISH, *_ENGLISH_BARE),
    "es": _whole(*_SPANISH, *_SPANISH_BARE),
}
_CALLED: Final = {name: re.compile(rf"(?:{one})(?: (?:{one}))*") for name, one in _CALLS.items()}


def question_in(words: str) -> WaitQuestion | None:
    """Return what the words ask about the wait, if they ask nothing else."""
    if len(words) > LONGEST:
        return None
    plain = plain_words(words)
    if not plain or len(plain.split()) > MOST_WORDS:
        return None
    for language, pattern in _ANY.items():
        if pattern.fullmatch(plain):
            is_bare = _BARE[language].fullmatch(plain) is not None
            return WaitQuestion(language, is_bare, "?" in words or _ASKS.match(plain) is not None)
    if "?" in words:
        for language, pattern in _CALLED.items():
            if pattern.fullmatch(plain):
                return WaitQuestion(language, is_bare=False, is_plain=True)
    return None
