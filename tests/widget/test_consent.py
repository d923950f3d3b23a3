"""The first screen: what it says, what becomes of words that are typed before it is agreed to, and its version."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.gateway.running import RunningGateway
from tests.widget.answering import TEXTING
from tests.widget.chat import START_HINT, Chat, hold, rested, soon, tab_to
from tests.widget.conftest import Visit
from tests.widget.sites import Site, document, snippet

pytestmark = pytest.mark.e2e


def conversations(gateway: RunningGateway) -> list[str | None]:
    """The version that was agreed to, of each conversation."""
    with closing(sqlite3.connect(gateway.database, timeout=10)) as database:
        rows = database.execute("select consent from conversations order by created_at").fetchall()
    return [one for (one,) in rows]


def versions(gateway: RunningGateway) -> str:
    """The version in force."""
    answer = httpx.get(f"{gateway.url}/v1/widget", trust_env=False)
    return str(answer.json()["first_screen"]["version"])


class Version:
    """The version of the first screen, as staff change it."""

    def __init__(self, root: Path, gateway: RunningGateway) -> None:
        self._path = root / "content" / "widget.yml"
        self._gateway = gateway
        self._before = self._path.read_text("utf-8")

    def becomes(self, chat: Chat, version: str) -> None:
        """Change it, and wait until it is live."""
        text, count = re.subn(
            "(?m)^first_screen_version: .*$", f'first_screen_version: "{version}"', self._before
        )
        assert count == 1
        self._write(text)
        soon(chat.page, lambda: versions(self._gateway) == version, "the new version", 60)

    def restore(self) -> None:
        self._write(self._before)

    def _write(self, text: str) -> None:
        written = self._path.with_suffix(".new")
        written.write_text(text, "utf-8")
        written.replace(self._path)


@pytest.fixture
def version(root: Path, gateway: RunningGateway) -> Iterator[Version]:
    found = Version(root, gateway)
    yield found
    found.restore()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("automated", "not therapy", "not for emergencies", "911", "988", "read this chat")),
        ("es", ("automático", "no es terapia", "no es para emergencias", "911", "leer este chat")),
    ],
)
def test_it_says_what_this_is_and_who_can_read_it(
    visit: Visit, site: Site, gateway: RunningGateway, language: str, words: tuple[str, ...]
) -> None:
    path = f"/{language}"
    site.put(path, document(snippet(gateway.url, f'language="{language}"')))
    chat = visit(path).open()
    expect(chat.first_screen).to_have_attribute("aria-labelledby", re.compile(".+"))
    for word in words:
        expect(chat.first_screen).to_contain_text(word)
    # What it is stands above what agrees to it, and all of it can be reached.
    chat.start_button.scroll_into_view_if_needed()
    expect(chat.start_button).to_be_in_viewport(ratio=1)


def test_nothing_is_begun_before_start(chat: Chat, gateway: RunningGateway) -> None:
    before = len(conversations(gateway))
    chat.open()
    expect(chat.first_title).to_be_focused()
    assert chat.stored().get("between-sessions") is None
    assert len(conversations(gateway)) == before
    chat.start_button.click()
    chat.has_begun()
    assert conversations(gateway)[before:] == [versions(gateway)]


@pytest.mark.parametrize("place", ["launcher", "field"])
def test_a_key_that_is_pressed_too_long_agrees_to_nothing(chat: Chat, place: str) -> None:
    if place == "launcher":
        chat.launcher.focus()
    else:
        chat.open()
        expect(chat.first_title).to_be_focused()
        chat.entry.fill(TEXTING)
    keyboard = chat.page.keyboard
    keyboard.down("Enter")
    expect(chat.first_screen).to_be_visible()
    if place == "field":
        expect(chat.status).to_have_text(START_HINT)
    # Held, it comes again and again.
    for _ in range(5):
        keyboard.down("Enter")
    keyboard.up("Enter")
    expect(chat.first_screen).to_be_visible()
    assert chat.stored().get("between-sessions-consent") is None
    expect(chat.entry).to_have_value(TEXTING if place == "field" else "")


def test_what_was_typed_before_start_is_kept_and_sent_with_it(
    chat: Chat, gateway: RunningGateway
) -> None:
    before = len(conversations(gateway))
    chat.open()
    chat.say(TEXTING)
    expect(chat.status).to_have_text(START_HINT)
    expect(chat.start_button).to_be_in_viewport(ratio=1)
    expect(chat.entry).to_have_value(TEXTING)
    expect(chat.card).to_have_count(0)
    assert len(conversations(gateway)) == before
    chat.page.reload()
    expect(chat.start_button).to_be_visible()
    expect(chat.entry).to_have_value(TEXTING)
    chat.entry.press("Enter")
    expect(chat.status).to_have_text(START_HINT)
    # What is typed next goes nowhere else, and agrees to nothing.
    expect(chat.entry).to_be_focused()
    tab_to(chat, "start", back=True)
    chat.page.keyboard.press("Enter")
    expect(chat.bot).to_have_count(1)
    assert chat.texts() == [TEXTING]
    expect(chat.entry).to_have_value("")
    assert len(conversations(gateway)) == before + 1


def test_what_was_typed_and_not_sent_is_kept_by_start(chat: Chat) -> None:
    chat.open()
    chat.entry.fill("half a thought")
    chat.start_button.click()
    chat.has_begun()
    expect(chat.entry).to_have_value("half a thought")
    expect(chat.visitor).to_have_count(0)


@pytest.mark.parametrize("milliseconds", [0, 250, 600])
def test_danger_before_start_brings_the_card_at_once_and_nothing_is_stored(
    chat: Chat, gateway: RunningGateway, milliseconds: int
) -> None:
    before = len(conversations(gateway))
    chat.open()
    expect(chat.first_title).to_be_focused()
    held = hold(chat, "**/none/messages")
    chat.say("I want to die")
    # On a slow network it is said that the message is kept before the card comes.
    soon(chat.page, lambda: bool(held), "the question for danger")
    chat.page.wait_for_timeout(milliseconds)
    held[0].continue_()
    expect(chat.card).to_have_count(1)
    rested(chat)
    expect(chat.card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    assert len(conversations(gateway)) == before
    assert chat.stored().get("between-sessions") is None
    # The chat can still begin, and the card is not shown twice; it stays what is in view.
    chat.start_button.click()
    expect(chat.bot.first).to_be_visible()
    expect(chat.log.locator(".card")).to_have_count(1)
    expect(chat.card).to_have_count(1)
    rested(chat)
    expect(chat.card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    assert chat.texts() == ["I want to die"]
    assert len(conversations(gateway)) == before + 1


@pytest.mark.parametrize("size", [(360, 560), (360, 740), (1280, 800)])
@pytest.mark.parametrize("words", ["I want to kill myself tonight", "Quiero matarme esta noche"])
def test_after_start_the_card_is_what_is_in_view(
    visit: Visit, size: tuple[int, int], words: str
) -> None:
    chat = visit(viewport={"width": size[0], "height": size[1]}).open()
    expect(chat.first_title).to_be_focused()
    chat.say(words)
    expect(chat.card).to_be_visible()
    chat.start_button.click()
    expect(chat.bot.first).to_be_visible()
    rested(chat)
    expect(chat.card.locator("h3")).to_be_in_viewport(ratio=0.95)
    expect(chat.page.locator("#help a[href='tel:911']").first).to_be_in_viewport(ratio=0.95)


def test_who_has_agreed_is_not_asked_again(chat: Chat) -> None:
    chat.start()
    chat.page.reload()
    chat.has_begun()
    expect(chat.first_screen).to_be_hidden()
    expect(chat.entry).to_be_visible()


def test_another_version_is_asked_for_before_the_next_message_goes_out(
    chat: Chat, gateway: RunningGateway, version: Version
) -> None:
    chat.start()
    chat.ask("one")
    version.becomes(chat, "2")
    chat.page.reload()
    expect(chat.first_screen).to_be_visible()
    chat.say("two")
    expect(chat.status).to_have_text(START_HINT)
    expect(chat.start_button).to_be_in_viewport(ratio=1)
    expect(chat.entry).to_have_value("two")
    chat.start_button.click()
    expect(chat.bot).to_have_count(2)
    # In the same conversation.
    assert chat.texts() == ["one", "two"]
    chat.page.reload()
    expect(chat.bot).to_have_count(2)
    expect(chat.first_screen).to_be_hidden()


def test_a_version_that_changes_while_the_first_screen_is_read_is_read_again(
    chat: Chat, gateway: RunningGateway, version: Version
) -> None:
    before = len(conversations(gateway))
    chat.open()
    expect(chat.start_button).to_be_visible()
    version.becomes(chat, "3")
    with chat.page.expect_response("**/v1/conversations") as answer:
        chat.start_button.click()
    assert answer.value.status == 409
    assert answer.value.json()["error"]["code"] == "consent_changed"
    expect(chat.start_button).to_be_visible()
    assert len(conversations(gateway)) == before
    chat.start_button.click()
    chat.has_begun()
    expect(chat.first_screen).to_be_hidden()
    assert conversations(gateway)[before:] == ["3"]
