"""The crisis card in the widget, in a real browser: its links, its language, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.content import load_library
from bot.safety import About, Category, Finding, Severity, crisis_card
from bot.safety.card import compact_card
from bot.settings import ROOT
from tests.chat import (
    answer_with,
    open_chat,
    open_options,
    open_panel,
    still,
    top_of,
)
from tests.gateway.running import RunningGateway, Visitor

AWAY = "https://www.weather.gov/"

pytestmark = pytest.mark.e2e


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow phone that has no network but the gateway's and an empty page in place of others."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.route(
        lambda url: "127.0.0.1" not in url, lambda route: route.fulfill(status=200, body="weather")
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, gateway: RunningGateway) -> Page:
    """The chat, with a conversation."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    open_chat(page, gateway.url)
    return page


def say(page: Page, text: str) -> None:
    page.locator("#entry").fill(text)
    page.locator("#entry").press("Enter")


def show(page: Page, card: dict[str, Any]) -> None:
    """Lets a card come as the answer to a message."""
    cards = page.locator("#log .card")
    before = cards.count()
    answer_with(page, {"from": "system", **card}, first=1000 + 10 * before)
    say(page, "a message")
    expect(cards).to_have_count(before + 1)


def card_for(category: Category, language: str) -> dict[str, Any]:
    finding = Finding(category, About.DONE_TO_ME, Severity.DANGER, "rules", "example", (0, 1))
    return crisis_card([finding], load_library(ROOT).crisis, language=language)


def test_a_card_in_spanish_has_links_in_spanish_and_says_so_to_screen_readers(page: Page) -> None:
    show(page, card_for(Category.SUICIDE, "es"))
    card = page.locator("#log .card")
    expect(card).to_have_attribute("lang", "es")
    expect(card.get_by_role("link", name="Llama al 988 y oprime 2")).to_be_visible()
    text = card.get_by_role("link", name="Envía AYUDA al 988")
    expect(text).to_have_attribute("href", "sms:988?&body=AYUDA")
    more = card.get_by_role("link", name="Llama al 988 y oprime 1")
    expect(more).to_be_hidden()
    card.locator("summary").click()
    expect(more).to_be_visible()
    expect(card.get_by_role("link", name="Videoteléfono")).to_have_count(0)
    expect(card.get_by_text("Videoteléfono 988")).to_be_visible()


def test_the_compact_card_shows_911_988_and_the_practice(page: Page) -> None:
    show(page, compact_card(load_library(ROOT).crisis, "en"))
    card = page.locator("#log .card.compact")
    addresses = [one.get_attribute("href") for one in card.locator("a[href^='tel:']").all()]
    assert addresses[:2] == ["tel:911", "tel:988"]
    assert len(addresses) == 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_offers_to_leave_the_page_where_somebody_may_be_watched(
    page: Page, language: str
) -> None:
    frame = load_library(ROOT).crisis.frame.leave
    away = page.locator("#log .card").get_by_role("button", name=frame.label.within(language))
    show(page, card_for(Category.SUICIDE, language))
    expect(away).to_have_count(0)
    show(page, card_for(Category.PARTNER_VIOLENCE, language))
    expect(away).to_be_in_viewport(ratio=1)
    expect(page.locator("#log .card .leave")).to_contain_text(frame.hint.within(language))
    away.click()
    page.wait_for_url(AWAY)


@pytest.fixture
def refused(context: BrowserContext, serve: Callable[..., RunningGateway]) -> Page:
    """The chat of a gateway that begins no more conversations."""
    gateway = serve(max_conversations=1)
    Visitor(gateway).begin()
    page = context.new_page()
    page.set_default_timeout(15_000)
    open_panel(page, gateway.url)
    page.locator("#panel #start").click()
    expect(page.locator("#status")).to_contain_text("too many conversations")
    return page


def test_danger_gets_its_card_and_the_numbers_also_where_no_conversation_can_begin(
    refused: Page,
) -> None:
    say(refused, "I want to kill myself")
    card = refused.locator("#log .card")
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_visible()
    failed = refused.locator("#log .failed")
    expect(failed).to_contain_text("Not sent. There are too many conversations")
    expect(failed.locator("a[href='tel:911']")).to_be_visible()
    failed.get_by_role("button", name="Retry").click()
    expect(failed).to_have_count(1)
    expect(card).to_have_count(1)


def test_other_words_there_get_no_card(refused: Page) -> None:
    say(refused, "can I text my therapist")
    failed = refused.locator("#log .failed")
    expect(failed).to_contain_text("Not sent. There are too many conversations")
    expect(failed.locator("a[href='tel:911']")).to_be_visible()
    expect(refused.locator("#log .card")).to_have_count(0)


@pytest.fixture
def limited(context: BrowserContext, serve: Callable[..., RunningGateway]) -> Page:
    """The chat of a gateway that takes one message a minute, and has taken it."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    open_chat(page, serve(messages_per_conversation="1/minute").url)
    say(page, "can I text my therapist")
    expect(page.locator("#log .said.bot")).to_have_count(1)
    return page


@pytest.mark.parametrize(
    ("text", "said"),
    [("I want to kill myself", "was not sent"), ("Quiero matarme", "no se envió")],
)
def test_the_card_of_a_refused_message_is_in_view_from_its_start_and_announced(
    limited: Page, text: str, said: str
) -> None:
    say(limited, text)
    card = limited.locator("#log .card")
    heading = card.get_by_role("heading")
    expect(limited.locator("#status")).to_contain_text(said)
    expect(limited.locator("#status")).to_contain_text(heading.inner_text())
    still(limited)
    assert 0 <= top_of(card) < 100
    number = limited.locator("#log .card > .numbers a[href='tel:988']")
    expect(number).to_be_in_viewport(ratio=1)


def test_the_card_of_a_message_is_in_view_from_its_start(page: Page) -> None:
    say(page, "mi novio me pega")
    card = page.locator("#log .card")
    expect(card).to_be_visible()
    still(page)
    assert 0 <= top_of(card) < 250


def test_after_a_card_in_spanish_the_page_speaks_spanish(limited: Page) -> None:
    say(limited, "Quiero matarme")
    card = limited.locator("#log .card")
    expect(card).to_have_attribute("lang", "es")
    expect(
        limited.get_by_role("region", name=card.get_by_role("heading").inner_text())
    ).to_have_count(1)
    failed = limited.locator("#log .failed")
    expect(failed).to_contain_text("No se envió. Fueron muchos mensajes")
    expect(failed).to_have_attribute("lang", "es")
    expect(failed.get_by_role("button", name="Enviar otra vez")).to_be_visible()
    expect(failed.get_by_role("link", name="Llama al 988 y oprime 2")).to_be_visible()
    composer = limited.locator("#composer")
    assert composer.evaluate("(one) => one.closest('[lang]').lang") == "es"
    expect(limited.get_by_label("Tu mensaje")).to_be_visible()
    expect(composer.get_by_role("button", name="Enviar")).to_be_visible()
    expect(limited.locator("#help")).to_contain_text("Llama al 988 y oprime 2")
    # Refused without a card of its own: what the page knows is the language of the card before.
    limited.get_by_label("Tu mensaje").fill("ok")
    limited.keyboard.press("Enter")
    expect(failed).to_have_count(2)
    expect(failed.nth(1)).to_contain_text("No se envió. Fueron muchos mensajes")
    open_options(limited)
    limited.get_by_text("Borrar la conversación", exact=True).click()
    limited.get_by_role("button", name="Borrarla", exact=True).click()
    expect(limited.get_by_label("Your message")).to_be_visible()
    expect(limited.locator("#help")).to_contain_text("Call 988")


def test_after_a_card_in_spanish_the_pinned_numbers_are_in_spanish(page: Page) -> None:
    say(page, "Quiero matarme")
    page.locator("#log .card").get_by_role("button", name="Nadie está en peligro").click()
    pinned = page.locator("#log .said.system .numbers")
    expect(pinned).to_have_attribute("lang", "es")
    expect(pinned.get_by_role("link", name="Llama al 988 y oprime 2")).to_be_visible()
    expect(pinned.get_by_role("link", name="Envía AYUDA al 988")).to_have_attribute(
        "href", "sms:988?&body=AYUDA"
    )
