"""Takes the pictures of the desk that stand in the docs: `python -m tests.e2e.desk_shots`.

The real assistant and a real browser; what is said is made up. Needs a trained model and chromium.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from bot.settings import ROOT
from tests.chat import FOCUS
from tests.chromium import CHROMIUM, chromium
from tests.e2e.assistant import PARTS, Assistant, make_root
from tests.e2e.desk import Colleague, Guest, Ledger, hire, keys_of, set_hours
from tests.e2e.desk_pages import Chat, Desk

IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 150_000
TO_TOP = "one => { one.parentElement.scrollTop = one.offsetTop - one.parentElement.offsetTop - 12 }"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1100, "height": 760}, "color_scheme": "light"}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"}


def shoot(page: Page, name: str) -> None:
    """Keep a picture of what the window shows."""
    # Without a blinking cursor or a press mark in it.
    page.evaluate(f"{FOCUS}.blur()")
    path = IMAGES / f"desk-{name}.png"
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    assert size < MOST_BYTES, f"{path.name}: {size} bytes"
    print(f"{path.relative_to(ROOT)}: {size // 1024} KB")


def resize(chat: Chat, options: dict[str, Any]) -> None:
    """Make the window another one, and read on where the conversation is."""
    chat.page.set_viewport_size(options["viewport"])
    chat.page.locator("#scroller").evaluate(
        "one => one.scrollTo({top: one.scrollHeight, behavior: 'instant'})"
    )


def others(assistant: Assistant, ledger: Ledger) -> None:
    """Let some more wait, for a while already, and one talk with a colleague."""
    for seconds in (95, 20):
        guest = Guest(assistant).begin().wait()  # type: ignore[arg-type]
        ledger.pass_time(guest.id, seconds)
    held = Guest(assistant).begin().wait()  # type: ignore[arg-type]
    episode = ledger.open_one(held.id)["id"]
    Colleague(assistant, "sam").take(episode)
    # Both are still there, by what the store knows.
    ledger.pass_time(held.id, 30)


def pictures(assistant: Assistant, browser: Browser) -> None:
    """Play the scenes."""
    ledger = Ledger(assistant.database)
    wide, narrow = (Desk(browser, assistant.url, "dana", **one) for one in (DESKTOP, PHONE))
    for desk in (wide, narrow):
        desk.page.get_by_role("button", name="Turn it on").click()
        expect(desk.page.locator("#sound")).to_be_hidden()

    # A visitor who asks, waits, and talks with Dana.
    chat = Chat(browser, assistant.url, **DESKTOP)
    chat.say("How do I get a copy of my records?")
    expect(chat.log.locator(".said.bot")).to_have_count(1)
    chat.say("Can I talk to a person?")
    chat.expect_state("offered")
    chat.press("accept")
    chat.expect_state("waiting")
    resize(chat, PHONE)
    chat.settle("cancel")
    shoot(chat.page, "waiting-phone")
    resize(chat, DESKTOP)
    expect(wide.rows).to_have_count(1)
    wide.take_first()
    chat.expect_state("human")
    wide.reply("Hello, this is Dana from the front desk. Which records do you need?")
    chat.say("The notes of last year. Do I have to come in for them?")
    expect(wide.page.locator(".line.visitor .text").last).to_contain_text("come in")
    wide.reply("No. I can tell you how to ask for records by mail. I can't say who is a client.")
    expect(chat.log.locator(".said.staff")).to_have_count(2)
    wide.reply_field.press_sequentially("There is", delay=500)
    expect(chat.page.locator("#desk-typing")).not_to_be_empty()
    shoot(chat.page, "visitor")
    resize(chat, PHONE)
    shoot(chat.page, "visitor-phone")
    wide.reply_field.fill("")
    wide.page.get_by_role("button", name="Return to the assistant").click()
    chat.expect_state("bot")

    # Danger jumps the queue.
    others(assistant, ledger)
    danger = Guest(assistant).begin()  # type: ignore[arg-type]
    danger.say("Can I sit in on my brother's session?")
    danger.say("He says he wants to die. I don't know what to do.")
    ledger.pass_time(danger.id, 9)
    for desk, name in ((wide, "queue"), (narrow, "queue-phone")):
        desk.to_queue()
        expect(desk.rows).to_have_count(4)
        expect(desk.rows.first).to_contain_text("Danger")
        expect(desk.page.locator("#sound")).to_be_hidden()
        shoot(desk.page, name)
    wide.take_first()
    danger.say("Thank you. He is in his room.")
    wide.reply("I'm Dana, a person at the front desk. Is he on his own right now?")
    expect(wide.page.locator(".line.visitor")).to_have_count(3)
    wide.page.locator(".line.found").evaluate(TO_TOP)
    shoot(wide.page, "conversation")
    narrow.page.goto(wide.page.url)
    expect(narrow.page.locator(".line.visitor")).to_have_count(3)
    narrow.reply_field.scroll_into_view_if_needed()
    shoot(narrow.page, "conversation-phone")
    for window in (chat, wide, narrow):
        window.close()


def main() -> int:
    """Take them; return the exit code."""
    if CHROMIUM is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="between-sessions-shots-") as folder:
        assistant = Assistant(make_root(Path(folder) / "project"))
        set_hours(assistant.root, is_open=True)
        url, keys = assistant.settings.absolute_database_url(), keys_of(assistant)
        hire(url, "dana", "Dana", keys=keys)
        hire(url, "sam", "Sam", keys=keys)
        try:
            assistant.start(*PARTS)
            with chromium() as browser:
                pictures(assistant, browser)
        finally:
            while assistant.clients:
                assistant.clients.pop().close()
            assistant.stop(*PARTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
