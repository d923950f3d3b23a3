"""Opening hours as a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_RANGE = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


def parse_range(text: str) -> tuple[time, time]:
    """Reads "9:00-17:30".

    Raises:
        ValueError: if it is not a range of times, or ends before it starts.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a range of times: {text!r}")
    start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if end <= start:
        raise ValueError(f"ends before it starts: {text!r}")
    return start, end


def hours_sentence(weekly: Mapping[str, tuple[str, ...]], zone_name: str) -> str:
    """Says the hours with equal days joined: "Monday to Friday, 9 am to 5 pm (Pacific time)".

    Raises:
        ValueError: if a range cannot be read.
    """
    runs: list[tuple[str, str, tuple[str, ...]]] = []
    previous = ""
    for day in WEEKDAYS:
        ranges = weekly.get(day, ())
        if ranges and runs and runs[-1][1] == previous and runs[-1][2] == ranges:
            runs[-1] = runs[-1][0], day, ranges
        elif ranges:
            runs.append((day, day, ranges))
        previous = day
    said = "; ".join(_run(*run) for run in runs)
    return f"{said} ({zone_name})"


def _run(first: str, last: str, ranges: tuple[str, ...]) -> str:
    days = first.title() if first == last else f"{first.title()} to {last.title()}"
    times = " and ".join(
        f"{clock(start)} to {clock(end)}" for start, end in map(parse_range, ranges)
    )
    return f"{days}, {times}"


def clock(at: time) -> str:
    """A time as visitors read it: "9 am", "1:30 pm"."""
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"
