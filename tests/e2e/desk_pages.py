"""The two sides of a hand-off in a real browser: the visitor's widget and the console."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Request, expect

from tests.chat import FOCUS, open_chat
from tests.e2e.desk import PASSWORD

PATIENCE_MS = 20_000


class Window:
    """A page in a browser of its own, and whatever went wrong in it."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        """Open a window; the address is the assistant's."""
        self.address = address
        self.page = browser.new_context(**options).new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("console", self._look_at)
        self.page.on("request", self._follow)

    def _dismiss(self, dialog: Dialog) -> None:
        self.wrong.append("a dialog")
        dialog.dismiss()

    def _look_at(self, message: ConsoleMessage) -> None:
        # What cannot be fetched while a test has the gateway killed is no fault of the page.
        if message.type == "error" and "ERR_" not in message.text:
            self.wrong.append(message.text)

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.wrong.append(request.url)

    def close(self) -> None:
        """Close it, and check that nothing broke, was blocked, or went to another site."""
        self.page.context.close()
        assert self.wrong == []

    def focused(self) -> str:
        """The words, or the label, of what has the focus; nothing of what cannot be used."""
        found: str = self.page.evaluate(
            f"""() => {{
                const e = {FOCUS};
                const named = (e.labels && e.labels[0]) || e;
                return e.matches("a, button, input, select, summary, textarea") ? named.innerText : "";
            }}"""
        )
        return found.strip()

    def tab_to(self, name: str, *, back: bool = False, most: int = 40) -> None:
        """Go with the keyboard until something of this name has the focus."""
        seen = []
        for _ in range(most):
            seen.append(self.focused())
            if re.search(name, seen[-1]):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard does not reach {name!r}, only {seen}")


class Chat(Window):
    """The visitor's widget."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        super().__init__(browser, address, **options)
        open_chat(self.page, address)

    @property
    def log(self) -> Locator:
        return self.page.locator("#log")

    @property
    def state(self) -> Locator:
        """The bar above the field, which has the state as `data-state`."""
        return self.page.locator("#desk")

    @property
    def entry(self) -> Locator:
        return self.page.locator("#entry")

    def expect_state(self, state: str) -> None:
        expect(self.state).to_have_attribute("data-state", state, timeout=PATIENCE_MS)

    def say(self, text: str) -> None:
        self.entry.fill(text)
        self.entry.press("Enter")
        expect(self.log.locator(".said.visitor").last).to_contain_text(text.splitlines()[0])

    def press(self, action: str) -> None:
        """Press one of the desk's buttons."""
        button = self.page.locator(f"button[data-action={action}]:not([aria-disabled])")
        button.first.click()

    def settle(self, action: str) -> None:
        """Wait until a button that has just come can be pressed."""
        button = self.page.locator(f"button[data-action={action}]").first
        expect(button).not_to_have_attribute("aria-disabled", "true")

    def wait(self) -> None:
        """Ask for a person, and agree to wait."""
        self.press("request")
        self.expect_state("offered")
        self.press("accept")
        self.expect_state("waiting")


class Desk(Window):
    """The console of somebody of the staff."""

    def __init__(self, browser: Browser, address: str, name: str, **options: Any) -> None:
        """Sign in by keyboard."""
        super().__init__(browser, address, **options)
        self.page.goto(f"{address}/staff/")
        expect(self.page.get_by_label("Name")).to_be_focused()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name="Queue")).to_be_visible()

    @property
    def rows(self) -> Locator:
        return self.page.locator("#queue .row")

    @property
    def lines(self) -> Locator:
        return self.page.locator("#log .line")

    @property
    def reply_field(self) -> Locator:
        return self.page.get_by_label("Your reply")

    def to_queue(self) -> None:
        # By its link: with an address that is typed, the browser forgets that sound is allowed.
        self.page.get_by_role("link", name=re.compile("^Queue")).first.click()
        expect(self.page.get_by_role("heading", name="Queue")).to_be_visible()

    def take_first(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Take")).first.click()
        expect(self.reply_field).to_be_visible()

    def reply(self, text: str) -> None:
        self.reply_field.fill(text)
        self.reply_field.press("Control+Enter")
        expect(self.page.locator("#log .line.staff").last).to_contain_text(text.splitlines()[0])
        expect(self.reply_field).to_have_value("")

    def expect_ring(self, kind: str) -> None:
        """Check what was rung: `gentle` or `urgent`."""
        expect(self.page.locator("html")).to_have_attribute("data-rang", kind)
