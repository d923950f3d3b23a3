"""The danger screen as the gateway uses it: bounded, and never silent when it fails."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety import Finding, flagged, screen

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Screened:
    """What the screen saw; a screen that broke counts as danger, to be on the safe side."""

    findings: tuple[Finding, ...] = ()
    broken: bool = False

    @property
    def needs_card(self) -> bool:
        """Whether the reply must carry the crisis card."""
        return self.broken or flagged(list(self.findings))


def screen_words(words: str, history: Sequence[str], head: int, tail: int) -> Screened:
    """Screen a message's words: all of a usual one, both ends of a huge one."""
    if len(words) > head + tail:
        words = f"{words[:head]}\n{words[-tail:] if tail else ''}"
    try:
        return Screened(tuple(screen(words, history)))
    except Exception as error:
        log.error("the danger screen failed: %s", type(error).__name__)
        return Screened(broken=True)
