"""The form for a message: by keyboard, with what is missing, and kept over failures."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Practice, left_messages
from tests.e2e.desk_page.visit import (
    KEPT_AWAY,
    TALK,
    conversation,
    focused,
    leave_a_message,
    lines,
    press,
)

pytestmark = pytest.mark.e2e


def test_a_message_can_be_left_once_by_keyboard(page: Page, practice: Practice) -> None:
    form = leave_a_message(page, practice)
    expect(form).to_contain_text("Not for emergencies")
    to_form = page.get_by_role("button", name="Go to the message form")
    expect(to_form).to_be_enabled()
    to_form.focus()
    page.keyboard.press("Enter")
    assert focused(page) == "left-message"
    page.keyboard.press("Tab")
    assert focused(page) == "left-text"
    page.keyboard.type("Please call me.")
    page.keyboard.press("Tab")
    page.keyboard.type("555 555 0199")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)
    expect(lines(page).filter(has_text="has been saved for the practice")).to_have_count(1)
    assert focused(page) == "desk"
    (left,) = left_messages(practice.url)
    assert (left.text, left.reach) == ("Please call me.", "555 555 0199")


def test_the_form_says_beside_each_field_what_is_missing(page: Page, practice: Practice) -> None:
    form = leave_a_message(page, practice)
    press(page, "Leave this message")
    text, reach = form.get_by_label("Your message"), form.get_by_label("One way to reach you")
    expect(text).to_be_focused()
    expect(text).to_have_accessible_description("Please write a message first.")
    expect(reach).to_have_accessible_description("Please write one way to reach you.")
    text.fill("x" * 2001)
    expect(text).not_to_have_attribute("aria-invalid", "true")
    press(page, "Leave this message")
    expect(text).to_have_accessible_description("That is too long. Please make it shorter.")
    # As many signs as letters: what is counted is what the gateway counts.
    text.fill("🙂" * 2000)
    reach.fill("555 555 0199")
    press(page, "Leave this message")
    expect(form).to_have_count(0)
    assert len(left_messages(practice.url)) == 1


def test_what_stands_in_the_form_survives_a_failure_and_a_reload(
    page: Page, practice: Practice
) -> None:
    form = leave_a_message(page, practice)
    form.get_by_label("Your message").fill("Please call me.")
    form.get_by_label("One way to reach you").fill("555 555 0199")
    page.route(KEPT_AWAY, lambda route: route.abort())
    press(page, "Leave this message")
    expect(form.locator("#left-problem")).to_contain_text("Not sent.")
    page.unroute(KEPT_AWAY)
    page.reload()
    expect(form.get_by_label("Your message")).to_have_value("Please call me.")
    expect(form.get_by_label("One way to reach you")).to_have_value("555 555 0199")
    press(page, "Leave this message")
    expect(form).to_have_count(0)
    assert len(left_messages(practice.url)) == 1
    page.wait_for_function("sessionStorage.getItem('between-sessions-form') === null")


def test_a_form_that_has_closed_gives_back_what_was_written(page: Page, practice: Practice) -> None:
    form = leave_a_message(page, practice)
    form.get_by_label("Your message").fill("Please call me.")
    practice.ledger.pass_time(conversation(page), 901)
    expect(form).to_have_count(0)
    expect(page.locator("#status")).to_contain_text("What you wrote in the form is kept")
    assert focused(page) == "desk"
    leave_a_message(page, practice)
    expect(form.get_by_label("Your message")).to_have_value("Please call me.")


def test_no_message_need_be_left(page: Page, practice: Practice) -> None:
    form = leave_a_message(page, practice)
    form.get_by_label("Your message").fill("never mind")
    press(page, "Leave no message")
    expect(form).to_have_count(0)
    expect(page.get_by_role("button", name=TALK)).to_be_visible()
    assert left_messages(practice.url) == []
    assert page.evaluate("sessionStorage.getItem('between-sessions-form')") is None


@pytest.mark.parametrize("root", [False], indirect=True, ids=["closed"])
def test_out_of_hours_the_offer_leads_to_the_form(page: Page) -> None:
    press(page, TALK)
    expect(lines(page)).to_contain_text("closed")
    leave = page.get_by_role("button", name="Leave a message")
    expect(leave).to_be_enabled()
    leave.focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name="Message for the practice")
    expect(form).to_be_visible()
    expect(form).to_be_focused()
