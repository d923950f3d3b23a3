"""The server is killed and starts again, the device goes offline: nothing is lost, doubled, or silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.desk import GatewayProcess
from tests.widget.answering import TEXTING, Answering
from tests.widget.chat import Chat, guest_of, soon
from tests.widget.conftest import Visit, Windows
from tests.widget.sites import NUMBERS, Site, document, snippet

pytestmark = pytest.mark.e2e
LONG_MS = 45_000  # the widget waits longer and longer between its tries


@pytest.fixture(scope="module")
def server(
    root: Path, site: Site, engine: Answering, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GatewayProcess]:
    """A gateway process, which can be killed and starts again on the same port."""
    folder = tmp_path_factory.mktemp("server")
    found = GatewayProcess(root, folder, engine.url, ALLOWED_ORIGINS=json.dumps([site.url]))
    found.hire("ana", "Ana Ruiz")
    site.put("/process", document(snippet(found.url)))
    yield found.start()
    found.close()


@pytest.fixture
def chat(browser: Browser, site: Site, server: GatewayProcess) -> Iterator[Chat]:
    """A page whose server is such a process."""
    windows = Windows(browser, site.url, server.url)
    page = windows.open().new_page()
    page.goto(f"{site.url}/process")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    yield chat
    windows.close()
    if server._process is None:
        server.start()
    assert windows.wrong == []


def said_by_visitor(server: GatewayProcess, chat: Chat) -> list[str]:
    """What the server has of the visitor's, in its order."""
    events = guest_of(server, chat).events()
    return [one["text"] for one in events if one["type"] == "message" and one["from"] == "visitor"]


def answered_at_last(chat: Chat, count: int) -> None:
    """Wait for so many answers; what failed meanwhile is sent again by its button."""
    retry = chat.failed.get_by_role("button", name="Retry")
    expect(chat.bot.nth(count - 1).or_(retry).first).to_be_visible(timeout=LONG_MS)
    if retry.count():
        retry.click()
    expect(chat.bot).to_have_count(count, timeout=LONG_MS)
    expect(chat.failed).to_have_count(0)


def test_killed_and_restarted_during_a_conversation(server: GatewayProcess, chat: Chat) -> None:
    chat.start()
    chat.ask("one")
    server.kill()
    chat.say("two")
    expect(chat.failed).to_contain_text("Not sent.")
    expect(
        chat.failed.locator("a[href='tel:911']").or_(chat.page.locator("#help a")).first
    ).to_be_visible()
    chat.entry.fill("half a thou")
    server.start()
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.bot).to_have_count(2)
    expect(chat.failed).to_have_count(0)
    expect(chat.entry).to_have_value("half a thou")
    chat.ask("three")
    assert chat.texts() == ["one", "two", "three"] == said_by_visitor(server, chat)
    chat.page.reload()
    expect(chat.bot).to_have_count(3)
    assert chat.texts() == ["one", "two", "three"]


def test_killed_while_an_answer_is_under_way(
    server: GatewayProcess, chat: Chat, engine: Answering
) -> None:
    chat.start()
    chat.ask("one")
    engine.gate.clear()
    chat.say("two")
    soon(chat.page, lambda: any(one.get("text") == "two" for one in engine.asked), "the question")
    server.kill()
    engine.gate.set()
    expect(chat.failed).to_contain_text("Not sent.")
    server.start()
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.bot).to_have_count(2)
    expect(chat.failed).to_have_count(0)
    chat.ask("three")
    assert chat.texts() == ["one", "two", "three"] == said_by_visitor(server, chat)


def test_an_answer_that_was_lost_on_its_way_is_not_asked_for_twice(
    server: GatewayProcess, chat: Chat, engine: Answering
) -> None:
    chat.start()

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    # The stream is lost too: the page cannot know.
    chat.page.route("**/events**", lambda route: route.abort())
    chat.page.evaluate("window.dispatchEvent(new Event('online'))")
    chat.page.route("**/messages", lose_the_answer, times=1)
    chat.say("only once")
    expect(chat.failed).to_contain_text("Not sent.")
    chat.page.unroute("**/events**")
    chat.failed.get_by_role("button", name="Retry").click()
    expect(chat.bot).to_have_count(1)
    expect(chat.failed).to_have_count(0)
    assert chat.texts() == ["only once"] == said_by_visitor(server, chat)
    assert [one.get("text") for one in engine.asked].count("only once") == 1


def test_what_is_said_while_the_page_is_cut_off_comes_by_itself_and_in_order(
    server: GatewayProcess, chat: Chat
) -> None:
    chat.start()
    chat.ask("one")
    guest = guest_of(server, chat)
    server.kill()
    server.start()
    for text in ("two", "three"):
        assert guest.say(text).is_success
    # The page finds the server by itself, and says so as long as it has not.
    expect(chat.bot).to_have_count(3, timeout=LONG_MS)
    expect(chat.status).to_have_text("")
    assert chat.texts() == ["one", "two", "three"]


def test_a_lost_connection_is_said(server: GatewayProcess, chat: Chat) -> None:
    chat.start()
    server.kill()
    expect(chat.status).to_contain_text("The connection is lost.", timeout=LONG_MS)
    server.start()
    expect(chat.status).to_have_text("", timeout=LONG_MS)
    chat.ask("back again")


def test_offline_is_said_and_what_is_typed_is_kept(chat: Chat) -> None:
    chat.start()
    chat.ask("one")
    chat.page.context.set_offline(True)
    expect(chat.status).to_contain_text("You are offline.")
    chat.say("two")
    expect(chat.visitor).to_have_count(2)
    expect(chat.failed).to_contain_text("Not sent.")
    chat.entry.fill("half a thou")
    chat.page.context.set_offline(False)
    expect(chat.status).not_to_contain_text("You are offline.")
    expect(chat.entry).to_have_value("half a thou")
    answered_at_last(chat, 2)
    assert chat.texts() == ["one", "two"]


def test_a_message_that_failed_can_be_taken_back(chat: Chat) -> None:
    chat.start()
    chat.page.route("**/messages", lambda route: route.abort())
    chat.say("with a mitsake")
    chat.failed.get_by_role("button", name="Edit").click()
    expect(chat.entry).to_have_value("with a mitsake")
    expect(chat.entry).to_be_focused()
    expect(chat.visitor).to_have_count(0)
    chat.page.unroute("**/messages")
    chat.ask("without a mistake")
    assert chat.texts() == ["without a mistake"]


def test_several_messages_arrive_in_the_order_in_which_they_were_sent(
    server: GatewayProcess, chat: Chat
) -> None:
    chat.start()
    for number in range(6):
        chat.say(f"message {number}")
    expect(chat.bot).to_have_count(6)
    expected = [f"message {number}" for number in range(6)]
    assert chat.texts() == expected == said_by_visitor(server, chat)


def test_opened_for_the_first_time_with_the_server_down(server: GatewayProcess, chat: Chat) -> None:
    server.kill()
    chat.launcher.click()
    beside = chat.page.get_by_role("dialog")
    expect(beside).to_contain_text("The chat cannot be reached right now.")
    assert 'href="tel:988"' in NUMBERS
    for number in ("tel:911", "tel:988", "sms:988", "tel:+15555550142"):
        expect(beside.locator(f"a[href='{number}']").first).to_be_visible()
    beside.get_by_role("button", name="Close").click()
    expect(beside).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    chat.launcher.click()
    beside.get_by_role("button", name="Retry").click()
    expect(beside).to_contain_text("The chat cannot be reached right now.")
    server.start()
    beside.get_by_role("button", name="Retry").click()
    expect(chat.start_button).to_be_visible()
    chat.start_button.click()
    chat.ask("hello")


def test_killed_between_the_first_screen_and_start(server: GatewayProcess, chat: Chat) -> None:
    chat.open()
    expect(chat.start_button).to_be_visible()
    server.kill()
    chat.say(TEXTING)
    expect(chat.status).to_contain_text("Your message is kept.")
    chat.start_button.click()
    expect(chat.status.or_(chat.failed).first).to_contain_text("cannot be reached")
    expect(chat.page.locator("#help a[href='tel:911']").first).to_be_visible()
    assert TEXTING in [chat.entry.input_value(), *chat.texts()]
    server.start()
    answered_at_last(chat, 1)
    assert chat.texts() == [TEXTING] == said_by_visitor(server, chat)


def test_the_page_is_reloaded_with_the_server_down(server: GatewayProcess, chat: Chat) -> None:
    chat.start()
    chat.ask("one")
    launcher = chat.page.evaluate(
        "(url) => fetch(url).then((one) => one.text())", f"{server.url}/widget/between-sessions.js"
    )
    assert "between-sessions" in launcher
    # The launcher and the panel are in the browser's cache; all else is gone.
    chat.page.route("**/v1/**", lambda route: route.abort())
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    expect(chat.status).to_contain_text("cannot be reached")
    expect(chat.page.locator("#help a[href='tel:911']").first).to_be_visible()
    chat.entry.fill("half a thou")
    chat.page.unroute("**/v1/**")
    expect(chat.bot).to_have_count(1, timeout=LONG_MS)
    expect(chat.entry).to_have_value("half a thou")
    assert chat.texts() == ["one"]


def test_a_late_answer_arrives_by_itself(chat: Chat, engine: Answering, visit: Visit) -> None:
    chat.start()
    engine.gate.clear()
    chat.say("slow")
    expect(chat.status).to_contain_text("longer than usual")
    engine.gate.set()
    expect(chat.bot).to_have_count(1)
    expect(chat.status).to_have_text("")
