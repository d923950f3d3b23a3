"""Asks the desk for a person, for a visitor who wants to talk with one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import desk_takes


class ActionRequestHuman(Action):
    """Says nothing: the desk speaks for itself, and the phone and the hours stand before; never fails."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_request_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Asks."""
        await desk_takes({"conversation": tracker.sender_id, "reason": "request"})
        return []
