"""A page with the strictest policy there is, and only what docs/embed.md names: all works, and nothing is blocked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.settings import ROOT
from tests.e2e.desk import Colleague, Practice
from tests.gateway.running import RunningGateway
from tests.widget.answering import TEXTING, UNCLEAR, Answering
from tests.widget.chat import Chat
from tests.widget.conftest import Windows
from tests.widget.sites import Site, document, snippet
from tests.widget.states import STATES, Scene, guide_finished

pytestmark = pytest.mark.e2e
EXAMPLE = "https://chat.practice.example"
NONCE = "dGhpcyBpcyBhIG5vbmNl"
TYPES = "require-trusted-types-for 'script'; trusted-types between-sessions;"
VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        window.violations.push([violatedDirective, blockedURI, sample].join(" ")));
"""


def named_in_the_docs(gateway: RunningGateway) -> str:
    """The directives of docs/embed.md, for this gateway."""
    text = (ROOT / "docs" / "embed.md").read_text("utf-8")
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    block = next(one for one in blocks if re.match(r"(script|connect)-src ", one))
    assert EXAMPLE in block and "'unsafe" not in block and "*" not in block
    return str(block).replace(EXAMPLE, gateway.url).replace("\n", " ").strip()


def opened(windows: Windows, site: Site, policy: str, body: str, **options: Any) -> Chat:
    """The widget on a page with a policy."""
    site.put("/strict", document(body), Content_Security_Policy=policy)
    page = windows.open(**options).new_page()
    page.add_init_script(VIOLATIONS)
    page.goto(f"{site.url}/strict")
    return Chat(page)


def nothing_was_blocked(page: Page) -> None:
    assert page.evaluate("window.violations") == []


@pytest.fixture
def strict(windows: Windows, site: Site, gateway: RunningGateway) -> Chat:
    """A page on which all is forbidden that the docs do not name, and plain text is no script."""
    policy = f"default-src 'none'; {named_in_the_docs(gateway)} {TYPES}"
    return opened(windows, site, policy, snippet(gateway.url))


def test_a_conversation(strict: Chat) -> None:
    strict.start()
    said = strict.ask(TEXTING)
    said.locator("summary").first.click()
    strict.ask(UNCLEAR)
    strict.choice("Therapy notes in court").click()
    expect(strict.bot).to_have_count(3)
    strict.say("I want to die")
    expect(strict.card.locator("> .numbers a[href='tel:988']")).to_be_in_viewport(ratio=1)
    # It is drawn, too: its own styles are let through.
    assert strict.panel.evaluate("(one) => getComputedStyle(one).position") == "fixed"
    strict.page.locator("#options > summary").click()
    with strict.page.expect_download() as download:
        strict.page.locator("#transcript").click()
    assert download.value.suggested_filename.endswith(".txt")
    strict.page.reload()
    expect(strict.card).to_have_count(1)
    nothing_was_blocked(strict.page)


def test_a_guide_and_a_hand_off(
    strict: Chat, practice: Practice, ana: Colleague, engine: Answering
) -> None:
    guide_finished(Scene(strict, practice, ana, engine))
    strict.page.locator("#options > summary").click()
    strict.page.locator("#clear").click()
    strict.page.get_by_role("button", name="Delete it").click()
    expect(strict.bot).to_have_count(0)
    nothing_was_blocked(strict.page)


@pytest.mark.parametrize("state", ["human", "left-message", "failed", "spanish"])
def test_other_states(
    strict: Chat, practice: Practice, ana: Colleague, engine: Answering, state: str
) -> None:
    STATES[state](Scene(strict, practice, ana, engine))
    nothing_was_blocked(strict.page)


def test_the_launcher_alone_shows_the_numbers(strict: Chat) -> None:
    strict.page.route("**/widget/panel.*", lambda route: route.abort())
    strict.launcher.click()
    beside = strict.page.get_by_role("dialog")
    expect(beside.locator("a[href='tel:988']").first).to_be_visible()
    assert beside.evaluate("(one) => getComputedStyle(one).position") == "fixed"
    nothing_was_blocked(strict.page)


def test_a_policy_that_trusts_scripts_by_a_nonce(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    policy = f"default-src 'none'; script-src 'nonce-{NONCE}'; connect-src {gateway.url}; {TYPES}"
    body = snippet(gateway.url, script=f'nonce="{NONCE}"')
    chat = opened(windows, site, policy, body).start()
    expect(chat.ask("hello")).to_contain_text("An answer to: hello")
    nothing_was_blocked(chat.page)


def test_a_policy_that_does_not_let_it_in_leaves_the_numbers(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    chat = opened(windows, site, "default-src 'none'", snippet(gateway.url))
    expect(chat.host.locator("a[href='tel:911']")).to_be_visible()
    expect(chat.launcher).to_have_count(0)
    windows.wrong.clear()
