"""After "never mind" a press is taken as any press is: its answer is not kept back."""

from __future__ import annotations

import pytest

from bot.gateway.arrival import _settled
from bot.gateway.screening import Screened
from bot.safety.known import Known


@pytest.mark.parametrize("words", ["never mind", "stop"])
def test_what_was_given_up_counts_for_that_message_alone(words: str) -> None:
    _, known = _settled(Screened(), Known(), words)
    assert known.gave_up
    assert not _settled(Screened(), known, "")[1].gave_up
