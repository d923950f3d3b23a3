"""HTML and script that anybody writes are words: in the console, and in the visitor's widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.desk import Practice, hire, left_messages
from tests.e2e.desk_pages import Chat, Desk

HACK = (
    "<script>window.hacked=1</script>"
    '<img src="x" onerror="window.hacked=1">'
    "\"'><svg onload=window.hacked=1></svg>"
    '<a href="javascript:window.hacked=1">press</a>'
    "</textarea></template><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>"
    "{{ 7777 * 7777 }}${7777*7777}"
)
NAME = '<img src=x onerror="window.hacked=1">Dana'

pytestmark = pytest.mark.e2e


@pytest.fixture
def practice(open_practice: Callable[..., Practice]) -> Practice:
    """An open practice with a colleague whose name is markup."""
    practice = open_practice()
    practice.staff["dana"] = hire(practice.url, "dana", NAME, "admin")
    return practice


@pytest.fixture
def chat(browser: Browser, practice: Practice) -> Iterator[Chat]:
    found = Chat(browser, practice.gateway.url)
    yield found
    found.close()


@pytest.fixture
def dana(browser: Browser, practice: Practice) -> Iterator[Desk]:
    found = Desk(browser, practice.gateway.url, "dana")
    yield found
    found.close()


def assert_words_only(page: Page) -> None:
    """Check that nothing of it has become an element, and nothing has run."""
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    assert page.evaluate("window.hacked") is None
    for one in ("img[src=x]", "svg[onload]", "a[href^='javascript']", "iframe", "[onerror]"):
        assert page.locator(f"body {one}").count() == 0, one
    assert page.locator("script:not([src])").count() == 0
    shadow = "document.querySelector('between-sessions')?.shadowRoot.innerHTML ?? ''"
    assert str(7777 * 7777) not in page.content() + page.evaluate(shadow)


def test_in_what_both_say_and_in_the_name_of_the_staff(chat: Chat, dana: Desk) -> None:
    chat.say(HACK)
    chat.wait()
    expect(dana.rows).to_have_count(1)
    assert_words_only(dana.page)
    dana.take_first()
    chat.expect_state("human")
    expect(chat.state).to_contain_text(NAME)
    expect(chat.log.locator(".said.desk").last).to_contain_text(NAME)
    expect(dana.page.locator(".line.visitor .text").first).to_have_text(HACK)
    dana.reply_field.press_sequentially("x")
    expect(chat.page.locator("#desk-typing")).to_contain_text(NAME)
    dana.reply(HACK)
    chat.say(HACK + " again")
    expect(chat.log.locator(".said.staff")).to_contain_text(HACK)
    expect(chat.log.locator(".said.staff .name")).to_contain_text(NAME)
    expect(dana.page.locator(".line.visitor .text").last).to_have_text(HACK + " again")
    expect(dana.page.locator(".line.staff .by").last).to_contain_text(NAME)
    for page in (chat.page, dana.page):
        assert_words_only(page)
    # And as it is when the pages are loaded anew.
    for page in (chat.page, dana.page):
        page.reload()
    expect(chat.log.locator(".said.staff")).to_contain_text(HACK)
    expect(chat.state).to_contain_text(NAME)
    expect(dana.page.locator(".line.visitor .text").last).to_have_text(HACK + " again")
    for page in (chat.page, dana.page):
        assert_words_only(page)


def test_in_the_form_that_is_left(chat: Chat, dana: Desk, practice: Practice) -> None:
    chat.wait()
    conversation = practice.ledger.rows("select conversation_id from episodes")[0][0]
    practice.ledger.pass_time(conversation, 181)
    chat.expect_state("left_message")
    chat.page.locator("#left-text").fill(HACK)
    chat.page.locator("#left-reach").fill(HACK[:150])
    # It is kept for when the page is loaded anew.
    chat.page.reload()
    expect(chat.page.locator("#left-text")).to_have_value(HACK)
    chat.press("send")
    chat.expect_state("bot")
    (left,) = left_messages(practice.url)
    assert left.text == HACK and left.reach == HACK[:150]
    dana.page.goto(f"{practice.gateway.url}/staff/messages")
    expect(dana.page.locator(".row p.text")).to_have_text(HACK)
    expect(dana.page.locator(".row strong.text")).to_have_text(HACK[:150])
    for page in (chat.page, dana.page):
        assert_words_only(page)


def test_on_every_page_that_names_somebody(
    browser: Browser, chat: Chat, dana: Desk, practice: Practice
) -> None:
    chat.wait()
    dana.take_first()
    ada = Desk(browser, practice.gateway.url, "ada")
    expect(ada.rows).to_contain_text(NAME)
    assert_words_only(ada.page)
    # Who is too late is told the name.
    late = practice.sign_in("ben").do(
        practice.ledger.rows("select id from episodes")[0][0], "claim"
    )
    assert late.status_code == 409 and "&lt;img" in late.text and "<img" not in late.text
    for path in ("admin/audit", "admin/accounts", "admin/settings", "account", "messages", ""):
        dana.page.goto(f"{practice.gateway.url}/staff/{path}")
        expect(dana.page.locator("nav")).to_contain_text(NAME)
        assert_words_only(dana.page)
        ada.page.goto(f"{practice.gateway.url}/staff/{path}")
        assert_words_only(ada.page)
    ada.close()


def test_the_transcript_is_text_that_no_browser_takes_for_a_page(practice: Practice) -> None:
    guest = practice.arrive()
    guest.say(HACK)
    answer = guest.http.get(f"{guest.path}/transcript", headers=guest.headers)
    assert answer.status_code == 200 and HACK in answer.text
    assert answer.headers["content-type"].lower() == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
