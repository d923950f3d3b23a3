"""What a message means while a visitor is walked through the steps of a release: "ok", "why?", "she's 15".

Resolved before the rules are read, as follow-ups are: a move becomes an intent `release_<name>`, what it carries
becomes entities. Danger comes first: with any sign of it nothing is a move, but that a mere hint does not keep
anybody from ending the steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.parse import FINDINGS, MOVE, RETRIEVAL_INTENT, STEPS, SUGGEST
from bot.nlu.decision import CRISIS, SURE
from bot.release import reading
from bot.release.choosing import choose
from bot.release.commands import goes_on
from bot.release.guide import Answers, Choice, Guide, Release
from bot.release.journey import Journey, question, settled
from bot.release.moves import Answered, Move, Resume, Start, Stop, Unclear, to_button
from bot.safety import Finding, flagged

CLEAR_CHAT = "clear_chat"
STANDING = frozenset({CRISIS, "talk_to_a_person", CLEAR_CHAT})
"""Intents that no answer and no move takes the place of."""

AWAY = f"{MOVE}away"
AFTER_A_WHILE = frozenset({f"{MOVE}{name}" for name in ("resume", "start", "stop")})
"""Moves that are plain enough to count at once, also after an hour."""

LOST = frozenset({"out_of_scope", "inform", "no_context", SUGGEST})
"""What a message is taken for that holds personal details and little else."""

EXTRACTOR = "release"


def resolve(
    parse: dict[str, Any],
    journey: Journey | None,
    release: Release,
    *,
    typed: bool = True,
    away: bool = False,
    detailed: bool = False,
) -> dict[str, Any]:
    """Replaces a message that means something on the journey by what it means there.

    Args:
        parse: Rasa's parse result, follow-ups resolved.
        journey: where the visitor is; None where no journey is on.
        release: the guides.
        typed: whether the message is a visitor's words, and no button.
        away: whether the visitor's last message is long ago.
        detailed: whether the message holds personal details.

    Returns:
        The parse result, unchanged where it stands as it is.
    """
    if in_danger(parse):
        return parse
    if parse.get(FINDINGS):
        return _ended(parse, journey, release) if typed and journey is not None else parse
    found = _read(parse, journey, release) if typed else parse
    if detailed and journey is not None and not journey.paused and _is_lost(found):
        found = _moved(found, Unclear())  # there was nothing else in it
    intent = _intent(found)
    if away and journey is not None and intent.startswith(MOVE) and intent not in AFTER_A_WHILE:
        plain = typed and goes_on(parse.get("text") or "")  # "continue" is what would be asked
        return _moved(found, Resume()) if plain else _with_intent(found, AWAY, {})
    return found


def in_danger(parse: dict[str, Any]) -> bool:
    """Whether the message gets the crisis card."""
    return _intent(parse) == CRISIS


def without_details(parse: dict[str, Any], masked: str) -> dict[str, Any]:
    """The parse result of a message as it is kept: with the masked text, and nothing that was masked.

    Args:
        parse: the parse result of the message as it was typed.
        masked: its text without personal details.
    """
    typed = parse.get("text") or ""
    return {
        **{key: value for key, value in parse.items() if key != "text_tokens"},
        "text": masked,
        "entities": [
            {key: value for key, value in one.items() if key not in ("start", "end")}
            for one in parse["entities"]
            if "start" not in one or typed[one["start"] : one["end"]] in masked
        ],
    }


def entity_of(parse: Mapping[str, Any], name: str) -> Any:
    """The value of an entity; None where there is none."""
    entities = parse.get("entities") or []
    return next((one.get("value") for one in entities if one.get("entity") == name), None)


def _ended(parse: dict[str, Any], journey: Journey, release: Release) -> dict[str, Any]:
    """The end of the steps, where a message is that wish and nothing in it calls for a card.

    The gentle line comes with it all the same: the gateway adds it, by the findings.
    """
    text = parse.get("text") or ""
    if _calls_for_card(parse) or not reading.ends_outright(release, journey, text):
        return parse
    return _moved(parse, Stop()) if _counts(Stop(), parse, journey, release) else parse


def _calls_for_card(parse: Mapping[str, Any]) -> bool:
    """Whether a finding flags; one that cannot be read is taken to."""
    try:
        return flagged(Finding.from_dict(one) for one in parse[FINDINGS])
    except ValueError:
        return True


def _is_lost(parse: Mapping[str, Any]) -> bool:
    return _intent(parse) in LOST and "?" not in (parse.get("text") or "")


def _read(parse: dict[str, Any], journey: Journey | None, release: Release) -> dict[str, Any]:
    text = parse.get("text") or ""
    move = None if journey is None else reading.read(release, journey, text)
    if journey is not None and move is not None and _counts(move, parse, journey, release):
        return _moved(parse, move)
    return _begun(parse, release, text) if _intent(parse) == STEPS else parse


def _counts(move: Move, parse: dict[str, Any], journey: Journey, release: Release) -> bool:
    """Whether a move takes the place of what was understood without the journey."""
    intent, confidence = _intent(parse), parse["intent"]["confidence"]
    if intent in STANDING:
        # "Start over" is like a wish to clear the chat, and is what a button of the steps says.
        return intent == CLEAR_CHAT and isinstance(move, Start)
    if isinstance(move, Unclear):
        return intent != STEPS and not (intent == RETRIEVAL_INTENT and confidence >= SURE)
    if intent == STEPS and isinstance(move, Answered):
        return not _asks_anew(move, parse, journey, release)
    return True


def _asks_anew(move: Answered, parse: dict[str, Any], journey: Journey, release: Release) -> bool:
    """Whether words that could be an answer ask for other steps: "now the one for my lawyer"."""
    here = settled(release, journey)
    asking = question(release, here)
    if asking is None or asking.id not in move.given:
        return True
    guide = entity_of(parse, "guide")
    other = guide is not None and here.guide is not None and guide != here.guide
    return other and bool(parse["intent"]["confidence"] >= SURE)


def _moved(parse: dict[str, Any], move: Move) -> dict[str, Any]:
    if isinstance(move, Answered):
        return _with_intent(parse, f"{MOVE}answer", {"answers": dict(move.given)})
    name, value = to_button(move)
    return _with_intent(parse, f"{MOVE}{name}", value)


def _begun(parse: dict[str, Any], release: Release, text: str) -> dict[str, Any]:
    """A wish for the steps, with what it says of who is who."""
    given = reading.known(release, text)
    guide = entity_of(parse, "guide")
    carried: dict[str, Any] = {"answers": dict(given)} if given else {}
    if isinstance(guide, str):
        carried["guide"] = _more_exactly(release, guide, given)
    kept = [one for one in parse["entities"] if one["entity"] != "guide"]
    return {**parse, "entities": [*kept, *_entities(carried)]}


def _more_exactly(release: Release, guide: str, given: Answers) -> str:
    """The guide that the answers choose, where the one understood is its neighbour in the tree.

    A parent's wish for contact sounds alike whatever the child's age; "she's 15" decides.
    """
    chosen = choose(release, given)
    branch = release.choose.leads.get(given.get(release.choose.question, ""))
    if isinstance(chosen, Guide) and isinstance(branch, Choice) and guide in _leaves(branch):
        return chosen.id
    return guide


def _leaves(place: Choice) -> set[str]:
    found: set[str] = set()
    for one in place.leads.values():
        found |= _leaves(one) if isinstance(one, Choice) else {one}
    return found


def _with_intent(parse: dict[str, Any], name: str, carried: Mapping[str, Any]) -> dict[str, Any]:
    known = ("topic", "guide", "question", "answer", "answers")
    kept = [one for one in parse["entities"] if one["entity"] not in known]
    intent = {"name": name, "confidence": 1.0}
    return {
        **parse,
        "intent": intent,
        "intent_ranking": [dict(intent)],
        "entities": [*kept, *_entities(carried)],
    }


def _entities(carried: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"entity": name, "value": value, "extractor": EXTRACTOR} for name, value in carried.items()
    ]


def _intent(parse: Mapping[str, Any]) -> str:
    return parse.get("intent", {}).get("name") or ""
