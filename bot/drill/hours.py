"""Opening hours for a drill, which is held at any time of day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.content.hours import WEEKDAYS

ALL_DAY = "0:00-23:59"
NEVER_NEAR = timedelta(days=3)
LAST_HOUR = 23
ELSEWHERE = ("Etc/UTC", "America/New_York", "Asia/Tokyo")


def rewritten(practice: str, now: datetime, *, is_open: bool) -> str:
    """Return `content/practice.yml` with other hours.

    Args:
        practice: the file's text.
        now: any moment, with a time zone.
        is_open: open on every day, or on one day a week that is not near.
    """
    data: dict[str, Any] = yaml.safe_load(practice)
    hours = data["hours"]
    hours["closed_on"] = []
    if is_open:
        hours["zone"] = _zone(hours["zone"], now)
        hours["weekly"] = {day: [ALL_DAY] for day in WEEKDAYS}
    else:
        far = now.astimezone(ZoneInfo(hours["zone"])) + NEVER_NEAR
        hours["weekly"] = {WEEKDAYS[far.weekday()]: ["9:00-10:00"]}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _zone(zone: str, now: datetime) -> str:
    """The practice's zone, but not when its day ends: the last minute cannot be written as open."""
    candidates = (zone, *ELSEWHERE)
    return next(one for one in candidates if now.astimezone(ZoneInfo(one)).hour != LAST_HOUR)
