"""The wish that parents, family or friends do not hear of this chat or of therapy: no danger by itself."""

from __future__ import annotations

import re
from typing import Final

from bot.safety.normalise import normalise

LONGEST: Final = 200
"""Characters; whoever writes more has more to say."""

# Over `bot.safety.normalise`. Not a partner, a coach, an uncle: from them it may be hiding, or told to hide.
_ONE: Final = "mom|mama|mother|dad|papa|father|parents?|folks|family|guardians?|grandma|grandpa|grandparents|friends?"
_THEM: Final = (
    rf"(?:(?:(?:my|our) )?(?:{_ONE})(?: (?:and|or) (?:my )?(?:{_ONE}))?|anyone|anybody|people)"
)
_UNO: Final = "mama|mami|madre|papa|papi|padre|papas|padres|familia|abuel[oa]s?|amig[oa]s?"
_ELLOS: Final = rf"(?:mis? (?:{_UNO})(?: [yo] (?:a )?(?:mis? )?(?:{_UNO}))?|nadie)"
_HEAR: Final = "know|find out|see|hear|read|notice"
_SEPAN: Final = "(?:lo |se )?(?:sepan?|enteren?|vean?|lean?|den? cuenta)"
_WISHES: Final = (
    rf"i (?:really |just )?(?:dont|do not|didnt|wouldnt|never) (?:want|wanted|like) {_THEM} to (?:{_HEAR})",
    rf"(?:id|i would) (?:rather|prefer)(?: if| that)? {_THEM} (?:didnt|not|dont|doesnt) (?:{_HEAR}|knew|found out)",
    rf"{_THEM} (?:cant|can not|must not|mustnt|shouldnt|should not|may not|doesnt|dont|does not|do not) (?:{_HEAR})",
    rf"(?:dont|do not|you cant|you wont|can you not|could you not|promise (?:me )?(?:not to|you wont)) (?:ever )?"
    rf"(?:tell|call|text|contact|inform|email|let) {_THEM}(?: (?:{_HEAR}))?",
    rf"i (?:havent|have not|didnt|did not|never) (?:tell|told) {_THEM}",
    rf"no (?:quiero|quisiera|me gustaria) que {_ELLOS} {_SEPAN}",
    rf"que {_ELLOS} no {_SEPAN}|que no {_SEPAN} {_ELLOS}",
    rf"{_ELLOS} no (?:lo |se )?(?:saben?|(?:pueden?|deben?) (?:saber(?:lo)?|enterarse|ver(?:lo)?|leer(?:lo)?))",
    rf"no (?:se lo|le|les) (?:vayas? a |vayan a )?(?:dig\w+|decir\w*|cuent\w+|contar\w*|avis\w+|llam\w+)"
    rf"(?: nada| esto)? a {_ELLOS}",
)
# What is to be hidden must be named, and be the chat or therapy: "don't tell Daddy, please" may hide anything.
_NAMED: Final = (
    "writ(?:e|ing|ten)|wrote|text(?:ed|ing)?|talk(?:ed|ing)?|chat(?:ted|ting)?|messag(?:ed|ing)|typ(?:e|ed|ing)"
    "|contacted|us(?:e|ing) (?:this|the) (?:chat|bot|site|app|page)|this (?:chat|conversation)"
    "|therapists?|therapy|counsell?ors?|counsell?ing|psychologist|psychiatrist"
    "|escrib(?:o|i|iendo)|hablo|hable|hablando|chateo|este chat|terapia|terapeuta|psicolog[oa]|psiquiatra|consejer[oa]"
)
# What may stand with it. "What he does", "I cut", "I use", "someone", "help" and all else say more; so does "want to
# be here" with a denial before it.
_BESIDE: Final = (
    "about|of|that|this|it|i|im|ive|am|was|have|been|being|me|here|there|on|in|to|with|at|you|a|an|the|my|our"
    "|see|seeing|saw|go|going|went|came|come|get(?:ting)? help|site|page|website|bot|app|sessions?|appointments?"
    "|or|and|so|really|just|yet|either|though|private|personal|embarrassing"
    "|de|sobre|que|esto|eso|nada|lo|aqui|contigo|con|ustedes|usted|por|este|el|la|los|un|una|al|en|chat"
    "|estoy|ando|voy|vengo|fui|yendo|veo|busco|tengo|mande|pedi ayuda|pagina|citas?|sesion(?:es)?|te|les|le|mis?|yo|y"
    "|se|va|a"
)
_POLITE: Final = (
    "hi|hey|hello|please|pls|plz|thanks|thank you|ok|sorry|but|and|also|just|es que|pero|y|hola|por favor|porfa"
    "|porfavor|gracias|perdon|(?:im|i am) (?:a teen(?:ager)?|a minor|(?:only )?\\d\\d(?: (?:years old|yo|y o))?)"
    "|tengo \\d\\d(?: anos)?|soy menor(?: de edad)?"
)
_WISH: Final = (
    rf"(?:{'|'.join(_WISHES)})(?: (?:{_BESIDE}|{_POLITE})){{0,9}}? (?:{_NAMED})"
    rf"(?: (?:{_NAMED}|{_BESIDE}|{_POLITE})){{0,9}}"
)
_ONLY_A_WISH: Final = re.compile(rf"(?:(?:{_POLITE}) ){{0,4}}{_WISH}")


def is_secrecy_alone(text: str) -> bool:
    """Whether a message only wishes that somebody at home does not hear of it: "don't tell my mom I write here".

    Children and grown-ups wish so for many reasons. A message that says why, or what else is to be hidden, is none.
    """
    if len(text) > LONGEST:
        return False
    words = normalise(text).text.replace(".", " ").replace(",", " ").split()
    return _ONLY_A_WISH.fullmatch(" ".join(words)) is not None
