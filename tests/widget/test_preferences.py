"""What a visitor has set for all pages holds in the widget: less motion, colours of one's own, larger letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.gateway.running import RunningGateway
from tests.widget.answering import TEXTING
from tests.widget.conftest import Visit
from tests.widget.sites import Site, document, snippet

pytestmark = pytest.mark.e2e
# Whatever moves by itself, or scrolls smoothly.
MOVING = """(host) => [...host.shadowRoot.querySelectorAll("*")].filter((one) => {
    const { animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
    const times = [animationDuration, transitionDuration].join().match(/[\\d.]+/g).map(Number);
    return scrollBehavior === "smooth" || Math.max(...times) > 0.01;
}).map((one) => one.id || one.className || one.localName)"""


def test_less_motion(visit: Visit) -> None:
    chat = visit(reduced_motion="reduce").start()
    chat.ask(TEXTING)
    assert chat.host.evaluate(MOVING) == []
    # What is scrolled by a script is there at once.
    chat.scroller.evaluate("(one) => one.scrollTo({ top: 0, behavior: 'instant' })")
    chat.say("another question")
    expect(chat.bot).to_have_count(2)
    tops = chat.scroller.evaluate(
        """async (one) => {
            const tops = new Set();
            for (let frame = 0; frame < 20; frame++) {
                await new Promise(requestAnimationFrame);
                tops.add(one.scrollTop);
            }
            return [...tops];
        }"""
    )
    assert len(tops) == 1


def test_colours_of_ones_own(visit: Visit) -> None:
    chat = visit(forced_colors="active")
    edge = "(one) => [getComputedStyle(one).borderTopStyle, getComputedStyle(one).borderTopWidth]"
    style, width = chat.launcher.evaluate(edge)
    assert style != "none" and float(width.removesuffix("px")) >= 1
    chat.start()
    chat.ask(TEXTING)
    for part in ("#panel", "#send", "#leave", "#entry", "[data-choice]"):
        style, width = chat.page.locator(part).first.evaluate(edge)
        assert style != "none" and float(width.removesuffix("px")) >= 1, part
    # Who says what is told apart by more than a colour.
    for said in (chat.visitor, chat.bot):
        assert said.first.evaluate("(one) => one.querySelector('.who')?.textContent")


@pytest.mark.parametrize("letters", [16, 24, 32])
def test_larger_letters(visit: Visit, site: Site, gateway: RunningGateway, letters: int) -> None:
    # A browser's own setting is the size of the root.
    large = f"<style>html {{ font-size: {letters}px }}</style>"
    site.put("/large", document(snippet(gateway.url), head=large))
    chat = visit("/large").start()
    chat.ask(TEXTING)
    size = chat.entry.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert float(size) >= letters
    assert chat.scroller.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    for part in ("#leave", "#close", "#entry", "#send"):
        expect(chat.page.locator(part)).to_be_in_viewport(ratio=1)
    # Room is left for the conversation.
    assert chat.scroller.evaluate("(one) => one.clientHeight") >= 150


def test_the_field_is_large_enough_that_a_phone_does_not_zoom_in(visit: Visit) -> None:
    chat = visit(viewport={"width": 360, "height": 740}).start()
    size = chat.entry.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert float(size) >= 16
