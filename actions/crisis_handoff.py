"""Asks the gateway to tell somebody at the practice, and says to the visitor what is known of it."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from aiohttp import ClientSession
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

log = logging.getLogger(__name__)

TIMEOUT = 4.0
"""Seconds: more than the gateway's patience with a notice, less than Rasa's with an action."""

GATEWAY = "http://127.0.0.1:8080"
SLOTS = ("category", "whom", "severity")


class ActionCrisisHandoff(Action):
    """Answers with `utter_crisis_told` or `utter_crisis_not_told`; never fails."""

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_crisis_handoff"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Asks, says what came of it, and empties the slots: the next danger may be another."""
        seen = {name: tracker.get_slot(name) for name in SLOTS}
        told = await somebody_was_told({"conversation": tracker.sender_id, **seen})
        response = "utter_crisis_told" if told else "utter_crisis_not_told"
        # By `handoff` the gateway knows the one line that it shows after its card, and by `told` which
        # of its Spanish lines says the same.
        dispatcher.utter_message(response=response, metadata={"handoff": True, "told": told})
        return [SlotSet(name, None) for name in SLOTS]


async def somebody_was_told(request: dict[str, Any]) -> bool:
    """Whether the gateway says that somebody was told; False whenever it is not known."""
    token = os.environ.get("BETWEEN_SESSIONS_INTERNAL_TOKEN")
    gateway = os.environ.get("BETWEEN_SESSIONS_GATEWAY_URL") or GATEWAY
    if not token:
        return False
    try:
        async with (
            asyncio.timeout(TIMEOUT),
            ClientSession() as session,
            session.post(
                f"{gateway}/internal/handoffs",
                json=request,
                headers={"Authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as answer,
        ):
            return answer.status == 200 and (await answer.json()).get("told") is True
    except Exception as error:
        log.warning("the hand-off could not be requested: %s", type(error).__name__)
        return False
