"""Away at once, and no way back to what was said: for somebody whose device may be watched."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.widget.answering import TEXTING
from tests.widget.chat import LEFT, STORED, Chat
from tests.widget.conftest import Visit

pytestmark = pytest.mark.e2e
TOO_LONG_MS = 2_300


@pytest.fixture
def talking(chat: Chat) -> Chat:
    """A chat with a card, and with something typed."""
    chat.start()
    chat.say("my boyfriend hits me")
    expect(chat.card.locator(".leave")).to_be_visible()
    expect(chat.bot.first).to_be_visible()
    chat.entry.fill("half a thought")
    return chat


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def is_gone(page: Page, before: int) -> None:
    """The page was replaced: the way back does not lead to it."""
    page.wait_for_url(LEFT)
    page.wait_for_load_state()
    assert page.evaluate("history.length") == before
    page.go_back()
    assert "127.0.0.1" not in page.url


@pytest.mark.parametrize("way", ["header", "card", "keyboard"])
def test_the_page_is_replaced_at_once_and_nothing_of_it_stays(
    talking: Chat, visit: Visit, way: str
) -> None:
    page = talking.page
    site, before = page.url, page.evaluate("history.length")
    assert any(name.startswith("between-sessions") for name in talking.stored())
    if way == "header":
        page.locator("#leave").click()
    elif way == "card":
        talking.card.locator(".leave button").click()
    else:
        press(page, "Shift", "Shift", "Shift")
    is_gone(page, before)
    page.goto(site)
    kept = talking.stored()
    assert [name for end in STORED if (name := f"between-sessions{end}") in kept] == []
    expect(talking.launcher).to_be_visible()
    talking.open()
    expect(talking.start_button).to_be_visible()
    expect(talking.entry).to_have_value("")
    expect(talking.log.locator(".said, .card")).to_have_count(0)


def test_shift_is_heard_wherever_the_focus_is_on_the_page(talking: Chat) -> None:
    page = talking.page
    before = page.evaluate("history.length")
    page.locator("main a").first.focus()
    press(page, "Shift", "Shift", "Shift")
    is_gone(page, before)


def test_shift_does_nothing_with_another_key_between_or_slowly_or_held(talking: Chat) -> None:
    page = talking.page
    press(page, "Shift", "Shift", "a", "Shift", "Shift")
    press(page, "b", "Shift+A", "Shift+B", "Shift+C", "b")
    press(page, "Shift", "Shift")
    page.wait_for_timeout(TOO_LONG_MS)
    press(page, "Shift", "b")
    page.keyboard.down("Shift")
    for _ in range(4):
        page.keyboard.down("Shift")  # it repeats while it is held
    page.keyboard.up("Shift")
    expect(talking.panel).to_be_visible()
    assert page.url != LEFT
    page.wait_for_timeout(TOO_LONG_MS)
    press(page, "Shift", "Shift", "Shift")
    page.wait_for_url(LEFT)


def test_escape_closes_and_does_not_leave(talking: Chat) -> None:
    press(talking.page, "Escape", "Escape", "Escape")
    expect(talking.panel).to_be_hidden()
    expect(talking.launcher).to_be_focused()
    assert talking.page.url != LEFT


@pytest.mark.parametrize("state", ["first screen", "conversation", "small"])
def test_the_way_out_is_always_in_reach(visit: Visit, state: str) -> None:
    size = {"width": 320, "height": 480} if state == "small" else {"width": 1280, "height": 800}
    chat = visit(viewport=size, reduced_motion="reduce")
    leave = chat.page.locator("#leave")
    if state == "first screen":
        chat.open()
    else:
        chat.start()
        for text in (TEXTING, "I want to die"):
            chat.say(text)
        expect(chat.card).to_be_visible()
    expect(leave).to_be_in_viewport(ratio=1)
    chat.scroller.evaluate("(one) => one.scrollTo(0, 0)")
    expect(leave).to_be_in_viewport(ratio=1)
    leave.click()
    chat.page.wait_for_url(LEFT)
