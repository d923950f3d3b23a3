"""Messages that say nothing of their own."""

from __future__ import annotations

import pytest

from bot.safety.bare import gives_up, is_bare


@pytest.mark.parametrize(
    "text", ["sí", "Si quiero", "¡Sí, por favor!", "ok", "No, thanks.", "hola"]
)
def test_an_answer_alone_says_nothing(text: str) -> None:
    assert is_bare(text)


@pytest.mark.parametrize(
    "text", ["", "?", "help me", "ya no quiero vivir", "yes I will do it", "no puedo más"]
)
def test_whatever_else_is_read(text: str) -> None:
    assert not is_bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "no entiendo",
        "No entiendo.",
        "¿No entiendo esta pregunta?",
        "perdón, no entiendo la pregunta",
        "no lo entiendo",
        "no comprendo",
        "I don't understand",
        "I don\u2019t understand the question",
        "sorry, i do not understand this step",
    ],
)
def test_nor_do_words_that_only_do_not_understand(text: str) -> None:
    assert is_bare(text) and not gives_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "no entiendo por qué sigo viva",
        "no entiendo nada",
        "no entiendo la vida",
        "no me entienden",
        "ya no entiendo",
        "I don't understand why I'm still here",
        "I don't understand life",
        "they don't understand",
        "you don't understand me",
        "I don't understand the question of living",
    ],
)
def test_what_may_be_said_of_life_is_read(text: str) -> None:
    assert not is_bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "nvm stop",
        "NVM, STOP!!",
        "nevermind",
        "Never mind.",
        "stop",
        "ok stop",
        "forget it",
        "no, forget it",
        "sorry, forget I said anything",
        "olvídalo",
        "no, nada, olvídelo",
        "déjalo así",
    ],
)
def test_words_that_only_give_up_say_nothing(text: str) -> None:
    assert gives_up(text) and is_bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no, stop",
        "no, para",
        "stop stop stop",
        "please stop",
        "stop it",
        "make it stop",
        "he won't stop",
        "no more",
        "I give up",
        "I'm done",
        "leave me alone",
        "forget me",
        "ya no",
        "ya para",
        "¡para ya!",
        "basta",
        "¡ya basta!",
        "ay, para",
        "ugh stop",
        "wait stop",
        "ya basta de vivir así",
        "para mi hijo",
        "stop, he is coming",
        "how do I stop therapy",
    ],
)
def test_what_may_plead_or_speak_of_life_does_not_give_up(text: str) -> None:
    assert not gives_up(text)
