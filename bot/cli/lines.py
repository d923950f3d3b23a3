"""One message a line in, one JSON object a line out: what `ask --jsonl` and `screen --jsonl` share."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.setup.paths import from_callers_folder

STANDARD_INPUT = "-"


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--jsonl FILE`."""
    parser.add_argument(
        "--jsonl", metavar="FILE", help="one message a line; - reads standard input"
    )


def is_missing(source: str | None) -> bool:
    """Whether a file was named that is not there."""
    return source not in (None, STANDARD_INPUT) and not from_callers_folder(str(source)).is_file()


def messages(source: str) -> Iterator[str]:
    """The lines of a file or of standard input, without the empty ones."""
    if source == STANDARD_INPUT:
        for raw in sys.stdin.buffer:
            if text := raw.decode("utf-8", errors="replace").strip():
                yield text
    else:
        with Path(from_callers_folder(source)).open(encoding="utf-8", errors="replace") as file:
            for line in file:
                if text := line.strip():
                    yield text


def write(found: dict[str, Any]) -> None:
    """Prints one object, at once."""
    print(json.dumps(found, ensure_ascii=False), flush=True)
