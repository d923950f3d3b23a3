"""Reads `content/practice.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.content.errors import UnknownPlaceholder
from bot.content.fields import Fields, as_date
from bot.content.hours import WEEKDAYS, hours_sentence, parse_range
from bot.content.model import Practice
from bot.content.placeholders import fill

SIGNED_OFF = "state_rules_signed_off_on"
PLAIN = ("name", "phone", "address", "state", "state_name")
SENTENCES = (
    "emergency",
    "contact_policy",
    "email_policy",
    "text_policy",
    "records_contact",
    "minor_policy",
    "fees_contact",
)
"""Texts that may name the plain values and the crisis numbers."""


def parse_practice(source: Fields, crisis: Mapping[str, str]) -> Practice:
    """Reads the practice; what is wrong goes to `source.problems`."""
    plain = {name: source.text(name) for name in PLAIN}
    hours = source.child("hours", required=True)
    zone = _zone(hours)
    weekly = _weekly(hours.child("weekly", required=True))
    zone_name = hours.text("zone_name")
    zone_name_es = hours.optional_text("zone_name_es") or zone_name
    said = hours_sentence(weekly, zone_name)
    said_es = hours_sentence(weekly, zone_name_es, "es")
    values = {f"practice.{name}": value for name, value in plain.items()}
    values |= {"practice.hours": said, "practice.zone_name": zone_name, **crisis}
    values |= {"practice.hours_es": said_es, "practice.zone_name_es": zone_name_es}
    sentences = {name: _sentence(source, name, values) for name in SENTENCES}
    return Practice(
        **plain,
        **sentences,
        fictional=source.flag("fictional"),
        hours=said,
        zone=zone,
        zone_name=zone_name,
        hours_es=said_es,
        zone_name_es=zone_name_es,
        weekly=weekly,
        closed_on=_closed(hours),
        state_rules_signed_off_on=source.date(SIGNED_OFF),
    )


def _sentence(source: Fields, name: str, values: Mapping[str, str]) -> str:
    text = source.text(name)
    try:
        return fill(text, values)
    except UnknownPlaceholder as error:
        mend = "Use the name, the phone, the hours or a crisis number."
        source.wrong(name, f"{str(error).capitalize()}.", mend)
        return text


def _zone(hours: Fields) -> str:
    zone = hours.text("zone")
    try:
        if zone:
            ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        message = f"`{zone}` is not a time zone."
        hours.wrong("zone", message, "Write an IANA name such as America/New_York.")
    return zone


def _weekly(weekly: Fields) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for day in weekly.data:
        ranges = weekly.texts(day, required=True)
        if day not in WEEKDAYS:
            weekly.wrong(day, f"`{day}` is not a day.", f"Use {', '.join(WEEKDAYS)}.")
            continue
        try:
            for one in ranges:
                parse_range(one)
        except ValueError:
            weekly.wrong(day, f"`{day}` has a range that is not one.", 'Write ["9:00-17:00"].')
            continue
        found[day] = ranges
    return found


def _closed(hours: Fields) -> tuple[date, ...]:
    value = hours.data.get("closed_on", [])
    days = [as_date(one) for one in value] if isinstance(value, list) else [None]
    if None in days:
        hours.wrong("closed_on", "`closed_on` must be a list of dates.", "Write [2026-12-25].")
    return tuple(day for day in days if day is not None)
