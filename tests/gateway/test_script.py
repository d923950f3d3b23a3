"""What is said after a card, in which language, and what a refused visitor gets all the same."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml

from bot.gateway import script
from bot.gateway.engine import (
    EngineButton,
    EngineMessage,
    EngineReading,
    EngineReply,
)
from bot.gateway.voice import Voice
from bot.gateway.wording import LAST_RESORT_NUMBERS
from bot.safety import About, Category, Finding, Severity
from bot.safety.known import CRISIS_MESSAGES, Known
from bot.settings import ROOT
from bot.store.records import Button, Draft, EventType
from tests.gateway.running import RunningGateway, Visitor, cards, said
from tests.gateway.standin import StandIn

DANGER = "I want to kill myself"
PELIGRO = "Quiero matarme"
ONLY_RASA = "El mensaje que solo Rasa ve, para mi hija"
RASAS_WORDS = "Rasa's own words"
INTENTS = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]
ASKING = (
    "about_crisis_lines",
    "bot_challenge",
    "who_can_read",
    "clear_chat",
    "practice_info",
    "no_context",
    "none_of_these",
    "follow_up_more",
    "follow_up_sources",
)


@pytest.fixture(scope="module")
def voice() -> Voice:
    """The project's own content."""
    voice = Voice(ROOT)
    voice.refresh()
    assert voice.healthy
    return voice


def smalltalk(intent: str | None) -> EngineReply:
    """What Rasa answers to an intent that is neither a topic nor a danger."""
    reading = EngineReading(outcome="smalltalk", intent=intent)
    return EngineReply(replies=[EngineMessage(text=RASAS_WORDS)], nlu=reading)


def crisis() -> EngineReply:
    """What Rasa answers to a crisis that it alone sees, without an action server."""
    reading = EngineReading(outcome="crisis", intent="crisis")
    return EngineReply(replies=[EngineMessage(text=RASAS_WORDS)], nlu=reading)


def only(drafts: list[Draft]) -> dict[str, Any]:
    """The data of the one draft."""
    (draft,) = drafts
    return draft.data


SUICIDE = Finding(
    Category.SUICIDE, About.SELF, Severity.DANGER, "rules", "suicide.self.kill_myself", (0, 5)
)


def soon_after_a_card(
    voice: Voice,
    words: str,
    outcome: str,
    intent: str | None,
    *,
    calm: bool = False,
    about: Finding = SUICIDE,
) -> list[Draft]:
    """What is said to words that follow a card, for thoughts of suicide unless said otherwise."""
    known = Known().hears(DANGER).shows([about]).hears(words)
    known = known.calmed() if calm else known
    reading = EngineReading(outcome=outcome, intent=intent, topic="text_therapist")
    buttons = [EngineButton(title="Texting", payload="/faq/text_therapist")]
    reply = EngineReply(replies=[EngineMessage(text=RASAS_WORDS, buttons=buttons)], nlu=reading)
    return script.answers(
        reply,
        voice,
        careful=True,
        card_shown=False,
        language=known.language or "en",
        words=words,
        seen=1,
        known=known,
    )


FEW_WORDS = pytest.mark.parametrize(
    ("words", "outcome", "intent"),
    [
        ("it's too late", "out_of_scope", "out_of_scope"),
        ("i still want to", "suggest", "nlu_fallback"),
        ("she doesn't answer", "answer", "faq"),
        ("i can't stop thinking about it", "answer", "faq"),
        ("goodbye", "smalltalk", "goodbye"),
        ("I have to go", "journey", "release_stop"),
        ("maybe not", "journey", "release_unclear"),
        ("ok", "journey", "release_away"),
        ("ya es tarde", "out_of_scope", "spanish"),
    ],
)


@FEW_WORDS
def test_a_few_words_soon_after_a_card_bring_it_again(
    voice: Voice, words: str, outcome: str, intent: str
) -> None:
    (draft,) = soon_after_a_card(voice, words, outcome, intent)
    assert draft.type == EventType.CARD
    assert draft.data["finding"]["category"] == "suicide"


@FEW_WORDS
def test_to_who_said_not_to_be_in_danger_few_words_bring_no_card(
    voice: Voice, words: str, outcome: str, intent: str
) -> None:
    drafts = soon_after_a_card(voice, words, outcome, intent, calm=True)
    assert [draft.type for draft in drafts] == [EventType.MESSAGE]
    assert drafts[0].data["pinned_help"]["numbers"]


GIVING_UP = pytest.mark.parametrize(
    ("words", "outcome", "intent", "key"),
    [
        ("nvm stop", "suggest", "nlu_fallback", "careful"),
        ("stop", "out_of_scope", "out_of_scope", "careful"),
        ("forget it", "smalltalk", "none_of_these", "careful"),
        ("olvídalo", "out_of_scope", "spanish", "careful_es"),
    ],
)


@GIVING_UP
def test_who_gives_up_after_a_card_gets_the_numbers_in_short_and_no_second_card(
    voice: Voice, words: str, outcome: str, intent: str, key: str
) -> None:
    data = only(soon_after_a_card(voice, words, outcome, intent))
    assert data["text"] == voice.say(key) and data["pinned_help"]["numbers"]
    assert "911" in data["text"] and "988" in data["text"]


@GIVING_UP
def test_who_gives_up_in_an_emergency_gets_the_card_again(
    voice: Voice, words: str, outcome: str, intent: str, key: str
) -> None:
    now = replace(SUICIDE, severity=Severity.EMERGENCY)
    (draft,) = soon_after_a_card(voice, words, outcome, intent, about=now)
    assert draft.type == EventType.CARD and draft.data["urgent"]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("can my therapist text me between sessions?", "answer"),
        ("how do i get a copy of my records", "answer"),
        (
            "I wonder, and this may be odd, what you all do with notes that somebody wrote",
            "suggest",
        ),
    ],
)
def test_a_question_soon_after_a_card_is_answered_as_ever(
    voice: Voice, words: str, outcome: str
) -> None:
    drafts = soon_after_a_card(voice, words, outcome, "faq")
    assert [draft.type for draft in drafts] == [EventType.MESSAGE]


def test_a_topic_pressed_soon_after_a_card_is_answered(visitor: Visitor, engine: StandIn) -> None:
    (button,) = [
        one
        for one in said(visitor.say("Can my therapist text me?").json())[0]["buttons"]
        if one["title"] == "Texting"
    ]
    assert cards(visitor.say(DANGER).json())
    body = visitor.press(button["choice"]).json()
    assert cards(body) == [] and said(body)[0]["topic"] == "alpha"


def test_when_the_danger_is_long_ago_few_words_bring_no_card(voice: Voice) -> None:
    known = Known().hears(DANGER).shows([SUICIDE])
    for _ in range(CRISIS_MESSAGES):
        known = known.hears("hello").shows([])
    reading = EngineReading(outcome="out_of_scope", intent="out_of_scope")
    reply = EngineReply(replies=[EngineMessage(text=RASAS_WORDS)], nlu=reading)
    (draft,) = script.answers(
        reply, voice, careful=True, card_shown=False, words="too late", known=known
    )
    assert draft.type == EventType.MESSAGE


@pytest.mark.parametrize("intent", sorted(script.CHEERFUL))
def test_after_a_card_nothing_cheerful_is_said(voice: Voice, intent: str) -> None:
    assert intent in INTENTS
    data = only(script.answers(smalltalk(intent), voice, careful=True, card_shown=False))
    assert data["text"] == voice.say("careful") and data["pinned_help"]["numbers"]
    before = only(script.answers(smalltalk(intent), voice, careful=False, card_shown=False))
    assert before["text"] == RASAS_WORDS


@pytest.mark.parametrize("intent", ASKING)
def test_after_a_card_questions_are_answered(voice: Voice, intent: str) -> None:
    assert intent in INTENTS
    data = only(script.answers(smalltalk(intent), voice, careful=True, card_shown=False))
    assert data["text"] == RASAS_WORDS and data["pinned_help"]["numbers"]


@pytest.mark.parametrize("seen", ["before", "now"])
@pytest.mark.parametrize(
    ("words", "language", "subject"),
    [
        ("I don't have a phone", "en", "no_phone"),
        ("I can't talk out loud", "en", "no_phone"),
        ("no puedo llamar", "es", "no_phone"),
        ("are you a person?", "en", "person"),
        ("¿eres una persona?", "es", "person"),
        ("what is 988?", "en", "lifeline"),
        ("¿qué es el 988?", "es", "lifeline"),
        ("is it free?", "en", "cost"),
        ("¿es gratis?", "es", "cost"),
        ("will my parents find out?", "en", "parents"),
        ("¿se enteran mis papás?", "es", "parents"),
    ],
)
def test_with_a_card_or_after_it_questions_about_the_help_are_answered(
    voice: Voice, words: str, language: str, subject: str, seen: str
) -> None:
    reply = smalltalk("out_of_scope") if seen == "before" else crisis()
    data = script.answers(
        reply, voice, careful=True, card_shown=seen == "now", language=language, words=words
    )[0].data
    assert data["text"] == voice.say_in(language, f"after_card_{subject}")
    assert data.get("language", "en") == data["pinned_help"]["language"] == language


def test_who_cannot_phone_reads_of_the_chat_first_and_then_of_texting(voice: Voice) -> None:
    for language in ("en", "es"):
        text = voice.say_in(language, "after_card_no_phone")
        assert (
            0 < text.index("988lifeline.org") < text.replace("988lifeline", "_" * 11).index("988")
        )


def test_a_topic_in_the_same_message_is_answered_too(voice: Voice) -> None:
    reading = EngineReading(outcome="answer", intent="faq", topic="text_therapist")
    reply = EngineReply(replies=[EngineMessage(text=RASAS_WORDS)], nlu=reading)
    words = "Can my therapist text me? I don't have a phone."
    drafts = script.answers(reply, voice, careful=True, card_shown=False, words=words)
    assert [one.data["text"] for one in drafts] == [voice.say("after_card_no_phone"), RASAS_WORDS]


def test_without_a_card_such_questions_are_rasas(voice: Voice) -> None:
    reply = smalltalk("bot_challenge")
    data = only(
        script.answers(reply, voice, careful=False, card_shown=False, words="are you a person?")
    )
    assert data["text"] == RASAS_WORDS


@pytest.mark.parametrize(
    ("intent", "language", "spoken"),
    [
        ("out_of_scope", "en", "en"),
        ("out_of_scope", "es", "es"),
        ("spanish", "en", "es"),
        ("bot_challenge", "es", "es"),
        ("nlu_fallback", "es", "es"),
    ],
)
def test_after_a_card_what_is_not_understood_is_said_warmly(
    voice: Voice, intent: str, language: str, spoken: str
) -> None:
    data = only(
        script.answers(
            smalltalk(intent), voice, careful=True, card_shown=False, language=language, words="x"
        )
    )
    assert data["text"] == voice.say_in(spoken, "careful_lost")
    assert data["pinned_help"]["numbers"] and data["pinned_help"]["language"] == spoken


def test_after_a_card_suggestions_come_with_warm_words_and_keep_their_buttons(voice: Voice) -> None:
    reading = EngineReading(outcome="suggest", intent="nlu_fallback")
    button = EngineButton(title="Texting", payload="/faq/text_therapist")
    reply = EngineReply(replies=[EngineMessage(text=RASAS_WORDS, buttons=[button])], nlu=reading)
    (draft,) = script.answers(reply, voice, careful=True, card_shown=False)
    assert draft.data["text"] == voice.say("careful_suggest") and len(draft.buttons) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_nobody_could_be_told_the_visitor_reads_that_nobody_was(
    voice: Voice, language: str
) -> None:
    alone = Voice(ROOT, has_receivers=False)
    alone.refresh()
    failed, nobody = (script.untold(one, language).data["text"] for one in (voice, alone))
    assert nobody == alone.say_in(language, "nobody_to_tell")
    assert failed == voice.say_in(language, "desk_on_call_not_told") != nobody


def test_the_gateway_knows_whether_there_is_anybody_to_tell(
    serve: Callable[..., RunningGateway],
) -> None:
    for urls, known in (((), False), (("json://localhost",), True)):
        gateway = serve(notify_urls=urls)
        assert gateway.app.ctx.parts.voice.has_receivers is known


def test_the_intent_reaches_the_gateway_with_rasas_answer(
    visitor: Visitor, engine: StandIn
) -> None:
    visitor.say(DANGER)
    for intent, words in (("greet", "A person can"), ("bot_challenge", RASAS_WORDS)):
        nlu = {"outcome": "smalltalk", "topic": None, "intent": intent, "confidence": 1.0}
        engine.raw = json.dumps({"replies": [{"text": RASAS_WORDS}], "nlu": nlu}).encode()
        (answer,) = said(visitor.say("one more thing").json())
        assert words in answer["text"] and answer["pinned_help"]["numbers"]


def test_a_crisis_that_rasa_alone_sees_gets_a_card_in_the_visitors_language(voice: Voice) -> None:
    (card,) = script.answers(
        crisis(), voice, careful=False, card_shown=False, language="es", words=ONLY_RASA
    )
    assert card.type is EventType.CARD and card.data["language"] == "es"
    assert card.buttons[0].title == voice.say("not_in_danger_es")


def test_such_a_card_is_for_a_child_when_a_child_writes(voice: Voice) -> None:
    given: dict[str, Any] = {"careful": False, "card_shown": False}
    child = only(script.answers(crisis(), voice, words="i'm 12 and idk what to do", **given))
    assert child["minor"] is True
    assert only(script.answers(crisis(), voice, words="i don't know", **given))["minor"] is False


def test_such_a_card_greets_otherwise_the_second_time(voice: Voice) -> None:
    first, second = (
        only(script.answers(crisis(), voice, careful=bool(seen), card_shown=False, seen=seen))
        for seen in (0, 1)
    )
    assert first["body"][0] != second["body"][0] and first["body"][1:] == second["body"][1:]


def test_such_a_card_knows_words_language_and_cards_before_in_a_conversation(
    visitor: Visitor, engine: StandIn
) -> None:
    engine.raw = crisis().model_dump_json().encode()
    (first,) = cards(visitor.say(ONLY_RASA).json())
    (second,) = cards(visitor.say(ONLY_RASA).json())
    assert first["language"] == second["language"] == "es"
    assert first["body"][0] != second["body"][0]


def _ways(help_: dict[str, Any]) -> dict[str, Any]:
    """How the help says to reach the Lifeline."""
    (line,) = (one for one in help_["numbers"] if one["id"] == "lifeline")
    return {key: line.get(key) for key in ("call", "press", "text", "text_body")}


ENGLISH = {"call": "988", "press": None, "text": "988", "text_body": None}
SPANISH = {"call": "988", "press": "2", "text": "988", "text_body": "AYUDA"}


def test_help_is_in_spanish_where_the_content_is(voice: Voice) -> None:
    assert _ways(voice.help()) == _ways(voice.help("en")) == ENGLISH
    assert _ways(voice.help("es")) == SPANISH
    assert [voice.help(one)["language"] for one in ("en", "es")] == ["en", "es"]
    ids = [[one["id"] for one in voice.numbers(language)] for language in ("en", "es")]
    assert ids[0] == ids[1] and len(ids[0]) >= 3


def test_help_is_in_spanish_also_while_content_cannot_be_read(tmp_path: Any) -> None:
    unread = Voice(tmp_path)
    unread.refresh()
    assert not unread.healthy
    assert _ways(unread.help()) == ENGLISH and _ways(unread.help("es")) == SPANISH
    assert unread.card((), PELIGRO)["resources"] == LAST_RESORT_NUMBERS["es"]


@pytest.mark.parametrize(("language", "ways"), [("en", ENGLISH), ("es", SPANISH)])
def test_whatever_is_pinned_or_helps_is_in_the_visitors_language(
    voice: Voice, language: str, ways: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"careful": True, "card_shown": False, "language": language}
    pressed = Button(voice.say_in(language, "not_in_danger"), script.NOT_IN_DANGER, "back")
    drafts = [
        script.concern(voice, language),
        script.not_in_danger(pressed, voice),
        script.late(voice, language),
        script.apology(voice, careful=True, language=language),
        *script.answers(smalltalk("greet"), voice, **given),
        *script.answers(smalltalk("bot_challenge"), voice, worried=True, **given),
    ]
    found = [
        draft.data[key] for draft in drafts for key in ("help", "pinned_help") if key in draft.data
    ]
    assert len(found) == 8
    assert [_ways(one) for one in found] == [ways] * 8


@pytest.mark.parametrize("key", ["late", "apology"])
def test_waiting_and_failing_are_said_in_spanish(voice: Voice, key: str) -> None:
    said_ = {
        "late": script.late(voice, "es"),
        "apology": script.apology(voice, careful=False, language="es"),
    }[key]
    assert said_.data["text"] == voice.say(f"{key}_es") != voice.say(key)


@pytest.mark.parametrize(("text", "language"), [(DANGER, "en"), (PELIGRO, "es")])
def test_danger_gets_its_card_also_where_no_conversation_can_begin(
    serve: Callable[..., RunningGateway], engine: StandIn, text: str, language: str
) -> None:
    gateway = serve(max_conversations=1)
    visitor = Visitor(gateway).begin()
    refused = visitor.http.post("/v1/conversations")
    assert refused.status_code == 429 and refused.json()["help"]["numbers"]
    answer = visitor.http.post(
        "/v1/conversations/none/messages", json={"client_id": str(uuid.uuid4()), "text": text}
    )
    assert answer.status_code == 404
    body = answer.json()
    (card,) = cards(body)
    assert card["language"] == language and body["help"]["numbers"]
    assert engine.asked == []


def test_other_words_without_a_conversation_get_no_card(visitor: Visitor) -> None:
    answer = visitor.http.post(
        "/v1/conversations/none/messages",
        json={"client_id": str(uuid.uuid4()), "text": "can I text my therapist"},
    )
    assert answer.status_code == 404 and cards(answer.json()) == []


@pytest.mark.parametrize(("text", "language"), [(DANGER, "en"), (PELIGRO, "es"), ("hello", "en")])
def test_an_error_is_in_its_cards_language_and_in_spanish_too(
    serve: Callable[..., RunningGateway], voice: Voice, text: str, language: str
) -> None:
    visitor = Visitor(serve(messages_per_conversation="1/minute")).begin()
    visitor.say("one")
    body = visitor.say(text).json()
    assert body["error"]["message"] == voice.say_in(language, "error_too_many_messages")
    assert body["error"]["message_es"] == voice.say("error_too_many_messages_es")
    assert body["help"]["language"] == language
