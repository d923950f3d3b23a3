"""What the docs and `./assistant embed` say to paste works, in a blank file on another origin."""

from __future__ import annotations

import re
import subprocess

import httpx
import pytest
from playwright.sync_api import expect

from bot.settings import ROOT
from tests.gateway.running import RunningGateway
from tests.widget.chat import Chat
from tests.widget.conftest import Windows
from tests.widget.sites import Site

pytestmark = pytest.mark.e2e
EXAMPLE = "https://chat.practice.example"


def snippets_of_the_docs() -> list[str]:
    """Every snippet of docs/embed.md that has both the element and its script."""
    text = (ROOT / "docs" / "embed.md").read_text("utf-8")
    blocks = re.findall(r"^```html\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [one for one in blocks if "<between-sessions" in one and "<script" in one]


def printed(gateway: RunningGateway, *arguments: str) -> str:
    """What `./assistant embed` prints for this gateway."""
    command = [str(ROOT / "assistant"), "embed", "--address", gateway.url, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def works(windows: Windows, site: Site, text: str, start: str = "Start") -> None:
    """Paste it into a blank file, and talk."""
    page = windows.open().new_page()
    page.goto(site.put("/blank.html", text))
    chat = Chat(page)
    for number in ("tel:911", "tel:988"):
        expect(chat.host.locator(f"a[href='{number}']").first).to_be_visible()
    chat.open()
    expect(chat.start_button).to_have_text(start)
    chat.start_button.click()
    chat.has_begun()
    expect(chat.ask("hello")).to_contain_text("An answer to: hello")


def test_the_snippet_of_the_docs(windows: Windows, site: Site, gateway: RunningGateway) -> None:
    snippets = snippets_of_the_docs()
    assert snippets
    for one in snippets:
        assert EXAMPLE in one
        # A pinned one is of the version that was current when it was written.
        if "integrity" not in one:
            works(windows, site, one.replace(EXAMPLE, gateway.url))


def test_what_is_printed_follows_updates(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    text = printed(gateway)
    assert f'src="{gateway.url}/widget/between-sessions.js"' in text
    assert "integrity" not in text
    works(windows, site, text)


def test_what_is_printed_can_be_pinned(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    text = printed(gateway, "--pinned", "--language", "es", "--position", "bottom-left")
    (source,) = re.findall(r'src="([^"]+)"', text)
    assert re.search(r"/widget/between-sessions\.[0-9a-f]+\.js$", source)
    assert re.search(r'integrity="sha384-[^"]+"', text)
    assert "immutable" in httpx.get(source, trust_env=False).headers["cache-control"]
    works(windows, site, text, start="Empezar")


def test_a_pinned_script_that_was_changed_does_not_run(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    text = printed(gateway, "--pinned")
    page = windows.open().new_page()
    page.route(
        "**/widget/between-sessions.*",
        lambda route: route.fulfill(
            body="window.tampered = true",
            content_type="text/javascript",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    page.goto(site.put("/pinned.html", text), wait_until="networkidle")
    assert page.evaluate("window.tampered") is None
    expect(page.locator("between-sessions a[href='tel:988']").first).to_be_visible()
    assert any("integrity" in one for one in windows.wrong)
    windows.wrong.clear()
