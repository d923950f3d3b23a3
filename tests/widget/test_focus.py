"""Where the focus goes, that it can be seen, and that what was pressed is pressed once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.chat import FOCUS
from tests.e2e.desk import Colleague, Practice
from tests.widget.answering import TEXTING, UNCLEAR, Answering
from tests.widget.chat import PHONE, Chat, rested
from tests.widget.conftest import Visit
from tests.widget.states import STATES, Scene

pytestmark = pytest.mark.e2e
TOUCHED: dict[str, Any] = {**PHONE, "has_touch": True, "is_mobile": True}
IN_WORD = 229
"""The code of a key that belongs to an input method."""
WITHIN = "() => document.activeElement?.localName === 'between-sessions'"
RING = f"""() => {{
    const one = {FOCUS};
    const {{ outlineStyle, outlineWidth, outlineColor }} = getComputedStyle(one);
    const seen = outlineStyle !== "none" && !/, 0\\)$|transparent/.test(outlineColor);
    return [one.id || one.textContent, seen ? parseFloat(outlineWidth) : 0];
}}"""


def is_within(page: Page) -> bool:
    """Whether the focus is in the widget."""
    return bool(page.evaluate(WITHIN))


def test_it_goes_in_on_open_and_back_on_close(chat: Chat) -> None:
    chat.launcher.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.first_title).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    chat.page.keyboard.press("Space")
    chat.start_button.click()
    expect(chat.entry).to_be_focused()
    chat.page.locator("#close").click()
    expect(chat.launcher).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.entry).to_be_focused()


def test_on_a_touch_screen_it_does_not_bring_up_a_keyboard(visit: Visit) -> None:
    chat = visit(**TOUCHED)
    chat.launcher.tap()
    expect(chat.page.locator("#title")).to_be_focused()
    chat.start_button.tap()
    chat.has_begun()
    assert chat.focused() != "entry"
    chat.say(UNCLEAR)
    expect(chat.bot).to_have_count(1)
    chat.choice("Therapy notes in court").tap()
    expect(chat.bot).to_have_count(2)
    expect(chat.bot.last).to_be_focused()


def test_the_panel_is_a_dialog_with_a_name(chat: Chat) -> None:
    chat.open()
    expect(chat.page.get_by_role("dialog", name="Ask about therapy")).to_be_visible()
    expect(chat.launcher).to_have_attribute("aria-expanded", "true")
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")


def test_beside_the_page_it_lets_the_focus_out_and_in_again(chat: Chat) -> None:
    chat.start()
    left = False
    for _ in range(60):
        chat.page.keyboard.press("Tab")
        left = left or not is_within(chat.page)
        if left and is_within(chat.page):
            return
    raise AssertionError("the focus does not go round")


def test_over_the_whole_screen_it_keeps_the_focus_in(visit: Visit) -> None:
    chat = visit(**PHONE).start()
    assert chat.panel.evaluate("(one) => one.matches(':modal')")
    seen = set()
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        seen.add(chat.focused())
        # Between the last and the first there is the browser itself.
        assert is_within(chat.page) or chat.page.evaluate(
            "document.activeElement === document.body"
        )
    assert {"leave", "close", "entry", "send"} <= seen


@pytest.mark.parametrize("size", [(1280, 800), (740, 360)], ids=["desktop", "turned"])
def test_a_card_stays_in_view_when_the_window_changes_its_size(
    visit: Visit, size: tuple[int, int]
) -> None:
    chat = visit(**PHONE, reduced_motion="reduce").start()
    chat.ask(TEXTING)
    chat.say("I want to die")
    expect(chat.bot).to_have_count(2)
    number = chat.card.locator("> .numbers a[href='tel:988']")
    rested(chat)
    expect(number).to_be_in_viewport(ratio=1)
    for width, height in (size, (360, 740)):
        chat.page.set_viewport_size({"width": width, "height": height})
        rested(chat)
        expect(chat.card).to_be_in_viewport()


def test_the_page_behind_does_not_scroll(visit: Visit) -> None:
    chat = visit(viewport={"width": 360, "height": 300})
    chat.page.evaluate("document.body.style.setProperty('min-height', '3000px')")
    chat.start()
    before = chat.page.evaluate("scrollY")
    chat.page.mouse.move(180, 150)
    chat.page.mouse.wheel(0, 600)
    chat.page.mouse.wheel(0, 600)
    chat.page.wait_for_timeout(300)
    assert chat.page.evaluate("scrollY") == before
    chat.page.locator("#close").click()
    chat.page.mouse.wheel(0, 600)
    chat.page.wait_for_function("(before) => scrollY > before", arg=before)


def test_the_order_of_tab_is_the_order_of_the_parts(chat: Chat) -> None:
    chat.start()
    chat.ask(TEXTING)
    chat.page.locator("#title").evaluate("(one) => one.focus()")
    follows = f"""() => {{
        const one = {FOCUS}, before = window.before;
        window.before = one;
        return !before || Boolean(
            before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    }}"""
    seen: list[str] = []
    while seen[-1:] != ["send"]:
        chat.page.keyboard.press("Tab")
        seen.append(chat.focused())
        assert chat.page.evaluate(follows), f"{seen[-1]} does not come after {seen[-2:]}"
    related = "Is email with a therapist private?"
    found = [one for one in seen if one in ("leave", "close", "Call 911", related, "entry", "send")]
    assert found == ["leave", "close", "Call 911", related, "entry", "send"]


def test_after_typing_it_stays_in_the_field(chat: Chat) -> None:
    chat.start()
    chat.ask("hello")
    expect(chat.entry).to_be_focused()
    expect(chat.entry).to_have_value("")


def test_after_a_quick_reply_it_goes_to_the_answer(chat: Chat) -> None:
    chat.start()
    chat.ask(UNCLEAR)
    chat.choice("Therapy notes in court").click()
    expect(chat.bot).to_have_count(2)
    expect(chat.bot.last).to_be_focused()


def test_who_has_gone_on_meanwhile_is_not_called_back(chat: Chat, engine: Answering) -> None:
    chat.start()
    chat.ask(UNCLEAR)
    engine.gate.clear()
    chat.choice("Therapy notes in court").click()
    chat.entry.focus()
    chat.page.keyboard.type("meanwhile")
    engine.gate.set()
    expect(chat.bot).to_have_count(2)
    expect(chat.entry).to_be_focused()
    expect(chat.entry).to_have_value("meanwhile")


def test_a_quick_reply_can_be_pressed_once(chat: Chat) -> None:
    chat.start()
    chat.ask(UNCLEAR)
    button = chat.choice("Therapy notes in court")
    button.focus()
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(chat.bot).to_have_count(2)
    button.dispatch_event("click")
    chat.ask("on")
    assert chat.texts() == [UNCLEAR, "Therapy notes in court", "on"]


def test_a_quick_reply_that_failed_and_is_taken_back_can_be_pressed_again(chat: Chat) -> None:
    chat.start()
    chat.ask(UNCLEAR)
    button = chat.choice("Therapy notes in court")
    chat.page.route("**/messages", lambda route: route.abort())
    button.click()
    chat.failed.get_by_role("button", name="Edit").click()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    chat.page.unroute("**/messages")
    chat.entry.fill("")
    button.click()
    expect(chat.bot).to_have_count(2)
    assert chat.texts() == [UNCLEAR, "Therapy notes in court"]


def test_escape_that_ends_a_composition_does_not_close(chat: Chat) -> None:
    chat.start()
    chat.entry.focus()
    devtools = chat.page.context.new_cdp_session(chat.page)
    devtools.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    chat.entry.dispatch_event(
        "keydown", {"key": "Escape", "keyCode": IN_WORD, "bubbles": True, "composed": True}
    )
    expect(chat.panel).to_be_visible()
    # Enter ends it, and does not send.
    chat.entry.dispatch_event(
        "keydown", {"key": "Enter", "keyCode": IN_WORD, "bubbles": True, "composed": True}
    )
    expect(chat.visitor).to_have_count(0)


@pytest.mark.parametrize("state", ["first-screen", "answer", "offered", "left-message", "clearing"])
def test_the_focus_can_be_seen(
    chat: Chat, practice: Practice, ana: Colleague, engine: Answering, state: str
) -> None:
    STATES[state](Scene(chat, practice, ana, engine))
    chat.page.locator("#title").evaluate("(one) => one.focus()")
    rings = []
    for _ in range(60):
        chat.page.keyboard.press("Tab")
        if not is_within(chat.page):
            break
        rings.append(tuple(chat.page.evaluate(RING)))
    assert len(rings) > 5
    assert [one for one in rings if one[1] < 3] == []


@pytest.mark.parametrize("size", [(360, 560), (640, 400)], ids=["phone", "zoomed"])
def test_what_has_the_focus_is_never_hidden(visit: Visit, size: tuple[int, int]) -> None:
    view = {"width": size[0], "height": size[1]}
    chat = visit(viewport=view, reduced_motion="reduce").start()
    for text in (TEXTING, "I want to die"):
        chat.say(text)
    expect(chat.bot).to_have_count(2)
    rested(chat)
    hidden = f"""() => {{
        const one = {FOCUS};
        const {{ top, bottom, left, right }} = one.getBoundingClientRect();
        const root = one.getRootNode();
        const at = root.elementFromPoint((left + right) / 2, (Math.max(0, top) + bottom) / 2);
        return at === null || !(one.contains(at) || at.contains(one));
    }}"""
    seen = []
    for _ in range(40):
        chat.page.keyboard.press("Shift+Tab")
        seen.append(chat.focused())
        if not is_within(chat.page):
            continue
        assert not chat.page.evaluate(hidden), seen[-1]
    assert {"leave", "close", "send"} <= set(seen)
