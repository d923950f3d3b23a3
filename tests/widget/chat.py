"""The widget on a page, as a visitor uses it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from re import Pattern
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.chat import FOCUS
from tests.e2e.desk import Guest

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
START_HINT = "Your message is kept. Press Start to send it."
LATER_MS = 45_000  # the widget waits longer and longer between its tries
OVERFLOW = "document.documentElement.style.overflow"  # of the page
LEFT = "https://www.weather.gov/"
STORED = ("", "-consent", "-draft", "-unsent", "-form", "-open")


class Chat:
    """A page with the widget."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.host = page.locator("between-sessions").first
        self.launcher = page.locator("#launcher")
        self.panel = page.locator("#panel")
        self.first_screen = page.locator("#first-screen")
        self.first_title = page.locator("#first-title")
        self.start_button = page.locator("#start")
        self.scroller = page.locator("#scroller")
        self.log = page.locator("#log")
        self.entry = page.locator("#entry")
        self.status = page.locator("#status")
        self.desk = page.locator("#desk")
        self.form = page.locator("#left-message")
        self.card = self.scroller.locator(".card")
        self.failed = self.log.locator(".failed")
        self.visitor = self.log.locator(".said.visitor")
        # What is said beside a card of who has been told is no answer.
        self.bot = self.log.locator(".said.bot")
        self.staff = self.log.locator(".said.staff")

    def open(self) -> Chat:
        """Press the launcher."""
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def start(self) -> Chat:
        """Open it, read what it is, and start."""
        self.open()
        self.start_button.click()
        self.has_begun()
        return self

    def has_begun(self) -> None:
        """Wait until the assistant has said hello."""
        expect(self.first_screen).to_be_hidden()
        expect(self.log.locator(".said [data-choice]").first).to_be_visible()

    def say(self, text: str) -> None:
        """Type something and send it."""
        self.entry.fill(text)
        self.entry.press("Enter")

    def ask(self, text: str) -> Locator:
        """Say something that gets one answer; return that."""
        before = self.bot.count()
        self.say(text)
        expect(self.bot).to_have_count(before + 1)
        return self.bot.last

    def choice(self, name: str) -> Locator:
        """The latest quick reply of this name."""
        return self.log.locator("[data-choice]").filter(has_text=name).last

    def act(self, action: str) -> None:
        """Press a button of the desk, once it can be pressed."""
        self.page.locator(f"button[data-action={action}]:not([aria-disabled=true])").first.click()

    def expect_state(self, state: str) -> None:
        """Wait until the desk is in a state."""
        expect(self.desk).to_have_attribute("data-state", state)

    def wait_for_a_person(self) -> None:
        """Ask for a person, and agree to wait."""
        self.act("request")
        self.expect_state("offered")
        self.act("accept")
        self.expect_state("waiting")

    def clear(self) -> None:
        """Delete the conversation, by the menu."""
        self.page.locator("#options > summary").click()
        self.page.locator("#clear").click()
        self.page.locator("#clear_yes").click()

    @property
    def conversation(self) -> str:
        """Its id."""
        kept = json.loads(self.page.evaluate("sessionStorage.getItem('between-sessions')"))
        return str(kept["id"])

    @property
    def token(self) -> str:
        """What lets this tab in."""
        kept = json.loads(self.page.evaluate("sessionStorage.getItem('between-sessions')"))
        return str(kept["token"])

    def stored(self) -> dict[str, str]:
        """All that the page keeps."""
        found: dict[str, str] = self.page.evaluate(
            "() => ({...Object.fromEntries(Object.entries(sessionStorage)),"
            " ...Object.fromEntries(Object.entries(localStorage))})"
        )
        return found

    def texts(self) -> list[str]:
        """What was said by people, in the order in which it stands there."""
        found: list[str] = self.log.evaluate(
            """(log) => [...log.querySelectorAll('.said:is(.visitor, .staff)')].map((one) =>
                [...one.querySelectorAll('p:not(.name, .delivered, .failed p)')]
                    .map((p) => p.textContent).join())"""
        )
        return found

    def focused(self) -> str:
        """The id of what has the focus; its words, where it has none."""
        found: str = self.page.evaluate(
            f"""() => {{
                const one = {FOCUS};
                return one.id || one.innerText.trim().replace(/\\s+/g, " ").slice(0, 80);
            }}"""
        )
        return found


def tab_to(chat: Chat, wanted: str, *, back: bool = False, most: int = 60) -> None:
    """Go with the keyboard until what has this id, or these words, has the focus."""
    seen = []
    for _ in range(most):
        chat.page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(chat.focused())
        if seen[-1] == wanted or (" " in wanted and wanted in seen[-1]):
            return
    raise AssertionError(f"the keyboard does not reach {wanted!r}, only {seen}")


def rested(chat: Chat) -> None:
    """Wait until the conversation has come to rest where it was scrolled to."""
    chat.scroller.evaluate(
        """(scroller) => new Promise((done) => {
            let top = scroller.scrollTop, since = performance.now();
            const look = (now) => {
                if (scroller.scrollTop !== top) [top, since] = [scroller.scrollTop, now];
                if (now - since > 300) done();
                else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
        })"""
    )


def soon(page: Page, condition: Callable[[], bool], what: str, seconds: float = 15.0) -> None:
    """Wait for something beside the page, which goes on meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: this did not come in {seconds:.0f} s"
        page.wait_for_timeout(50)


def frames(page: Page, count: int = 2) -> None:
    """Let the browser paint what has changed."""
    page.evaluate(
        "(count) => new Promise((done) => {"
        " const next = () => (count-- ? requestAnimationFrame(next) : done()); next(); })",
        count,
    )


def hold(chat: Chat, address: str | Pattern[str], times: int | None = None) -> list[Route]:
    """Hold back the requests to such an address; each is in the list as soon as it is made."""
    held: list[Route] = []
    chat.page.route(address, lambda route: held.append(route), times=times)
    return held


def guest_of(gateway: Any, chat: Chat) -> Guest:
    """The same visitor, by another way than the page."""
    guest = Guest(gateway)
    guest.id, guest.token = chat.conversation, chat.token
    return guest
