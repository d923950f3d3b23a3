"""In every state, light and dark, small and large: no rule of WCAG 2.0 to 2.2, A and AA, that axe-core knows is broken,
and all that can be pressed is large enough to hit.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.settings import ROOT
from tests.e2e.desk import Colleague, Practice
from tests.widget.answering import Answering
from tests.widget.chat import Chat
from tests.widget.conftest import Visit
from tests.widget.looks import SCHEMES, change
from tests.widget.states import STATES, Scene

pytestmark = pytest.mark.e2e
AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SIZES = {"desktop": (1280, 800), "narrow": (320, 640)}
# What can be pressed and is too small; a link within a sentence may be as high as its line.
SMALL = """(host) => [...host.shadowRoot.querySelectorAll("a, button, input, summary, textarea")]
    .filter((one) => one.checkVisibility())
    .map((one) => {
        const { width, height } = one.getBoundingClientRect();
        const least = one.matches("p a, li p a, .cited a") ? 24 : 44;
        return { least, width, height, name: one.id || one.textContent };
    })
    .filter(({ least, width, height }) => Math.min(width, height) < least - 0.5)
    .map(({ name, width, height }) => `${name}: ${width} x ${height}`)"""


def broken(page: Page) -> list[str]:
    """Each rule that is broken, and where."""
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", list(RULES)
    )
    return [
        f"{rule['id']}: {one['target']} {one['failureSummary']}"
        for rule in found["violations"]
        for one in rule["nodes"]
    ]


def beside(chat: Chat) -> list[str]:
    """What is too small to hit, and what is cut off at the side."""
    found: list[str] = chat.host.evaluate(SMALL)
    if chat.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("the page is too wide")
    if chat.scroller.count() and chat.scroller.evaluate(
        "(one) => one.scrollWidth > one.clientWidth"
    ):
        found.append("the conversation is too wide")
    return found


@pytest.mark.parametrize("state", STATES)
def test_no_rule_is_broken_and_everything_can_be_hit(
    visit: Visit, practice: Practice, ana: Colleague, engine: Answering, state: str
) -> None:
    chat = visit()
    STATES[state](Scene(chat, practice, ana, engine))
    chat.page.evaluate(AXE.read_text("utf-8"))
    found = []
    for size, pixels in SIZES.items():
        for scheme in SCHEMES:
            change(chat.page, pixels, scheme)
            found += [f"{size}, {scheme}: {one}" for one in broken(chat.page)]
        found += [f"{size}: {one}" for one in beside(chat)]
    assert found == []


def test_axe_sees_into_the_widget(visit: Visit) -> None:
    chat = visit().open()
    expect(chat.start_button).to_be_visible()
    chat.start_button.evaluate("(one) => one.style.setProperty('color', 'rgb(160 160 160)')")
    chat.start_button.evaluate("(one) => one.style.setProperty('background', 'grey')")
    chat.page.evaluate(AXE.read_text("utf-8"))
    assert any(one.startswith("color-contrast") and "#start" in one for one in broken(chat.page))
