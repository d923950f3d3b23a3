"""What a message means while a visitor is walked through the steps of a release: "ok", "why?", "she's 15".

Resolved before the rules are read, as follow-ups are: a move becomes an intent `release_<name>`, what it carries
becomes entities. Danger comes first: with any sign of it nothing is a move, but that a mere hint does not keep
anybody from ending the steps, and from an answer that the content itself lists word for word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.parse import FINDINGS, GUIDE, MOVE, RETRIEVAL_INTENT, STEPS, SUGGEST
from bot.engine.release_parse import entity_of, intent_of, moved, with_intent
from bot.engine.release_wish import is_about_others, wished
from bot.nlu.decision import CRISIS, SURE
from bot.release import reading
from bot.release.answering import whole_phrase
from bot.release.commands import goes_on, says_no, says_yes
from bot.release.guide import Answer, Question, Release
from bot.release.journey import Journey, pending, question, settled
from bot.release.moves import Answered, Move, Resume, Start, Stop, Unclear, from_button
from bot.release.path import DANGER, ends_in_danger
from bot.release.set_phrases import is_bare_move
from bot.release.state import place
from bot.release.words import flat, words_of
from bot.safety import Finding, flagged

CLEAR_CHAT = "clear_chat"
STANDING = frozenset({CRISIS, "talk_to_a_person", CLEAR_CHAT})
"""Intents that no answer and no move takes the place of."""

AWAY = f"{MOVE}away"
OFFER = f"{MOVE}offer"
AFTER_A_WHILE = frozenset({f"{MOVE}{name}" for name in ("resume", "start", "stop")})
"""Moves that are plain enough to count at once, also after an hour."""

LOST = frozenset({"out_of_scope", "inform", "no_context", SUGGEST})
"""What a message is taken for that holds personal details and little else."""

TURNED_AWAY = LOST | {"clinical_question"}
"""The same for what may be an answer to whether anyone is in danger: no reply to that is "I can't answer"."""


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
        found = _hinted(parse, journey, release) if typed and journey is not None else parse
    else:
        found = _read(parse, journey, release) if typed else parse
    if typed and journey is not None and not journey.paused:
        found = _put_again(found, journey, release, detailed=detailed)
    intent = intent_of(found)
    if says_danger(found):
        return found  # whatever else would be asked first
    if away and journey is not None and intent.startswith(MOVE) and intent not in AFTER_A_WHILE:
        plain = typed and goes_on(parse.get("text") or "")  # "continue" is what would be asked
        return moved(found, Resume()) if plain else with_intent(found, AWAY, {})
    return found


def in_danger(parse: dict[str, Any]) -> bool:
    """Whether the message gets the crisis card."""
    return intent_of(parse) == CRISIS


def begins(parse: dict[str, Any]) -> bool:
    """Whether the message is a wish for the steps."""
    return intent_of(parse) == STEPS


def says_danger(parse: Mapping[str, Any]) -> bool:
    """Whether the message answers that somebody is in danger, or may be: by a button or in words."""
    if intent_of(parse) != f"{MOVE}answer":
        return False
    carried = {one["entity"]: one.get("value") for one in parse.get("entities") or []}
    given = carried.get("answers")
    if isinstance(given, dict):
        return DANGER in given.items()
    move = from_button("answer", carried)
    return isinstance(move, Answered) and DANGER in move.given.items()


def with_danger(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse result of a message of which it is known that it answers so."""
    return moved(parse, Answered(dict([DANGER])))


def is_helped(release: Release, journey: Journey) -> bool:
    """Whether the visitor is where that answer has led: what is said there is whom to call.

    To pause it would take the help away.
    """
    here = settled(release, journey)
    at = place(release, here)
    if at is None or here.paused or not ends_in_danger(at.guide, here.answers):
        return False
    return any(step.ask == DANGER[0] for step in at.steps[: at.index])


def _hinted(parse: dict[str, Any], journey: Journey, release: Release) -> dict[str, Any]:
    """The end of the steps, or a plain answer, where a message is that and nothing in it calls for a card.

    A wish for the steps that are on is met with the offer: nothing is lost, and nothing goes on by itself. The
    gentle line comes with it all the same: the gateway adds it, by the findings.
    """
    if _calls_for_card(parse):
        return parse
    text = parse.get("text") or ""
    if begins(parse) and not is_about_others(parse, journey, release, reading.known(release, text)):
        return with_intent(parse, OFFER, {})
    ends = reading.ends_outright(release, journey, text)
    move: Move | None = Stop() if ends else _plain_answer(release, journey, text)
    if move is None or not _counts(move, parse, journey, release):
        return parse
    return moved(parse, move)


def _plain_answer(release: Release, journey: Journey, text: str) -> Answered | None:
    """The answer to the question that waits, whose title or phrase a message is, word for word.

    "Alone" hints at danger elsewhere; to whom the content asks for it, it must be an answer. Whether anyone is in
    danger is not denied so: only a yes counts, which brings the card.
    """
    here = settled(release, journey)
    asking = question(release, here)
    if asking is None or here.paused:
        return None
    if here.offered and (says_yes(text) or says_no(text)):
        return None  # that is about going on
    found = whole_phrase(asking, text) or _titled(asking, text)
    if found is None or (asking.id == DANGER[0] and found.id != DANGER[1]):
        return None
    return Answered({asking.id: found.id})


def _titled(asking: Question, text: str) -> Answer | None:
    words = flat(text)
    return next((one for one in asking.answers if words_of(one.title) == words), None)


def _calls_for_card(parse: Mapping[str, Any]) -> bool:
    """Whether a finding flags; one that cannot be read is taken to."""
    try:
        return flagged(Finding.from_dict(one) for one in parse[FINDINGS])
    except ValueError:
        return True


def _put_again(
    parse: dict[str, Any], journey: Journey, release: Release, *, detailed: bool
) -> dict[str, Any]:
    """The question put again: to somebody who typed only details, and always where it is about danger."""
    nothing_else = detailed and not parse.get(FINDINGS) and _is_lost(parse)
    turned_away = intent_of(parse) in TURNED_AWAY and _waits_for_danger(release, journey)
    return moved(parse, Unclear()) if nothing_else or turned_away else parse


def _waits_for_danger(release: Release, journey: Journey) -> bool:
    asking = pending(release, settled(release, journey))
    return asking is not None and asking.id == DANGER[0]


def _is_lost(parse: Mapping[str, Any]) -> bool:
    return intent_of(parse) in LOST and "?" not in (parse.get("text") or "")


def _read(parse: dict[str, Any], journey: Journey | None, release: Release) -> dict[str, Any]:
    text = parse.get("text") or ""
    move = None if journey is None else reading.read(release, journey, text)
    if journey is not None and move is not None and _counts(move, parse, journey, release):
        return moved(parse, move)
    if journey is not None and journey.paused and is_bare_move(text):
        # After the card that is no word of danger, nor a wish to be heard out.
        return with_intent(parse, OFFER, {})
    return wished(parse, journey, release, text) if intent_of(parse) == STEPS else parse


def _counts(move: Move, parse: dict[str, Any], journey: Journey, release: Release) -> bool:
    """Whether a move takes the place of what was understood without the journey."""
    intent, confidence = intent_of(parse), parse["intent"]["confidence"]
    if intent in STANDING:
        # "Start over" is like a wish to clear the chat, and is what a button of the steps says. That somebody is in
        # danger brings a person by itself.
        is_danger = isinstance(move, Answered) and DANGER in move.given.items()
        return isinstance(move, Start) if intent == CLEAR_CHAT else is_danger
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
    guide = entity_of(parse, GUIDE)
    other = guide is not None and here.guide is not None and guide != here.guide
    return other and bool(parse["intent"]["confidence"] >= SURE)
