"""Whether a message asks to be led through something, whatever that is: "walk me through", "what do I sign first?".

A sentence vector is mostly about the matter, so that a wish for steps lies close to the topic of the same matter.
The words of the wish itself are few, and tell the two apart. Those that name who gets the information, or an end
of it, are few as well: they decide between guides that are near to each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_LEADS: Final = r"(?:walk|take|guide|lead|talk|bring|go|help|show) (?:me|us|with me|with us)"
_FORM: Final = (
    r"(?:release|roi|form|authorization|permission|consent|paper|paperwork|steps|process)"
)
_WISHES: Final = (
    rf"{_LEADS} (?:\w+ ){{0,2}}?(?:through|thru)",
    r"(?:walk|take|guide|lead) (?:me|us)",
    r"step by step|steps?|one by one|line by line|from start to finish|walk ?through",
    r"go (?:over|through) (?:it|this|that|the|filling)",
    r"get (?:me |us )?started|ready to",
    r"(?:set|setting) (?:\w+ ){0,3}?up",
    r"help (?:me|us) (?:to )?(?:do|fill|set|get|make|prepare|write|give|sign|cancel|let|with (?:the|a|my|this))",
    rf"(?:start|begin|do|make|prepare|fill out|fill in) (?:the|a|an|my|our|this|that) (?:\w+ ){{0,2}}?{_FORM}",
    r"what(?: ?s| is| are| comes)? (?:the |my |our )?(?:first|next|process|procedure)",
    r"how (?:do|can|would|should|could) (?:i|we) (?:even |actually )?"
    r"(?:go about|set|get started|start|begin|arrange|let|sign|unsign|undo)",
    r"(?:be )?shown (?:how|the|what)|advise (?:me |us )?(?:on )?how|how (?:this|it|that) (?:is|gets) done|instructions",
    r"(?:outline|explain|lay out|describe) (?:\w+ ){0,2}?(?:procedure|process|steps)",
    r"tell (?:me|us) (?:exactly )?(?:what|how)|spell (?:it )?out|show (?:me|us) how|can (?:u|you) show",
    r"what (?:do|must|should|would) (?:i|we) (?:have to |need to )?(?:do|sign|write|fill)",
    r"what (?:has|have|needs|would have|would need) to (?:be done|happen)|what happens first",
    r"know (?:the (?:procedure|process|steps)|how to|where to (?:start|begin))",
    r"where (?:to|do i|do we|should i|should we|can i|can we) (?:start|begin)",
    r"(?:which|what) (?:paper|form|paperwork)",
    r"i(?: d| would)? (?:want|need|like|wish) (?:to )?"
    r"(?:set|let|give|sign|authorize|allow|start|begin|make|add|revoke|cancel|take back|withdraw|rescind)",
)
_WISH: Final = re.compile(rf"\b(?:{'|'.join(_WISHES)})\b")

_THE_FORM: Final = (
    r"(?:release(?: of information| form)?|rois?|authori[sz]ations?|consent form"
    r"|permission (?:slip|form))"
)
_HOW: Final = (
    r"(?:steps?|how to|how do (?:i|we)|fill (?:\w+ ){0,2}?(?:in|out)|walk|guide|lead|take (?:me|us)|help (?:me|us)"
    r"|go through|start|begin|first|line by line|process|procedure|withdraw|revoke|rescind|cancel)"
)
_WISH_BY_NAME: Final = re.compile(
    rf"\b{_HOW} (?:\w+ ){{0,6}}?{_THE_FORM}\b"
    rf"|\b{_THE_FORM} (?:\w+ ){{0,3}}?(?:steps?|how to|walk ?through|process|procedure)\b"
    rf"|\b{_THE_FORM} (?:\w+ ){{0,9}}?where to (?:start|begin)\b"
    r"|^(?:please )?(?:release|roi|authorization) (?:to|for) "
)

_ENDS: Final = (
    r"(?:revok\w+|rescind\w*|withdraw\w*|cancel\w*|tak(?:e|ing) back|undo|unsign|pull|end|ending"
    r"|stop|terminat\w+)"
)
_TAKES_BACK: Final = re.compile(
    rf"\b{_ENDS} (?:\w+ ){{0,4}}?(?:release|roi|authori[sz]ation|permission|consent|form|paper)\b"
)
_PERHAPS_ENDS: Final = re.compile(
    rf"\b(?:{_ENDS}|stop\w+|ends|clos\w+|over|no more|no longer|anymore)\b"
)
_RELATIVE: Final = (
    r"(?:husband|wife|partner|mom|mother|dad|father|sister|brother|friend|boyfriend|girlfriend)"
)
_FOR_ANOTHER: Final = re.compile(
    r"\b(?:child|children|sons?|daughters?|kids?|teen\w*|parents?|guardian|grand(?:son|daughter)|minor"
    r"|\d+ ?(?:yo|yr|year)\w*)\b"
    r"|\b(?:his|her|their|my \w+ s) (?:therapist|counselor|psychologist|doctor)\b"
    rf"|\bmy (?:\w+ )?{_RELATIVE} (?:he |she )?(?:comes|coming|sees|goes|is|has|attends)\b"
)
_NAMES: Final = {
    "lawyer_or_court": re.compile(
        r"\b(?:lawyers?|attorneys?|paralegal|counsel|law (?:firm|office)|legal team|courts?|subpoena)\b"
    ),
    "insurer": re.compile(
        r"\b(?:insurance|insurers?|health plan|claims?|blue cross|aetna|cigna|medicaid|medicare|kaiser"
        r"|united ?healthcare|humana)\b"
    ),
    "physician": re.compile(
        r"\b(?:doctors?|physicians?|psychiatrists?|prescribers?|pcp|ob|ob ?gyn|primary care|pediatrician|specialist"
        r"|nurse practitioner|neurologist|(?:my|our|family|new) dr)\b"
    ),
    "bring_someone": re.compile(
        r"\b(?:bring\w* (?:\w+ ){0,3}?(?:in|along|to (?:a|an|my|the|one|our|therapy))|sit in|joint session"
        r"|come (?:in |to therapy |along )?with me|join (?:me|my)"
        r"|attend (?:a|my|our|one|the) (?:session|appointment))\b"
    ),
}
"""By guide, words of which it is seldom that they stand in a request for another one."""

_NO_WORD: Final = re.compile(r"[\W_]+")


class Wish(Enum):
    """What a message asks to be led through."""

    STEPS = auto()
    STEPS_OF_THE_FORM = auto()


@dataclass(frozen=True)
class Heard:
    """What the words of a message say of being led through something.

    Attributes:
        wish: whether they ask for it, or say that somebody wants to do it now.
        guide: the guide that they name, if they name one only.
    """

    wish: Wish | None = None
    guide: str | None = None


def hear(text: str) -> Heard:
    """What a message says of being led through something."""
    words = _NO_WORD.sub(" ", text.casefold()).strip()
    return Heard(_wish_in(words), _guide_in(words))


def _wish_in(words: str) -> Wish | None:
    if _WISH_BY_NAME.search(words):
        return Wish.STEPS_OF_THE_FORM
    return Wish.STEPS if _WISH.search(words) else None


def _guide_in(words: str) -> str | None:
    """To take back comes first: "cancel what I signed for my insurer". A child's or a relative's is no client's."""
    if _TAKES_BACK.search(words):
        return "revoke"
    if _PERHAPS_ENDS.search(words) or _FOR_ANOTHER.search(words):
        return None
    named = [guide for guide, pattern in _NAMES.items() if pattern.search(words)]
    return named[0] if len(named) == 1 else None
