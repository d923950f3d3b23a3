"""What kind of reply a parse result leads to."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.engine.parse import MOVE, RETRIEVAL_INTENT, STEPS, SUGGEST


class Outcome(StrEnum):
    """The six kinds of reply that the gateway, `ask` and the evaluation know."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    OUT_OF_SCOPE = "out_of_scope"
    SMALLTALK = "smalltalk"
    JOURNEY = "journey"
    CRISIS = "crisis"


_BY_INTENT = {
    RETRIEVAL_INTENT: Outcome.ANSWER,
    SUGGEST: Outcome.SUGGEST,
    "out_of_scope": Outcome.OUT_OF_SCOPE,
    "clinical_question": Outcome.OUT_OF_SCOPE,
    "spanish": Outcome.OUT_OF_SCOPE,
    STEPS: Outcome.JOURNEY,
    "talk_to_a_person": Outcome.JOURNEY,
    "crisis": Outcome.CRISIS,
}


def outcome_of(parse: dict[str, Any]) -> Outcome:
    """The outcome of a parse result; every other intent is small talk."""
    name = parse.get("intent", {}).get("name")
    if name and name.startswith(MOVE):
        return Outcome.JOURNEY
    return _BY_INTENT.get(name, Outcome.SMALLTALK) if name else Outcome.OUT_OF_SCOPE
