"""Less usual ways through it: nothing gets stuck or lost, and nothing goes out that was not agreed to."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Colleague, Practice
from tests.gateway.running import RunningGateway
from tests.widget.answering import TEXTING, Answering
from tests.widget.chat import DESKTOP, LEFT, OVERFLOW, PHONE, START_HINT, Chat, guest_of, soon
from tests.widget.conftest import Visit, Windows
from tests.widget.sites import Site, document, snippet
from tests.widget.states import STATES, Scene

pytestmark = pytest.mark.e2e
# A page with shortcuts of its own.
SHORTCUTS = "window.heard = []; document.addEventListener('keydown', ({ key }) => heard.push(key));"
# What the tabs of one site tell each other.
BASE = "document.querySelector('script[src*=between-sessions]').src.replace(/\\/widget\\/.*/, '')"
HEARD = """(base) => {
    window.heard = [];
    window.channel = new BroadcastChannel(`between-sessions:${base}`);
    window.channel.onmessage = ({ data }) => window.heard.push(data);
}"""
# A browser that is set to keep nothing.
NO_STORAGE = """
    for (const name of ["sessionStorage", "localStorage"]) {
        Object.defineProperty(window, name, {
            get() { throw new DOMException("forbidden", "SecurityError"); },
        });
    }
    window.BroadcastChannel = class {
        constructor() { throw new DOMException("forbidden", "SecurityError"); }
    };
"""


def test_start_pressed_right_after_enter_sends_what_was_typed(chat: Chat) -> None:
    chat.open()
    expect(chat.first_title).to_be_focused()
    chat.entry.fill(TEXTING)
    # Both at once, before anything has been answered.
    chat.host.evaluate(
        """(host) => {
            host.shadowRoot.getElementById("composer").requestSubmit();
            host.shadowRoot.getElementById("start").click();
        }"""
    )
    expect(chat.bot).to_have_count(1)
    assert chat.texts() == [TEXTING]
    expect(chat.entry).to_have_value("")


def test_what_is_sent_before_the_texts_have_come_is_sent_then(chat: Chat) -> None:
    chat.start()
    chat.page.route("**/v1/widget", lambda route: route.abort())
    chat.page.reload()
    expect(chat.status).to_contain_text("cannot be reached")
    chat.say(TEXTING)
    chat.page.unroute("**/v1/widget")
    expect(chat.bot).to_have_count(1, timeout=45_000)
    assert chat.texts() == [TEXTING]


@pytest.mark.parametrize("body", ["<html>Please sign in to this network</html>", "null", ""])
def test_an_answer_that_is_none_is_a_failure_with_retry(chat: Chat, body: str) -> None:
    chat.start()
    chat.page.route(
        "**/messages",
        lambda route: route.fulfill(
            status=200, body=body, headers={"Access-Control-Allow-Origin": "*"}
        ),
        times=1,
    )
    chat.say(TEXTING)
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.bot).to_have_count(1)
    expect(chat.failed).to_have_count(0)
    assert chat.texts() == [TEXTING]


def test_with_nothing_kept_it_works_as_long_as_the_page(windows: Windows, site: Site) -> None:
    page = windows.open().new_page()
    page.add_init_script(NO_STORAGE)
    page.goto(site.url)
    chat = Chat(page).start()
    expect(chat.ask("hello")).to_contain_text("An answer to: hello")


def test_a_chat_that_cannot_be_reached_is_closed_for_good(chat: Chat) -> None:
    chat.start()
    chat.page.route("**/widget/panel.*", lambda route: route.abort())
    chat.page.reload(wait_until="networkidle")
    beside = chat.page.get_by_role("dialog")
    if beside.count():
        beside.get_by_role("button", name="Close").click()
    chat.page.reload(wait_until="networkidle")
    expect(chat.launcher).to_be_visible()
    expect(beside).to_have_count(0)


def test_clearing_while_a_message_is_on_its_way(
    chat: Chat, engine: Answering, gateway: RunningGateway
) -> None:
    chat.start()
    chat.ask("one")
    before = chat.conversation
    engine.gate.clear()
    chat.say("two")
    soon(chat.page, lambda: any(one.get("text") == "two" for one in engine.asked), "the question")
    chat.clear()
    expect(chat.visitor).to_have_count(0)
    engine.gate.set()
    chat.has_begun()
    chat.ask("three")
    assert chat.texts() == ["three"]
    assert chat.conversation != before
    said = [one["text"] for one in guest_of(gateway, chat).events() if one["from"] == "visitor"]
    assert said == ["three"]


def test_after_the_end_a_reload_begins_anew(
    chat: Chat, practice: Practice, ana: Colleague, engine: Answering
) -> None:
    STATES["expired"](Scene(chat, practice, ana, engine))
    chat.page.reload()
    chat.has_begun()
    assert chat.texts() == []
    chat.ask("hello")


def test_after_the_end_the_next_message_begins_anew(
    chat: Chat, practice: Practice, ana: Colleague, engine: Answering
) -> None:
    STATES["expired"](Scene(chat, practice, ana, engine))
    chat.ask("on and on")
    expect(chat.failed).to_have_count(0)
    assert chat.texts() == [TEXTING, "on and on"]


def test_retry_after_another_version_is_agreed_to_first(
    chat: Chat, root: Path, gateway: RunningGateway
) -> None:
    chat.start()
    chat.page.route("**/messages", lambda route: route.abort())
    chat.say(TEXTING)
    expect(chat.failed).to_be_visible()
    path = root / "content" / "widget.yml"
    before = path.read_text("utf-8")
    changed = re.sub("(?m)^first_screen_version: .*$", 'first_screen_version: "9"', before)
    try:
        path.with_suffix(".new").write_text(changed, "utf-8")
        path.with_suffix(".new").replace(path)

        def is_live() -> bool:
            shown = chat.page.request.get(f"{gateway.url}/v1/widget").json()
            return bool(shown["first_screen"]["version"] == "9")

        soon(chat.page, is_live, "the new version", 60)
        chat.page.unroute("**/messages")
        chat.page.reload()
        expect(chat.first_screen).to_be_visible()
        chat.failed.get_by_role("button", name="Retry").click()
        expect(chat.status).to_have_text(START_HINT)
        expect(chat.entry).to_be_focused()
        expect(chat.bot).to_have_count(0)
        chat.start_button.click()
        expect(chat.bot).to_have_count(1)
        assert chat.texts() == [TEXTING]
    finally:
        path.write_text(before, "utf-8")
    with closing(sqlite3.connect(gateway.database, timeout=10)) as database:
        rows = database.execute("select count(*) from conversations where consent is null")
        assert rows.fetchone() == (0,)


@pytest.mark.parametrize("position", ["bottom-left", "bottom-right"])
def test_on_a_phone_it_has_the_whole_screen_wherever_its_button_is(
    visit: Visit, site: Site, gateway: RunningGateway, position: str
) -> None:
    site.put(f"/{position}", document(snippet(gateway.url, f'position="{position}"')))
    chat = visit(f"/{position}", **PHONE).open()
    place = chat.panel.bounding_box()
    assert place == {"x": 0, "y": 0, "width": 360, "height": 740}


def test_what_is_typed_is_no_shortcut_of_the_page(chat: Chat) -> None:
    chat.start()
    page = chat.page
    page.evaluate(SHORTCUTS)
    chat.entry.focus()
    page.keyboard.type("jk?")
    expect(chat.entry).to_have_value("jk?")
    page.locator("main a").first.focus()
    page.keyboard.press("g")
    assert page.evaluate("heard") == ["g"]
    # The way out is heard all the same.
    chat.entry.focus()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(LEFT)


@pytest.mark.parametrize("own", ["", "scroll"])
@pytest.mark.parametrize("way", ["button", "escape", "turned"])
def test_the_page_has_its_own_overflow_again_after_a_phone(
    visit: Visit, own: str, way: str
) -> None:
    chat = visit(**PHONE)
    page = chat.page
    page.evaluate(f"(own) => {{ {OVERFLOW} = own; }}", own)
    for _ in range(2):
        chat.open()
        assert page.evaluate(OVERFLOW) == "hidden"
        if way == "button":
            page.locator("#close").click()
        elif way == "escape":
            page.keyboard.press("Escape")
        else:
            # As wide as a desktop, the page can be used beside it.
            page.set_viewport_size(DESKTOP["viewport"])
            page.wait_for_function(f"(own) => {OVERFLOW} === own", arg=own)
            page.set_viewport_size(PHONE["viewport"])
            page.wait_for_function(f"{OVERFLOW} === 'hidden'")
            page.locator("#close").click()
        expect(chat.panel).to_be_hidden()
        assert page.evaluate(OVERFLOW) == own


def test_a_desktop_keeps_its_own_overflow_while_it_is_open(visit: Visit) -> None:
    chat = visit(**DESKTOP)
    chat.page.evaluate(f"{OVERFLOW} = 'scroll'")
    chat.start()
    assert chat.page.evaluate(OVERFLOW) == "scroll"
    chat.page.locator("#close").click()
    expect(chat.panel).to_be_hidden()
    assert chat.page.evaluate(OVERFLOW) == "scroll"


@pytest.mark.parametrize("text", ["does this arrive?", "a long story, " * 60])
def test_on_a_phone_what_can_be_done_about_a_failed_message_is_in_view(
    visit: Visit, text: str
) -> None:
    chat = visit(**PHONE).start()
    chat.ask(TEXTING)
    chat.page.route("**/messages", lambda route: route.abort())
    chat.say(text)
    for name in ("Retry", "Edit"):
        expect(chat.failed.get_by_role("button", name=name)).to_be_in_viewport(ratio=0.95)


def test_what_is_cleared_elsewhere_is_no_end_for_who_has_said_nothing(chat: Chat) -> None:
    page = chat.page.context.new_page()
    page.goto(chat.page.url)
    other = Chat(page).open()
    expect(other.start_button).to_be_visible()
    chat.start()
    before = chat.conversation
    # What the tabs tell each other comes to this one last.
    page.evaluate(HEARD, chat.page.evaluate(BASE))
    chat.clear()
    page.wait_for_function("(id) => heard.some((note) => note.id === id)", arg=before)
    expect(other.log.locator(".said")).to_have_count(0)
    expect(other.start_button).to_be_visible()
    expect(other.status).to_have_text("")
