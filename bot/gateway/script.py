"""What is said when: pure functions from content and Rasa's answer to event drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.gateway.engine import EngineMessage, EngineReply
from bot.gateway.voice import Voice
from bot.store.records import Button, Draft, EventType, Sender

#: What the button under a card stands for; it never reaches Rasa.
NOT_IN_DANGER = "not_in_danger"

#: More buttons than this are no help to anybody.
MAX_BUTTONS = 12

#: Small talk that answers no question: after a card, its cheerful words would be out of place.
CHEERFUL = frozenset({"greet", "thank", "goodbye", "affirm", "deny", "help"})


def first_screen(voice: Voice) -> Draft:
    """Return the first thing every visitor reads, with topics to start from."""
    topics = voice.say("first_screen_topics").split()
    return Draft(
        EventType.MESSAGE,
        Sender.SYSTEM,
        {
            "title": voice.say("first_screen_title"),
            "text": voice.say("first_screen"),
            "outcome": "first_screen",
        },
        topic_buttons(topics, voice.title_of),
    )


def notice(voice: Voice) -> Draft:
    """Return the reminder that the assistant is automated."""
    return Draft(
        EventType.MESSAGE, Sender.SYSTEM, {"text": voice.say("notice"), "outcome": "notice"}
    )


def visitor_said(text: str, *, pressed: bool) -> Draft:
    """Return a visitor's message, typed or pressed."""
    data: dict[str, Any] = {"text": text, **({"pressed": True} if pressed else {})}
    return Draft(EventType.MESSAGE, Sender.VISITOR, data)


def card(content: dict[str, Any], voice: Voice) -> Draft:
    """Return the crisis card as an event, with the way back to the assistant."""
    data = {key: value for key, value in content.items() if key != "type"}
    title = voice.say_in(content.get("language", "en"), "not_in_danger")
    return Draft(EventType.CARD, Sender.SYSTEM, data, (Button(title, NOT_IN_DANGER, "back"),))


def not_in_danger(pressed: Button, voice: Voice) -> Draft:
    """Return what is said to a visitor who says so; the numbers stay."""
    language = "es" if pressed.title == voice.say("not_in_danger_es") else "en"
    data = {"text": voice.say_in(language, "not_in_danger_done"), "outcome": "back"}
    return Draft(EventType.MESSAGE, Sender.SYSTEM, _pinned(data, voice, True, language))


def concern(voice: Voice, language: str) -> Draft:
    """Return the gentle line that goes with an answer to a worrying message."""
    data = {"text": voice.say_in(language, "concern"), "outcome": "concern", "concern": True}
    return Draft(EventType.MESSAGE, Sender.SYSTEM, _pinned(data, voice, True, language))


def late(voice: Voice, language: str = "en") -> Draft:
    """Return the word that the reply takes longer."""
    text = voice.say_in(language, "late")
    data = {"state": "late", "text": text, "help": voice.help(language)}
    return Draft(EventType.STATE, Sender.SYSTEM, data)


def apology(voice: Voice, *, careful: bool, language: str = "en") -> Draft:
    """Return what is said when Rasa has no answer."""
    text = voice.say_in(language, "apology")
    data = {"text": text, "outcome": "unavailable", "help": voice.help(language)}
    return Draft(EventType.MESSAGE, Sender.BOT, _pinned(data, voice, careful, language))


def answers(
    reply: EngineReply,
    voice: Voice,
    *,
    careful: bool,
    card_shown: bool,
    worried: bool = False,
    language: str = "en",
    words: str = "",
    seen: int = 0,
) -> list[Draft]:
    """Return Rasa's answer as events.

    When Rasa alone saw a crisis, the card is added; when the card is there already, Rasa's own
    words of it are left out, so that nothing is shown twice. Only whether somebody was told
    (`actions/crisis_handoff.py`) is said after the card.

    Args:
        reply: What Rasa said, and understood.
        voice: The content.
        careful: The conversation had a card: numbers ride along, and no cheerful word.
        card_shown: This message has its card.
        worried: The screen saw a hint: a gentle line is added.
        language: The visitor's.
        words: What the visitor wrote, for a card that Rasa alone calls for.
        seen: Cards that the conversation had before, for that card too.
    """
    said = [one for one in reply.replies if one.text.strip() or one.buttons]
    if reply.nlu.outcome == "crisis":
        told = [_told(one, reply, voice, language) for one in said if one.metadata.handoff]
        return told if card_shown else [card(voice.card((), words, seen=seen), voice), *told]
    if careful and reply.nlu.intent in CHEERFUL:
        data = {"text": voice.say_in(language, "careful"), "outcome": "smalltalk"}
        drafts = [Draft(EventType.MESSAGE, Sender.BOT, _pinned(data, voice, careful, language))]
    else:
        drafts = [_answer(one, reply, voice, careful, language) for one in said]
    return [*drafts, concern(voice, language)] if worried and drafts else drafts


def topic_buttons(
    topics: list[str], title_of: Callable[[str], str | None], kind: str = "reply"
) -> tuple[Button, ...]:
    """Return a button for each topic that exists."""
    titles = ((topic, title_of(topic)) for topic in dict.fromkeys(topics))
    return tuple(Button(title, f"/faq/{topic}", kind) for topic, title in titles if title)


def _told(one: EngineMessage, reply: EngineReply, voice: Voice, language: str) -> Draft:
    """Return whether somebody was told; Rasa has no Spanish words for it."""
    if language == "es":
        text = voice.say("told_es" if one.metadata.told else "not_told_es")
        one = one.model_copy(update={"text": text})
    return _answer(one, reply, voice, True, language)


def _answer(
    one: EngineMessage, reply: EngineReply, voice: Voice, careful: bool, language: str
) -> Draft:
    metadata = one.metadata
    topic = one.topic or (reply.nlu.topic if len(reply.replies) == 1 else None)
    data: dict[str, Any] = {"text": one.text.strip(), "outcome": reply.nlu.outcome}
    optional = {
        "topic": topic,
        "title": metadata.title,
        "more": metadata.more and metadata.more.strip(),
        "sources": metadata.sources,
        "reviewed_on": metadata.reviewed_on,
    }
    data.update({key: value for key, value in optional.items() if value})
    buttons = tuple(Button(button.title, button.payload) for button in one.buttons)
    taken = {button.payload for button in buttons}
    related = topic_buttons(metadata.related, voice.title_of, "related")
    buttons += tuple(button for button in related if button.payload not in taken)
    pinned = _pinned(data, voice, careful, language)
    return Draft(EventType.MESSAGE, Sender.BOT, pinned, buttons[:MAX_BUTTONS])


def _pinned(data: dict[str, Any], voice: Voice, careful: bool, language: str) -> dict[str, Any]:
    return {**data, "pinned_help": voice.help(language)} if careful else data
