"""The console in a real browser (Debian's chromium), with scripts and without. Skipped where there is none."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.handoff.episode import Priority, State
from bot.store.records import Sender
from tests.chromium import chromium
from tests.console.running import PASSWORD, RunningConsole
from tests.console.running import Browser as Plain

PHONE: ViewportSize = {"width": 360, "height": 740}

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file; it makes no sound before a press, as most do."""
    with chromium("--autoplay-policy=user-gesture-required") as found:
        yield found


def opened(browser: Browser, console: RunningConsole, name: str, **options: Any) -> Page:
    """Sign in by keyboard, in a window of one's own."""
    page = browser.new_context(viewport=PHONE, **options).new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{console.url}/staff/")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    return page


@pytest.fixture
def page(browser: Browser, console: RunningConsole) -> Iterator[Page]:
    """Ana's window on a narrow phone; nothing may break, run off, or go elsewhere."""
    page = opened(browser, console, "ana")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    page.on(
        "request", lambda one: None if one.url.startswith(console.url) else wrong.append(one.url)
    )
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.close()
    assert wrong == []


def rang(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-rang")


def forget_ring(page: Page) -> None:
    page.evaluate("delete document.documentElement.dataset.rang")


def take(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Take")).first.click()
    expect(page.get_by_label("Your reply")).to_be_visible()


def seen_with_ben(page: Page, console: RunningConsole) -> Plain:
    """Have Ben take a visitor before Ana's eyes; returns Ben's browser."""
    ben = Plain(console)
    ben.sign_in("ben")
    console.call(console.desk.ask("e1"))
    ben.post("/staff/conversations/e1/claim")
    expect(page.locator("#queue .row")).to_contain_text("with Ben Okafor")
    forget_ring(page)
    return ben


def said(console: RunningConsole) -> list[str]:
    events = console.desk.said["c_e1"]
    return [str(one.data["text"]) for one in events if one.sender == Sender.STAFF]


def test_the_queue_fills_by_itself_and_danger_rings(page: Page, console: RunningConsole) -> None:
    expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
    console.call(console.desk.ask("e1"))
    expect(page.locator("#queue .row")).to_have_count(1)
    expect(page.locator("#badge")).to_have_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) Queue"))
    assert rang(page) == "gentle"
    console.call(console.desk.ask("e2", Priority.EMERGENCY))
    first = page.locator("#queue .row").first
    expect(first).to_contain_text("Emergency")
    expect(page.locator("html")).to_have_attribute("data-rang", "urgent")
    expect(page.locator("#announce")).to_contain_text("Danger")


def test_who_is_handed_a_conversation_hears_of_it(page: Page, console: RunningConsole) -> None:
    ben = seen_with_ben(page, console)
    ana = console.call(console.accounts.by_name("ana"))
    assert ben.post("/staff/conversations/e1/hand", to=ana.id).status_code == 303
    expect(page.locator("#announce")).to_contain_text("A colleague handed you a conversation.")
    assert rang(page) == "gentle"
    expect(page.get_by_role("link", name=re.compile("^Go on"))).to_be_visible()


def test_sound_is_turned_on_by_a_press(page: Page) -> None:
    button = page.get_by_role("button", name="Turn it on")
    button.press("Enter")
    expect(button).to_be_hidden()


def test_a_talk_by_keyboard(page: Page, console: RunningConsole) -> None:
    console.call(console.desk.ask("e1"))
    console.call(console.desk.says("e1", "Is anybody there?"))
    page.get_by_role("button", name=re.compile("^Take")).press("Enter")
    expect(page.get_by_text("Is anybody there?")).to_be_visible()
    field = page.get_by_label("Your reply")
    field.focus()
    page.keyboard.type("Hello, I am here.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.staff")).to_have_text(re.compile("Hello, I am here."))
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    assert said(console) == ["Hello, I am here."]
    assert console.desk.typed, "the visitor saw that somebody was writing"
    console.call(console.desk.says("e1", "<img src=x onerror=alert(1)> thank you"))
    expect(page.locator(".line.visitor").last).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#log img").count() == 0


def test_what_was_delivered_and_that_the_visitor_writes_is_seen(
    page: Page, console: RunningConsole
) -> None:
    console.call(console.desk.ask("e1"))
    take(page)
    page.get_by_label("Your reply").fill("Hello")
    page.get_by_role("button", name="Send").click()
    delivered = page.locator(".line.staff .delivered")
    expect(delivered).to_have_text("")
    console.call(console.desk.gets("e1"))
    expect(delivered).to_have_text("Delivered")
    console.call(console.desk.types("e1", still=True))
    expect(page.locator("#typing")).to_have_text("The visitor is writing …")
    console.call(console.desk.types("e1", still=False))
    expect(page.locator("#typing")).to_have_text("")


def test_a_prepared_reply_goes_into_the_field(page: Page, console: RunningConsole) -> None:
    console.call(console.desk.ask("e1"))
    take(page)
    page.get_by_text("Prepared replies").click()
    page.get_by_role("button", name=re.compile("^Español")).first.click()
    field = page.get_by_label("Your reply")
    assert len(field.input_value()) > 40
    expect(field).to_be_focused()
    assert said(console) == []


def test_words_are_kept_when_the_conversation_goes_away_meanwhile(
    page: Page, console: RunningConsole
) -> None:
    console.call(console.desk.ask("e1"))
    take(page)
    page.get_by_label("Your reply").fill("Words that took a while")
    console.call(console.desk.leaves("e1"))
    expect(page.locator("#head")).to_contain_text("The visitor ended the conversation.")
    expect(page.locator(".unsent")).to_contain_text("Words that took a while")


def test_an_open_window_keeps_the_conversation_with_its_owner(
    page: Page, console: RunningConsole
) -> None:
    page.clock.install()
    console.call(console.desk.ask("e1"))
    with page.expect_response(re.compile("/seen$")):
        take(page)
    before = owner_seen(console)
    count = len(console.desk.seen_by)
    for number in range(3):
        console.call(console.desk.says("e1", f"hello {number}"))
        expect(page.locator(".line.visitor")).to_have_count(number + 1)
    assert len(console.desk.seen_by) == count, "what the visitor writes is no sign of the owner"
    with page.expect_response(re.compile("/seen$")):
        page.clock.fast_forward(20_000)
    assert owner_seen(console) > before


def owner_seen(console: RunningConsole) -> float:
    return console.desk.episodes["e1"].owner_seen_at or 0.0


def test_whoever_walks_away_is_asked_and_then_holds_the_visitor_no_longer(
    page: Page, console: RunningConsole
) -> None:
    page.clock.install()
    console.call(console.desk.ask("e1"))
    with page.expect_response(re.compile("/seen$")):
        take(page)
    asked = page.locator("#still")
    with page.expect_response(re.compile("/seen$")):
        page.clock.fast_forward("03:50")
    expect(asked).to_be_empty()
    with page.expect_response(re.compile("/seen$")):
        page.clock.fast_forward("00:20")
    expect(asked).to_have_text(
        "Are you still there? Press any key, or the visitor will wait for somebody else."
    )
    expect(asked).to_have_attribute("role", "status")
    expect(asked).to_be_in_viewport()
    page.clock.fast_forward("01:00")
    count = len(console.desk.seen_by)
    for _ in range(3):
        page.clock.fast_forward("00:30")
        console.call(console.desk.says("e1", "Are you there?"))
    expect(page.locator(".line.visitor")).to_have_count(3)
    assert len(console.desk.seen_by) == count, "an open page alone holds nobody"
    with page.expect_response(re.compile("/seen$")):
        page.keyboard.press("Shift")
    expect(asked).to_be_empty()


def test_the_queue_keeps_a_conversation_too_and_asks_nobody_who_holds_none(
    page: Page, console: RunningConsole
) -> None:
    page.clock.install()
    page.reload()
    page.clock.fast_forward("04:30")
    console.call(console.desk.ask("e1"))
    expect(page.locator("#queue .row")).to_have_count(1)
    expect(page.locator("#still")).to_be_empty()
    take(page)
    with page.expect_response(re.compile("/seen$")):
        page.get_by_role("link", name=re.compile("^Queue")).first.click()
        expect(page.get_by_role("link", name=re.compile("^Go on"))).to_be_visible()
    with page.expect_response(re.compile("/seen$")):
        page.clock.fast_forward("00:20")
    page.clock.fast_forward("04:00")
    expect(page.locator("#still")).to_contain_text("Are you still there?")


def test_danger_with_a_colleague_rings_here_too(page: Page, console: RunningConsole) -> None:
    seen_with_ben(page, console)
    console.call(console.desk.says("e1", "hello"))
    assert rang(page) is None
    console.call(console.desk.endanger("e1"))
    expect(page.locator("html")).to_have_attribute("data-rang", "urgent")
    expect(page.locator("#announce")).to_contain_text("in a conversation of a colleague")
    forget_ring(page)
    console.call(console.desk.endanger("e1"))
    page.reload()
    expect(page.locator("#queue .row")).to_contain_text("Danger")
    assert rang(page) is None, "the same danger rings once"
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(page.locator("#badge")).to_have_text("0")
    assert rang(page) is None, "a window that has just been opened tells of nothing that is old"
    console.call(console.desk.endanger("e1", Priority.EMERGENCY))
    expect(page.locator("html")).to_have_attribute("data-rang", "urgent")


def test_danger_that_a_colleague_takes_does_not_ring_again(
    page: Page, console: RunningConsole
) -> None:
    console.call(console.desk.ask("e1", Priority.DANGER))
    expect(page.locator("html")).to_have_attribute("data-rang", "urgent")
    forget_ring(page)
    ben = Plain(console)
    ben.sign_in("ben")
    ben.post("/staff/conversations/e1/claim")
    expect(page.locator("#queue .row")).to_contain_text("with Ben Okafor")
    assert rang(page) is None


def test_what_was_hidden_during_the_form_comes_in_its_place(
    page: Page, console: RunningConsole
) -> None:
    console.call(console.desk.ask("e1"))
    page.goto(f"{console.url}/staff/conversations/e1")
    console.call(console.desk.misses("e1"))
    expect(page.locator(".line.system")).to_have_count(2)
    console.call(console.desk.says("e1", "For the assistant"))
    console.call(console.desk.reminds("e1"))
    expect(page.locator(".line.system")).to_have_count(3)
    expect(page.locator(".line.visitor")).to_have_count(0)
    console.call(console.desk.endanger("e1"))
    expect(page.locator(".line .text")).to_have_text(
        [
            "desk_waiting",
            "desk_left_hours_ended",
            "For the assistant",
            "desk_left_closed",
            "desk_called",
        ]
    )


def test_a_window_that_is_signed_out_says_so(page: Page, console: RunningConsole) -> None:
    staff = console.call(console.accounts.by_name("ana"))
    console.call(console.accounts.sign_out_everywhere(staff.id))
    console.call(console.desk.ask("e1"))
    expect(page.get_by_role("alert")).to_contain_text("You are signed out")
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_label("Password")).to_be_visible()


def test_a_lost_connection_is_said_and_found_again(page: Page, console: RunningConsole) -> None:
    page.route("**/staff/live/**", lambda route: route.abort())
    console.call(_cut(console))
    expect(page.locator("#lost")).to_contain_text("The connection is lost", timeout=20_000)
    page.unroute("**/staff/live/**")
    expect(page.locator("#lost")).to_be_hidden(timeout=30_000)
    console.call(console.desk.ask("e1"))
    expect(page.locator("#queue .row")).to_have_count(1)


async def _cut(console: RunningConsole) -> None:
    """End the streams, as a network that breaks does."""
    streams = console.console.streams
    streams.close()
    while streams.count:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)
    streams.closing = False


def test_a_whole_episode_without_scripts(browser: Browser, console: RunningConsole) -> None:
    console.call(console.desk.ask("e1"))
    console.call(console.desk.says("e1", "Is anybody there?"))
    page = opened(browser, console, "ana", java_script_enabled=False)
    take(page)
    expect(page.get_by_text("Is anybody there?")).to_be_visible()
    page.get_by_text("Prepared replies").click()
    page.get_by_role("button", name=re.compile("^English")).first.click()
    field = page.get_by_label("Your reply")
    assert len(field.input_value()) > 40
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".line.staff")).to_have_count(1)
    assert len(said(console)) == 1
    page.get_by_label("Close, because").select_option("answered")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".note.good")).to_have_text("The conversation is closed.")
    assert console.desk.episodes["e1"].state is State.BOT
    page.context.close()


def test_who_is_too_late_sees_who_has_it(page: Page, console: RunningConsole) -> None:
    console.call(console.desk.ask("e1"))
    page.goto(f"{console.url}/staff/conversations/e1")
    ben = Plain(console)
    ben.sign_in("ben")
    page.route("**/staff/live/**", lambda route: route.abort())
    assert ben.post("/staff/conversations/e1/claim").status_code == 303
    page.get_by_role("button", name="Take this conversation").click()
    expect(page.locator("#problem")).to_have_text("Ben Okafor has this conversation already.")
    # Loading it again sends nothing again.
    expect(page).to_have_url(re.compile("/staff/conversations/e1$"))
