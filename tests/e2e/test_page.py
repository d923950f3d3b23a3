"""The widget in a real browser, with the real assistant behind it."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.content.library import Library
from tests.chat import FOCUS
from tests.e2e.assistant import Assistant

pytestmark = pytest.mark.e2e
QUESTION = "Can my therapist text me?"


def bot(page: Page) -> Locator:
    return page.locator("#log .said.bot")


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def number(library: Library, resource: str) -> str:
    """Where a crisis number can be pressed."""
    return f"a[href='tel:{library.crisis.resources[resource].call}']"


def focused(page: Page) -> str:
    text: str = page.evaluate(f"{FOCUS}.textContent")
    return text


def test_can_my_therapist_text_me_is_answered_with_its_sources(
    page: Page, library: Library, console: list[str]
) -> None:
    say(page, QUESTION)
    topic = library.topics["text_therapist"]
    expect(bot(page)).to_contain_text(topic.title)
    for source in topic.metadata.sources:
        expect(bot(page).locator(".sources")).to_contain_text(source.citation)
    assert topic.metadata.sources
    assert console == []


def test_by_keyboard_alone_from_the_first_key_to_a_second_answer(
    page: Page, library: Library, console: list[str]
) -> None:
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(bot(page)).to_have_count(1)
    last = library.topics[library.topics["text_therapist"].metadata.related[-1]]
    # Back over what little stands between the last answer and the entry.
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        if focused(page) == last.title:
            break
    assert focused(page) == last.title
    page.keyboard.press("Enter")
    expect(bot(page)).to_have_count(2)
    expect(bot(page).nth(1).locator(".title")).to_have_text(last.title)
    expect(bot(page).nth(1)).to_be_focused()
    assert console == []


def test_danger_shows_the_numbers_as_something_to_press(
    page: Page, library: Library, console: list[str]
) -> None:
    say(page, "I want to die")
    card = page.locator("#log .card")
    shown = card.locator("> .numbers")
    expect(shown.locator(number(library, "lifeline"))).to_have_count(1)
    expect(shown.locator(number(library, "emergency"))).to_have_count(1)
    assert console == []


def test_the_engine_is_killed_and_comes_back_while_the_page_is_open(
    page: Page, assistant: Assistant, library: Library, console: list[str]
) -> None:
    say(page, QUESTION)
    expect(bot(page)).to_have_count(1)
    page.evaluate("window.notReloaded = true")
    kept = page.evaluate("sessionStorage.getItem('between-sessions')")
    assistant.kill("engine")
    began = time.monotonic()
    say(page, "what about email?")
    apology = bot(page).nth(1)
    expect(apology).to_contain_text(library.practice.phone)
    assert time.monotonic() - began < 5, "4 s, and one for a busy machine"
    expect(apology.locator(number(library, "emergency"))).to_have_count(1)
    expect(apology.locator(number(library, "lifeline")).first).to_be_visible()
    assistant.start("engine")
    say(page, "what about email?")
    expect(bot(page).nth(2)).to_contain_text(library.topics["email_privacy"].title)
    assert page.evaluate("window.notReloaded") is True
    assert page.evaluate("sessionStorage.getItem('between-sessions')") == kept
    assert console == []
