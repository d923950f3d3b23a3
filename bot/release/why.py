"""Whether a question asks for the reason of what is before the visitor: "why does it have to be in writing?"."""

from __future__ import annotations

from bot.release.templates import Templates
from bot.release.words import flat, stem

LONGEST = 14
"""Words; a longer question is about more than what is shown."""

_BEGINS = Templates(
    "why|how come|for what reason|what is the (reason|point|purpose)",
    {},
    before="but|and|so|ok|okay|wait|hm|um|well|oh|sorry",
)
_NEEDS = frozenset(
    {
        "have",
        "must",
        "need",
        "needed",
        "should",
        "got",
        "gotta",
        "ask",
        "asking",
        "want",
        "required",
    }
)
_COMMON_WORDS = """
    a also an and any anyone be being been by can could did do does doing done even exactly for get getting going has he
    her him i in is it me my of on or our really she so still that the their them then there these they this
    those though to too us was we were would you your
"""
_COMMON = _NEEDS | frozenset(_COMMON_WORDS.split())
"""What says nothing of whose reason is asked for."""


def asks_why(text: str, shown: str) -> bool:
    """Whether a message asks why what is shown must be so, in no other words than are shown.

    Args:
        text: the message.
        shown: the question that waits, or the step.
    """
    words = flat(text)
    begins = _BEGINS.begin(" ".join(words))
    if not begins or len(words) > LONGEST:
        return False
    rest = " ".join(words)[begins:].split()
    told = {stem(word) for word in flat(shown)}
    return not _NEEDS.isdisjoint(rest) and all(
        word in _COMMON or stem(word) in told for word in rest
    )
