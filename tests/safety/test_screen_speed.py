"""No text, however odd, keeps the screen busy: its time grows with the length, and stays small."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from math import inf

import pytest

from bot.safety import Category, screen
from bot.safety.rules import rule_set

LONG = 100_000
SHORT = 25_000
MOST_SECONDS = 5.0
"""For 100 KB on a slow machine under load; a tenth of it is usual."""
MOST_GROWTH = 12.0
"""How many times as long four times the text may take; 4 is usual."""
TRIES = 8
"""Until one is as it should be; nothing that grows faster ever is."""
LEAST_SECONDS = 0.02
"""Shorter times are all noise."""

_WORD = re.compile(r"(?<![\\a-z])[a-z]{2,}")
_PEOPLE = "i he she they my his her him me who son mom husband says wants to will and , ."


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    rule_set().compile()


def _words(category: Category) -> list[str]:
    found: set[str] = set()
    for rule in rule_set().rules:
        if rule.category is category:
            for pattern in rule.patterns:
                for part in (pattern, *pattern.also):
                    found.update(_WORD.findall(part.macros.expand(part.source)))
    return sorted(found)


def _repeated(text: str) -> str:
    return (text * (LONG // len(text) + 1))[:LONG]


def _mixed(words: list[str], seed: int) -> str:
    return _repeated(" ".join(random.Random(seed).choices(words, k=LONG // 5)))


def _texts() -> Iterator[tuple[str, str]]:
    every: list[str] = []
    for number, category in enumerate(Category):
        words = _words(category)
        every += words
        yield f"words of {category}", _mixed(words, number)
        yield (
            f"people in {category}",
            _mixed([*words, *_PEOPLE.split() * (len(words) // 10)], number),
        )
    yield "words of all rules", _mixed(every, 99)
    for category in Category:
        # Beginnings of matches without an end, one in the other.
        heads = [rule.patterns[0] for rule in rule_set().rules if rule.category is category]
        begun = [" ".join(_WORD.findall(one.macros.expand(one.source))[:6]) for one in heads]
        yield f"near matches of {category}", _repeated(" ".join(begun) + " ")
    for text in (
        " ",
        "a",
        "i ",
        "\n",
        ".,!?",
        "he , ",
        "want to ",
        "(((",
        "!1@$",
        "é",
        "😀",
        "k i l l ",
    ):
        yield f"{text!r} again and again", _repeated(text)


def _seconds(text: str) -> float:
    begun = time.process_time()  # what else runs on the machine does not count
    screen(text)
    return time.process_time() - begun


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in _texts()])
def test_a_long_text_takes_little_and_no_more_than_its_length_demands(text: str) -> None:
    short = long = inf
    for _ in range(TRIES):
        # The best of each: a busy machine only ever adds.
        short, long = min(short, _seconds(text[:SHORT])), min(long, _seconds(text))
        if long < MOST_SECONDS and long / max(LEAST_SECONDS, short) < MOST_GROWTH:
            return
    pytest.fail(f"{long:.2f} s, and {short:.2f} s for a quarter of it")
