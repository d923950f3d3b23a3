"""A reload in each state: all is there again, once, and the panel is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Colleague, Practice
from tests.widget.answering import TEXTING, Answering
from tests.widget.chat import Chat, soon
from tests.widget.states import STATES, Scene, guide_step, replies, step

pytestmark = pytest.mark.e2e
RELOADED = (
    *("greeting", "answer", "replies", "guide-question", "guide-step", "guide-finished", "card"),
    *("card-and-leave", "spanish", "offered", "waiting", "human", "left-message", "ended"),
)


@pytest.fixture
def scene(chat: Chat, practice: Practice, ana: Colleague, engine: Answering) -> Scene:
    return Scene(chat, practice, ana, engine)


def written(chat: Chat) -> list[str]:
    """Every piece of the conversation, with its words and its buttons."""
    found: list[str] = chat.log.evaluate(
        """(log) => [...log.children].map((one) => {
            const copy = one.cloneNode(true);
            // That it was sent, or has been delivered, is for whoever watches it arrive.
            for (const mark of copy.querySelectorAll('.state, .delivered')) mark.remove();
            return [one.className, one.lang, copy.textContent,
                ...[...copy.querySelectorAll('button')].map((b) => b.getAttribute('aria-disabled')),
            ].join('|');
        })"""
    )
    # So is that the conversation is a new one.
    return [one for one in found if "This is a new conversation" not in one]


@pytest.mark.parametrize("state", RELOADED)
def test_it_is_as_it_was(scene: Scene, state: str) -> None:
    chat = scene.chat
    STATES[state](scene)
    before = written(chat)
    desk = chat.desk.get_attribute("data-state")
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    expect(chat.desk).to_have_attribute("data-state", desk or "")
    soon(chat.page, lambda: len(written(chat)) == len(before), "all of it")
    assert written(chat) == before
    expect(chat.first_screen).to_be_hidden()
    assert chat.stored()["between-sessions"]


def test_a_closed_panel_stays_closed(chat: Chat) -> None:
    chat.start()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()
    chat.open()
    chat.has_begun()


def test_what_was_pressed_stays_pressed(scene: Scene) -> None:
    replies(scene)
    chat = scene.chat

    def stays_pressed() -> None:
        pressed = chat.log.locator("[data-choice][aria-disabled]")
        expect(pressed).to_have_count(1)
        expect(pressed).to_contain_text("Therapy notes in court")
        expect(pressed).to_have_attribute("aria-disabled", "true")

    stays_pressed()
    chat.page.reload()
    expect(chat.bot).to_have_count(2)
    stays_pressed()
    chat.log.locator("[aria-disabled]").dispatch_event("click")
    # What is beside it can still be pressed, once.
    chat.choice("What therapists write in notes").dblclick()
    expect(chat.bot).to_have_count(3)
    chat.ask("on")
    assert len(chat.texts()) == 4


def test_what_was_typed_is_kept(chat: Chat) -> None:
    chat.start()
    chat.entry.fill("half a thought")
    chat.page.reload()
    expect(chat.entry).to_have_value("half a thought")


def test_what_stands_in_the_form_is_kept(scene: Scene) -> None:
    STATES["left-message"](scene)
    chat = scene.chat
    chat.page.locator("#left-text").fill("Please call me.")
    chat.page.locator("#left-reach").fill("555 555 0199")
    chat.page.reload()
    expect(chat.page.locator("#left-text")).to_have_value("Please call me.")
    expect(chat.page.locator("#left-reach")).to_have_value("555 555 0199")


def test_a_message_that_was_not_sent_can_still_be_sent(scene: Scene) -> None:
    STATES["failed"](scene)
    chat = scene.chat
    chat.page.reload()
    expect(chat.failed).to_contain_text("Not sent.")
    chat.page.unroute("**/messages")
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.bot).to_have_count(2)
    expect(chat.failed).to_have_count(0)
    assert chat.texts() == ["hello", TEXTING]


def test_a_message_on_its_way_arrives_once(scene: Scene) -> None:
    STATES["sending"](scene)
    chat = scene.chat
    chat.page.reload()
    expect(chat.visitor).to_have_count(1)
    scene.engine.gate.set()
    expect(chat.bot).to_have_count(1)
    expect(chat.failed).to_have_count(0)
    assert chat.texts() == [TEXTING]


def test_the_steps_go_on_from_where_they_were(scene: Scene) -> None:
    guide_step(scene)
    chat = scene.chat
    chat.page.reload()
    expect(step(chat, 2)).to_be_visible()
    # Of the steps, only what was said last has buttons.
    expect(chat.log.locator("[data-release] .buttons")).to_have_count(1)
    chat.choice("Next").click()
    expect(step(chat, 3)).to_be_visible()


def test_the_last_answer_is_in_view(chat: Chat) -> None:
    chat.start()
    for text in (TEXTING, "one", TEXTING):
        chat.ask(text)
    chat.page.reload()
    expect(chat.bot).to_have_count(3)
    expect(chat.visitor.last).to_be_in_viewport(ratio=1)
