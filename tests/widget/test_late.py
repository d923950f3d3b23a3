"""What comes late: texts, a conversation, an answer. Nothing is stuck, said twice, or kept that should be gone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.gateway.running import RunningGateway
from tests.widget.answering import GUIDE, TEXTING, Answering
from tests.widget.chat import LATER_MS, LEFT, START_HINT, Chat, guest_of, hold, soon
from tests.widget.states import step

pytestmark = pytest.mark.e2e


def opened_without_a_server(chat: Chat) -> None:
    """Open it for the first time, with nothing to be had of the gateway but the panel."""
    chat.page.route("**/v1/**", lambda route: route.abort())
    chat.open()
    expect(chat.status).to_contain_text("cannot be reached")


def asked(engine: Answering, text: str) -> int:
    """How often the engine was asked this."""
    return [one.get("text") for one in engine.asked].count(text)


def test_what_is_sent_before_anything_has_come_waits_for_start(
    chat: Chat, engine: Answering
) -> None:
    text = "sent before anything has come"
    opened_without_a_server(chat)
    chat.say(text)
    expect(chat.first_screen).to_be_hidden()
    expect(chat.entry).to_have_value(text)
    chat.page.unroute("**/v1/**")
    expect(chat.first_screen).to_be_visible(timeout=LATER_MS)
    expect(chat.status).to_have_text(START_HINT)
    # Nothing that is still pressed or typed can agree to anything.
    expect(chat.entry).to_be_focused()
    expect(chat.entry).to_have_value(text)
    assert asked(engine, text) == 0
    chat.start_button.click()
    expect(chat.bot).to_have_count(1)
    expect(chat.entry).to_have_value("")
    assert chat.texts() == [text]
    assert asked(engine, text) == 1


def test_danger_that_nobody_could_look_for_is_looked_for_once_the_server_is_there(
    chat: Chat,
) -> None:
    opened_without_a_server(chat)
    chat.say("I want to die")
    expect(chat.entry).to_have_value("I want to die")
    chat.page.unroute("**/v1/**")
    expect(chat.card).to_have_count(1, timeout=LATER_MS)
    expect(chat.card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    expect(chat.status).to_have_text(START_HINT)
    chat.start_button.click()
    expect(chat.bot.first).to_be_visible()
    expect(chat.card).to_have_count(1)
    assert chat.texts() == ["I want to die"]


def test_a_conversation_that_begins_after_somebody_has_left_is_not_kept(chat: Chat) -> None:
    chat.open()
    page = chat.page.context.new_page()
    page.goto(chat.page.url)
    other = Chat(page).open()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    held = hold(other, "**/v1/conversations", times=1)
    other.start_button.click()
    soon(page, lambda: bool(held), "the request for a conversation")
    answer = held[0].fetch()
    chat.page.locator("#leave").click()
    chat.page.wait_for_url(LEFT)
    expect(other.panel).to_be_hidden()
    held[0].fulfill(response=answer)
    # Whoever comes next begins anew; by then the answer has come.
    other.start()
    late = answer.json()["id"]
    assert other.conversation != late
    assert late not in str(other.stored())
    assert [one for one in requests if late in one] == []


def test_an_answer_that_comes_by_itself_takes_not_sent_away(chat: Chat, engine: Answering) -> None:
    text = "its answer is lost, and comes"
    chat.start()
    engine.gate.clear()
    held = hold(chat, "**/messages", times=1)
    chat.say(text)
    soon(chat.page, lambda: bool(held), "the message")
    # The gateway has it, and says that the answer comes later; but that is lost.
    assert held[0].fetch().ok
    expect(chat.visitor.last).to_have_attribute("data-seq", re.compile(r"\d"))
    held[0].abort()
    expect(chat.failed).to_contain_text("Not sent.")
    chat.failed.get_by_role("button", name="Retry").focus()
    engine.gate.set()
    expect(chat.bot).to_have_count(1)
    expect(chat.failed).to_have_count(0)
    # What had the focus is gone.
    expect(chat.entry).to_be_focused()
    assert chat.texts() == [text]
    assert asked(engine, text) == 1


def test_an_answer_that_never_came_stops_no_guide_of_the_next_conversation(
    chat: Chat, engine: Answering, gateway: RunningGateway
) -> None:
    chat.start()
    before = chat.conversation
    engine.gate.clear()
    chat.say(TEXTING)
    expect(chat.status).to_contain_text("longer than usual")
    assert guest_of(gateway, chat).clear().is_success
    expect(chat.log).to_contain_text("This conversation has ended")
    expect(chat.status).to_have_text("")
    engine.gate.set()
    chat.say(GUIDE)
    chat.choice("parent or guardian").click()
    chat.choice("Under 18").click()
    expect(step(chat, 1)).to_be_visible()
    chat.choice("Next").click()
    expect(step(chat, 2)).to_be_visible()
    assert chat.conversation != before


def test_a_message_refused_late_goes_on_in_the_conversation_that_another_has_begun(
    chat: Chat, engine: Answering, gateway: RunningGateway
) -> None:
    texts = ["the first on its way", "the second on its way"]
    begun: set[str] = set()
    chat.start()
    # Not where danger is looked for without a conversation.
    held = hold(chat, re.compile(r"/(?!none/)[^/]+/messages$"))
    for text in texts:
        chat.say(text)
    soon(chat.page, lambda: len(held) == 2, "both messages")
    assert guest_of(gateway, chat).clear().is_success
    expect(chat.log).to_contain_text("This conversation has ended")
    for message in (0, 1):
        held[message].continue_()
        soon(chat.page, lambda: len(held) == 3, "the same again in a new conversation")
        held.pop().continue_()
        expect(chat.bot).to_have_count(1 + message)
        begun.add(chat.conversation)
    assert len(begun) == 1
    assert chat.texts() == texts
    assert [asked(engine, text) for text in texts] == [1, 1]


def test_danger_that_waits_for_its_turn_while_the_conversation_ends_brings_the_card(
    chat: Chat, engine: Answering, gateway: RunningGateway
) -> None:
    texts = [TEXTING, "I want to die"]
    before = [asked(engine, text) for text in texts]
    chat.start()
    held = hold(chat, "**/messages", times=1)
    chat.say(texts[0])
    soon(chat.page, lambda: bool(held), "the first")
    chat.say(texts[1])
    assert guest_of(gateway, chat).clear().is_success
    expect(chat.log).to_contain_text("This conversation has ended")
    expect(chat.card).to_have_count(1)
    expect(chat.card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    held[0].continue_()
    expect(chat.bot).to_have_count(2)
    expect(chat.card).to_have_count(1)
    expect(chat.failed).to_have_count(0)
    # It did not wait for what is before it.
    assert chat.texts() == texts[::-1]
    assert [asked(engine, text) for text in texts] == [one + 1 for one in before]


def test_a_transcript_of_what_has_ended_is_not_refused_in_silence(
    chat: Chat, gateway: RunningGateway
) -> None:
    chat.start()
    chat.ask(TEXTING)
    assert guest_of(gateway, chat).clear().is_success
    expect(chat.log).to_contain_text("This conversation has ended")
    chat.page.locator("#options > summary").click()
    chat.page.locator("#transcript").click()
    expect(chat.status).to_contain_text("conversation has ended")
    expect(chat.log.get_by_text("This conversation has ended")).to_have_count(1)
    assert chat.texts() == [TEXTING]
