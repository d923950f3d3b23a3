"""Says whether the practice's office is open now, and when it opens next."""

from __future__ import annotations

import asyncio
import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.content import LiveLibrary
from bot.content.approval import errors_of_check
from bot.content.model import Practice
from bot.content.opening import opening, said_time
from bot.content.watch import keep_current

ROOT = Path(__file__).resolve().parents[1]


def now() -> datetime:
    """The moment of the call; tests replace it."""
    return datetime.now(UTC)


@functools.cache
def content() -> LiveLibrary:
    """What staff edit, as it is now."""
    live = LiveLibrary(ROOT, approve=errors_of_check)
    keep_current(live)
    return live


class ActionOfficeHours(Action):
    """Answers with one of the wordings `utter_office_…`."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_office_hours"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Looks at the hours, and says them."""
        library = await asyncio.to_thread(lambda: content().current)
        response, values = office_hours(library.practice, now())
        dispatcher.utter_message(response=response, **values)
        return []


def office_hours(practice: Practice, at: datetime) -> tuple[str, dict[str, str]]:
    """Which wording fits this moment, and the times that it names."""
    found = opening(practice, at)
    if found.closes is not None:
        return "utter_office_open", {"office.closes": said_time(found.closes)}
    if found.opens is not None:
        return "utter_office_closed", {"office.opens": said_time(found.opens)}
    return "utter_office_hours", {}
