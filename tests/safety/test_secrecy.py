"""To keep this chat or therapy from parents is no danger; what else is kept from them may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.safety import flagged, screen
from bot.safety.secrecy import LONGEST, is_secrecy_alone

MESSAGES = Path(__file__).parent / "messages"
ALONE = [
    "i dont want my mom to know i write here",
    "I don't want my dad to know I'm in therapy",
    "my mom can't find out I texted you",
    "I'm 16. I don't want my parents to know I text you",
    "please don't tell my mom and dad that I wrote this",
    "I'd rather my family didn't know about my therapy",
    "i dont want anyone to know i talk to you",
    "No quiero que mi mamá sepa que escribo aquí",
    "no quiero que mis papas se enteren de que voy a terapia",
    "mi mamá no puede saber que te escribí",
    "por favor no le digas a mi papá que hablo contigo",
]
MORE = [
    "don't tell my dad or he'll hit me",
    "he said not to tell my mom what he does to me",
    "i dont want my mom to know what he does to me",
    "i dont want my mom to know what my stepdad does at night",
    "my mom can't find out or she'll hurt me",
    "i dont want my mom to know i cut",
    "i dont want my mom to know i want to die",
    "if my mom finds out i wrote here she will beat me",
    "no le digas a mi papá porque me pega",
    "si mi mamá se entera me mata a golpes",
    "me va a pegar si se entera mi papá",
]


@pytest.mark.parametrize("text", ALONE)
def test_that_parents_do_not_hear_of_the_chat_is_a_wish_and_no_danger(text: str) -> None:
    assert is_secrecy_alone(text)
    assert not flagged(screen(text))


@pytest.mark.parametrize("text", MORE)
def test_what_is_hidden_from_parents_out_of_fear_is_danger(text: str) -> None:
    assert not is_secrecy_alone(text)
    assert flagged(screen(text))


@pytest.mark.parametrize(
    "text",
    [
        "Don't tell Daddy, please.",
        "don't tell my mom about this",
        "my uncle says I must not tell my mom we write",
        "i dont want my mom to know i text an older guy",
        "i dont want my mom to know i'm talking to someone",
        "dont tell my mom, i dont want to be here",
        "my husband can't know I write here",
        "I don't want my coach to know I talk to you",
        "nobody knows I talk to you",
        "don't tell my mom I write here because she gets so mad at me",
        "please dont tell my dad and mom i talked to you, they will be so angry with me",
        "no quiero que mi mamá sepa lo que me hace mi tío",
        "no quiero que mi novio sepa que te escribo",
        "i dont want my mom to know i write here" + " to you" * LONGEST,
    ],
)
def test_what_may_hide_more_is_left_to_the_classifier(text: str) -> None:
    assert not is_secrecy_alone(text)


def test_no_message_with_danger_is_taken_for_that_wish() -> None:
    files = sorted(MESSAGES.rglob("*.tsv"))
    assert files
    for file in files:
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        label = head.split("\t").index("label")
        for line in lines:
            fields = line.split("\t")
            assert fields[label] == "safe" or not any(map(is_secrecy_alone, fields[:label])), line
