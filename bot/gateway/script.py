"""What is said when: pure functions from content and Rasa's answer to event drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.gateway.engine import EngineMessage, EngineReply
from bot.gateway.voice import Voice
from bot.store.records import Button, Draft, EventType, Sender

#: More buttons than this are no help to anybody.
MAX_BUTTONS = 12


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


def card(content: dict[str, Any]) -> Draft:
    """Return the crisis card as an event."""
    data = {key: value for key, value in content.items() if key != "type"}
    return Draft(EventType.CARD, Sender.SYSTEM, data)


def late(voice: Voice) -> Draft:
    """Return the word that the reply takes longer."""
    data = {"state": "late", "text": voice.say("late"), "help": voice.help()}
    return Draft(EventType.STATE, Sender.SYSTEM, data)


def apology(voice: Voice, *, careful: bool) -> Draft:
    """Return what is said when Rasa has no answer."""
    data = {"text": voice.say("apology"), "outcome": "unavailable", "help": voice.help()}
    return Draft(EventType.MESSAGE, Sender.BOT, _pinned(data, voice, careful))


def answers(reply: EngineReply, voice: Voice, *, careful: bool, card_shown: bool) -> list[Draft]:
    """Return Rasa's answer as events.

    When Rasa alone saw a crisis, the card is added; when the card is there already, Rasa's own
    words of it are left out, so that nothing is shown twice.
    """
    if reply.nlu.outcome == "crisis":
        return [] if card_shown else [card(voice.card(()))]
    return [
        _answer(one, reply, voice, careful)
        for one in reply.replies
        if one.text.strip() or one.buttons
    ]


def topic_buttons(
    topics: list[str], title_of: Callable[[str], str | None], kind: str = "reply"
) -> tuple[Button, ...]:
    """Return a button for each topic that exists."""
    titles = ((topic, title_of(topic)) for topic in dict.fromkeys(topics))
    return tuple(Button(title, f"/faq/{topic}", kind) for topic, title in titles if title)


def _answer(one: EngineMessage, reply: EngineReply, voice: Voice, careful: bool) -> Draft:
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
    return Draft(
        EventType.MESSAGE, Sender.BOT, _pinned(data, voice, careful), buttons[:MAX_BUTTONS]
    )


def _pinned(data: dict[str, Any], voice: Voice, careful: bool) -> dict[str, Any]:
    return {**data, "pinned_help": voice.help()} if careful else data
