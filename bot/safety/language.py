"""Whether a message is Spanish, so that the card can be: by its words, with or without accents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.safety.normalise import normalise
from bot.safety.vocabulary import LEET

_READ: Final = 4_000
"""Characters; a longer message shows its language before."""
_SHORT: Final = 3
"""Words up to which a single Spanish one is enough."""
_SHARE: Final = 0.4
"""Of a longer message with a single Spanish word, how much must be words of both languages."""

_SPANISH_WORDS: Final = """
    que quien quienes cual cuando donde como porque por para pero sin sobre entre hasta desde aunque
    el la los las lo le les un una unos unas de del en con se su sus mi mis tu tus nos y o u ni si al
    es son era fue ser soy eres somos esta estan estoy estaba estamos estar este esto ese eso esa aqui
    alli yo ella ellos ellas usted ustedes nosotros nadie alguien algo nada todo toda todos todas
    muy mas menos ya ahora hoy ayer manana siempre nunca tambien solo sola tan tanto mucho mucha muchos
    bien he ha han hay haber hace hacer hago hizo hacen haga tengo tiene tienen tener tenia tuve puedo
    puede pueden podria poder voy va van ir iba vamos fui sabe saber creo cree quiere quieren quisiera
    quise siento siente sentir duele dice dijo decir digo dicen tomo tome tomar llevo lleva dejo deja
    dejar dan dar da manda necesito necesita gracias favor hola buenas buenos dias dia noche noches
    semana meses anos casa mama papa hijo hija hijos nino nina ninos ninas hermano hermana hermanito
    abuelo abuela esposo esposa novio novia marido mujer hombre amigo amiga gente jefe tio tia primo
    prima madre padre vecino vecina doctor terapeuta medicina medicinas otra otro otras otros vez
    veces cada antes despues mientras contra segun pa toy nomas voz
    me te no a
"""
_TELLING_WORDS: Final = """
    quiero queria qiero kero morir morirr mrir morirme muero muriendo muerte muerto muerta matar
    matarme matarte matarlo matarla mato mata vivir vida suicidio suicidarme suicidarse suicida suicidar
    cortarme cortandome corto lastimarme lastimar lastima dano herida sangre sangrando pastillas
    pastilla veneno ahorcarme tirarme pega pego golpea golpeo golpes golpear amenaza amenazo amenazas
    miedo ayuda ayudame ayudenme auxilio socorro urgente urgencia emergencia ambulancia
    violo violaron violada abuso abusa abusaron toco
    tocaba obliga obligan obligaron venden vendieron voces vacio desaparecer cansada cansado triste
    sobra estorbo carga adios despedirme arma cuchillo pistola puente respira respirar desmayo
    inconsciente embarazada policia odio dolor sufrir encerrada encerrado secuestraron acosa
"""
_ENGLISH_WORDS: Final = """
    i im ive id ill my myself mine you your youre yours we our us they them their theyre he him his
    her hers she it its this that these those there here the an and or but because if when while what
    who whom which why how where to of in on at for from with without about into over after before by
    as than then is are was were be been being am do does did dont didnt doesnt have has had having
    will would wont wouldnt can cant could couldnt should shouldnt may might must not never ever any
    some all just only even really very much more want wants wanted wanna going gonna get gets got go
    went know think feel feels feeling need needs make made take took tell told say said see saw keep
    kept help please thank thanks hi hello hey kill killing die dying dead life live living hurt
    hurting anymore someone anyone nobody people mom dad son daughter husband wife friend therapist
    therapy night today tomorrow tonight now still again every out up down off so too
"""
_OTHER_WORDS: Final = """
    je ne pas est et les des nous vous suis dans pour avec veux plus moi mon ma elle une cest jai
    nao voce eu uma muito estou meu minha quero viver mais fazer isso ele sou
    che non sono della voglio piu ho mio mia perche di il gli sto anche
    ich nicht und der das ist mich mein meine kann
"""

_SPANISH: Final = frozenset(_SPANISH_WORDS.split())
_TELLING: Final = frozenset(_TELLING_WORDS.split())
"""Words of danger and of need: one alone may be the whole message."""
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_OTHER: Final = frozenset(_OTHER_WORDS.split())
"""French, Portuguese, Italian and German, which share small words with Spanish."""
_BOTH: Final = _SPANISH & (_ENGLISH | _OTHER | {"me", "no", "a"})
_ENDING: Final = re.compile(
    r"\w{2,}(?:arme|erme|irme|arse|erse|irse|arlo|arla|iendo|andome|iendome|ciones|cion|aron|ieron"
    r"|amente|abamos)"
)
_CLEAR: Final = 2
"""So many more words of one language than of the other change the language of a conversation."""
_MARKS: Final = re.compile(r"[¿¡ñÑ]")


def is_spanish(text: str) -> bool:
    """Whether `text` is Spanish rather than English.

    Words that both languages have count for neither. Of a message in both, the language with more
    words wins; a word of danger counts twice, since that is what the card answers.
    """
    found = _count(text)
    if found.spanish == 1 and found.english == 0 and found.words > _SHORT:
        return (found.spanish + found.both) / found.words >= _SHARE
    return found.spanish > found.english


def language_after(text: str, known: str | None = None) -> str | None:
    """The visitor's language after a message: `en`, `es`, or None while nothing tells.

    A bare word or two ("si", "ok") change nothing once a language is known.

    Args:
        text: the message, as typed.
        known: what was known before.
    """
    found = _count(text)
    if known is not None and abs(found.spanish - found.english) < _CLEAR:
        return known
    if is_spanish(text):
        return "es"
    return "en" if found.english else known


def _unmasked(word: str) -> str:
    """The word behind digits that stand for letters ("n0vio")."""
    return word.translate(LEET) if not word.isalpha() and not word.isdigit() else word


@dataclass(frozen=True)
class _Count:
    """The different words of a text that tell its language; those of danger in Spanish count twice."""

    spanish: int
    english: int
    both: int
    words: int


def _count(text: str) -> _Count:
    read = text[:_READ]
    found = (_unmasked(word) for word in re.findall(r"[a-z0-9]+", normalise(read).text))
    words = list(dict.fromkeys(found))
    spanish = min(2, len(_MARKS.findall(read)))
    english = both = 0
    for word in words:
        if word in _TELLING:
            spanish += 2
        elif word in _BOTH:
            both += 1
        elif word in _SPANISH or _ENDING.fullmatch(word):
            spanish += 1
        elif word in _ENGLISH or word in _OTHER:
            english += 1
    return _Count(spanish, english, both, len(words))
