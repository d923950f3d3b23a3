"""A plain "yes", "no" or "I don't know" in what a visitor typed, however it is said."""

from __future__ import annotations

from bot.release.templates import Templates
from bot.release.words import NEGATORS, Clause, clauses

YES, NO, UNSURE = "yes", "no", "do not know"

_WORDS_OF = {
    YES: frozenset({"yes", "yeah", "yep", "yup", "yea", "si"}),
    NO: frozenset({"no", "nope", "nah"}),
}
_SI = "si"
"""A yes only alone: it is also a Spanish "if"."""
YES_NO = _WORDS_OF[YES] | _WORDS_OF[NO]
_FIRST = """
    um|uh|uhm|hm|hmm|well|oh|ok|okay|so|and|but|actually|honestly|sorry|hi|hello|hey|please|just|probably|then|also|or
    |i (think|guess|believe|suppose|would say)|it is|that is|that would be|for now|lets say
"""
_LISTS = {
    "they": "i|we|you|they|she|he|it|there|that",
    "do": "do|does|did|am|is|are|was|were|have|has|had|would|will|can",
    "surely": "really|probably|definitely|certainly|absolutely|of course",
}
_FILLERS = Templates("{first}", {"first": _FIRST}, before=_FIRST)
_CLAUSES = {
    UNSURE: Templates(
        """
        [i] [really|honestly|just] do not [really] know [yet]
        [i] [have] no (idea|clue) [yet]
        how (should|would|do|could|can|am) i [supposed to] (know|tell)
        [{they}] (might|may|could) be [in (it|there|that)]
        not [really|entirely|totally|completely|100 percent] (sure|certain) [yet]
        i am not [really|entirely|totally|completely] (sure|certain) [yet]
        {they} have not (asked|talked|spoken|discussed|decided|thought) [about (it|that|this)|it|that] [yet]
        [it is] hard to (say|tell)
        i can not (say|tell|remember)
        [i am] [still] (thinking|wondering) [about it]
        who knows|beats me|unclear|unsure|perhaps|maybe|kind of|sort of|possibly
        """,
        _LISTS,
    ),
    NO: Templates(
        """
        {they} {do} not
        {they} (do|does) not have (any|one|papers|that|it|those)
        not really|not at all|(of course|absolutely|definitely|certainly) not
        not (now|right now|currently|that one|at the moment)
        never|negative|no one|nobody|nothing [like that|of the sort]|none of (that|it|those)
        """,
        _LISTS,
    ),
    YES: Templates(
        """
        {they} [{surely}] {do}
        i (think|believe) so
        of course|absolutely|definitely|certainly|correct|sure|true|right|indeed|exactly|affirmative
        probably|most likely|that is (right|correct|true)|very much|totally|for sure
        """,
        _LISTS,
    ),
}
_DOUBTED = Templates(
    """
    probably not|i hope not|hopefully not
    [i] (do|did) not (think|believe) so
    """,
    {},
)
"""A no that is not sure of itself."""
_GOES_ON = """
    a actually and because both but everybody everyone he i it just keep leave my never no nobody not one only or our
    please she so sorry thank thanks that the there they this we you
"""
AFTER_A_NO = frozenset(_GOES_ON.split())
"""After these a "no" is an answer, and belongs to nothing: "no they are safe", but not "no food"."""


def plain_answer(clause: Clause) -> str | None:
    """Whether a clause is, or begins with, a plain `YES`, `NO` or `UNSURE`."""
    said, bare = " ".join(clause), without_fillers(clause)
    for kind in (UNSURE, NO, YES):
        if any(_CLAUSES[kind].match(one) for one in (said, bare)):
            return kind
    first, _, rest = bare.partition(" ")
    if first in _WORDS_OF[YES] and (first != _SI or not rest):
        return YES
    after = rest.partition(" ")[0]
    if first in _WORDS_OF[NO] and (not after or after in AFTER_A_NO):
        return NO
    return None


def is_doubted(text: str) -> bool:
    """Whether a message holds a no that is not sure of itself: "I don't think so"."""
    return any(_DOUBTED.match(" ".join(clause)) for clause in clauses(text))


def ends_in_yes(text: str) -> bool:
    """Whether a clause without a "not" ends in a yes: "those too, the private notes yeah"."""
    return any(
        clause[-1] in _WORDS_OF[YES] and NEGATORS.isdisjoint(clause) for clause in clauses(text)
    )


def without_fillers(clause: Clause) -> str:
    """A clause without what is only said to begin."""
    said = " ".join(clause)
    return said[_FILLERS.begin(said) :].strip()
