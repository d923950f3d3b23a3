"""In a real browser: where the keyboard is after "Take", and what danger asks before it is let go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.console.endings import NOT_SURE
from bot.handoff.episode import Priority, State
from tests.chromium import browser
from tests.console.running import PASSWORD, RunningConsole, state
from tests.console.running import Browser as Plain

__all__ = ["browser"]

pytestmark = pytest.mark.e2e

NARROW = 360
SMALLEST_TARGET = 44
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False])

Open = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, console: RunningConsole) -> Iterator[Open]:
    """Opens windows for Ana on a narrow phone; nothing may run off or break."""
    pages: list[Page] = []
    wrong: list[str] = []

    def opened(*, scripts: bool = True) -> Page:
        size = {"width": NARROW, "height": 740}
        context = browser.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{console.url}/staff/")
        page.get_by_label("Name").fill("ana")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
        pages.append(page)
        return page

    yield opened
    for page in pages:
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
        page.context.close()
    assert wrong == []


@pytest.fixture
def ben(console: RunningConsole) -> Plain:
    """A colleague, signed in."""
    found = Plain(console)
    found.sign_in("ben")
    return found


def to_queue(page: Page, console: RunningConsole) -> None:
    page.goto(f"{console.url}/staff/")


def reply_field(page: Page) -> Locator:
    return page.get_by_label("Your reply")


def tab_to(page: Page, target: Locator, most: int = 40) -> None:
    """Go on with the keyboard until something has the focus."""
    for _ in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


def in_danger(page: Page, console: RunningConsole) -> None:
    """Have Ana take a visitor in danger."""
    console.call(console.desk.ask("e1", Priority.DANGER))
    to_queue(page, console)
    page.get_by_role("button", name=re.compile("^Take")).click()
    expect(reply_field(page)).to_be_focused()


def send_anyway(page: Page) -> None:
    """Let the browser no longer look at what is required: the server does too."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")


@WITH_AND_WITHOUT_SCRIPTS
def test_after_take_the_keyboard_is_in_the_reply_and_it_is_said_whose_the_chat_is(
    open_as: Open, console: RunningConsole, scripts: bool
) -> None:
    page = open_as(scripts=scripts)
    console.call(console.desk.ask("e1"))
    to_queue(page, console)
    button = page.get_by_role("button", name=re.compile("^Take"))
    tab_to(page, button)
    page.keyboard.press("Enter")
    field = reply_field(page)
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    status = page.locator("#taken")
    expect(status).to_have_text("This chat is with you now.")
    expect(status).to_have_role("status")
    expect(status).to_be_in_viewport()
    expect(field).to_have_accessible_description("This chat is with you now.")
    page.keyboard.type("Hello")
    expect(field).to_have_value("Hello")


def test_a_page_that_is_loaded_again_moves_nobody(open_as: Open, console: RunningConsole) -> None:
    page = open_as()
    in_danger(page, console)
    expect(page).to_have_url(re.compile("/staff/conversations/e1$"))
    page.reload()
    expect(reply_field(page)).to_be_visible()
    expect(reply_field(page)).not_to_be_focused()
    expect(page.locator("#taken")).to_have_count(0)


@WITH_AND_WITHOUT_SCRIPTS
def test_who_is_too_late_is_taken_to_the_words_that_say_who_has_it(
    open_as: Open, console: RunningConsole, ben: Plain, scripts: bool
) -> None:
    page = open_as(scripts=scripts)
    console.call(console.desk.ask("e1"))
    to_queue(page, console)
    # The page has not heard of it yet.
    page.route("**/staff/live/**", lambda route: route.abort())
    ben.post("/staff/conversations/e1/claim")
    page.get_by_role("button", name=re.compile("^Take")).click()
    problem = page.locator("#problem")
    expect(problem).to_have_text("Ben Okafor has this conversation already.")
    expect(problem).to_be_focused()
    expect(problem).to_have_role("alert")


def test_who_was_about_to_take_it_is_taken_to_the_words_that_say_who_has_it(
    open_as: Open, console: RunningConsole, ben: Plain
) -> None:
    page = open_as()
    console.call(console.desk.ask("e1"))
    page.goto(f"{console.url}/staff/conversations/e1")
    page.get_by_role("button", name="Take this conversation").focus()
    ben.post("/staff/conversations/e1/claim")
    head = page.locator("#head")
    expect(head).to_contain_text("With Ben Okafor since")
    expect(head).to_be_focused()


def test_danger_is_closed_by_keyboard_once_the_box_is_ticked(
    open_as: Open, console: RunningConsole
) -> None:
    page = open_as()
    in_danger(page, console)
    close = page.get_by_role("button", name="Close", exact=True)
    tab_to(page, page.get_by_label("Close, because"))
    page.keyboard.type("Question")
    tab_to(page, close)
    page.keyboard.press("Enter")
    # The browser says what is missing, and where.
    box = page.get_by_role("checkbox", name=re.compile("Needed to close the chat"))
    expect(box).to_be_focused()
    assert state(console)[0] is State.HUMAN
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    tab_to(page, close)
    page.keyboard.press("Enter")
    expect(page.locator(".note.good")).to_have_text("The conversation is closed.")
    assert console.desk.episodes["e1"].ended_why == "answered"


@WITH_AND_WITHOUT_SCRIPTS
def test_danger_is_given_back_once_the_box_is_ticked(
    open_as: Open, console: RunningConsole, scripts: bool
) -> None:
    page = open_as(scripts=scripts)
    in_danger(page, console)
    give_back = page.get_by_role("button", name="Return to the assistant")
    give_back.click()
    box = page.get_by_role("checkbox", name=re.compile("Needed to return the chat"))
    expect(box).to_be_focused()
    assert state(console)[0] is State.HUMAN
    label = page.locator("label", has=box)
    shape = label.bounding_box()
    assert shape is not None and shape["height"] >= SMALLEST_TARGET
    # Its words are pressed, as with a thumb.
    label.get_by_text("I have done the steps").click()
    give_back.click()
    expect(page.locator(".note.good")).to_have_text("The visitor is back with the assistant.")
    assert state(console)[0] is State.BOT


def test_danger_that_comes_while_the_page_is_open_brings_the_boxes_and_loses_nothing(
    open_as: Open, console: RunningConsole
) -> None:
    page = open_as()
    console.call(console.desk.ask("e1"))
    to_queue(page, console)
    page.get_by_role("button", name=re.compile("^Take")).click()
    reply_field(page).fill("Half a sentence")
    page.get_by_label("Hand to a colleague").select_option(label="Ben Okafor")
    why = page.get_by_label("Close, because")
    why.select_option("answered")
    why.focus()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    console.call(console.desk.endanger("e1"))
    expect(page.get_by_role("checkbox")).to_have_count(2)
    expect(why).to_have_value("answered")
    expect(why).to_be_focused()
    expect(page.locator("#to option:checked")).to_have_text("Ben Okafor")
    expect(reply_field(page)).to_have_value("Half a sentence")


def test_a_reason_that_fits_no_danger_is_gone_when_it_comes(
    open_as: Open, console: RunningConsole
) -> None:
    page = open_as()
    console.call(console.desk.ask("e1"))
    to_queue(page, console)
    page.get_by_role("button", name=re.compile("^Take")).click()
    why = page.get_by_label("Close, because")
    why.select_option("closing")
    console.call(console.desk.endanger("e1"))
    expect(page.get_by_role("checkbox")).to_have_count(2)
    expect(why).to_have_value("")
    expect(why.locator("option[value=closing]")).to_have_count(0)


def test_a_refusal_is_read_at_once_and_gives_back_what_was_being_written(
    open_as: Open, console: RunningConsole
) -> None:
    page = open_as()
    in_danger(page, console)
    reply_field(page).fill("Half a sentence")
    page.get_by_label("Close, because").select_option("crisis_help")
    send_anyway(page)
    page.get_by_role("button", name="Close", exact=True).click()
    problem = page.locator("#problem")
    expect(problem).to_have_text(NOT_SURE)
    expect(problem).to_be_focused()
    expect(reply_field(page)).to_have_value("Half a sentence")
    expect(page.get_by_label("Close, because")).to_have_value("crisis_help")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".line.staff")).to_contain_text("Half a sentence")


def test_the_bar_counts_the_messages_left_in_words_and_danger_is_done_by_keyboard(
    open_as: Open, console: RunningConsole
) -> None:
    page = open_as()
    for danger in (False, True):
        console.call(console.left.add("c_1", "words", "555-0100", danger=danger))
    link = page.get_by_role("link", name=re.compile("^Messages"))
    to_queue(page, console)
    expect(link).to_have_text("Messages 2, 1 with danger")
    link.click()
    first = page.locator(".row").first
    expect(first).to_contain_text("Danger seen")
    done = first.get_by_role("button", name=re.compile("^Done"))
    tab_to(page, done)
    page.keyboard.press("Enter")
    box = first.get_by_role("checkbox")
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, done)
    page.keyboard.press("Enter")
    expect(page.locator(".note.good")).to_have_text("Marked as done.")
    expect(page.locator(".row")).to_have_count(1)
    expect(link).to_have_text("Messages 1")


@WITH_AND_WITHOUT_SCRIPTS
def test_a_message_with_danger_that_is_refused_can_be_done_from_that_page(
    open_as: Open, console: RunningConsole, scripts: bool
) -> None:
    page = open_as(scripts=scripts)
    console.call(console.left.add("c_1", "words", "555-0100", danger=True))
    page.goto(f"{console.url}/staff/messages")
    done = page.get_by_role("button", name=re.compile("^Done"))
    done.click()
    box = page.get_by_role("checkbox")
    expect(box).to_be_focused()
    if scripts:
        send_anyway(page)
        done.click()
        expect(page.locator("#problem")).to_be_focused()
        expect(page).to_have_url(re.compile(r"/staff/messages\?skip=0$"))
    box.check()
    done.click()
    expect(page.get_by_text("No messages to deal with.")).to_be_visible()
