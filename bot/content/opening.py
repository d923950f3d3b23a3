"""Whether the office is open at a moment, and when it opens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.content.hours import WEEKDAYS, clock, day_name, parse_range
from bot.content.model import Practice

_SPANISH_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)

FARTHEST = 60
"""Days ahead in which the next opening is looked for."""


@dataclass(frozen=True)
class Opening:
    """The office at one moment; times are in the practice's zone.

    Attributes:
        closes: when it closes, if it is open.
        opens: when it opens next; None if it does not in the next 60 days.
    """

    closes: datetime | None
    opens: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody answers the phone now."""
        return self.closes is not None


def opening(practice: Practice, now: datetime) -> Opening:
    """Looks at the hours and the closed days.

    Args:
        practice: whose office.
        now: any moment, with a time zone.

    Raises:
        ValueError: if `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("`now` needs a time zone.")
    here = now.astimezone(ZoneInfo(practice.zone))
    spans = _spans(practice, here)
    # The closing time itself is closed; ranges that touch are one.
    closes: datetime | None = None
    for start, end in spans:
        if start <= (closes or here) < end:
            closes = end
    opens = next((start for start, _ in spans if start > (closes or here)), None)
    return Opening(closes, opens)


def said_time(at: datetime, language: str = "en") -> str:
    """A day and a time as a sentence names them.

    Args:
        at: the moment, in the practice's zone.
        language: `en` for "Monday, November 30, 9 am"; `es` for "lunes 30 de noviembre, 9 a.m.".
    """
    if language == "es":
        day = day_name(WEEKDAYS[at.weekday()], "es")
        month = _SPANISH_MONTHS[at.month - 1]
        return f"{day} {at.day} de {month}, {clock(at.time(), 'es')}"
    return f"{at:%A}, {at:%B} {at.day}, {clock(at.time())}"


def _spans(practice: Practice, here: datetime) -> list[tuple[datetime, datetime]]:
    """The opening hours from today on, in order."""
    spans = []
    for ahead in range(FARTHEST):
        day = here.date() + timedelta(days=ahead)
        if day in practice.closed_on:
            continue
        for one in practice.weekly.get(WEEKDAYS[day.weekday()], ()):
            start, end = parse_range(one)
            spans.append(
                (
                    datetime.combine(day, start, here.tzinfo),
                    datetime.combine(day, end, here.tzinfo),
                )
            )
    return sorted(spans)
