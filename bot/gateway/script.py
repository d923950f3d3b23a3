"""What is said when: pure functions from content and Rasa's answer to event drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.gateway.asked import is_question, question_in
from bot.gateway.engine import EngineMessage, EngineReply
from bot.gateway.voice import Voice
from bot.gateway.walk import NOT_KEPT, kind_of, not_kept, release_data
from bot.safety import About, Category, Finding, Severity
from bot.safety.finding import SOMEONE
from bot.safety.known import Known, in_context
from bot.store.records import Button, Draft, EventType, Sender

#: What the button under a card stands for; it never reaches Rasa.
NOT_IN_DANGER = "not_in_danger"

#: More buttons than this are no help to anybody.
MAX_BUTTONS = 12

#: Small talk that answers no question: after a card, its cheerful words would be out of place.
CHEERFUL = frozenset({"greet", "thank", "goodbye", "affirm", "deny", "help"})

#: Of those, what after a card may mean that it is getting worse.
PARTING = frozenset({"goodbye", "help"})

#: A message of at most so many words says too little to be sure that it is about something else.
SHORT_WORDS = 12

#: Typed on the steps of a release, it may mean that too; and this, that nothing was understood.
ENDS_STEPS = "release_stop"
LOST_ON_STEPS = frozenset({"release_unclear", "release_away"})

#: What Rasa did not understand, or has no answer to: after a card, its words would be cold.
NOT_UNDERSTOOD = frozenset({"out_of_scope", "spanish"})


#: A visitor's yes to whether anyone is in danger: what it is, and who, is not said. It has a category as every
#: finding does; its card claims none.
SOMEONE_IN_DANGER = Finding(
    Category.HARM_OTHERS, About.OTHER, Severity.DANGER, "release", f"release.{SOMEONE}", (0, 0)
)


def first_screen(voice: Voice, language: str = "en") -> Draft:
    """Return the first thing every visitor reads, with topics to start from."""
    title = voice.say_in(language, "first_screen_title")
    return _opening(voice, {"title": title}, "first_screen", language)


def hello(voice: Voice, language: str = "en") -> Draft:
    """Return the greeting for somebody who has agreed to the first screen, with topics to start from."""
    return _opening(voice, {}, "hello", language)


def _opening(voice: Voice, data: dict[str, Any], key: str, language: str) -> Draft:
    text = voice.say_in(language, key)
    data = {**data, "text": text, "outcome": "first_screen", **_spoken(language)}
    topics = voice.say("first_screen_topics").split()
    return Draft(EventType.MESSAGE, Sender.SYSTEM, data, topic_buttons(topics, voice.title_of))


def notice(voice: Voice) -> Draft:
    """Return the reminder that the assistant is automated."""
    return Draft(
        EventType.MESSAGE, Sender.SYSTEM, {"text": voice.say("notice"), "outcome": "notice"}
    )


def visitor_said(text: str, choice: str | None = None) -> Draft:
    """Return a visitor's message: typed, or pressed on the button with the token `choice`."""
    pressed = {"pressed": True, "choice": choice} if choice is not None else {}
    return Draft(EventType.MESSAGE, Sender.VISITOR, {"text": text, **pressed})


def card(content: dict[str, Any], voice: Voice) -> Draft:
    """Return the crisis card as an event, with the way back to the assistant."""
    data = {key: value for key, value in content.items() if key != "type"}
    title = voice.say_in(content.get("language", "en"), "not_in_danger")
    return Draft(EventType.CARD, Sender.SYSTEM, data, (Button(title, NOT_IN_DANGER, "back"),))


def someone_in_danger(words: str, voice: Voice, *, seen: int, known: Known) -> Draft:
    """Return the card for a yes to whether anyone is in danger.

    Args:
        words: What the visitor wrote; empty for a pressed button.
        voice: The content.
        seen: Cards that the conversation had before.
        known: What is known of it.
    """
    findings = in_context((SOMEONE_IN_DANGER,), known, words)
    return card(voice.card(findings, words, seen=seen, known=known), voice)


def not_in_danger(pressed: Button, voice: Voice) -> Draft:
    """Return what is said to a visitor who says so; the numbers stay."""
    language = "es" if pressed.title == voice.say("not_in_danger_es") else "en"
    return _said(
        voice, "not_in_danger_done", "back", careful=True, language=language, sender=Sender.SYSTEM
    )


def concern(voice: Voice, language: str) -> Draft:
    """Return the gentle line that goes with an answer to a worrying message."""
    said = _said(voice, "concern", "concern", careful=True, language=language, sender=Sender.SYSTEM)
    return replace(said, data={**said.data, "concern": True})


def late(voice: Voice, language: str = "en") -> Draft:
    """Return the word that the reply takes longer."""
    text = voice.say_in(language, "late")
    data = {"state": "late", "text": text, "help": voice.help(language)}
    return Draft(EventType.STATE, Sender.SYSTEM, data)


def apology(voice: Voice, *, careful: bool, language: str = "en") -> Draft:
    """Return what is said when Rasa has no answer."""
    said = _said(voice, "apology", "unavailable", careful=careful, language=language)
    return replace(said, data={**said.data, "help": voice.help(language)})


def told_not_kept(voice: Voice, *, careful: bool, language: str = "en") -> Draft:
    """Return that personal details of the message were not kept."""
    line = EngineMessage(text=not_kept(voice), release=NOT_KEPT)
    return _answer(line, EngineReply(replies=[]), voice, careful, language)


def steps(reply: EngineReply, voice: Voice, language: str) -> list[Draft]:
    """Return what Rasa says of the steps of a release, beside a card or after one."""
    lines = (
        one
        for one in reply.replies
        if one.release is not None and one.release.kind != NOT_KEPT.kind
    )
    return [_answer(one, reply, voice, True, language) for one in lines]


def untold(voice: Voice, language: str) -> Draft:
    """Return that nobody is known to have been told of danger."""
    key = "desk_on_call_not_told" if voice.has_receivers else "nobody_to_tell"
    return _said(voice, key, "crisis", careful=True, language=language)


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
    known: Known | None = None,
    interrupted: bool = False,
) -> list[Draft]:
    """Return Rasa's answer as events.

    When Rasa alone saw a crisis, the card is added; when the card is there already, Rasa's own
    words of it are left out, so that nothing is shown twice. Only the answer to a question about the
    help itself (`bot.gateway.asked`) follows it. What else Rasa has no answer to is said warmly.
    That personal details were not kept is left out: whoever stores the message knows, and says it.

    Args:
        reply: What Rasa said, and understood.
        voice: The content.
        careful: The conversation had a card: numbers ride along, and no cheerful word.
        card_shown: This message has its card.
        worried: The screen saw a hint: a gentle line is added.
        language: The visitor's.
        words: What the visitor wrote; empty for a pressed button.
        seen: Cards that the conversation had before, for a card that Rasa alone calls for.
        known: What is known of the conversation, for that card too.
        interrupted: A card came while Rasa thought: no step follows it.
    """
    said = [
        one
        for one in reply.replies
        if (one.text.strip() or one.buttons)
        and (one.release is None or one.release.kind != NOT_KEPT.kind)
        and (one.release is None or one.release.done or not interrupted)
    ]
    crisis = reply.nlu.outcome == "crisis"
    asked = _asked(words, voice) if careful or crisis else []
    if crisis:
        shown = [] if card_shown else [_card_of(words, seen, known, voice)]
        return [*shown, *asked]
    if careful:
        again = [] if card_shown or asked else _again(words, seen, known, reply, voice)
        gave_up = known is not None and known.gave_up
        drafts = again or _carefully(said, asked, reply, voice, language, gave_up=gave_up)
        if interrupted and not drafts and not card_shown:
            drafts = [_said(voice, "careful", "smalltalk", careful=True, language=language)]
        drafts += _ends(said, drafts, reply, voice, language)
    else:
        drafts = [_answer(one, reply, voice, careful, language) for one in said]
    return [*drafts, concern(voice, language)] if worried and drafts else drafts


def topic_buttons(
    topics: list[str], title_of: Callable[[str], str | None], kind: str = "reply"
) -> tuple[Button, ...]:
    """Return a button for each topic that exists."""
    titles = ((topic, title_of(topic)) for topic in dict.fromkeys(topics))
    return tuple(Button(title, f"/faq/{topic}", kind) for topic, title in titles if title)


def _card_of(words: str, seen: int, known: Known | None, voice: Voice) -> Draft:
    """Return the card for what Rasa alone took for danger."""
    known = known or Known().hears(words)
    findings = in_context((), known, words)
    return card(voice.card(findings, words, seen=seen, known=known), voice)


def _again(
    words: str, seen: int, known: Known | None, reply: EngineReply, voice: Voice
) -> list[Draft]:
    """Return the card once more, for a few words soon after it that are about nothing else.

    "It's too late", "she won't answer", "goodbye": Rasa knows no danger in them, and would offer topics.
    Not to somebody who said since then not to be in danger.
    """
    if not words or known is None or not known.kinds or known.calm:
        return []
    if len(words.split()) > SHORT_WORDS:
        return []
    outcome, intent = reply.nlu.outcome, reply.nlu.intent
    parting = intent in PARTING or intent == ENDS_STEPS
    lost = outcome == "suggest" or intent in NOT_UNDERSTOOD or intent in LOST_ON_STEPS
    # "Never mind", where that alone does not bring calm: in an emergency.
    if known.gave_up or parting or lost or (outcome == "answer" and not is_question(words)):
        return [_card_of(words, seen, known, voice)]
    return []


def _asked(words: str, voice: Voice) -> list[Draft]:
    """Return the answer to a question about the help itself."""
    question = question_in(words)
    if question is None:
        return []
    key = f"after_card_{question.subject}"
    return [_said(voice, key, "smalltalk", careful=True, language=question.language)]


def _carefully(
    said: list[EngineMessage],
    asked: list[Draft],
    reply: EngineReply,
    voice: Voice,
    language: str,
    *,
    gave_up: bool = False,
) -> list[Draft]:
    """Return what is said in a conversation that had a card: nothing cheerful, and nothing cold."""
    outcome, intent = reply.nlu.outcome, reply.nlu.intent
    spoken = "es" if intent == "spanish" else language
    topics = [_answer(one, reply, voice, True, language) for one in said]
    if asked:
        # A topic in the same message is answered too; Rasa has no Spanish words.
        return [*asked, *(topics if outcome == "answer" and spoken != "es" else [])]
    if intent in CHEERFUL or gave_up:
        return [_said(voice, "careful", "smalltalk", careful=True, language=spoken)]
    if intent in NOT_UNDERSTOOD or (spoken == "es" and outcome != "answer"):
        return [_said(voice, "careful_lost", "out_of_scope", careful=True, language=spoken)]
    if outcome == "suggest" and topics:
        first = topics[0]
        text = {"text": voice.say("careful_suggest")} if first.buttons else {}
        return [replace(first, data={**first.data, **text}), *topics[1:]]
    return topics


def _ends(
    said: list[EngineMessage], drafts: list[Draft], reply: EngineReply, voice: Voice, language: str
) -> list[Draft]:
    """Return that the steps are over, where nothing says so yet: from then on no details are left out."""
    if any(one.data.get("release", {}).get("done") for one in drafts):
        return []
    ends = (one for one in said if one.release is not None and one.release.done)
    return [_answer(one, reply, voice, True, language) for one in ends]


def _answer(
    one: EngineMessage, reply: EngineReply, voice: Voice, careful: bool, language: str
) -> Draft:
    metadata = one.metadata
    topic = one.topic or (reply.nlu.topic if len(reply.replies) == 1 else None)
    data: dict[str, Any] = {"text": one.text.strip(), "outcome": reply.nlu.outcome}
    optional = {
        "topic": topic,
        # Without a source it is small talk, or a question back, which would only say it twice.
        "title": metadata.title if metadata.sources or one.release else None,
        "more": metadata.more and metadata.more.strip(),
        "sources": metadata.sources,
        "reviewed_on": metadata.reviewed_on,
    }
    data.update({key: value for key, value in optional.items() if value})
    if one.release is not None:
        data |= {"outcome": "journey", "release": release_data(one.release, voice)}
    buttons = tuple(Button(own.title, own.payload, kind_of(own.payload)) for own in one.buttons)
    taken = {button.payload for button in buttons}
    related = topic_buttons(metadata.related, voice.title_of, "related")
    buttons += tuple(button for button in related if button.payload not in taken)
    pinned = _pinned(data, voice, careful, language)
    return Draft(EventType.MESSAGE, Sender.BOT, pinned, buttons[:MAX_BUTTONS])


def _said(
    voice: Voice,
    key: str,
    outcome: str,
    *,
    careful: bool,
    language: str,
    sender: Sender = Sender.BOT,
) -> Draft:
    """Return a text of `content/wording.yml` as a message, in the visitor's language."""
    data = {"text": voice.say_in(language, key), "outcome": outcome, **_spoken(language)}
    return Draft(EventType.MESSAGE, sender, _pinned(data, voice, careful, language))


def _spoken(language: str) -> dict[str, str]:
    """Return what says that a text is not English, for screen readers."""
    return {"language": "es"} if language == "es" else {}


def _pinned(data: dict[str, Any], voice: Voice, careful: bool, language: str) -> dict[str, Any]:
    return {**data, "pinned_help": voice.help(language)} if careful else data
