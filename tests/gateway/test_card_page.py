"""The crisis card on the page, in a real browser: its links, its language, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.content import load_library
from bot.safety import About, Category, Finding, Severity, crisis_card
from bot.safety.card import compact_card
from bot.settings import ROOT
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
    """The chat page, with a conversation."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(gateway.url)
    expect(page.locator("#log .said.system")).to_contain_text("automated")
    return page


def show(page: Page, card: dict[str, Any]) -> None:
    """Puts a card on the page as if it had come as an event."""
    script = "async (card) => void (await import('/static/log.js')).showCard(card)"
    page.evaluate(script, card)


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


@pytest.mark.parametrize("way", ["button", "keyboard"])
def test_the_page_is_left_at_once_and_nothing_of_it_stays(page: Page, way: str) -> None:
    show(page, card_for(Category.PARTNER_VIOLENCE, "en"))
    page.get_by_label("Your message").fill("half a thought")
    before = page.evaluate("history.length")
    if way == "button":
        page.get_by_role("button", name="Leave this page now").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url(AWAY)
    page.wait_for_load_state()
    assert page.evaluate("history.length") == before
    page.go_back()
    assert "127.0.0.1" not in page.url


def test_who_comes_back_finds_a_new_conversation(page: Page, gateway: RunningGateway) -> None:
    page.get_by_label("Your message").fill("my boyfriend hits me")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Leave this page now").click()
    page.wait_for_url(AWAY)
    page.goto(gateway.url)
    expect(page.locator("#log .said.system")).to_contain_text("automated")
    expect(page.locator("#log .said.visitor")).to_have_count(0)
    expect(page.locator("#log .card")).to_have_count(0)
    expect(page.get_by_label("Your message")).to_have_value("")


def test_escape_leaves_the_page_only_after_such_a_card_and_only_twice(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    show(page, card_for(Category.SUICIDE, "en"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert "127.0.0.1" in page.url
    show(page, card_for(Category.PARTNER_VIOLENCE, "en"))
    page.keyboard.press("Escape")
    page.wait_for_timeout(1100)
    page.keyboard.press("Escape")
    assert "127.0.0.1" in page.url
    page.keyboard.press("Escape")
    page.wait_for_url(AWAY)


@pytest.fixture
def refused(context: BrowserContext, serve: Callable[..., RunningGateway]) -> Page:
    """The chat page of a gateway that begins no more conversations."""
    gateway = serve(max_conversations=1)
    Visitor(gateway).begin()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(gateway.url)
    expect(page.locator("#status")).to_contain_text("too many conversations")
    return page


def test_danger_gets_its_card_and_the_numbers_also_where_no_conversation_can_begin(
    refused: Page,
) -> None:
    refused.get_by_label("Your message").fill("I want to kill myself")
    refused.keyboard.press("Enter")
    card = refused.locator("#log .card")
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_visible()
    failed = refused.locator("#log .failed")
    expect(failed).to_contain_text("Not sent. There are too many conversations")
    expect(failed.locator("a[href='tel:911']")).to_be_visible()
    failed.get_by_role("button", name="Retry").click()
    expect(failed).to_have_count(1)
    expect(card).to_have_count(1)


def test_other_words_there_get_no_card(refused: Page) -> None:
    refused.get_by_label("Your message").fill("can I text my therapist")
    refused.keyboard.press("Enter")
    failed = refused.locator("#log .failed")
    expect(failed).to_contain_text("Not sent. There are too many conversations")
    expect(failed.locator("a[href='tel:911']")).to_be_visible()
    expect(refused.locator("#log .card")).to_have_count(0)


@pytest.fixture
def limited(context: BrowserContext, serve: Callable[..., RunningGateway]) -> Page:
    """The chat page of a gateway that takes one message a minute, and has taken it."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(serve(messages_per_conversation="1/minute").url)
    expect(page.locator("#log .said.system")).to_contain_text("automated")
    page.get_by_label("Your message").fill("can I text my therapist")
    page.keyboard.press("Enter")
    expect(page.locator("#log .said.bot")).to_have_count(1)
    return page


@pytest.mark.parametrize(
    ("text", "said"),
    [("I want to kill myself", "was not sent"), ("Quiero matarme", "no se envió")],
)
def test_the_card_of_a_refused_message_is_in_view_from_its_start_and_announced(
    limited: Page, text: str, said: str
) -> None:
    limited.get_by_label("Your message").fill(text)
    limited.keyboard.press("Enter")
    heading = limited.locator("#log .card h2")
    expect(limited.locator("#status")).to_contain_text(said)
    expect(limited.locator("#status")).to_contain_text(heading.inner_text())
    limited.wait_for_timeout(1000)  # it scrolls smoothly
    top = limited.locator("#log .card").evaluate("(card) => card.getBoundingClientRect().top")
    assert 0 <= top < 100
    number = limited.locator("#log .card > .numbers a[href='tel:988']")
    bottom = number.evaluate("(one) => one.getBoundingClientRect().bottom")
    assert bottom < limited.locator("#composer").evaluate(
        "(one) => one.getBoundingClientRect().top"
    )


def test_the_card_of_a_message_is_in_view_from_its_start(page: Page) -> None:
    page.get_by_label("Your message").fill("mi novio me pega")
    page.keyboard.press("Enter")
    card = page.locator("#log .card")
    expect(card).to_be_visible()
    page.wait_for_timeout(1000)
    assert 0 <= card.evaluate("(card) => card.getBoundingClientRect().top") < 250


def test_after_a_card_in_spanish_the_page_speaks_spanish(limited: Page) -> None:
    limited.get_by_label("Your message").fill("Quiero matarme")
    limited.keyboard.press("Enter")
    card = limited.locator("#log .card")
    expect(card).to_have_attribute("lang", "es")
    expect(limited.get_by_role("region", name=card.locator("h2").inner_text())).to_have_count(1)
    failed = limited.locator("#log .failed")
    expect(failed).to_contain_text("No se envió. Fueron muchos mensajes")
    expect(failed).to_have_attribute("lang", "es")
    expect(failed.get_by_role("button", name="Enviar otra vez")).to_be_visible()
    expect(failed.get_by_role("link", name="Llama al 988 y oprime 2")).to_be_visible()
    composer = limited.locator("#composer")
    expect(composer).to_have_attribute("lang", "es")
    expect(limited.get_by_label("Tu mensaje")).to_be_visible()
    expect(composer.get_by_role("button", name="Enviar")).to_be_visible()
    expect(limited.locator("#help")).to_contain_text("Llama al 988 y oprime 2")
    # Refused without a card of its own: what the page knows is the language of the card before.
    limited.get_by_label("Tu mensaje").fill("ok")
    limited.keyboard.press("Enter")
    expect(failed).to_have_count(2)
    expect(failed.nth(1)).to_contain_text("No se envió. Fueron muchos mensajes")
    limited.get_by_role("button", name="Borrar la conversación").click()
    expect(limited.get_by_role("button", name="Clear conversation")).to_be_visible()
    expect(limited.locator("#help")).to_contain_text("Call 988")


def test_the_page_can_be_left_by_a_button_next_to_the_field(page: Page) -> None:
    leave = page.get_by_role("button", name="Leave page")
    expect(leave).to_be_hidden()
    show(page, card_for(Category.SUICIDE, "en"))
    expect(leave).to_be_hidden()
    show(page, card_for(Category.PARTNER_VIOLENCE, "en"))
    expect(leave).to_be_visible()
    page.get_by_label("Your message").focus()
    page.keyboard.press("Shift+Tab")
    expect(leave).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(AWAY)


def test_after_a_card_in_spanish_the_pinned_numbers_are_in_spanish(page: Page) -> None:
    page.get_by_label("Your message").fill("Quiero matarme")
    page.keyboard.press("Enter")
    page.locator("#log .card").get_by_role("button", name="No estoy en peligro").click()
    pinned = page.locator("#log .said.system .numbers")
    expect(pinned).to_have_attribute("lang", "es")
    expect(pinned.get_by_role("link", name="Llama al 988 y oprime 2")).to_be_visible()
    expect(pinned.get_by_role("link", name="Envía AYUDA al 988")).to_have_attribute(
        "href", "sms:988?&body=AYUDA"
    )
