"""Makes a move on the steps of a release of information, and says where it leads."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.office_hours import content
from bot.content.errors import ContentError
from bot.engine.offers import offer
from bot.engine.parse import MOVE, STEPS
from bot.engine.release_parse import intent_of
from bot.engine.release_reply import reply_of
from bot.release.journey import Journey, Move, advance
from bot.release.moves import Answered, Offer, Start, from_button
from bot.release.state import NO_SLOTS


class ActionReleaseStep(Action):
    """Says the lines of `bot.release.journey`, and keeps where the visitor is then."""

    def __init__(self) -> None:
        """Reads the content at the start: what is broken later does not take it away."""
        # Broken already: the other actions, those for danger among them, start all the same.
        with contextlib.suppress(ContentError):
            content()

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_release_step"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Makes the move that the latest message stands for."""
        library = await asyncio.to_thread(lambda: content().current)
        message, slots = tracker.latest_message or {}, tracker.current_slot_values()
        before = {name: slots.get(name) for name in NO_SLOTS}
        turn = advance(
            library.release,
            Journey.from_slots(**before),
            move_of(message),
            library.practice.state_for_rules,
        )
        answers = turn.finished.answers if turn.finished else None
        for line in turn.say:
            dispatcher.utter_message(**reply_of(library.release, line, answers))
        if intent_of(message) == STEPS and (beside := offer(library, message, slots)):
            dispatcher.utter_message(**beside)
        after = turn.journey.slots() if turn.journey else NO_SLOTS
        return [SlotSet(name, value) for name, value in after.items() if value != before[name]]


def move_of(message: dict[str, Any]) -> Move:
    """The move that a message stands for; what is none of the visitor's is followed by an offer to go on."""
    intent = intent_of(message)
    carried = {one["entity"]: one["value"] for one in message.get("entities") or []}
    given = carried.get("answers")
    answers = given if isinstance(given, dict) else {}
    if intent == STEPS:
        return Start(answers, carried.get("guide"))
    match intent:
        case "release_away":
            return Offer(away=True)
        case "release_offer":
            return Offer(asked=True)
        case "release_answer" if answers:
            return Answered(answers)
    name = intent.removeprefix(MOVE) if intent.startswith(MOVE) else ""
    return from_button(name, carried) or Offer()
