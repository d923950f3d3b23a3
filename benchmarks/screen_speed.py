"""How long the rules of the danger screen take.

    python -m benchmarks.screen_speed

Prints one line for each length of text: microseconds for a message of 60, 300 and 1000 characters,
milliseconds for 25 and 100 kilobytes. Each figure is the median over messages that are put together
from those in data/danger, drawn anew by a fixed seed. The rules are compiled before; the classifier
takes no part. Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bot.safety import screen
from bot.safety.rules import rule_set
from bot.setup.paths import ROOT

MESSAGES = {60: 2000, 300: 2000, 1000: 1000, 25_000: 20, 100_000: 5}
"""How many messages of each length, in characters."""
KILOBYTE = 1000


def parser() -> argparse.ArgumentParser:
    """The options."""
    result = argparse.ArgumentParser(
        prog="python -m benchmarks.screen_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument("--seed", type=int, default=1, help="draws other messages (1)")
    return result


def main(arguments: Sequence[str], root: Path = ROOT, run: Callable[[str], object] = screen) -> int:
    """Measures and prints."""
    args = parser().parse_args(arguments)
    rule_set().compile()
    source = random.Random(args.seed)
    known = texts(root)
    for length, number in MESSAGES.items():
        seconds = median(_time(run, message(known, length, source)) for _ in range(number))
        print(line(length, seconds))
    return 0


def texts(root: Path) -> list[str]:
    """All messages of the training data, in the order of files."""
    return [
        row.split("\t", 1)[0]
        for path in sorted((root / "data" / "danger").glob("*.tsv"))
        for row in path.read_text(encoding="utf-8").splitlines()[1:]
    ]


def message(known: Sequence[str], length: int, source: random.Random) -> str:
    """A text of just this length, of messages one after the other."""
    parts: list[str] = []
    missing = length + 1
    while missing > 0:
        parts.append(source.choice(known))
        missing -= len(parts[-1]) + 1
    return " ".join(parts)[:length]


def line(length: int, seconds: float) -> str:
    """One line of the report."""
    if length < KILOBYTE * 10:
        return f"{length:>7} characters {seconds * 1e6:>8.0f} µs"
    return f"{length // KILOBYTE:>7} kilobytes  {seconds * 1e3:>8.1f} ms"


def _time(run: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    run(text)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
