"""Talking with a person: live, over lost connections, and afterwards as a transcript."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chat import clear, open_chat, open_options, still, written
from tests.e2e.desk import Colleague, GatewayProcess, Practice
from tests.e2e.desk_page.visit import (
    END,
    TALK,
    YES,
    conversation,
    lines,
    posts,
    press,
    say,
    soon,
    staff,
    status,
    talk,
    texts,
    typing,
    wait,
)
from tests.gateway.standin import StandIn

pytestmark = pytest.mark.e2e


def test_a_talk_with_a_person(page: Page, practice: Practice, ana: Colleague) -> None:
    say(page, "before")
    expect(page.locator("#log .said.bot")).to_have_count(1)
    episode = talk(page, practice, ana)
    ana.says(episode, "Hello, this is Ana.")
    expect(staff(page)).to_have_count(1)
    expect(staff(page).locator(".name")).to_have_text("Ana Ruiz, staff of the practice")
    say(page, "Hello Ana")
    own = page.locator("#log .said.visitor", has_text="Hello Ana")
    expect(own.locator(".delivered")).to_have_text("Delivered")
    ana.do(episode, "typing")
    expect(typing(page)).to_contain_text("Ana Ruiz is typing")
    ana.says(episode, "How can I help?")
    expect(typing(page)).to_have_text("")
    assert texts(page) == ["before", "Hello, this is Ana.", "Hello Ana", "How can I help?"]
    expect(page.locator("#log .said.bot")).to_have_count(1)
    expect(page.locator("#log .delivered")).to_have_count(1)
    press(page, END)
    expect(lines(page).filter(has_text="You are back with me")).to_have_count(1)
    expect(page.get_by_role("button", name=TALK)).to_be_visible()


def test_markup_of_staff_stays_text(page: Page, practice: Practice, ana: Colleague) -> None:
    ana.says(talk(page, practice, ana), "<img src=x onerror=alert(1)>\n- <b>bold</b>")
    expect(staff(page)).to_contain_text("<b>bold</b>")
    assert page.locator("#log img, #log b").count() == 0


def test_a_reload_restores_the_talk(page: Page, practice: Practice, ana: Colleague) -> None:
    episode = talk(page, practice, ana)
    say(page, "one")
    expect(page.locator("#log .delivered")).to_have_count(1)
    ana.says(episode, "two")
    expect(staff(page)).to_have_count(1)
    before = written(page)
    page.reload()
    expect(status(page)).to_contain_text("In this chat now: Ana Ruiz")
    expect(page.get_by_role("button", name=END)).to_be_visible()
    expect(page.locator("#log .delivered")).to_have_count(1)
    assert written(page) == before
    expect(staff(page)).to_be_in_viewport()


def test_what_was_missed_comes_when_the_network_is_back_in_order_and_once(
    page: Page, context: BrowserContext, practice: Practice, ana: Colleague
) -> None:
    episode = talk(page, practice, ana)
    say(page, "zero")
    expect(page.locator("#log .delivered")).to_have_count(1)
    context.set_offline(True)
    # A network that is away takes no open stream along in Chromium; a gateway that goes away does.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    for number in range(1, 4):
        ana.says(episode, f"missed {number}")
    say(page, "mine")
    failed = page.locator("#log .failed")
    expect(failed).to_contain_text("Not sent")
    expect(staff(page)).to_have_count(0)
    context.set_offline(False)
    expect(staff(page)).to_have_count(3)
    failed.get_by_role("button", name="Retry").click()
    expect(page.locator("#log .delivered")).to_have_count(2)
    assert texts(page) == ["zero", "missed 1", "missed 2", "missed 3", "mine"]
    page.reload()
    expect(staff(page)).to_have_count(3)
    assert texts(page) == ["zero", "missed 1", "missed 2", "missed 3", "mine"]


def test_an_answer_that_overtakes_the_stream_loses_nothing_of_it(
    page: Page, context: BrowserContext, practice: Practice, ana: Colleague
) -> None:
    episode = talk(page, practice, ana)
    blocked = "**/events**"
    page.route(blocked, lambda route: route.abort())
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    ana.says(episode, "first")
    say(page, "second")
    expect(page.locator("#log .delivered")).to_have_count(1)
    expect(staff(page)).to_have_count(0)
    page.unroute(blocked)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(staff(page)).to_have_count(1)
    assert texts(page) == ["first", "second"]


def test_many_messages_of_both_sides_come_once_and_in_order(
    page: Page, practice: Practice, ana: Colleague
) -> None:
    episode = talk(page, practice, ana)
    for number in range(10):
        say(page, f"visitor {number}")
        ana.says(episode, f"staff {number}")
    expect(staff(page)).to_have_count(10)
    expect(page.locator("#log .delivered")).to_have_count(10)
    shown = texts(page)
    assert [one for one in shown if one.startswith("v")] == [f"visitor {n}" for n in range(10)]
    assert [one for one in shown if one.startswith("s")] == [f"staff {n}" for n in range(10)]
    # The page followed: the last can be seen.
    last = page.locator("#log > :last-child")
    still(page)
    expect(last).to_be_in_viewport(ratio=1)
    page.reload()
    expect(staff(page)).to_have_count(10)
    assert texts(page) == shown


def test_staff_are_told_what_has_arrived_and_that_the_visitor_types(
    page: Page, practice: Practice, ana: Colleague
) -> None:
    told = posts(page, "/presence")
    page.locator("#entry").press_sequentially("nobody is there")
    episode = talk(page, practice, ana)
    soon(page, lambda: bool(told))
    newest = told[-1]["seq"]
    ana.says(episode, "Hello")
    expect(staff(page)).to_have_count(1)
    desk, here = practice.gateway.app.ctx.parts.presence, conversation(page)
    soon(page, lambda: desk.delivered(here) > newest)
    assert not any(one["typing"] for one in told)
    began = time.monotonic()
    page.locator("#entry").press_sequentially("I am writing a long answer", delay=60)
    soon(page, lambda: desk.visitor_is_typing(here))
    spent = time.monotonic() - began
    assert sum(one["typing"] for one in told) <= 2 + spent / 3
    page.locator("#entry").fill("")
    soon(page, lambda: not desk.visitor_is_typing(here))
    assert told[-1]["typing"] is False


def test_a_gateway_that_is_killed_and_starts_again_is_found_by_the_page(
    browser: Browser, root: Path, tmp_path: Path, engine: StandIn
) -> None:
    gateway = GatewayProcess(root, tmp_path, engine.url)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    try:
        gateway.hire("ana", "Ana Ruiz")
        gateway.start()
        ana = Colleague(gateway, "ana")
        page = context.new_page()
        open_chat(page, gateway.url)
        wait(page)
        episode = gateway.ledger.open_one(conversation(page))["id"]
        ana.take(episode)
        expect(status(page)).to_contain_text("Ana Ruiz")
        gateway.kill()
        say(page, "into the void")
        failed = page.locator("#log .failed")
        expect(failed).to_contain_text("Not sent")
        gateway.start()
        ana.says(episode, "I am still here")
        expect(staff(page)).to_have_count(1, timeout=30_000)
        failed.get_by_role("button", name="Retry").click()
        expect(page.locator("#log .delivered")).to_have_count(1)
        assert texts(page) == ["I am still here", "into the void"]
    finally:
        context.close()
        gateway.close()


def test_the_transcript_is_a_file_with_all_that_was_said(
    page: Page, practice: Practice, ana: Colleague
) -> None:
    episode = talk(page, practice, ana)
    ana.says(episode, "A word of Ana's")
    say(page, "A word of mine")
    expect(page.locator("#log .delivered")).to_have_count(1)
    open_options(page)
    button = page.get_by_role("button", name="Download transcript")
    with page.expect_download() as download:
        button.click()
    file = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename.endswith(".txt")
    assert "A word of Ana's" in file and "A word of mine" in file
    expect(page.locator("#status")).to_have_text("The transcript is saved on your device.")
    expect(button).to_be_focused()


def test_clearing_takes_the_desk_with_it(page: Page, practice: Practice, ana: Colleague) -> None:
    ana.says(talk(page, practice, ana), "Hello")
    expect(staff(page)).to_have_count(1)
    clear(page)
    expect(page.locator("#status")).to_have_text("The conversation is cleared.")
    expect(staff(page)).to_have_count(0)
    expect(status(page)).to_have_text("")
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_visible()
