"""Whether a message asks something, so that it is no answer and no move."""

from __future__ import annotations

import re
import string

from bot.release.templates import Templates
from bot.release.words import clauses, flat

_SHORT = 3
_SPACES = f"{string.whitespace}\N{NO-BREAK SPACE}"
_ASKS = Templates(
    """
    what|whats|how|hows|why|when|where|who|whose|whom|which|explain|wondering|any idea
    (can|could|should|may|shall|will|would|do|are|am) (i|you|we|they|he|she|it|my|the|there|someone|anyone)
    is (it|there|this|that|my|he|she|anyone|someone|the)
    (does|did|has) {somebody}
    have (i|you|we|they)
    tell me (about|more|how|what|if|when|where)
    i (want|need|would like) to (know|ask|understand)
    i have [a|another] question
    question about
    i (was|am) [just] wondering
    """,
    {"somebody": "i|you|we|they|he|she|it|my|the|a|an|this|that|your|anyone|someone|everyone"},
    before="ok|okay|and|but|so|also|wait|hey|hi|um|well|oh|now|then|yes|no",
)
_TAG = re.compile(r"\b(?:right|ok|okay|yes|no|correct|you know)$", re.IGNORECASE)
_LONGEST_TAG = 10
"""Characters, with the one before it. Only so many are searched: a pattern that looks for a message's end from each of
its places takes seconds where there are thousands of spaces."""


def is_question(text: str) -> bool:
    """Whether a message asks something; three words with a question mark may still be an answer."""
    plain = _without_tag(text)
    parts = clauses(plain)
    if not parts:
        return True
    if any(_ASKS.begin(" ".join(part)) for part in (parts[0], parts[-1])):
        return True
    return plain.rstrip().endswith("?") and len(flat(plain)) > _SHORT


def _without_tag(text: str) -> str:
    """A message without the "right?" at its end, which asks only for a nod."""
    said = text.rstrip(f"?{_SPACES}")
    if "?" not in text[len(said) :]:
        return text
    tag = _TAG.search(said[-_LONGEST_TAG:])
    return text if tag is None else said[: len(said) - len(tag[0])].rstrip(f",{_SPACES}")
