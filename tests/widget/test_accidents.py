"""What happens by accident, by habit, or behind a visitor's back: it costs no words, and agrees to nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Colleague, Practice
from tests.gateway.running import RunningGateway
from tests.widget.answering import TEXTING, UNCLEAR, Answering
from tests.widget.chat import LATER_MS, Chat, guest_of, hold, soon, tab_to
from tests.widget.conftest import Visit
from tests.widget.sites import Site, document, snippet
from tests.widget.states import STATES, Scene

pytestmark = pytest.mark.e2e


def test_a_double_click_opens_it_once(chat: Chat) -> None:
    # Once to load it, so that the second click finds it there.
    chat.open()
    chat.page.locator("#close").click()
    expect(chat.panel).to_be_hidden()
    chat.launcher.dblclick()
    expect(chat.panel).to_be_visible()


def test_who_asks_for_a_person_before_start_still_comes_to_start_by_keyboard(chat: Chat) -> None:
    chat.open()
    expect(chat.first_title).to_be_focused()
    chat.act("request")
    expect(chat.first_title).to_be_focused()
    tab_to(chat, "entry")
    tab_to(chat, "start", back=True)
    chat.page.keyboard.press("Enter")
    chat.has_begun()


def test_the_focus_stays_in_the_chat_when_the_texts_come(chat: Chat) -> None:
    held = hold(chat, "**/v1/widget")
    chat.open()
    soon(chat.page, lambda: bool(held), "the request for the texts")
    chat.page.locator("#help a[href='tel:988']").focus()
    held[0].continue_()
    expect(chat.first_screen).to_be_visible()
    assert chat.focused() == "title"


def test_what_is_changed_meanwhile_does_not_go_out_by_itself(chat: Chat) -> None:
    chat.start()
    chat.page.route("**/v1/**", lambda route: route.abort())
    chat.page.reload()
    expect(chat.status).to_contain_text("cannot be reached")
    chat.say("hello")
    chat.entry.press_sequentially(" I do not want to se")
    chat.page.unroute("**/v1/**")
    expect(chat.status).to_have_text("", timeout=LATER_MS)
    chat.has_begun()
    expect(chat.entry).to_have_value("hello I do not want to se")
    chat.entry.press_sequentially("nd this")
    chat.entry.press("Enter")
    expect(chat.bot).to_have_count(1)
    assert chat.texts() == ["hello I do not want to send this"]


def test_what_is_typed_while_it_is_cleared_is_kept(chat: Chat) -> None:
    chat.start()
    chat.ask(TEXTING)
    held = hold(chat, f"**/{chat.conversation}")
    chat.entry.fill("half a thought")
    chat.clear()
    # What was there is cleared with the rest, and nothing can be lost by being sent now.
    expect(chat.entry).to_have_value("")
    soon(chat.page, lambda: bool(held), "the request to delete it")
    chat.say("another thing")
    held[0].continue_()
    expect(chat.status).to_have_text("The conversation is cleared.")
    expect(chat.entry).to_have_value("another thing")
    chat.entry.press("Enter")
    expect(chat.bot).to_have_count(1)
    assert chat.texts() == ["another thing"]


def test_clearing_another_conversation_takes_nothing_away_here(
    chat: Chat, practice: Practice, ana: Colleague, engine: Answering
) -> None:
    page = chat.page.context.new_page()
    page.goto(chat.page.url)
    other = Chat(page).open()
    expect(other.first_title).to_be_focused()
    # Each begins one of its own, and this one has ended.
    STATES["expired"](Scene(chat, practice, ana, engine))
    other.start_button.click()
    other.has_begun()
    assert chat.stored().get("between-sessions") is None
    chat.page.route("**/v1/**", lambda route: route.abort())
    chat.say("important words")
    expect(chat.failed).to_be_visible()
    other.clear()
    expect(other.status).to_have_text("The conversation is cleared.")
    assert chat.texts() == [TEXTING, "important words"]
    chat.page.unroute("**/v1/**")
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.failed).to_have_count(0)
    expect(chat.bot.last).to_contain_text("important words")


def test_a_quick_reply_after_the_end_goes_out_in_its_words(
    chat: Chat, gateway: RunningGateway
) -> None:
    chat.start()
    chat.ask(UNCLEAR)
    choice = chat.log.locator("[data-choice]:not([aria-disabled])").last
    words = choice.inner_text()
    assert guest_of(gateway, chat).clear().is_success
    expect(chat.log).to_contain_text("This conversation has ended")
    choice.click()
    expect(chat.bot.last).to_contain_text(words)
    expect(chat.failed).to_have_count(0)
    assert chat.texts() == [UNCLEAR, words]


def test_another_element_that_goes_takes_nothing_with_it(
    visit: Visit, site: Site, gateway: RunningGateway
) -> None:
    second = '<between-sessions id="second"><a href="tel:911">911</a></between-sessions>'
    site.put("/two", document(snippet(gateway.url) + second))
    chat = visit("/two").start()
    chat.page.locator("#second").evaluate("(one) => one.remove()")
    chat.page.reload()
    expect(chat.panel).to_be_visible()


def test_a_page_is_printed_without_the_chat(chat: Chat) -> None:
    chat.start()
    chat.page.emulate_media(media="print")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_hidden()


def test_from_right_to_left_nothing_stands_aside(
    visit: Visit, site: Site, gateway: RunningGateway
) -> None:
    site.put("/rtl", document(snippet(gateway.url), attributes='lang="en" dir="rtl"'))
    chat = visit("/rtl").start()
    chat.ask(TEXTING)
    wide = "(one) => one.scrollWidth - one.clientWidth"
    assert chat.panel.evaluate(wide) <= 0
    assert chat.scroller.evaluate(wide) <= 0


def test_however_far_from_the_edge_it_is_put_its_head_is_on_the_screen(
    visit: Visit, site: Site, gateway: RunningGateway
) -> None:
    far = "<style>between-sessions { --bs-offset-y: 90px; }</style>"
    site.put("/far", document(snippet(gateway.url), head=far))
    chat = visit("/far", viewport={"width": 1280, "height": 700}).open()
    for part in ("#leave", "#close", "#send"):
        expect(chat.page.locator(part)).to_be_in_viewport(ratio=1)
