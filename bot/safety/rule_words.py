"""The words that the danger rules are made of, for whoever leaves words out of a message.

What is left out must take no sign of danger with it: the message after it may only then make one whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.safety.normalise import normalise
from bot.safety.patterns import Pattern, keys_of
from bot.safety.rules import rule_set

_WORD = re.compile(r"(?<![\\a-z])[a-z]{2,}(?!\()")
"""A whole word in a pattern; `\\w` and the beginning of `hit(ting)?` are none, and are among its keys."""


def load() -> None:
    """Reads the words now, so that no message has to wait for them."""
    _rule_words()


def has_rule_word(text: str) -> bool:
    """Whether a word of it, in any of its forms that a rule knows, is one that a rule asks for."""
    return not keys_of(normalise(text).text).isdisjoint(_rule_words())


@lru_cache(maxsize=1)
def _rule_words() -> frozenset[str]:
    patterns = (one for rule in rule_set().rules for one in rule.patterns)
    return frozenset(word for pattern in patterns for word in _words(pattern))


def _words(pattern: Pattern) -> Iterator[str]:
    for need in pattern.needs:
        yield from need
    yield from _WORD.findall(pattern.source)
    for other in pattern.also:
        yield from _words(other)
