"""Opening hours as a sentence, in English or Spanish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SPANISH_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")

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


def hours_sentence(
    weekly: Mapping[str, tuple[str, ...]], zone_name: str, language: str = "en"
) -> str:
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
    said = "; ".join(_run(*run, language) for run in runs)
    return f"{said} ({zone_name})"


def _run(first: str, last: str, ranges: tuple[str, ...], language: str) -> str:
    start_day, end_day = day_name(first, language), day_name(last, language)
    parts = [
        (clock(start, language), clock(end, language)) for start, end in map(parse_range, ranges)
    ]
    if language == "es":
        days = start_day if first == last else f"de {start_day} a {end_day}"
        return f"{days}, " + " y ".join(f"de {start} a {end}" for start, end in parts)
    days = start_day if first == last else f"{start_day} to {end_day}"
    return f"{days}, " + " and ".join(f"{start} to {end}" for start, end in parts)


def day_name(day: str, language: str = "en") -> str:
    """A weekday as a sentence names it: "Monday", "lunes"."""
    return _SPANISH_DAYS[WEEKDAYS.index(day)] if language == "es" else day.title()


def clock(at: time, language: str = "en") -> str:
    """A time as visitors read it: "9 am", "1:30 pm"; "9 a.m." in Spanish."""
    minutes = f":{at.minute:02}" if at.minute else ""
    half = "am" if at.hour < 12 else "pm"
    if language == "es":
        half = f"{half[0]}.m."
    return f"{at.hour % 12 or 12}{minutes} {half}"
