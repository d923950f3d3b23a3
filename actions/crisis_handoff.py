"""Asks the desk for a person after a crisis card, and tells the visitor when that did not work."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import desk_takes

SLOTS = ("category", "whom", "severity")


class ActionCrisisHandoff(Action):
    """Says nothing when the desk has taken it, else `utter_crisis_not_told`; never fails."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_crisis_handoff"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Asks, and empties the slots: the next danger may be another."""
        seen = {name: tracker.get_slot(name) for name in SLOTS}
        request = {"conversation": tracker.sender_id, "reason": "danger", **seen}
        if not await desk_takes(request):
            # By `handoff` the gateway knows the one line that may stand after its card.
            dispatcher.utter_message(response="utter_crisis_not_told", metadata={"handoff": True})
        return [SlotSet(name, None) for name in SLOTS]
