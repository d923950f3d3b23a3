"""The steps of a release in the widget, in a real browser: what the engine says is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.chat import FOCUS, answer_with, open_chat, small_targets, still, width, written
from tests.gateway.conftest import content_root, gateway, no_proxy, serve, store_timeout
from tests.gateway.running import RunningGateway
from tests.gateway.standin import StandIn, answer_of

__all__ = ["content_root", "gateway", "no_proxy", "serve", "store_timeout"]
pytestmark = pytest.mark.e2e

BEGIN = "How do I take back a release?"
THANKS = "Thanks! My name is Ann Lee."
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
TOUCHED: dict[str, Any] = {**PHONE, "has_touch": True, "is_mobile": True}
TITLES = ("Decide what ends", "Say who may still hear", "Hand in the letter")
RULE = {"citation": "45 CFR 164.508(b)(5)", "name": "HIPAA, taking back a form", "basis": "rule"}
ONWARD = {
    "Next": "/release_next",
    "Why?": "/release_why",
    "Back": "/release_back",
    "Stop": "/release_stop",
}
OFFERED = {
    "Go on": "/release_resume",
    "Start over": '/release_start{"guide": "revoke"}',
    "Stop": "/release_stop",
}
ANSWERS = {
    "Under 18": '/release_answer{"question": "age", "answer": "minor"}',
    "18 or older": '/release_answer{"question": "age", "answer": "adult"}',
    "Skip": "/release_skip",
    "Why?": "/release_why",
    "Back": "/release_back",
    "Stop": "/release_stop",
}

# What comes by the stream comes in two pieces, as it may on a slow network.
SLOW_STREAM = """
    const { read } = ReadableStreamDefaultReader.prototype;
    let left = null;
    ReadableStreamDefaultReader.prototype.read = async function () {
        const piece = left || (await read.call(this));
        const { done, value } = piece;
        const first = left === null && value?.length > 3000;
        left = first ? { done, value: value.slice(1500) } : left && undefined;
        return first ? { done, value: value.slice(0, 1500) } : piece;
    };
"""


def line(
    kind: str,
    text: str,
    at: int,
    buttons: dict[str, str] | None = None,
    *,
    title: str | None = None,
    done: bool = False,
    sources: tuple[dict[str, str], ...] = (),
) -> dict[str, Any]:
    """One reply of the engine's channel; the walk is at its step `at`, from 0."""
    release = {"kind": kind, "guide": "revoke", "step": f"step_{at}", "done": done}
    release |= {"n": at + 1, "total": len(TITLES)}
    if kind == "finished":
        release["answers"] = {"purpose": "take_back"}
    metadata: dict[str, Any] = {"title": title, "sources": list(sources)}
    if kind == "step":
        metadata["reviewed_on"] = "2026-11-23"
    given = [{"title": name, "payload": payload} for name, payload in (buttons or {}).items()]
    return {"text": text, "buttons": given, "metadata": metadata, "release": release}


def step(at: int) -> list[dict[str, Any]]:
    """A step; the second one asks something."""
    asks = at == 1
    text = f"What to do in step {at + 1}. " * 30
    buttons = None if asks else ONWARD
    said = [line("step", text, at, buttons, title=TITLES[at], sources=(RULE,))]
    return [*said, line("question", "How old are you?", at, ANSWERS)] if asks else said


class Guide(StandIn):
    """A stand-in that goes through three steps."""

    at = 0

    def reply(self, body: dict[str, Any]) -> bytes:
        """Return the lines of a move; anything else is a topic, with an offer to go on."""
        said = body.get("choice") or body["text"]
        replies = self._lines(said.partition("{")[0])
        outcome = "journey"
        if said == THANKS:
            replies, outcome = [{"text": "You're welcome."}], "smalltalk"
        elif not replies:
            offer = line("offer", "Shall we go on?", self.at, OFFERED)
            replies, outcome = [*answer_of(body)["replies"], offer], "answer"
        return json.dumps({"replies": replies, "nlu": {"outcome": outcome}}).encode()

    def _lines(self, said: str) -> list[dict[str, Any]]:
        match said:
            case "/release_next" | "/release_answer" | "/release_skip" if self.at == 2:
                return [line("finished", "That was the last step.", 2, title="Done", done=True)]
            case "/release_next" | "/release_answer" | "/release_skip":
                self.at += 1
                return step(self.at)
            case "/release_back":
                self.at -= 1
                return step(self.at)
            case "/release_resume":
                return [line("resumed", "Here we were.", self.at), *step(self.at)]
            case "/release_stop":
                return [line("stopped", "We have stopped here.", self.at, done=True)]
            case "/release_why":
                buttons = ANSWERS if self.at == 1 else ONWARD
                return [line("why", "Because of a rule.", self.at, buttons, sources=(RULE,))]
            case _ if said == BEGIN:
                self.at = 0
                return [line("started", "I'll go through it with you.", 0), *step(0)]
        return []


@pytest.fixture
def engine() -> Iterator[Guide]:
    guide = Guide()
    guide.start()
    yield guide
    guide.stop()


def opened(browser: Browser, gateway: RunningGateway, options: dict[str, Any]) -> Iterator[Page]:
    """The chat; no error may appear."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if "Content Security" in m.text else None)
    open_chat(page, gateway.url)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(browser: Browser, gateway: RunningGateway) -> Iterator[Page]:
    """The chat in a window as narrow as a phone."""
    yield from opened(browser, gateway, PHONE)


@pytest.fixture
def touched(browser: Browser, gateway: RunningGateway) -> Iterator[Page]:
    """The chat on a touch screen."""
    yield from opened(browser, gateway, TOUCHED)


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def heading(page: Page, at: int) -> Locator:
    name = f"Step {at + 1} of {len(TITLES)} {TITLES[at]}"
    return page.locator("#log").get_by_role("heading", name=name, exact=True)


def rows(page: Page) -> Locator:
    return page.locator("#log [data-release] .buttons")


def looks(buttons: Locator) -> list[dict[str, Any]]:
    """How heavy each button is."""
    script = """(all) => all.map((one) => {
        const style = getComputedStyle(one);
        return {
            fill: style.backgroundColor,
            weight: Number(style.fontWeight),
            edge: style.borderTopColor,
            ink: style.color,
        };
    })"""
    found: list[dict[str, Any]] = buttons.evaluate_all(script)
    return found


def press(page: Page, name: str) -> None:
    rows(page).last.get_by_role("button", name=name, exact=True).click()


def begin(page: Page) -> None:
    say(page, BEGIN)
    expect(heading(page, 0)).to_be_visible()


def to_the_end(page: Page) -> Locator:
    """Goes through all steps, and returns what is said last."""
    begin(page)
    press(page, "Next")
    press(page, "18 or older")
    expect(heading(page, 2)).to_be_visible()
    press(page, "Next")
    finished = page.locator("#log [data-release=finished]")
    expect(finished).to_be_visible()
    return finished


def test_a_step_has_its_number_and_title_as_one_heading_its_sources_and_its_buttons(
    page: Page,
) -> None:
    begin(page)
    said = page.locator("#log [data-release=step]")
    expect(said.locator(".progress")).to_have_text("Step 1 of 3")
    expect(said.get_by_text("Step 1 of 3")).to_have_count(1)
    expect(said.get_by_text(TITLES[0])).to_have_count(1)
    expect(said.locator(".cited")).to_have_text(f"Sources: {RULE['citation']}")
    expect(said).to_contain_text("Last checked 2026-11-23")
    expect(rows(page).get_by_role("button")).to_have_text(list(ONWARD))
    expect(rows(page).locator(".onward")).to_have_text(["Next"])
    # Only a step has a number: what is said before it has none.
    expect(page.locator("#log .progress")).to_have_count(1)


def test_of_the_answers_to_a_question_none_stands_out(page: Page) -> None:
    begin(page)
    press(page, "Next")
    expect(heading(page, 1)).to_be_visible()

    def none_stands_out() -> None:
        expect(rows(page).get_by_role("button")).to_have_text(list(ANSWERS))
        answers, others = rows(page).locator(".answer"), rows(page).locator("button:not(.answer)")
        expect(answers).to_have_text(["Under 18", "18 or older"])
        expect(rows(page).locator(".onward")).to_have_count(0)
        first, second = looks(answers)
        assert first == second
        assert all(one["weight"] < first["weight"] for one in looks(others))
        assert len({one["fill"] for one in looks(answers) + looks(others)}) == 1

    none_stands_out()
    press(page, "Why?")
    expect(page.locator("#log [data-release=why]")).to_be_visible()
    none_stands_out()


def test_the_way_on_stands_out_after_the_reason_and_at_an_offer(page: Page) -> None:
    begin(page)
    press(page, "Why?")
    expect(page.locator("#log [data-release=why]")).to_be_visible()
    expect(rows(page).locator(".onward")).to_have_text(["Next"])
    say(page, "Can my therapist text me?")
    expect(page.locator("#log [data-release=offer]")).to_be_visible()
    expect(rows(page).locator(".onward")).to_have_text(["Go on"])
    (onward,), others = (
        looks(rows(page).locator(one)) for one in (".onward", "button:not(.onward)")
    )
    assert onward["fill"] not in {one["fill"] for one in others}
    assert len({json.dumps(one) for one in others}) == 1


def test_only_what_was_said_last_can_be_pressed(page: Page) -> None:
    begin(page)
    press(page, "Next")
    expect(heading(page, 1)).to_be_visible()
    expect(rows(page)).to_have_count(1)
    press(page, "Under 18")
    expect(heading(page, 2)).to_be_visible()
    expect(rows(page)).to_have_count(1)
    # The topic's own buttons are not of the walk.
    say(page, "Can my therapist text me?")
    expect(page.locator("#log [data-release=offer]")).to_be_visible()
    expect(rows(page).get_by_role("button")).to_have_text(list(OFFERED))
    expect(page.get_by_role("button", name="Something else")).to_be_visible()
    press(page, "Go on")
    expect(heading(page, 2)).to_have_count(2)
    press(page, "Stop")
    expect(page.locator("#log [data-release=stopped]")).to_be_visible()
    expect(rows(page)).to_have_count(0)


def test_while_a_press_is_under_way_another_one_is_not_sent(page: Page, engine: Guide) -> None:
    begin(page)
    engine.gate.clear()
    press(page, "Next")
    press(page, "Why?")
    engine.gate.set()
    expect(heading(page, 1)).to_be_visible()
    press(page, "18 or older")
    expect(heading(page, 2)).to_be_visible()
    pressed = [one["choice"] for one in engine.asked if "choice" in one]
    assert pressed == ["/release_next", ANSWERS["18 or older"]]


def test_a_press_that_failed_can_be_made_again(page: Page, engine: Guide) -> None:
    begin(page)
    page.route("**/messages", lambda route: route.abort())
    press(page, "Next")
    expect(page.locator("#log .failed")).to_be_visible()
    page.unroute("**/messages")
    press(page, "Why?")
    expect(page.locator("#log [data-release=why]")).to_be_visible()
    page.locator("#log .failed").get_by_role("button", name="Retry").click()
    expect(heading(page, 1)).to_be_visible()
    assert engine.at == 1


def test_at_the_end_the_checklist_is_a_page_and_a_pdf_in_a_new_tab(
    page: Page, gateway: RunningGateway
) -> None:
    finished = to_the_end(page)
    addresses = {
        "Print the checklist (opens in a new tab)": "/release/revoke?purpose=take_back",
        "Download as PDF (opens in a new tab)": "/release/revoke.pdf?purpose=take_back",
    }
    links = finished.get_by_role("link")
    expect(links).to_have_count(2)
    for name, address in addresses.items():
        link = finished.get_by_role("link", name=name, exact=True)
        expect(link).to_have_js_property("href", f"{gateway.url}{address}")
        expect(link).to_have_attribute("target", "_blank")
        assert "noopener" in str(link.get_attribute("rel")).split()
    with page.context.expect_page() as opening:
        links.first.click()
    assert opening.value.url.endswith("/release/revoke?purpose=take_back")
    assert opening.value.evaluate("window.opener") is None
    expect(finished.locator(".progress")).to_have_count(0)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//example.org/release/revoke",
        "/\\example.org/release/revoke",
        "https://example.org/release/revoke",
        "/release/../v1/conversations",
        "/release/%2e%2e/v1/conversations",
        "/static/release/",
        "release/revoke",
        None,
    ],
)
def test_no_other_address_is_linked(
    page: Page, gateway: RunningGateway, address: str | None
) -> None:
    take_away = {"page": address, "pdf": "/release/revoke.pdf?age=minor", "title": "Done"}
    release = {"kind": "finished", "done": True, "take_away": take_away}
    said = {"type": "message", "from": "bot", "text": "Done.", "title": "Done", "release": release}
    answer_with(page, said)
    say(page, "a message")
    links = page.locator("#log [data-release=finished]").get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_js_property("href", f"{gateway.url}/release/revoke.pdf?age=minor")


def test_what_was_not_kept_is_said_after_a_reload(page: Page) -> None:
    begin(page)
    say(page, THANKS)
    expect(page.locator("#log [data-release=no_details]")).to_be_visible()
    expect(page.locator("#log .said.bot").last).to_contain_text("You're welcome.")
    # Nothing was said of the steps: they go on from where they stand.
    expect(rows(page).get_by_role("button")).to_have_text(list(ONWARD))
    page.reload()
    own = page.locator("#log .said.visitor").last
    expect(own).to_contain_text("[not kept]")
    expect(own).to_contain_text("Thanks!")
    expect(page.get_by_text("Ann Lee")).to_have_count(0)
    press(page, "Next")
    expect(heading(page, 1)).to_be_visible()


def test_a_reload_in_the_middle_shows_the_same_and_the_last_buttons_work(page: Page) -> None:
    page.add_init_script(SLOW_STREAM)
    begin(page)
    press(page, "Next")
    expect(heading(page, 1)).to_be_visible()
    press(page, "18 or older")
    expect(heading(page, 2)).to_be_visible()
    before = written(page)
    page.reload()
    expect(heading(page, 2)).to_be_visible()
    assert written(page) == before
    expect(rows(page)).to_have_count(1)
    own = still(page)["own"]
    assert 0 <= own < 20, "the last step is in view from its start"
    press(page, "Next")
    expect(page.locator("#log [data-release=finished]")).to_be_visible()


def test_a_step_after_a_short_line_is_in_view(page: Page) -> None:
    begin(page)
    assert 0 <= still(page)["own"] < 20
    expect(heading(page, 0)).to_be_in_viewport(ratio=1)


def test_by_keyboard_alone_to_the_checklist(page: Page) -> None:
    said = page.locator("#log .said.bot").last

    def to(name: str, key: str) -> None:
        for _ in range(12):
            page.keyboard.press(key)
            if page.evaluate(f"{FOCUS}.textContent") == name:
                return
        raise AssertionError(f"the keyboard does not reach {name!r}")

    page.get_by_label("Your message").focus()
    page.keyboard.type(BEGIN)
    page.keyboard.press("Enter")
    expect(heading(page, 0)).to_be_visible()
    to("Next", "Shift+Tab")
    page.keyboard.press("Enter")
    for name, at in (("18 or older", 1), ("Next", 2)):
        expect(heading(page, at)).to_be_visible()
        # What was pressed is gone: the focus is on the answer, and goes on from there.
        expect(page.locator("#log [data-release=step]").last).to_be_focused()
        to(name, "Tab")
        page.keyboard.press("Enter")
    expect(page.locator("#log [data-release=finished]")).to_be_visible()
    expect(said).to_be_focused()
    to("Print the checklist (opens in a new tab)", "Tab")
    with page.context.expect_page() as opening:
        page.keyboard.press("Enter")
    assert "/release/revoke?" in opening.value.url


def test_on_a_touch_screen_the_focus_goes_on_to_what_is_said_next(touched: Page) -> None:
    begin(touched)
    rows(touched).get_by_role("button", name="Next").tap()
    expect(heading(touched, 1)).to_be_visible()
    # Not to the field, which would bring up a keyboard; and not nowhere.
    expect(touched.locator("#log [data-release=step]").last).to_be_focused()


def test_on_a_phone_nothing_is_cut_off_and_everything_can_be_hit(page: Page) -> None:
    to_the_end(page)
    assert width(page) <= 360
    assert small_targets(page, "#log [data-release] :is(button, .take-away a)") == []
