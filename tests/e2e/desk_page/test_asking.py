"""Asking for a person, waiting, and what comes of a press that fails."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.chat import open_panel
from tests.e2e.desk import Practice
from tests.e2e.desk_page.visit import (
    KEPT_AWAY,
    STOP,
    TALK,
    YES,
    conversation,
    focused,
    lines,
    posts,
    press,
    say,
    states,
    status,
    wait,
)

pytestmark = pytest.mark.e2e


def cut_off(page: Page) -> None:
    """Lets nothing tell the page what happens, but the answers to what it sends."""

    def abort(route: Route) -> None:
        if route.request.method == "GET":
            route.abort()
        else:
            route.fallback()

    page.route("**/events**", abort)
    page.route(KEPT_AWAY, abort)


def test_a_person_can_be_asked_for_before_any_message(page: Page, practice: Practice) -> None:
    press(page, TALK)
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text("staff of the practice can read all of this chat")
    press(page, YES)
    expect(status(page)).to_contain_text("Waiting for a person since")
    expect(page.locator("#log .said.visitor")).to_have_count(0)
    assert states(practice, page) == ["waiting"]


def test_it_begins_a_conversation_where_there_is_none(
    context: BrowserContext, practice: Practice
) -> None:
    page = context.new_page()
    page.route("**/v1/conversations", lambda route: route.abort())
    open_panel(page, practice.gateway.url)
    page.locator("#panel #start").click()
    expect(page.locator("#status")).to_contain_text("cannot be reached")
    press(page, TALK)
    expect(page.locator("#log .refused")).to_contain_text("did not work")
    page.unroute("**/v1/conversations")
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    expect(page.locator("#log .refused")).to_have_count(0)


def test_the_offer_can_be_declined_and_the_wait_ended(page: Page, practice: Practice) -> None:
    press(page, TALK)
    press(page, "No, stay with the assistant")
    expect(page.get_by_role("button", name=TALK)).to_be_visible()
    wait(page)
    say(page, "Can I text my therapist?")
    expect(page.locator("#log .said.bot")).to_contain_text("An answer to")
    press(page, STOP)
    expect(lines(page).filter(has_text="You have stopped waiting")).to_have_count(1)
    expect(page.get_by_role("button", name=TALK)).to_be_visible()
    expect(status(page)).to_have_text("")


@pytest.mark.parametrize("way", ["keyboard", "pointer"])
def test_pressing_twice_is_pressing_once(page: Page, practice: Practice, way: str) -> None:
    button = page.get_by_role("button", name=TALK)
    if way == "keyboard":
        expect(button).to_be_enabled()
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    else:
        button.dblclick()
    expect(page.get_by_role("button", name=YES)).to_be_enabled()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    expect(lines(page)).to_have_count(1)
    assert states(practice, page) == ["offered"]


def test_a_button_cannot_be_pressed_while_a_press_is_on_its_way(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        # The page also reads the desk's state when its stream opens.
        if route.request.method == "POST":
            held.append(route)
        else:
            route.fallback()

    page.route(KEPT_AWAY, hold)
    button = page.get_by_role("button", name=TALK)
    button.click()
    expect(button).to_be_disabled()
    expect(button).to_be_focused()
    button.dispatch_event("click")
    page.wait_for_timeout(200)
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("button", name=YES)).to_be_enabled()


def test_a_press_that_fails_says_so_with_the_numbers_and_is_the_same_when_it_is_repeated(
    page: Page, practice: Practice
) -> None:
    sent = posts(page, "/desk")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.fulfill(
            status=503,
            json={
                "error": {"code": "x", "message": "No.", "message_es": "No."},
                "help": {
                    "language": "en",
                    "numbers": [{"id": "a", "name": "A", "call": "911"}],
                    "practice": None,
                },
            },
        )

    # Neither its answer nor the stream gets through: the page cannot know.
    cut_off(page)
    page.reload()
    expect(page.get_by_role("button", name=TALK)).to_be_enabled()
    page.route(KEPT_AWAY, lose_the_answer, times=1)
    press(page, TALK)
    refused = page.locator("#log .refused")
    expect(refused).to_contain_text("That did not work. No.")
    expect(refused.locator("a[href='tel:911']")).to_be_visible()
    expect(page.get_by_role("button", name=TALK)).to_be_focused()
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    expect(refused).to_have_count(0)
    assert len(sent) == 2 and sent[0] == sent[1]
    expect(lines(page)).to_have_count(1)


def test_what_has_moved_on_meanwhile_is_shown_as_it_is_now(page: Page, practice: Practice) -> None:
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_enabled()
    # A page that misses all that happens, and takes the visitor for one who waits.
    desk = {
        "state": "waiting",
        "status": None,
        "actions": [{"action": "cancel", "title": "Old"}],
        "form": None,
        "language": "en",
    }
    old = {"seq": 1, "type": "state", "from": "system", "state": "waiting", "desk": desk}

    def tell_old(route: Route) -> None:
        told = f"id: 1\ndata: {json.dumps(old)}\n\n"
        route.fulfill(content_type="text/event-stream", body=told)

    cut_off(page)
    page.route("**/events**", tell_old, times=1)
    page.reload()
    with page.expect_response("**/desk") as answer:
        press(page, "Old")
    assert answer.value.status == 409
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    expect(page.locator("#status")).to_have_text(answer.value.json()["error"]["message"])
    assert focused(page) == "desk"
    assert states(practice, page) == ["offered"]


def test_an_expired_conversation_is_followed_by_a_new_one_that_asks(
    page: Page, practice: Practice
) -> None:
    say(page, "hello")
    expect(page.locator("#log .said.bot")).to_have_count(1)
    before = conversation(page)
    page.route("**/events**", lambda route: route.abort())
    page.evaluate(
        """() => {
            const kept = JSON.parse(sessionStorage.getItem('between-sessions'));
            return fetch(`/v1/conversations/${kept.id}`, {
                method: 'DELETE', headers: { Authorization: `Bearer ${kept.token}` } });
        }"""
    )
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    assert conversation(page) != before
