"""What a visitor does in the widget, and sees of the desk."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.chat import focused, inside
from tests.e2e.desk import Colleague, Practice

__all__ = ["focused"]

TALK = "Talk to a person"
YES = "Yes, ask for a person"
STOP = "Stop waiting"
END = "End the talk with this person"
# What the widget posts to the desk, for a test that keeps it away.
KEPT_AWAY = "**/desk"


def say(page: Page, text: str) -> None:
    page.locator("#entry").fill(text)
    page.locator("#entry").press("Enter")


def bar(page: Page) -> Locator:
    return page.locator("#desk")


def status(page: Page) -> Locator:
    """The line that says who has the conversation."""
    return page.locator("#desk-line")


def typing(page: Page) -> Locator:
    """The line that says who of the staff is typing."""
    return page.locator("#desk-typing")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def lines(page: Page) -> Locator:
    """What the desk has said."""
    return page.locator("#log .said.desk")


def staff(page: Page) -> Locator:
    return page.locator("#log .said.staff")


def texts(page: Page) -> list[str]:
    """What was said by people, in the order in which it stands on the page."""
    found: list[str] = inside(
        page,
        """(root) => [...root.querySelectorAll('#log .said:is(.visitor, .staff)')].map((one) =>
            [...one.querySelectorAll('p:not(.name, .delivered)')].map((p) => p.textContent).join())""",
    )
    return found


def conversation(page: Page) -> str:
    kept: dict[str, str] = json.loads(page.evaluate("sessionStorage.getItem('between-sessions')"))
    return kept["id"]


def wait(page: Page) -> None:
    press(page, TALK)
    press(page, YES)
    expect(status(page)).to_contain_text("Waiting for a person since")


def talk(page: Page, practice: Practice, ana: Colleague) -> str:
    """Bring Ana into the conversation; returns the episode."""
    wait(page)
    episode: str = practice.ledger.open_one(conversation(page))["id"]
    ana.take(episode)
    expect(status(page)).to_contain_text("Ana Ruiz")
    return episode


def leave_a_message(page: Page, practice: Practice) -> Locator:
    """Wait until nobody has come; returns the form."""
    wait(page)
    practice.ledger.pass_time(conversation(page), 181)
    form = page.get_by_role("form", name="Message for the practice")
    expect(form).to_be_visible()
    return form


def posts(page: Page, end: str) -> list[dict[str, Any]]:
    """What the page will have posted to addresses that end so."""
    bodies: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith(end):
            bodies.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    return bodies


def soon(page: Page, condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for something beside the page, which goes on meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"this did not come in {seconds:.0f} s"
        page.wait_for_timeout(50)


def states(practice: Practice, page: Page) -> list[str]:
    return [one["state"] for one in practice.ledger.episodes(conversation(page))]
