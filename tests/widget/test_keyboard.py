"""By keyboard alone, with the real assistant: from the launcher to a finished guide, and to a talk with a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.assistant import PARTS, Assistant, make_root
from tests.e2e.desk import Colleague, Ledger, hire, keys_of, set_hours
from tests.widget.chat import Chat, tab_to
from tests.widget.conftest import Windows
from tests.widget.states import step

pytestmark = pytest.mark.e2e
GUIDE = "walk me through the release form"
MOST_STEPS = 20


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The three processes, of a practice that is open and has Ana."""
    root = make_root(tmp_path_factory.mktemp("keyboard") / "project")
    found = Assistant(root)
    set_hours(root, is_open=True)
    hire(found.settings.absolute_database_url(), "ana", "Ana Ruiz", keys=keys_of(found))
    try:
        found.start(*PARTS, HEARTBEAT_SECONDS="0.5", DESK_POLL_SECONDS="0.2")
        yield found
    finally:
        while found.clients:
            found.clients.pop().close()
        found.stop(*PARTS)


@pytest.fixture
def chat(browser: Browser, assistant: Assistant) -> Iterator[Chat]:
    """The example website; no pointer is used on it."""
    windows = Windows(browser, assistant.url)
    page = windows.open().new_page()
    page.goto(assistant.url)
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    yield chat
    windows.close()
    assert windows.wrong == []


def start(chat: Chat) -> None:
    """From the first key on the page to the field."""
    tab_to(chat, "launcher")
    chat.page.keyboard.press("Enter")
    expect(chat.first_title).to_be_focused()
    chat.page.keyboard.press("Tab")
    expect(chat.start_button).to_be_focused()
    chat.page.keyboard.press("Enter")
    chat.has_begun()
    expect(chat.entry).to_be_focused()


def send(chat: Chat, text: str) -> None:
    """Type where the focus is, and send."""
    chat.page.keyboard.type(text)
    chat.page.keyboard.press("Enter")
    expect(chat.visitor.last).to_contain_text(text)
    expect(chat.entry).to_be_focused()


def press(chat: Chat, name: str, *, back: bool = False) -> None:
    """Go to a button, and press it."""
    tab_to(chat, name, back=back)
    # What has just come to the desk cannot be pressed at once: it may not be what was meant.
    expect(chat.page.locator("[data-action][aria-disabled=true]")).to_have_count(0)
    chat.page.keyboard.press("Enter")


def test_from_the_launcher_to_a_finished_guide(chat: Chat) -> None:
    start(chat)
    send(chat, GUIDE)
    expect(chat.choice("parent or guardian")).to_be_visible()
    press(chat, "I'm a parent or guardian", back=True)
    expect(chat.choice("Under 18")).to_be_visible()
    # The focus is on what was said, and its buttons are the next thing.
    expect(chat.log.locator(".said.bot:focus")).to_have_count(1)
    press(chat, "Under 18")
    ended = chat.log.locator("[data-release=finished]")
    for number in range(1, MOST_STEPS):
        expect(step(chat, number).or_(ended).last).to_be_visible()
        expect(chat.log.locator(".said.bot:focus")).to_have_count(1)
        if ended.count():
            break
        onward = "Next" if chat.choice("Next").count() else "Skip"
        press(chat, onward)
    with chat.page.context.expect_page() as opening:
        press(chat, "Print the checklist (opens in a new tab)")
    assert "/release/parent_or_guardian?" in opening.value.url
    expect(opening.value.locator("h1")).to_be_visible()
    opening.value.close()
    chat.page.bring_to_front()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_from_the_launcher_to_a_talk_with_a_person(chat: Chat, assistant: Assistant) -> None:
    ana, ledger = Colleague(assistant, "ana"), Ledger(assistant.database)
    start(chat)
    send(chat, "I want to talk to a real person")
    chat.expect_state("offered")
    press(chat, "Yes, ask for a person", back=True)
    chat.expect_state("waiting")
    expect(chat.page.locator("#desk-line")).to_contain_text("Waiting for a person since")
    episode = ledger.open_one(chat.conversation)["id"]
    ana.take(episode)
    chat.expect_state("human")
    ana.says(episode, "Hello, this is Ana.")
    expect(chat.staff).to_have_count(1)
    tab_to(chat, "entry")
    send(chat, "Hello Ana. Can my sister come to a session?")
    expect(chat.log.locator(".delivered")).to_have_count(1)
    press(chat, "End the talk with this person", back=True)
    chat.expect_state("bot")
    # The focus is not lost: it is still in the chat.
    assert chat.focused() in ("desk", "entry")


def test_from_the_launcher_to_an_answer_and_a_related_one(chat: Chat) -> None:
    start(chat)
    send(chat, "Can my therapist text me?")
    expect(chat.bot).to_have_count(1)
    press(chat, "Is email with a therapist private?", back=True)
    expect(chat.bot).to_have_count(2)
    expect(chat.bot.last).to_be_focused()


def test_clearing_asks_first(chat: Chat) -> None:
    start(chat)
    send(chat, "Can my therapist text me?")
    expect(chat.bot).to_have_count(1)
    press(chat, "Options", back=True)
    press(chat, "clear")
    press(chat, "clear_no")
    expect(chat.bot).to_have_count(1)
    press(chat, "clear", back=True)
    press(chat, "clear_yes")
    expect(chat.bot).to_have_count(0)
    expect(chat.status).to_contain_text("The conversation is cleared.")
    assert chat.focused() in ("entry", "first-title")
