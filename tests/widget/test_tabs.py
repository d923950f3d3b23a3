"""Several tabs of one browser: one conversation for all that are open, and it is said."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.gateway.running import RunningGateway
from tests.widget.answering import UNCLEAR
from tests.widget.chat import LEFT, Chat, guest_of
from tests.widget.conftest import Visit
from tests.widget.sites import Site

pytestmark = pytest.mark.e2e
JOINED = "This is the conversation of your other tab."
NEW = "This is a new conversation."


def second(chat: Chat) -> Chat:
    """Another tab of the same browser, with the same site."""
    page = chat.page.context.new_page()
    page.goto(chat.page.url)
    return Chat(page)


@pytest.fixture
def first(chat: Chat) -> Chat:
    """A tab with a conversation."""
    chat.start()
    chat.ask("one")
    return chat


def test_a_second_tab_joins_while_the_first_is_open(first: Chat, gateway: RunningGateway) -> None:
    other = second(first).open()
    expect(other.status).to_have_text(JOINED)
    expect(other.first_screen).to_be_hidden()
    expect(other.bot).to_have_count(1)
    assert other.conversation == first.conversation
    other.ask("two")
    expect(first.bot).to_have_count(2)
    first.ask("three")
    expect(other.bot).to_have_count(3)
    assert first.texts() == other.texts() == ["one", "two", "three"]
    said = [one["text"] for one in guest_of(gateway, first).events() if one["from"] == "visitor"]
    assert said == ["one", "two", "three"]


def test_what_is_pressed_in_one_tab_is_pressed_in_the_other(first: Chat) -> None:
    first.ask(UNCLEAR)
    other = second(first).open()
    expect(other.bot).to_have_count(2)
    first.choice("Therapy notes in court").click()
    expect(first.bot).to_have_count(3)
    expect(other.bot).to_have_count(3)
    pressed = other.log.locator("[data-choice][aria-disabled]")
    expect(pressed).to_have_count(1)
    expect(pressed).to_contain_text("Therapy notes in court")
    expect(pressed).to_have_attribute("aria-disabled", "true")
    pressed.dispatch_event("click")
    other.ask("on")
    expect(first.bot).to_have_count(4)
    assert first.texts() == other.texts()
    assert len(first.texts()) == 4


def test_after_the_first_is_closed_a_new_conversation_begins_and_says_so(first: Chat) -> None:
    before, context = first.conversation, first.page.context
    address = first.page.url
    first.page.close()
    page = context.new_page()
    page.goto(address)
    other = Chat(page).start()
    expect(other.log.locator(".said.system").filter(has_text=NEW)).to_have_count(1)
    assert other.conversation != before
    assert other.texts() == []


def test_a_tab_that_was_made_from_the_first_joins_it_too(first: Chat) -> None:
    # Such a tab has a copy of what the first one keeps.
    with first.page.context.expect_page() as opening:
        first.page.evaluate("void window.open(location.href)")
    other = Chat(opening.value)
    expect(other.panel).to_be_visible()
    expect(other.bot).to_have_count(1)
    assert other.conversation == first.conversation
    other.ask("two")
    expect(first.bot).to_have_count(2)


def test_what_is_cleared_in_one_is_cleared_in_both(first: Chat) -> None:
    other = second(first).open()
    expect(other.bot).to_have_count(1)
    before = first.conversation
    first.page.locator("#options > summary").click()
    first.page.locator("#clear").click()
    first.page.get_by_role("button", name="Delete it").click()
    expect(first.bot).to_have_count(0)
    expect(other.bot).to_have_count(0)
    assert before not in str(other.stored())
    # Both can go on.
    for chat in (first, other):
        if chat.start_button.is_visible():
            chat.start_button.click()
        expect(chat.ask("after")).to_contain_text("An answer to: after")


def test_who_leaves_one_leaves_nothing_open_in_the_other(first: Chat, site: Site) -> None:
    other = second(first).open()
    expect(other.bot).to_have_count(1)
    first.page.locator("#leave").click()
    first.page.wait_for_url(LEFT)
    expect(other.panel).to_be_hidden()
    assert other.page.url.startswith(site.url)
    assert other.stored().get("between-sessions") is None


def test_tabs_of_different_visitors_know_nothing_of_each_other(first: Chat, visit: Visit) -> None:
    other = visit().start()
    assert other.conversation != first.conversation
    assert other.texts() == []
