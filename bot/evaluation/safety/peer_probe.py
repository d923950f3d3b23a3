"""Asks other tools, in the environment `.venv/peers`: a JSON list of texts in, a JSON list of verdicts out.

Run as a script; imports nothing of this project. A tool that does not load is said to, and left out.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

Ask = Callable[[str], bool]


def cogno() -> Ask:
    """Its input guard with the crisis rules that it delivers."""
    from cogno_aegis import InputGuard
    from cogno_aegis.safety import DEFAULT_CRISIS_RULES

    guard = InputGuard(crisis_rules=DEFAULT_CRISIS_RULES)
    return lambda text: not guard.check_crisis(text).ok


def pantheon() -> Ask:
    """Its crisis protocol."""
    from pantheon_guardrails import CrisisProtocol

    protocol = CrisisProtocol()
    return lambda text: bool(protocol.check(text, jurisdiction="US").triggered)


def rrt(*levels: str) -> Ask:
    """Its engine, made to forget before each message."""
    from rrt_advocate import CrisisEngine

    engine = CrisisEngine("visitor")

    def ask(text: str) -> bool:
        engine.reset_session()
        return engine.assess(text).crisis_level.name in levels

    return ask


PEERS: tuple[tuple[str, str, Callable[[], Ask]], ...] = (
    ("cogno-aegis", "", cogno),
    ("pantheon-guardrails", "", pantheon),
    # Its description routes to support from the first level above green; it calls the last two crisis.
    ("rrt-advocate", "yellow or worse", lambda: rrt("YELLOW", "ORANGE", "RED", "BLACK")),
    ("rrt-advocate", "red or black", lambda: rrt("RED", "BLACK")),
)


def verdicts(
    package: str, setting: str, load: Callable[[], Ask], texts: list[str]
) -> dict[str, Any]:
    """What one tool says of each text, and the seconds it took."""
    try:
        ask = load()
        begun = time.perf_counter()
        flags = [ask(text) for text in texts]
        seconds = time.perf_counter() - begun
    except Exception as error:
        return {"name": package, "setting": setting, "error": type(error).__name__}
    return {
        "name": package,
        "setting": setting,
        "version": version(package),
        "flags": flags,
        "seconds": seconds,
    }


def main() -> None:
    """Reads standard input, writes standard output."""
    logging.disable(logging.CRITICAL)
    texts = json.load(sys.stdin)
    json.dump([verdicts(*peer, texts) for peer in PEERS], sys.stdout)


if __name__ == "__main__":
    main()
