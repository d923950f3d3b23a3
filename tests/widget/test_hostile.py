"""A page whose style sheet is at war with everything on it: the widget looks, and works, as on any other page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.gateway.running import RunningGateway
from tests.widget.answering import TEXTING
from tests.widget.chat import Chat
from tests.widget.conftest import Visit
from tests.widget.sites import HOSTILE, PARAGRAPH, Site, document, snippet

pytestmark = pytest.mark.e2e
LOOK = (
    *("color", "background-color", "border-top-color", "border-top-width", "opacity", "visibility"),
    *("font-family", "font-size", "font-style", "font-weight", "line-height", "letter-spacing"),
    *("word-spacing", "text-transform", "text-indent", "text-align", "text-decoration-line"),
    *("text-shadow", "white-space", "cursor", "pointer-events", "user-select", "list-style-type"),
    *("direction", "display", "filter", "transform", "clip-path", "zoom"),
)
# How every part looks, and how large it is; of what is drawn for a moment only, nothing.
DRAWN = """(host, look) => [...host.shadowRoot.querySelectorAll("*")]
    // What stands in the slot is the page's own.
    .filter((one) => !one.matches("slot, style, #announce, #alarm, #announce *, #alarm *") && one.checkVisibility())
    .map((one) => {
        const style = getComputedStyle(one);
        const { width, height } = one.getBoundingClientRect();
        const name = one.localName + (one.id && !/\\d/.test(one.id) ? "#" + one.id : "")
            + (one.className ? "." + one.className : "");
        return [name, Math.round(width), Math.round(height),
            ...look.map((key) => key + ": " + style.getPropertyValue(key))].join("; ");
    })"""


def drawn(chat: Chat) -> list[str]:
    """How each part of the widget looks, once it has come to rest."""
    expect(chat.page.locator("[data-action][aria-disabled=true]")).to_have_count(0)
    found: list[str] = chat.host.evaluate(DRAWN, list(LOOK))
    return found


def differences(before: list[str], after: list[str]) -> list[str]:
    """Which parts look otherwise, and in what."""
    assert [one.partition(";")[0] for one in after] == [one.partition(";")[0] for one in before]
    return [
        f"{old.partition(';')[0]}: {[*zip(was, now, strict=True)]}"
        for old, new in zip(before, after, strict=True)
        if (was := [one for one in old.split("; ") if one not in new.split("; ")])
        and (now := [one for one in new.split("; ") if one not in old.split("; ")])
    ]


@pytest.fixture(scope="module", autouse=True)
def _pages(site: Site, gateway: RunningGateway) -> None:
    fair = snippet(gateway.url)
    foul = f"<style>{HOSTILE}</style>"
    banner = '<div class="banner"></div>'
    site.put("/plain", document(fair + PARAGRAPH * 60))
    site.put("/hostile", document(fair + PARAGRAPH * 60 + banner, head=foul))
    for name, text, head in (("rtl", "", ""), ("hostile-rtl", banner, foul)):
        page = document(fair + text, head=head, attributes='lang="ar" dir="rtl"')
        site.put(f"/{name}", page)


def visited(visit: Visit, path: str, **options: Any) -> list[list[str]]:
    """Go through a conversation there; returns how it looked at each point."""
    chat = visit(path, reduced_motion="reduce", **options)
    expect(chat.launcher).to_be_in_viewport(ratio=1)
    seen = [drawn(chat)]
    # All of this by a pointer, which nothing may catch on its way.
    chat.open()
    expect(chat.start_button).to_be_visible()
    seen.append(drawn(chat))
    chat.start_button.click()
    expect(chat.log.locator("[data-choice]").first).to_be_visible()
    chat.entry.click()
    chat.page.keyboard.type(TEXTING)
    chat.page.locator("#send").click()
    expect(chat.bot).to_have_count(1)
    expect(chat.status).to_be_empty()
    chat.bot.locator("summary").first.click()
    expect(chat.bot.locator("details").first).to_have_attribute("open", "")
    seen.append(drawn(chat))
    expect(chat.panel).to_be_in_viewport(ratio=1)
    chat.page.locator("#close").click()
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    return seen


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("fair", "foul"), [("/plain", "/hostile"), ("/rtl", "/hostile-rtl")])
def test_it_looks_and_works_as_on_a_plain_page(
    visit: Visit, fair: str, foul: str, width: int
) -> None:
    size = {"width": width, "height": 740}
    expected = visited(visit, fair, viewport=size)
    assert [len(one) > 30 for one in expected[1:]] == [True, True]
    found = visited(visit, foul, viewport=size)
    for before, after in zip(expected, found, strict=True):
        assert differences(before, after) == []


def test_small_letters_of_the_page_are_not_small_in_the_chat(visit: Visit) -> None:
    chat = visit("/hostile").start()
    for one in (chat.entry, chat.log.locator("p").first):
        assert float(one.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")) >= 16


def test_a_page_from_right_to_left_has_a_chat_from_right_to_left(visit: Visit) -> None:
    chat = visit("/rtl").start()
    assert chat.panel.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    close, title = (chat.page.locator(one).bounding_box() for one in ("#close", "#title"))
    assert close is not None and title is not None
    assert close["x"] < title["x"]
