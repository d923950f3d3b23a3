"""Danger beside the desk: the card comes first, and into view, in every state and in the form."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.chat import scroll_to_top, still
from tests.e2e.assistant import locked
from tests.e2e.desk import Colleague, Practice, left_messages
from tests.e2e.desk_page.visit import (
    KEPT_AWAY,
    STOP,
    TALK,
    YES,
    leave_a_message,
    press,
    say,
    status,
    talk,
    wait,
)

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("state", ["offered", "waiting", "human", "left_message"])
def test_danger_brings_the_card_into_view_in_every_state(
    page: Page, practice: Practice, ana: Colleague, state: str
) -> None:
    if state == "offered":
        press(page, TALK)
        expect(page.get_by_role("button", name=YES)).to_be_visible()
    elif state == "waiting":
        wait(page)
    elif state == "human":
        talk(page, practice, ana)
    else:
        leave_a_message(page, practice)
    say(page, "I want to die")
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    still(page)
    expect(card.get_by_role("heading")).to_be_in_viewport(ratio=1)
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    for number in ("911", "988"):
        link = page.locator(f"#help a[href='tel:{number}']:visible").first
        expect(link).to_be_in_viewport(ratio=1)
    page.reload()
    expect(card).to_have_count(1)


def test_the_card_is_seen_even_by_who_has_scrolled_away(page: Page, practice: Practice) -> None:
    wait(page)

    def scroll_first(route: Route) -> None:
        scroll_to_top(page)
        route.continue_()

    page.route("**/messages", scroll_first)
    say(page, "I want to die")
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    still(page)
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)


def test_lines_of_the_desk_do_not_push_away_a_card(page: Page) -> None:
    say(page, "I want to die")
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    still(page)
    page.set_viewport_size({"width": 1280, "height": 1400})
    card.evaluate("(one) => one.scrollIntoView({ behavior: 'instant' })")
    line = {"seq": 500, "type": "state", "from": "system", "state": "waiting"}
    told = f"id: 500\ndata: {json.dumps({**line, 'text': 'A line. ' * 1500})}\n\n"
    page.route(
        "**/events**",
        lambda route: route.fulfill(content_type="text/event-stream", body=told),
        times=1,
    )
    # It connects anew.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#log .said.desk").last).to_contain_text("A line.")
    still(page)
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)


def test_danger_in_the_form_brings_the_card_and_the_message_is_kept(
    page: Page, practice: Practice
) -> None:
    form = leave_a_message(page, practice)
    form.get_by_label("Your message").fill("I want to die")
    form.get_by_label("One way to reach you").fill("555 555 0199")
    form.get_by_role("button", name="Leave this message").click()
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    expect(form).to_have_count(0)
    still(page)
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    (left,) = left_messages(practice.url)
    assert left.text == "I want to die"


def test_danger_in_a_form_that_is_refused_brings_the_card_and_keeps_the_text(
    page: Page, practice: Practice
) -> None:
    form = leave_a_message(page, practice)
    form.get_by_label("Your message").fill("I want to die")
    form.get_by_label("One way to reach you").fill("555 555 0199")

    def spoil(route: Route) -> None:
        body = {**json.loads(route.request.post_data or ""), "reach": "5" * 300}
        route.continue_(post_data=json.dumps(body))

    page.route(KEPT_AWAY, spoil, times=1)
    form.get_by_role("button", name="Leave this message").click()
    expect(page.locator("#log .card")).to_have_count(1)
    expect(page.locator("#log .card > .numbers a[href='tel:988']")).to_be_visible()
    # Danger calls a person, so that the form closes; its words stay.
    expect(status(page)).to_contain_text("Waiting for a person since")
    expect(page.locator("#status")).to_contain_text("is kept")
    assert left_messages(practice.url) == []
    press(page, STOP)
    leave_a_message(page, practice)
    expect(form.get_by_label("Your message")).to_have_value("I want to die")
    form.get_by_role("button", name="Leave this message").click()
    expect(form).to_have_count(0)
    assert len(left_messages(practice.url)) == 1


@pytest.mark.parametrize("root", [False], indirect=True, ids=["closed"])
def test_danger_in_a_form_that_fails_out_of_hours_leaves_the_form_open(
    page: Page, practice: Practice
) -> None:
    press(page, TALK)
    press(page, "Leave a message")
    form = page.get_by_role("form", name="Message for the practice")
    form.get_by_label("Your message").fill("I want to die")
    form.get_by_label("One way to reach you").fill("555 555 0199")
    with locked(practice.gateway.database):
        press(page, "Leave this message")
        expect(page.locator("#log .card")).to_have_count(1, timeout=30_000)
    expect(form.locator("#left-problem")).to_contain_text("Not sent.")
    expect(form.locator("#left-problem").locator("a[href='tel:911']")).to_have_count(1)
    expect(page.locator("#status")).to_contain_text("was not sent")
    expect(form.get_by_label("Your message")).to_have_value("I want to die")
    card = page.locator("#log .card > .numbers a[href='tel:988']")
    expect(card).to_be_in_viewport(ratio=1)
    press(page, "Leave this message")
    expect(form).to_have_count(0)
    expect(page.locator("#log .card")).to_have_count(1)
    assert len(left_messages(practice.url)) == 1
