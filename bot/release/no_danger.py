"""Whether a message says that nobody is in danger, and says nothing else.

Here a wrong "no" leads past the help. "No one feels safe", "no, but call the police" and "no, not yet" begin with a
no and are none; so every word must belong to a bare no, or to a phrase that the answer lists.
"""

from __future__ import annotations

from functools import lru_cache

from bot.release.templates import Templates
from bot.release.words import Clause, flat

LONGEST = 18
"""Words."""

_NO = """
    no|nope|nah|none|nobody|noone|no one|not at all|nothing like that|(of course|absolutely|definitely|certainly) not
"""
_BEFORE = "um|uh|hm|hmm|oh|ok|okay|well|so|hi|hello|thankfully|luckily|fortunately"
_AFTER = "thanks|thank you|thx|ty|right now|at the moment|currently"
_IS = "i am|we are|they are|he is|she is|it is|that is|this is|there is"
_BEGINS = frozenset({"no", "nope", "nah", "none", "nobody", "noone", "not", "never", "nothing"})


def is_only_no(text: str, phrases: tuple[Clause, ...]) -> bool:
    """Whether a message is a bare no or one of the phrases, with no more than fillers and thanks around it.

    Args:
        text: the message.
        phrases: what the answer "no" lists, as plain words.
    """
    words = flat(text)
    return 0 < len(words) <= LONGEST and _templates(phrases).match(" ".join(words))


def begins_like_no(text: str) -> bool:
    """Whether a message begins as a no may."""
    return not _BEGINS.isdisjoint(flat(text)[:1])


@lru_cache(maxsize=4)
def _templates(phrases: tuple[Clause, ...]) -> Templates:
    one = "|".join([_NO, *(_ways(phrase) for phrase in phrases if phrase)])
    return Templates("{one}", {"one": one}, before=f"{_BEFORE}|{_NO}", after=f"{_AFTER}|{{one}}")


def _ways(phrase: Clause) -> str:
    """A phrase as a template: for "no crisis" also "it is not a crisis"."""
    words = " ".join(phrase)
    if len(phrase) > 1 and phrase[0] == "no":
        words = f"(no|not a|not an|not any) {' '.join(phrase[1:])}"
    return f"[{_IS}] {words}" if phrase[0] in ("no", "not") else words
