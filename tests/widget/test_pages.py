"""Pages that change by script: the element goes, comes back, or makes way for another, and the chat goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.widget.answering import TEXTING
from tests.widget.chat import OVERFLOW, PHONE, Chat, hold, soon
from tests.widget.conftest import Visit

pytestmark = pytest.mark.e2e
CREATED = 201
LONGEST_MS = 15_000  # between two tries
READY = """() => {
    window.ready = 0;
    document.addEventListener("between-sessions:ready", () => window.ready++);
}"""
# Another element like the one that is there, as the next page has it.
NEXT = """
    const old = document.querySelector("between-sessions");
    const next = document.createElement("between-sessions");
    next.append(...[...old.childNodes].map((one) => one.cloneNode(true)));
"""
REPLACE = f"() => {{ {NEXT} old.replaceWith(next); }}"
# A page transition shows both for a moment.
INSERT = f"() => {{ {NEXT} old.after(next); }}"
REMOVE = "() => { window.away = document.querySelector('between-sessions'); window.away.remove(); }"
PUT_BACK = "() => document.body.append(window.away)"
LOADED = "() => window.away.shadowRoot.getElementById('panel')"
ELSEWHERE = """() => {
    const place = document.createElement("footer");
    document.body.append(place);
    place.append(document.querySelector("between-sessions"));
}"""


class Streams:
    """The streams that a page reads: of every conversation that it listens to."""

    def __init__(self, page: Page) -> None:
        """Count those that begin from now on."""
        self._open: list[Request] = []
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def __len__(self) -> int:
        """How many are open."""
        return len(self._open)

    def _begin(self, request: Request) -> None:
        if "/events?" in request.url:
            self._open.append(request)

    def _end(self, request: Request) -> None:
        if request in self._open:
            self._open.remove(request)


def test_another_element_in_its_place_goes_on(chat: Chat) -> None:
    streams = Streams(chat.page)
    chat.start()
    chat.ask("one")
    assert len(streams) == 1
    chat.page.evaluate(REPLACE)
    expect(chat.launcher).to_have_count(1)
    expect(chat.launcher).to_be_visible()
    # Nothing that is not on the page any more listens.
    soon(chat.page, lambda: not len(streams), "the end of the old one's stream")
    chat.open()
    expect(chat.bot).to_have_count(1)
    chat.ask("two")
    assert chat.texts() == ["one", "two"]
    assert len(streams) == 1


def test_the_next_element_may_come_before_the_old_one_goes(chat: Chat) -> None:
    streams = Streams(chat.page)
    chat.start()
    chat.ask("one")
    chat.page.evaluate(INSERT)
    # There is one chat to a page, and it is the one that is in use.
    expect(chat.launcher).to_have_count(1)
    chat.ask("two")
    chat.page.evaluate(REMOVE)
    expect(chat.page.locator("between-sessions")).to_have_count(1)
    expect(chat.launcher).to_have_count(1)
    expect(chat.launcher).to_be_visible()
    chat.open()
    expect(chat.bot).to_have_count(2)
    chat.ask("three")
    assert chat.texts() == ["one", "two", "three"]
    assert len(streams) == 1


def test_taken_away_while_the_panel_loads_and_put_back(chat: Chat) -> None:
    held = hold(chat, "**/widget/panel.*")
    chat.launcher.click()
    soon(chat.page, lambda: bool(held), "the request for the panel")
    chat.page.evaluate(REMOVE)
    held[0].continue_()
    chat.page.wait_for_function(LOADED)
    chat.page.evaluate(PUT_BACK)
    expect(chat.launcher).to_be_visible()
    # What was pressed on another page opens nothing on this one.
    expect(chat.panel).to_be_hidden()
    chat.open()
    chat.start_button.click()
    chat.has_begun()
    expect(chat.ask("hello")).to_contain_text("An answer to: hello")


def test_moved_to_another_place_on_the_page(chat: Chat) -> None:
    streams = Streams(chat.page)
    chat.start()
    chat.ask("one")
    chat.page.route("**/messages", lambda route: route.abort())
    chat.say(TEXTING)
    expect(chat.failed).to_have_count(1)
    chat.page.evaluate(ELSEWHERE)
    expect(chat.page.locator("footer > between-sessions")).to_have_count(1)
    expect(chat.launcher).to_be_visible()
    chat.open()
    soon(chat.page, lambda: len(streams) == 1, "the stream")
    chat.page.unroute("**/messages")
    expect(chat.failed).to_have_count(1)
    assert chat.texts() == ["one", TEXTING]
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.bot).to_have_count(2)
    expect(chat.failed).to_have_count(0)
    chat.ask("three")
    assert chat.texts() == ["one", TEXTING, "three"]
    assert len(streams) == 1


@pytest.mark.parametrize("change", [REPLACE, ELSEWHERE], ids=["replaced", "moved"])
def test_the_page_is_told_once_that_it_is_ready_again(chat: Chat, change: str) -> None:
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(READY)
    chat.page.evaluate(change)
    expect(chat.launcher).to_be_visible()
    assert chat.page.evaluate("window.ready") == 1


def test_taken_away_while_it_is_open_on_a_phone_lets_the_page_scroll(visit: Visit) -> None:
    chat = visit(**PHONE)
    chat.page.evaluate(f"{OVERFLOW} = 'scroll'")
    chat.open()
    assert chat.page.evaluate(OVERFLOW) == "hidden"
    chat.page.evaluate(REMOVE)
    assert chat.page.evaluate(OVERFLOW) == "scroll"


def test_what_is_gone_begins_no_conversation_any_more(chat: Chat) -> None:
    begun: list[str] = []
    streams = Streams(chat.page)
    chat.page.clock.install()
    chat.page.route("**/v1/conversations", lambda route: route.abort())
    chat.open()
    chat.start_button.click()
    expect(chat.status).to_contain_text("cannot be reached")
    chat.page.evaluate(REPLACE)
    chat.page.unroute("**/v1/conversations")
    chat.page.on("response", lambda one: begun.append(one.url) if one.status == CREATED else None)
    # Longer than it would have waited to try again.
    chat.page.clock.fast_forward(LONGEST_MS)
    chat.open()
    chat.has_begun()
    expect(chat.ask("hello")).to_contain_text("An answer to: hello")
    assert len(begun) == 1
    assert len(streams) == 1
