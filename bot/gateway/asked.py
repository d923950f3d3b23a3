"""What visitors ask right after a crisis card, told by their words alone: Rasa need not know them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.safety.normalise import normalise

#: Such a question is short; what comes after this is something else.
READ_CHARS: Final = 500


class Subject(StrEnum):
    """What a question is about; its answer is `after_card_<subject>` in `content/wording.yml`."""

    NO_PHONE = "no_phone"
    PERSON = "person"
    LIFELINE = "lifeline"
    COST = "cost"
    PARENTS = "parents"


@dataclass(frozen=True)
class Question:
    """A question of that kind, and the language it was asked in."""

    subject: Subject
    language: str


_PARENTS: Final = (
    r"(?:my |our )?(?:parents|mom and dad|mom|mum|mother|dad|father|folks|family|guardians?)"
)
_PADRES: Final = r"(?:mis?|los|la) (?:papas?|padres?|mama|madre|familia)"
_NO_PHONE: Final = r"(?:dont|do not|didnt|doesnt|no longer|cant|cannot)"
_MACHINE: Final = (
    r"(?:(?:an?|the) )?(?:(?:real|actual|live) )?(?:person|human|bot|robot|ai|machine)"
)
_MAQUINA: Final = r"(?:una? )?(?:persona|human[oa]|robot|bot|maquina|computadora)"
_IF_I_CALL: Final = r"(?: if i (?:call|text|chat).*)?"
_SI_LLAMO: Final = r"(?: de (?:esto|todo))?(?: si (?:llamo|escribo).*)?"

# All over `bot.safety.normalise`: lower case, no accents, no apostrophes.
# That somebody cannot phone counts wherever it stands; "can't call my therapist" is something else.
_ANYWHERE: Final = {
    "en": (
        rf"\b{_NO_PHONE} (?:have|own|got|use|reach)(?: access to)?(?: a| any| my| the)?(?: cell| working)?"
        r" ?(?:phone|cellphone)\b(?! number)",
        r"\b(?:without|no) (?:a |my )?(?:phone|cellphone)\b(?! number)",
        r"\bphone (?:is |was |got )?(?:dead|broken|taken away|gone|shut off)\b",
        r"\b(?:took|takes|takes away|has|broke) my phone\b",
        r"\b(?:cant|cannot|can not|unable to|not able to|not allowed to|afraid to|scared to|dont want to)"
        r" (?:make (?:a |any )?(?:phone )?calls?\b"
        r"|(?:call|phone)\b(?! (?:my|her|his|him|the|our|dr|in)\b)"
        r"|(?:talk|speak)(?: (?:out loud|aloud|on the phone|over the phone)|(?: here| right now| now)?$))",
        r"\b(?:(?:talk|speak) out loud|hear me (?:talk|call)|im (?:deaf|mute|hard of hearing))\b",
    ),
    "es": (
        r"\b(?:no tengo|sin|me quitaron|me quito) (?:el |un |mi )?(?:telefono|celular|cel|movil|saldo)\b",
        r"\b(?:no puedo|no me dejan|no quiero|me da (?:miedo|pena|verguenza)|no me atrevo a)"
        r" (?:llamar\b(?! a (?:mi|la|el|su)\b)|hacer (?:una )?llamadas?\b|usar (?:el|mi) telefono\b"
        r"|hablar(?: en voz alta| por telefono|(?: aqui| ahora)?$))",
        r"\b(?:hablar en voz alta|soy (?:sord|mud)[oa]|me (?:van a|pueden|podrian) (?:oir|escuchar))\b",
    ),
}
# The others are a whole clause: "is it free", and not "is it free for students".
_WHOLE: Final = {
    ("en", Subject.PERSON): (
        rf"(?:are|r) (?:you|u) (?:{_MACHINE}|real|human)(?: or .*)?",
        rf"(?:am i|is this|im i) (?:(?:talking|speaking|chatting|writing) (?:to|with) )?{_MACHINE}(?: or .*)?",
        rf"is there {_MACHINE}(?: here| there)?",
        r"is (?:anyone|anybody|someone|somebody) (?:there|here|reading this)",
    ),
    ("es", Subject.PERSON): (
        rf"(?:tu |usted )?(?:eres|es|esto es|hablo con|estoy hablando con|hay) {_MAQUINA}"
        r"(?: real| de verdad| ahi| aqui| o .*)?",
        r"hay alguien(?: real| de verdad)?(?: ahi| aqui)?",
    ),
    ("en", Subject.LIFELINE): (
        r"(?:what is|whats|what does|who is) (?:the )?988(?: line| lifeline| number| do| for)*",
    ),
    ("es", Subject.LIFELINE): (
        r"(?:que|q|quien|quienes|para que) (?:es|son|hace|sirve|significa)(?: eso de)?"
        r"(?: el| la linea)?(?: numero)? 988",
        r"que (?:pasa|sucede) (?:si|cuando) (?:llamo|marco|escribo)(?: al| el)?(?: 988)?",
        r"quien(?:es)? (?:contestan?|responden?)(?: en| al)?(?: el)?(?: 988)?",
    ),
    ("en", Subject.COST): (
        r"(?:is|are) (?:it|that|this|988|they|these|those|the call|calling|texting)(?: 988| numbers?"
        r"| lines?| all| really)* free(?: to call)?",
        r"(?:does|do|will) (?:it|that|988|they|calling|calling 988) (?:cost|charge)(?: me)?"
        r"(?: anything| money| something| a lot)?",
        r"(?:do|will) i (?:have to |need to )?(?:pay|be charged|get charged)(?: for (?:it|that|this))?",
        r"(?:how much|what) (?:is|does) (?:it|that|988)(?: cost)(?: to call)?",
        r"how much is (?:it|that)",
    ),
    ("es", Subject.COST): (
        r"(?:(?:es|son|llamar es|el 988 es|la llamada es) )?(?:gratis|gratuit[oa]s?)(?: llamar)?",
        r"(?:cuanto )?(?:me )?(?:cuestan?|cobran|vale)(?: algo| dinero| la llamada| llamar| el 988)?",
        r"(?:tengo|hay) que pagar(?: algo| por llamar)?",
    ),
    ("en", Subject.PARENTS): (
        rf"(?:will|do|does|would|can|could|are|is) {_PARENTS}(?: going to| gonna| get to| have to)?"
        r" (?:finds? out|know|hear|see|be told|get told|be notified|get notified)(?: about)?"
        rf"(?: this| it| that| what i (?:write|wrote|type|typed|say|said))?(?: here)?{_IF_I_CALL}",
        r"(?:will|do|does|would|are|is|can|could) (?:you|u|they|988|it|this|someone|anyone)"
        rf"(?: going to| gonna| have to)? (?:tell|call|text|notify|contact) {_PARENTS}"
        rf"(?: anything| everything)?(?: about)?(?: this| it| what i say)?{_IF_I_CALL}",
        rf"(?:dont|do not) tell {_PARENTS}(?: this| about this)?",
    ),
    ("es", Subject.PARENTS): (
        rf"(?:se |lo )?(?:van? a )?(?:enter\w+|sab\w+)(?: de esto)? {_PADRES}{_SI_LLAMO}",
        rf"{_PADRES} (?:se |lo )?(?:van? a )?(?:enter\w+|sab\w+){_SI_LLAMO}",
        r"(?:se lo|les?) (?:vas? a |van a )?(?:dec\w+|dices?|dicen|cuent\w+|contar\w*|avis\w+)"
        rf"(?: esto| algo| todo| lo que (?:digo|escribo))? a {_PADRES}{_SI_LLAMO}",
        rf"no (?:se lo|les?) (?:digas|cuentes|avises)(?: esto| nada)? a {_PADRES}",
    ),
}
_LEAD: Final = re.compile(
    r"^(?:(?:and|but|so|wait|ok|okay|hey|hi|hello|please|then|just|sorry|y|pero|oye|hola|entonces"
    r"|perdon) )+"
)
_CLAUSES: Final = re.compile(r" ?[.,] ?")
_SEARCHED: Final = {one: re.compile("|".join(parts)) for one, parts in _ANYWHERE.items()}
_MATCHED: Final = {one: re.compile("|".join(parts)) for one, parts in _WHOLE.items()}


def question_in(words: str) -> Question | None:
    """Return what a message asks about the help itself, if it does."""
    text = " ".join(normalise(words[:READ_CHARS]).text.split())
    clauses = [_LEAD.sub("", one) for one in _CLAUSES.split(text) if one]
    for language, pattern in _SEARCHED.items():
        if any(pattern.search(one) for one in clauses):
            return Question(Subject.NO_PHONE, language)
    for clause in clauses:
        for (language, subject), pattern in _MATCHED.items():
            if pattern.fullmatch(clause):
                return Question(subject, language)
    return None


_ASKS: Final = re.compile(
    r"(?:(?:so|and|but|ok|okay|hi|hello|please|sorry|y|pero|hola) )*"
    r"(?:what|whats|how|hows|when|where|who|whos|why|which|can|could|may|do|does|did|is|are|am|will|would"
    r"|should|tell me|explain|que|como|cuando|donde|quien|por que|cual|puedo|puede|pueden|es|hay|tengo que)"
    r" \S+ \S+"
)
_LEAST_WORDS: Final = 4


def is_question(words: str) -> bool:
    """Whether a message is put as a question, of four words at least."""
    plain = normalise(words[:READ_CHARS]).text.strip(" .")
    asks = "?" in words or _ASKS.match(plain) is not None
    return asks and len(plain.split()) >= _LEAST_WORDS
