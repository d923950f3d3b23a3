"""The chat of the widget in a real browser (Debian's chromium). Skipped where there is none."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.chat import (
    FOCUS,
    clear,
    open_chat,
    open_options,
    open_panel,
    scroll_to_top,
    small_targets,
    start,
    still,
    width,
)
from tests.gateway.running import RunningGateway
from tests.gateway.standin import StandIn

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, gateway: RunningGateway) -> Iterator[Page]:
    """The chat on a narrow phone; no error and no other site may appear."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    addresses: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda m: errors.append(m.text) if "Content Security" in m.text else None)
    open_panel(page, gateway.url)
    expect(page.locator("#first-screen")).to_contain_text("automated")
    start(page)
    yield page
    context.close()
    assert errors == []
    assert {one for one in addresses if not one.startswith(gateway.url)} == set()


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def bot(page: Page) -> Locator:
    # Nobody can be told of danger here, which is said after each card.
    untold = "Nobody at the practice has been told"
    return page.locator("#log .said.bot").filter(has_not_text=untold)


def test_an_answer_with_all_that_belongs_to_it(page: Page) -> None:
    say(page, "Can my therapist text me?")
    answer = bot(page)
    expect(answer).to_contain_text("An answer to: Can my therapist text me?")
    expect(answer).to_contain_text("45 CFR 164.522(b)")
    expect(answer).to_contain_text("2026-11-22")
    more = answer.get_by_text("More of it.")
    expect(more).to_be_hidden()
    answer.locator("summary").first.click()
    expect(more).to_be_visible()
    answer.get_by_role("button", name="Texting").click()
    expect(bot(page)).to_have_count(2)
    expect(bot(page).nth(1)).to_be_focused()


def test_danger_shows_the_card_once_with_numbers_to_press(page: Page) -> None:
    say(page, "I want to die")
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    assert card.locator("> .numbers a[href='tel:988']").count() == 1
    expect(bot(page)).to_have_count(1)
    page.reload()
    expect(card).to_have_count(1)
    expect(bot(page)).to_have_count(1)


def test_markup_that_a_visitor_types_stays_text(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)><b>bold</b>")
    expect(bot(page)).to_contain_text("<b>bold</b>")
    assert page.locator("#log img, #log b").count() == 0


def test_a_lost_server_loses_no_text(page: Page) -> None:
    page.route("**/messages", lambda route: route.abort())
    say(page, "is anybody there")
    failed = page.locator("#log .failed")
    expect(failed).to_contain_text("Not sent")
    page.get_by_label("Your message").fill("half a thou")
    page.reload()
    expect(page.get_by_label("Your message")).to_have_value("half a thou")
    expect(failed).to_contain_text("Not sent")
    page.unroute("**/messages")
    failed.get_by_role("button", name="Retry").click()
    expect(bot(page)).to_contain_text("is anybody there")
    expect(failed).to_have_count(0)
    expect(page.get_by_text("is anybody there", exact=True)).to_have_count(1)


def test_the_engine_comes_back_while_the_page_is_open(page: Page, engine: StandIn) -> None:
    engine.stop()
    say(page, "one")
    expect(bot(page)).to_contain_text("cannot answer right now")
    assert bot(page).locator("a[href='tel:911']").count() == 1
    engine.start()
    say(page, "two")
    expect(bot(page).nth(1)).to_contain_text("An answer to: two")


def test_a_late_answer_arrives_by_itself(
    browser: Browser, serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve(late_after=0.3)
    engine.gate.clear()
    context = browser.new_context()
    page = context.new_page()
    open_chat(page, gateway.url)
    say(page, "slow")
    expect(page.locator("#status")).to_contain_text("longer than usual")
    engine.gate.set()
    expect(bot(page)).to_have_count(1)
    expect(page.locator("#status")).to_have_text("")
    context.close()


@pytest.mark.parametrize("text", ["hello again", "I want to die"])
def test_an_expired_conversation_goes_on_in_a_new_one(
    page: Page, gateway: RunningGateway, text: str
) -> None:
    say(page, "hello")
    expect(bot(page)).to_have_count(1)
    with closing(sqlite3.connect(gateway.database, timeout=5)) as database:
        database.execute("update conversations set active_at = active_at - 90000")
        database.commit()
    say(page, text)
    expect(bot(page).nth(1)).to_contain_text(f"An answer to: {text}")
    expect(page.locator("#log .card")).to_have_count(int("die" in text))


def test_clearing_deletes_and_starts_anew(page: Page, engine: StandIn) -> None:
    say(page, "hello")
    expect(bot(page)).to_have_count(1)
    clear(page)
    expect(page.locator("#status")).to_have_text("The conversation is cleared.")
    expect(bot(page)).to_have_count(0)
    assert len(engine.forgotten) == 1
    say(page, "hello")
    expect(bot(page)).to_have_count(1)


def test_the_page_fits_a_narrow_phone_and_has_large_targets(page: Page) -> None:
    say(page, "Donaudampfschifffahrtsgesellschaft" * 8)
    say(page, "I want to die")
    expect(bot(page)).to_have_count(2)
    assert width(page) <= 360
    assert small_targets(page, "button, summary, textarea, .numbers a") == []


def long_answer(engine: StandIn, paragraphs: int = 30) -> None:
    """Make every answer longer than the view."""
    text = "\n\n".join(f"Paragraph {number}." for number in range(paragraphs))
    answer = {"replies": [{"text": text}], "nlu": {"outcome": "answer", "topic": "alpha"}}
    engine.raw = json.dumps(answer).encode()


@pytest.mark.parametrize("size", [(360, 740), (1100, 800)])
def test_the_first_screen_has_name_numbers_and_field(
    page: Page, gateway: RunningGateway, size: tuple[int, int]
) -> None:
    page.evaluate("sessionStorage.clear()")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.reload()
    expect(page.locator("#first-screen")).to_be_visible()
    assert still(page)["scrolled"] == 0
    always = (page.locator("#title"), page.locator("#leave"), page.locator("#close"))
    for one in [*always, page.get_by_label("Your message")]:
        expect(one).to_be_in_viewport(ratio=1)
    for one in page.locator("#help a:visible").all():
        expect(one).to_be_in_viewport(ratio=1)
    heading = page.locator("#first-screen").get_by_role("heading")
    expect(heading).to_be_in_viewport(ratio=1)
    assert still(page)["height"] > 100
    start(page)
    for one in [*always, page.get_by_label("Your message"), page.locator("#help a").first]:
        expect(one).to_be_in_viewport(ratio=1)


def test_the_numbers_leave_a_phone_room_for_the_conversation(page: Page) -> None:
    shown = page.locator("#help a:visible")
    hrefs = [one.get_attribute("href") for one in shown.all()]
    assert {"tel:911", "tel:988", "sms:988"} <= set(hrefs)
    assert page.locator("#help").evaluate("(one) => one.offsetHeight") < 3 * 44
    say(page, "hello")
    expect(bot(page)).to_have_count(1)
    assert still(page)["height"] > 740 / 2.5


def test_an_answer_is_read_from_its_start(page: Page, engine: StandIn) -> None:
    long_answer(engine)
    for number in range(1, 3):
        say(page, "a short question")
        expect(bot(page)).to_have_count(number)
        at = still(page)
        assert 0 <= at["own"] < 20
        assert at["own"] < at["reply"] < 120


def test_a_long_message_leaves_the_view_to_its_answer(page: Page, engine: StandIn) -> None:
    long_answer(engine)
    say(page, "a long question " * 60)
    expect(bot(page)).to_have_count(1)
    at = still(page)
    assert at["own"] < 0
    assert 0 <= at["reply"] < 20


def test_a_card_stays_in_view_with_its_numbers(page: Page, engine: StandIn) -> None:
    long_answer(engine)
    say(page, "I want to die")
    expect(bot(page)).to_have_count(1)
    still(page)
    card = page.locator("#log .card")
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    expect(card.locator("> .numbers a[href='tel:911']")).to_be_in_viewport(ratio=1)


def test_an_answer_does_not_pull_back_who_has_scrolled_away(page: Page, engine: StandIn) -> None:
    long_answer(engine)
    say(page, "one")
    expect(bot(page)).to_have_count(1)
    still(page)
    engine.gate.clear()
    say(page, "two")
    expect(page.locator("#log .said.visitor")).to_have_count(2)
    scroll_to_top(page)
    engine.gate.set()
    expect(bot(page)).to_have_count(2)
    assert still(page)["scrolled"] == 0


def test_a_reload_goes_back_to_the_last_answer(page: Page, engine: StandIn) -> None:
    long_answer(engine)
    say(page, "one")
    expect(bot(page)).to_have_count(1)
    page.reload()
    expect(bot(page)).to_have_count(1)
    assert 0 <= still(page)["own"] < 20


def test_typing_leaves_the_last_words_in_view_and_the_page_where_it_is(page: Page) -> None:
    before = page.evaluate("window.scrollY")
    last = page.locator("#log .said").last
    page.get_by_label("Your message").click()
    for _ in range(4):
        page.keyboard.type("some words ")
        page.keyboard.press("Shift+Enter")
    still(page)
    expect(last).to_be_in_viewport(ratio=1)
    assert page.evaluate("window.scrollY") == before


def test_sources_are_cited_at_once_and_described_on_a_click(page: Page) -> None:
    say(page, "Can my therapist text me?")
    sources = bot(page).locator(".sources")
    expect(sources.locator(".cited")).to_have_text("Sources: 45 CFR 164.522(b)")
    described = sources.get_by_text("45 CFR 164.522(b): HIPAA")
    expect(described).to_be_hidden()
    toggle = sources.locator("summary", has_text="Source details")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(described).to_be_visible()
    expect(toggle).to_be_focused()


def test_the_keyboard_reaches_everything_and_nothing_hides_behind_what_stays(page: Page) -> None:
    page.get_by_label("Your message").focus()
    page.keyboard.type("Can my therapist text me?")
    page.keyboard.press("Enter")
    expect(bot(page)).to_have_count(1)
    still(page)
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        still(page)
        name, hidden = page.evaluate(
            f"""() => {{
                const one = {FOCUS};
                const {{ top, bottom }} = one.getBoundingClientRect();
                const scroller = one.closest('#scroller')?.getBoundingClientRect();
                return [
                    one.id || one.textContent,
                    scroller && (top < scroller.top - 1 || bottom > scroller.bottom + 1),
                ];
            }}"""
        )
        if name == "entry":
            break
        seen.append(name)
        assert not hidden, name
    wanted = {"Texting", "More", "Call 911", "Talk to a person", "leave", "close"}
    assert wanted <= set(seen)
    open_options(page)
    for name in ("transcript", "clear"):
        page.locator(f"#{name}").focus()
        expect(page.locator(f"#{name}")).to_be_focused()


def test_a_button_of_an_answer_that_is_pressed_twice_asks_once(page: Page) -> None:
    say(page, "Can my therapist text me?")
    button = bot(page).get_by_role("button", name="Texting")
    button.dblclick()
    expect(bot(page)).to_have_count(2)
    page.wait_for_timeout(300)
    expect(page.locator("#log .said.visitor")).to_have_count(2)
