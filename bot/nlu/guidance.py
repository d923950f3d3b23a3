"""Whether a message asks to be led through something, whatever that is: "walk me through", "what do I sign first?".

A sentence vector is mostly about the matter, so that a wish for steps lies close to the topic of the same matter.
The words of the wish itself are few, and tell the two apart.
"""

from __future__ import annotations

import re
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
    r"tell (?:me|us) (?:exactly )?(?:what|how)|spell (?:it )?out|show (?:me|us) how|can (?:u|you) show",
    r"what (?:do|must|should|would) (?:i|we) (?:have to |need to )?(?:do|sign|write|fill)",
    r"what has to (?:be done|happen)|(?:which|what) (?:paper|form|paperwork)",
    r"i(?: d| would)? (?:want|need|like) (?:to )?"
    r"(?:set|let|give|sign|authorize|allow|start|begin|make|add|revoke|cancel|take back)",
)
_WISH: Final = re.compile(rf"\b(?:{'|'.join(_WISHES)})\b")
_NO_WORD: Final = re.compile(r"[\W_]+")


def wants_steps(text: str) -> bool:
    """Whether a message asks to be led through something, or says that somebody wants to do it now."""
    return _WISH.search(_NO_WORD.sub(" ", text.casefold())) is not None
