"""The widget in a real browser: how a test opens it, and looks into its shadow root.

A locator finds what stands in an open shadow root; `document.querySelector` in a script does not.
"""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

# What has the focus: a shadow root has one of its own.
FOCUS = """(() => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one;
})()"""
HELP: dict[str, Any] = {
    "language": "en",
    "numbers": [{"id": "emergency", "name": "Emergency", "call": "911"}],
    "practice": None,
}
_PLACES = """(root) => {
    const scroller = root.querySelector('#scroller');
    const { top } = scroller.getBoundingClientRect();
    const last = (selector) => [...root.querySelectorAll(selector)].at(-1);
    const from = (one) => one && one.getBoundingClientRect().top - top;
    return {
        own: from(last('#log .said.visitor')),
        reply: from(last('#log .said.bot, #log .card')),
        height: scroller.clientHeight,
        scrolled: scroller.scrollTop,
        rest: scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop,
    };
}"""


def open_panel(page: Page, url: str) -> None:
    """Open the demo site and, by its link, the panel, as somebody who was never here."""
    page.goto(f"{url}/#ask")
    expect(page.locator("#panel #start")).to_be_visible()


def start(page: Page) -> None:
    """Read the first screen, agree, and wait for the first words."""
    page.locator("#panel #start").click()
    expect(page.locator("#log .said").first).to_be_visible()


def open_chat(page: Page, url: str) -> None:
    """Open the panel and begin a conversation."""
    open_panel(page, url)
    start(page)


def open_options(page: Page) -> Locator:
    """Open the menu with the transcript and the way to clear; return it."""
    options = page.locator("#options")
    if not page.locator("#clear").is_visible():
        options.locator("> summary").click()
    expect(page.locator("#clear")).to_be_visible()
    return options


def clear(page: Page) -> None:
    """Clear the conversation, and say once more that this is meant."""
    open_options(page).locator("#clear").click()
    page.locator("#clear_yes").click()


def inside(page: Page, script: str, given: Any = None) -> Any:
    """Return what a function finds that is given the shadow root, and one thing more."""
    return page.locator("#panel").evaluate(
        f"(panel, given) => ({script})(panel.getRootNode(), given)", given
    )


def focused(page: Page) -> str:
    """Return the id of what has the focus, or its words where it has none."""
    where: str = page.evaluate(f"{FOCUS}.id || {FOCUS}.textContent.trim().slice(0, 80)")
    return where


def places(page: Page) -> dict[str, float]:
    """Return where the visitor's last message and the last answer start in what shows the talk."""
    found: dict[str, float] = inside(page, _PLACES)
    return found


def still(page: Page) -> dict[str, float]:
    """Return the same when smooth scrolling has come to its end."""
    before = places(page)
    for _ in range(50):
        page.wait_for_timeout(150)
        now = places(page)
        if now == before:
            break
        before = now
    return before


def top_of(element: Locator) -> float:
    """Return how far below the upper edge of what shows the talk something starts."""
    top: float = element.evaluate(
        """(one) => one.getBoundingClientRect().top
            - one.closest('#scroller').getBoundingClientRect().top"""
    )
    return top


def scroll_to_top(page: Page) -> None:
    """Scroll the conversation to its beginning, as somebody who wants to read it again."""
    page.locator("#scroller").evaluate("(one) => one.scrollTo({ top: 0, behavior: 'instant' })")


def written(page: Page) -> list[str]:
    """Return what stands in the conversation, but not what only who was there from the start sees."""
    found: list[str] = inside(
        page,
        """(root) => [...root.querySelector('#log').children].map((one) => {
            const copy = one.cloneNode(true);
            for (const mark of copy.querySelectorAll('.state')) mark.remove();
            return copy.textContent;
        })""",
    )
    return [one for one in found if "This is a new conversation" not in one]


def small_targets(page: Page, selector: str) -> list[str]:
    """Return the words of what can be pressed, and is too small for a finger."""
    found: list[str] = inside(
        page,
        """(root, selector) => [...root.querySelectorAll(selector)]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
            .map((one) => one.textContent)""",
        selector,
    )
    return found


def width(page: Page) -> int:
    """Return how wide the widest of the page, the panel and the conversation is."""
    found: int = inside(
        page,
        """(root) => Math.max(...[document.documentElement, root.querySelector('#panel'),
            root.querySelector('#scroller')].map((one) => one.scrollWidth))""",
    )
    return found


def answer_with(page: Page, *events: dict[str, Any], first: int = 1000) -> None:
    """Let the next message be answered with these events, which no real gateway would send now."""

    def answer(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        own = {"type": "message", "from": "visitor", "text": asked["text"]}
        numbered = [
            {"seq": seq, "at": "2026-11-23T12:00:00Z", "client_id": asked["client_id"], **event}
            for seq, event in enumerate([own, *events], first)
        ]
        reply = {"events": numbered, "late": False, "help": HELP, "pinned_help": None}
        route.fulfill(json=reply)

    page.route("**/messages", answer, times=1)
