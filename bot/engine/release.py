"""What a message means while a visitor is walked through the steps of a release: "ok", "why?", "she's 15".

Resolved before the rules are read, as follow-ups are: a move becomes an intent `release_<name>`, what it carries
becomes entities. Danger comes first: with any sign of it nothing is a move, but that a mere hint does not keep
anybody from ending the steps, and from an answer that the content itself lists word for word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.engine.parse import FINDINGS, GUIDE, MOVE, RETRIEVAL_INTENT, STEPS, SUGGEST
from bot.nlu.decision import CRISIS, SURE
from bot.release import reading
from bot.release.ages import ADULT
from bot.release.answering import AGE, PURPOSE, whole_phrase
from bot.release.choosing import choose
from bot.release.commands import goes_on, says_no, says_yes
from bot.release.guide import Answer, Answers, Choice, Guide, Question, Release
from bot.release.journey import Journey, pending, question, settled
from bot.release.moves import Answered, Move, Resume, Start, Stop, Unclear, from_button, to_button
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

EXTRACTOR = "release"

_ANOTHER = re.compile(
    r"\b(?:another|(?:a|one) (?:new|different|second|separate)|something different)\b"
    r"(?! (?:time|day|minute|question|step))"
)
"""A wish for other steps than those that are on, though it does not say which: "walk me through another form"."""


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
    intent = _intent(found)
    if says_danger(found):
        return found  # whatever else would be asked first
    if away and journey is not None and intent.startswith(MOVE) and intent not in AFTER_A_WHILE:
        plain = typed and goes_on(parse.get("text") or "")  # "continue" is what would be asked
        return _moved(found, Resume()) if plain else _with_intent(found, AWAY, {})
    return found


def in_danger(parse: dict[str, Any]) -> bool:
    """Whether the message gets the crisis card."""
    return _intent(parse) == CRISIS


def begins(parse: dict[str, Any]) -> bool:
    """Whether the message is a wish for the steps."""
    return _intent(parse) == STEPS


def says_danger(parse: Mapping[str, Any]) -> bool:
    """Whether the message answers that somebody is in danger, or may be: by a button or in words."""
    if _intent(parse) != f"{MOVE}answer":
        return False
    carried = {one["entity"]: one.get("value") for one in parse.get("entities") or []}
    given = carried.get("answers")
    if isinstance(given, dict):
        return DANGER in given.items()
    move = from_button("answer", carried)
    return isinstance(move, Answered) and DANGER in move.given.items()


def with_danger(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse result of a message of which it is known that it answers so."""
    return _moved(parse, Answered(dict([DANGER])))


def is_helped(release: Release, journey: Journey) -> bool:
    """Whether the visitor is where that answer has led: what is said there is whom to call.

    To pause it would take the help away.
    """
    here = settled(release, journey)
    at = place(release, here)
    if at is None or here.paused or not ends_in_danger(at.guide, here.answers):
        return False
    return any(step.ask == DANGER[0] for step in at.steps[: at.index])


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


def _hinted(parse: dict[str, Any], journey: Journey, release: Release) -> dict[str, Any]:
    """The end of the steps, or a plain answer, where a message is that and nothing in it calls for a card.

    A wish for the steps that are on is met with the offer: nothing is lost, and nothing goes on by itself. The
    gentle line comes with it all the same: the gateway adds it, by the findings.
    """
    if _calls_for_card(parse):
        return parse
    text = parse.get("text") or ""
    if begins(parse) and not _is_about_others(
        parse, journey, release, reading.known(release, text)
    ):
        return _with_intent(parse, OFFER, {})
    ends = reading.ends_outright(release, journey, text)
    move: Move | None = Stop() if ends else _plain_answer(release, journey, text)
    if move is None or not _counts(move, parse, journey, release):
        return parse
    return _moved(parse, move)


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
    turned_away = _intent(parse) in TURNED_AWAY and _waits_for_danger(release, journey)
    return _moved(parse, Unclear()) if nothing_else or turned_away else parse


def _waits_for_danger(release: Release, journey: Journey) -> bool:
    asking = pending(release, settled(release, journey))
    return asking is not None and asking.id == DANGER[0]


def _is_lost(parse: Mapping[str, Any]) -> bool:
    return _intent(parse) in LOST and "?" not in (parse.get("text") or "")


def _read(parse: dict[str, Any], journey: Journey | None, release: Release) -> dict[str, Any]:
    text = parse.get("text") or ""
    move = None if journey is None else reading.read(release, journey, text)
    if journey is not None and move is not None and _counts(move, parse, journey, release):
        return _moved(parse, move)
    if journey is not None and journey.paused and is_bare_move(text):
        return _with_intent(
            parse, OFFER, {}
        )  # after the card that is no word of danger, nor a wish to be heard out
    return _wished(parse, journey, release, text) if _intent(parse) == STEPS else parse


def _counts(move: Move, parse: dict[str, Any], journey: Journey, release: Release) -> bool:
    """Whether a move takes the place of what was understood without the journey."""
    intent, confidence = _intent(parse), parse["intent"]["confidence"]
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
    guide = entity_of(parse, "guide")
    other = guide is not None and here.guide is not None and guide != here.guide
    return other and bool(parse["intent"]["confidence"] >= SURE)


def _moved(parse: dict[str, Any], move: Move) -> dict[str, Any]:
    if isinstance(move, Answered):
        return _with_intent(parse, f"{MOVE}answer", {"answers": dict(move.given)})
    name, value = to_button(move)
    return _with_intent(parse, f"{MOVE}{name}", value)


def _wished(
    parse: dict[str, Any], journey: Journey | None, release: Release, text: str
) -> dict[str, Any]:
    """A wish for the steps: to go on with those that are on, or to begin.

    "Walk me through the rest" loses no answer, and what was paused is there again. Only what asks for other steps
    begins them: by the guide that it names, or by an answer that is another one than was given.
    """
    given = reading.known(release, text)
    if journey is None or _is_about_others(parse, journey, release, given):
        return _begun(parse, release, given)
    here = settled(release, journey)
    if here.guide is None and not given.items() <= here.answers.items():
        return _begun(parse, release, {**here.answers, **given})  # what is new helps to choose
    return _moved(parse, Resume())


def _is_about_others(
    parse: Mapping[str, Any], journey: Journey, release: Release, given: Answers
) -> bool:
    """Whether a wish for steps is for others than those that are on."""
    here = settled(release, journey)
    if any(here.answers.get(name, answer) != answer for name, answer in given.items()):
        return True
    guide = entity_of(parse, GUIDE)
    if isinstance(guide, str):
        exactly = _more_exactly(release, guide, {**here.answers, **given}) or guide
        return exactly != here.guide
    return _ANOTHER.search((parse.get("text") or "").casefold()) is not None


def _begun(parse: dict[str, Any], release: Release, given: Answers) -> dict[str, Any]:
    """A wish for the steps, with what is known of who is who."""
    guide = entity_of(parse, "guide")
    carried: dict[str, Any] = {"answers": dict(given)} if given else {}
    if isinstance(guide, str):
        exactly = _more_exactly(release, guide, given)
        carried |= {"guide": exactly} if exactly else {}
    kept = [one for one in parse["entities"] if one["entity"] != "guide"]
    return {**parse, "entities": [*kept, *_entities(carried)]}


def _more_exactly(release: Release, guide: str, given: Answers) -> str | None:
    """The guide that the answers choose, where the one understood is its neighbour in the tree.

    A parent's wish for contact sounds alike whatever the child's age; "she's 15" decides. What a client wants to
    set up is understood better from the whole request than by a phrase of it.

    Returns:
        The guide's id; None where a parent is to be asked for the age: the guide for an adult's family says nothing
        of a minor's parents, and the other one begins with them.
    """
    known = {name: one for name, one in given.items() if name != PURPOSE}
    chosen = choose(release, known)
    branch = release.choose.leads.get(given.get(release.choose.question, ""))
    if not isinstance(branch, Choice) or guide not in _leaves(branch):
        return guide
    if isinstance(chosen, Guide):
        return chosen.id
    return None if chosen.id == AGE and guide == branch.leads.get(ADULT) else guide


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
