"""However a word is written, the rules see the plain one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.safety.normalise import normalise


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("KILL Myself", "kill myself"),
        ("I’m   sad", "im sad"),
        ("I'm sad", "im sad"),
        ("ki\u200bll", "kill"),
        ("ｋｉｌｌ", "kill"),
        ("kіll", "kill"),
        ("su1c1de", "suicide"),
        ("s*icidal", "suicidal"),
        ("self-h@rm", "self harm"),
        ("d!e", "die"),
        ("diiiie", "die"),
        ("k i l l  m y s e l f", "kill myself"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("iwanttodie", "i want to die"),
        ("gonna kms", "going to kill myself"),
        ("más", "mas"),
        ("one. Two", "one . two"),
        ("one, two", "one , two"),
    ],
)
def test_a_word_is_brought_into_its_plain_form(written: str, plain: str) -> None:
    assert normalise(written).text.strip() == plain


@pytest.mark.parametrize("word", ["himself", "10:30", "24/7", "$40", "b4", "s***", "café"])
def test_ordinary_writing_does_not_become_danger(word: str) -> None:
    assert not {"kill", "die", "dead", "stab", "suicide"} & set(normalise(word).text.split())


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "🙂", "\u202eabc", "....", "'"])
def test_odd_text_is_read_without_an_error(text: str) -> None:
    assert normalise(text).length == len(text)


def test_a_character_that_stands_for_a_phrase_does_not_make_a_message_much_longer() -> None:
    assert len(normalise("\ufdfa" * 1000).text) < 5000


def test_a_span_points_at_the_original_words() -> None:
    original = "Hi!!  I wanna   K1LL mys\u200belf, ok?"
    plain = normalise(original)
    start = plain.text.index("kill myself")
    begin, end = plain.span(start, start + len("kill myself"))
    assert original[begin:end] == "K1LL mys\u200belf"


MASKED = "going to h*r* my wife, d*e, k*ll, l**e, s*lf, h*m"


def test_a_masked_word_that_fits_several_is_read_as_the_danger() -> None:
    words = normalise(MASKED).text.replace(",", " ").split()
    assert words == ["going", "to", "hurt", "my", "wife", "die", "kill", "life", "self", "him"]


def test_a_masked_word_is_read_alike_in_every_process() -> None:
    code = (
        "import sys; from bot.safety.normalise import normalise; print(normalise(sys.argv[1]).text)"
    )
    read = {
        subprocess.run(
            [sys.executable, "-c", code, MASKED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2", "3", "4", "5")
    }
    assert len(read) == 1
