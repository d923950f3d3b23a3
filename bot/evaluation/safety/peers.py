"""Other tools on the same messages, and a list of words."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.safety.keywords import KEYWORDS, listed
from bot.evaluation.safety.messages import Message
from bot.setup.paths import python_of

PROBE = Path(__file__).with_name("peer_probe.py")


class NoPeers(Exception):
    """The other tools cannot be asked; says what to do."""


@dataclass(frozen=True)
class Verdicts:
    """What one tool said.

    Attributes:
        flags: one for each message, in their order; empty when the tool could not be asked.
        milliseconds: for a message, on average.
        error: why it could not be asked.
    """

    name: str
    flags: tuple[bool, ...] = ()
    milliseconds: float = 0.0
    error: str | None = None


def ask_keywords(messages: Sequence[Message]) -> Verdicts:
    """What the list of words says."""
    begun = time.perf_counter()
    flags = tuple(listed(one.text) for one in messages)
    return Verdicts(f"a list of {len(KEYWORDS)} words", flags, _each(begun, messages))


def ask_peers(messages: Sequence[Message], python: Path | None = None) -> list[Verdicts]:
    """What the tools of `.venv/peers` say.

    Args:
        messages: each is asked by itself.
        python: the interpreter of an environment that has them.

    Raises:
        NoPeers: there is no such environment, or it does not work.
    """
    interpreter = python or python_of("peers")
    if not interpreter.exists():
        raise NoPeers("The environment .venv/peers is missing. Run `./assistant setup --peers`.")
    done = subprocess.run(
        [interpreter, "-I", PROBE],
        input=json.dumps([one.text for one in messages]),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NoPeers(f"The environment .venv/peers does not work (exit code {done.returncode}).")
    return [
        Verdicts(_name(one), error=one["error"])
        if "error" in one
        else Verdicts(
            _name(one), tuple(one["flags"]), one["seconds"] * 1000 / max(1, len(messages))
        )
        for one in json.loads(done.stdout)
    ]


def _name(one: dict[str, str]) -> str:
    name = f"{one['name']} {one['version']}" if "version" in one else one["name"]
    return f"{name}, {one['setting']}" if one["setting"] else name


def _each(begun: float, messages: Sequence[Message]) -> float:
    return (time.perf_counter() - begun) * 1000 / max(1, len(messages))
