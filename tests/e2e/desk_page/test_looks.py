"""What the desk looks like, in which language, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.chat import inside, open_options, small_targets, width
from tests.e2e.desk import Colleague, Practice
from tests.e2e.desk_page.visit import (
    END,
    STOP,
    TALK,
    YES,
    bar,
    conversation,
    focused,
    lines,
    press,
    say,
    staff,
    status,
    talk,
)

pytestmark = pytest.mark.e2e


def test_the_focus_is_never_lost(page: Page, practice: Practice, ana: Colleague) -> None:
    talk_to = page.get_by_role("button", name=TALK)
    expect(talk_to).to_be_enabled()
    talk_to.focus()
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


def test_staff_do_not_look_like_the_assistant(
    page: Page, practice: Practice, ana: Colleague
) -> None:
    say(page, "one")
    ana.says(talk(page, practice, ana), "two")
    expect(staff(page)).to_have_count(1)
    colours = inside(
        page,
        """(root) => ['.said.bot', '.said.staff', '.said.desk', '.said.visitor'].map((one) => {
            const style = getComputedStyle(root.querySelector('#log ' + one));
            return style.backgroundColor + style.borderLeft;
        })""",
    )
    assert len(set(colours)) == 4


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
        assert width(page) <= size[0]
        read = page.locator("#scroller").evaluate("(one) => one.clientHeight")
        assert read > 0.3 * page.locator("#panel").evaluate("(one) => one.clientHeight")
        assert small_targets(page, "button, input, textarea, summary") == []


def test_the_bar_speaks_spanish_with_the_assistant(page: Page) -> None:
    say(page, "Quiero matarme")
    expect(page.locator("#log .card")).to_have_attribute("lang", "es")
    expect(bar(page)).to_have_attribute("lang", "es")
    expect(status(page)).to_contain_text("Se pidió al personal que entre")
    press(page, "Dejar de esperar")
    expect(page.get_by_role("button", name="Hablar con una persona")).to_be_visible()
    expect(lines(page).last).to_have_attribute("lang", "es")
    open_options(page)
    expect(page.get_by_role("button", name="Descargar la conversación")).to_be_visible()
