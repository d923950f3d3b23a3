"""Words that are a letter off, or hold digits, are put right; all others are left alone."""

from __future__ import annotations

import random
import string
import time

import pytest

from bot.safety.normalise import normalise, plain_text
from bot.safety.spelling import corrected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i hurtt mysef becuase i desrve it", "i hurt myself because i deserve it"),
        ("he p0iz0n my dog", "he poison my dog"),
        ("l0nely and t1red", "lonely and tired"),
        ("ya no quiero vibir", "ya no quiero vivir"),
        ("mi espozo me golpea", "mi esposo me golpea"),
        ("the nigth was long", "the night was long"),
    ],
)
def test_what_is_a_letter_off_is_put_right(typed: str, meant: str) -> None:
    assert " ".join(corrected(typed.split())) == meant


@pytest.mark.parametrize(
    "text",
    [
        "my client texted me about zoloft and lexapro",
        "tengo quince anos y estoy cortando pan",
        "the neighbors moms like robux haha",
        "12kms 6pm covid19 mp3 2day",
        "she wept and tried to smother it with a blanket he slit and sedated",
        "my nuera bites me muerdo la lengua",
        "the carer snores and the lodger pees",
        "xqzvw bbrrtt",
        "kms unalive selfharm",
        "",
    ],
)
def test_known_words_names_and_nonsense_stay(text: str) -> None:
    assert corrected(text.split()) == text.split()


def test_a_correction_has_the_span_of_what_was_typed() -> None:
    original = "Sometimes I hurtt MYSEF a lot"
    plain = normalise(original)
    start = plain.text.index("hurt myself")
    begin, end = plain.span(start, start + len("hurt myself"))
    assert original[begin:end] == "hurtt MYSEF"


def test_the_same_word_is_read_in_the_language_around_it() -> None:
    assert "embarazada" in plain_text("estoy enbarazada y no se")
    assert "canada" in plain_text("we moved to canadda last year").split()


def test_a_huge_message_of_nonsense_is_read_in_little_time() -> None:
    letters = random.Random(0)
    words = ["".join(letters.choices(string.ascii_lowercase, k=9)) for _ in range(10_000)]
    begun = time.process_time()
    plain_text(" ".join(words))
    assert time.process_time() - begun < 5
