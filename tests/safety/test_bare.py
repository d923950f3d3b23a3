"""Messages that say nothing of their own."""

from __future__ import annotations

import pytest

from bot.safety.bare import is_bare


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
