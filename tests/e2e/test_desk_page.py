"""The hand-off desk on the visitor's page: a real browser, a real gateway, real staff at its console."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect

from bot.settings import ROOT, Settings
from tests.e2e.assistant import locked
from tests.e2e.desk import QUICK, Colleague, GatewayProcess, Practice, left_messages, set_hours
from tests.gateway.conftest import TOPIC
from tests.gateway.running import RunningGateway
from tests.gateway.standin import StandIn
from tests.handoff.receivers import mail_server

pytestmark = pytest.mark.e2e
TALK = "Talk to a person"
YES = "Yes, ask for a person"
STOP = "Stop waiting"
END = "End the talk with this person"
KEPT_AWAY = "**/desk"


@pytest.fixture
def engine() -> Iterator[StandIn]:
    """A stand-in for Rasa: the desk is the gateway's."""
    standin = StandIn()
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The real content and one topic, of a practice that is open, unless a test says otherwise."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "content", root / "content")
    topic = root / "data" / "nlu" / "contact" / "text_therapist.yml"
    topic.parent.mkdir(parents=True)
    topic.write_text(TOPIC)
    set_hours(root, is_open=getattr(request, "param", True))
    return root


@pytest.fixture
def open_up(root: Path, tmp_path: Path, engine: StandIn) -> Iterator[Callable[..., Practice]]:
    """Start a gateway with staff and somebody to notify; any setting may be changed."""
    running: list[RunningGateway] = []
    with mail_server() as mailbox:

        def start(**changes: Any) -> Practice:
            values: dict[str, Any] = {
                "root": root,
                "engine_url": engine.url,
                "database_url": f"sqlite+aiosqlite:///{tmp_path / 'gateway.db'}",
                "messages_per_conversation": "1000/minute",
                "messages_per_address": "10000/minute",
                "conversations_per_address": "1000/minute",
                "notify_urls": (mailbox.url,),
                "store_timeout": 1.0,
                **QUICK,
            }
            settings = Settings(_env_file=None, **{**values, **changes})
            running.append(RunningGateway(settings).start())
            return Practice(running[-1])

        yield start
        for gateway in running:
            gateway.stop()


@pytest.fixture
def practice(open_up: Callable[..., Practice]) -> Practice:
    """An open practice."""
    return open_up()


@pytest.fixture
def ana(practice: Practice) -> Colleague:
    """Ana Ruiz at the console."""
    return practice.sign_in("ana")


@pytest.fixture
def context(browser: Browser, practice: Practice) -> Iterator[BrowserContext]:
    """A narrow phone; no error and no other site may appear on its pages."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.set_default_timeout(15_000)
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "console", lambda m: problems.append(m.text) if "Content Security" in m.text else None
    )
    addresses: set[str] = set()
    context.on("request", lambda request: addresses.add(request.url.removeprefix("blob:")))
    yield context
    context.close()
    assert problems == []
    assert {one for one in addresses if not one.startswith(practice.gateway.url)} == set()


@pytest.fixture
def page(context: BrowserContext, practice: Practice) -> Page:
    """The chat page, with a conversation."""
    page = context.new_page()
    page.goto(practice.gateway.url)
    expect(page.locator("#log .said.system")).to_contain_text("automated")
    return page


# What a visitor does and sees


def say(page: Page, text: str) -> None:
    page.locator("#entry").fill(text)
    page.locator("#entry").press("Enter")


def bar(page: Page) -> Locator:
    return page.locator("#desk")


def status(page: Page) -> Locator:
    """The line that says who has the conversation, as assistive technology finds it."""
    return bar(page).get_by_role("status")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def lines(page: Page) -> Locator:
    """What the desk has said."""
    return page.locator("#log .said.desk")


def staff(page: Page) -> Locator:
    return page.locator("#log .said.staff")


def texts(page: Page) -> list[str]:
    """What was said by people, in the order in which it stands on the page."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('#log .said:is(.visitor, .staff)')].map((one) =>
            [...one.querySelectorAll('p:not(.name, .delivered)')].map((p) => p.textContent).join())"""
    )
    return found


def focused(page: Page) -> str:
    """The id of what has the focus; its words, where it has none."""
    where: str = page.evaluate(
        "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 80)"
    )
    return where


def conversation(page: Page) -> str:
    kept: dict[str, str] = json.loads(page.evaluate("sessionStorage.getItem('between-sessions')"))
    return kept["id"]


def wait(page: Page) -> None:
    press(page, TALK)
    press(page, YES)
    expect(status(page)).to_contain_text("Waiting for a person since")


def talk(page: Page, practice: Practice, ana: Colleague) -> str:
    """Bring Ana into the conversation; returns the episode."""
    wait(page)
    episode: str = practice.ledger.open_one(conversation(page))["id"]
    ana.take(episode)
    expect(status(page)).to_contain_text("Ana Ruiz")
    return episode


def leave_a_message(page: Page, practice: Practice) -> Locator:
    """Wait until nobody has come; returns the form."""
    wait(page)
    practice.ledger.pass_time(conversation(page), 181)
    form = page.get_by_role("form", name="Message for the practice")
    expect(form).to_be_visible()
    return form


def posts(page: Page, end: str) -> list[dict[str, Any]]:
    """What the page will have posted to addresses that end so."""
    bodies: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith(end):
            bodies.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    return bodies


def soon(page: Page, condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for something beside the page, which goes on meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"this did not come in {seconds:.0f} s"
        page.wait_for_timeout(50)


def states(practice: Practice, page: Page) -> list[str]:
    return [one["state"] for one in practice.ledger.episodes(conversation(page))]


# Asking for a person


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
    page.goto(practice.gateway.url)
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
    page.route(KEPT_AWAY, lambda route: held.append(route))
    button = page.get_by_role("button", name=TALK)
    button.click()
    expect(button).to_be_disabled()
    expect(button).to_be_focused()
    button.dispatch_event("click")
    page.wait_for_timeout(200)
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("button", name=YES)).to_be_enabled()


def test_the_focus_is_never_lost(page: Page, practice: Practice, ana: Colleague) -> None:
    page.get_by_role("button", name=TALK).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=YES)).to_be_enabled()
    assert focused(page) == "desk"
    page.keyboard.press("Tab")
    assert focused(page) == YES
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=STOP)).to_be_enabled()
    assert focused(page) == "desk"
    page.keyboard.press("Tab")
    assert focused(page) == STOP
    # It goes away by itself when somebody joins.
    ana.take(practice.ledger.open_one(conversation(page))["id"])
    expect(page.get_by_role("button", name=END)).to_be_enabled()
    assert focused(page) == "desk"
    # Who writes is not interrupted.
    page.locator("#entry").fill("half a thou")
    ana.must(practice.ledger.open_one(conversation(page))["id"], "return")
    expect(page.get_by_role("button", name=TALK)).to_be_enabled()
    assert focused(page) == "entry"
    expect(page.locator("#entry")).to_have_value("half a thou")


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
    page.route("**/events**", lambda route: route.abort())
    page.reload()
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
    page.route("**/events**", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("button", name=TALK)).to_be_visible()
    page.evaluate(
        """async () => (await import('/static/desk.js')).take({ state: 'waiting', status: null,
            actions: [{ action: 'cancel', title: 'Old' }], form: null, language: 'en' })"""
    )
    with page.expect_response("**/desk") as answer:
        press(page, "Old")
    assert answer.value.status == 409
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    expect(page.locator("#status")).to_have_text(answer.value.json()["error"]["message"])
    assert focused(page) == "desk"
    assert states(practice, page) == ["offered"]


# Talking


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
    expect(status(page)).to_contain_text("Ana Ruiz is typing")
    ana.says(episode, "How can I help?")
    expect(status(page)).not_to_contain_text("typing")
    assert texts(page) == ["before", "Hello, this is Ana.", "Hello Ana", "How can I help?"]
    expect(page.locator("#log .said.bot")).to_have_count(1)
    expect(page.locator("#log .delivered")).to_have_count(1)
    press(page, END)
    expect(lines(page).filter(has_text="You are back with me")).to_have_count(1)
    expect(page.get_by_role("button", name=TALK)).to_be_visible()


def test_staff_do_not_look_like_the_assistant(
    page: Page, practice: Practice, ana: Colleague
) -> None:
    say(page, "one")
    ana.says(talk(page, practice, ana), "two")
    expect(staff(page)).to_have_count(1)
    colours = page.evaluate(
        """() => ['.said.bot', '.said.staff', '.said.desk', '.said.visitor'].map((one) => {
            const style = getComputedStyle(document.querySelector('#log ' + one));
            return style.backgroundColor + style.borderLeftColor + style.borderLeftWidth;
        })"""
    )
    assert len(set(colours)) == 4


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
    before = page.locator("#log").inner_text()
    page.reload()
    expect(status(page)).to_contain_text("In this chat now: Ana Ruiz")
    expect(page.get_by_role("button", name=END)).to_be_visible()
    expect(page.locator("#log .delivered")).to_have_count(1)
    assert page.locator("#log").inner_text() == before
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
    page.wait_for_timeout(1000)
    bottom = last.evaluate("(one) => one.getBoundingClientRect().bottom")
    assert bottom <= page.locator("#foot").evaluate("(one) => one.getBoundingClientRect().top")
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
        page.goto(gateway.url)
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


# Danger


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
    page.wait_for_timeout(1000)
    foot = page.locator("#foot").evaluate("(one) => one.getBoundingClientRect().top")
    for number in ("911", "988"):
        place = card.locator(f"> .numbers a[href='tel:{number}']").bounding_box()
        assert place is not None
        assert place["y"] > 0 and place["y"] + place["height"] <= foot
    page.reload()
    expect(card).to_have_count(1)


def test_the_card_is_seen_even_by_who_has_scrolled_away(page: Page, practice: Practice) -> None:
    wait(page)

    def scroll_first(route: Route) -> None:
        page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
        route.continue_()

    page.route("**/messages", scroll_first)
    say(page, "I want to die")
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    page.wait_for_timeout(1000)
    expect(card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)


def test_lines_of_the_desk_do_not_push_away_a_card(page: Page) -> None:
    say(page, "I want to die")
    card = page.locator("#log .card")
    expect(card).to_have_count(1)
    page.wait_for_timeout(1000)
    page.set_viewport_size({"width": 1280, "height": 1400})
    card.evaluate("(one) => one.scrollIntoView({ behavior: 'instant' })")
    page.evaluate(
        """async () => (await import('/static/log.js')).showAll([{ seq: 500, type: 'state',
            from: 'system', state: 'waiting', text: 'A line. '.repeat(1500) }])"""
    )
    page.wait_for_timeout(1000)
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
    page.wait_for_timeout(1000)
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
    expect(form.get_by_role("alert")).to_contain_text("Not sent.")
    expect(form.get_by_role("alert").locator("a[href='tel:911']")).to_have_count(1)
    expect(page.locator("#status")).to_contain_text("was not sent")
    expect(form.get_by_label("Your message")).to_have_value("I want to die")
    card = page.locator("#log .card > .numbers a[href='tel:988']")
    expect(card).to_be_in_viewport(ratio=1)
    press(page, "Leave this message")
    expect(form).to_have_count(0)
    expect(page.locator("#log .card")).to_have_count(1)
    assert len(left_messages(practice.url)) == 1


# The form


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
    expect(form.get_by_role("alert")).to_contain_text("Not sent.")
    page.unroute(KEPT_AWAY)
    page.reload()
    expect(form.get_by_label("Your message")).to_have_value("Please call me.")
    expect(form.get_by_label("One way to reach you")).to_have_value("555 555 0199")
    press(page, "Leave this message")
    expect(form).to_have_count(0)
    assert len(left_messages(practice.url)) == 1
    assert page.evaluate("sessionStorage.getItem('between-sessions-form')") is None


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


# To keep, and to clear


def test_the_transcript_is_a_file_with_all_that_was_said(
    page: Page, practice: Practice, ana: Colleague
) -> None:
    episode = talk(page, practice, ana)
    ana.says(episode, "A word of Ana's")
    say(page, "A word of mine")
    expect(page.locator("#log .delivered")).to_have_count(1)
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
    press(page, "Clear conversation")
    expect(page.locator("#status")).to_have_text("The conversation is cleared.")
    expect(staff(page)).to_have_count(0)
    expect(status(page)).to_have_text("")
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_visible()


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


# Sizes


@pytest.mark.parametrize("size", [(360, 740), (360, 420), (320, 256), (1280, 860)])
def test_nothing_is_cut_off_and_every_target_is_large(
    page: Page, practice: Practice, ana: Colleague, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    press(page, TALK)
    expect(page.get_by_role("button", name=YES)).to_be_enabled()
    for step in (None, YES, "claim"):
        if step == "claim":
            ana.take(practice.ledger.open_one(conversation(page))["id"])
            expect(page.get_by_role("button", name=END)).to_be_visible()
        elif step:
            press(page, step)
            expect(page.get_by_role("button", name=STOP)).to_be_enabled()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        fixed = page.evaluate(
            "import('/static/view.js').then((view) => view.covered() / window.innerHeight)"
        )
        assert fixed < 0.55
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, input, textarea')]
                .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
                .map((one) => one.textContent)"""
        )
        assert small == []


def test_the_bar_speaks_spanish_with_the_assistant(page: Page) -> None:
    say(page, "Quiero matarme")
    expect(page.locator("#log .card")).to_have_attribute("lang", "es")
    expect(bar(page)).to_have_attribute("lang", "es")
    expect(status(page)).to_contain_text("Se pidió al personal que entre")
    press(page, "Dejar de esperar")
    expect(page.get_by_role("button", name="Hablar con una persona")).to_be_visible()
    expect(lines(page).last).to_have_attribute("lang", "es")
    expect(page.get_by_role("button", name="Descargar la conversación")).to_be_visible()
