"""A website that may not use the chat: its visitors are told so, and keep the numbers (docs/embed.md)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.content.library import load_library
from bot.gateway.snippet import Script, snippet, words_of
from bot.setup.paths import ROOT
from tests.gateway.running import Serve
from tests.widget.sites import Site

pytestmark = pytest.mark.e2e


@pytest.fixture
def site() -> Iterator[Site]:
    """A website of its own."""
    found = Site()
    yield found
    found.stop()


@pytest.mark.parametrize(
    "allowed", [(), ("https://www.practice.example",)], ids=["none", "another"]
)
def test_a_site_that_is_not_named_is_told_so_and_keeps_its_numbers(
    browser: Browser, serve: Serve, site: Site, allowed: tuple[str, ...]
) -> None:
    gateway = serve(allowed_origins=allowed)
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    pasted = snippet(words_of(load_library(ROOT), "en"), Script(gateway.url))
    page.goto(site.put("/blank.html", pasted))
    page.locator("#launcher").click()
    expect(page.locator("#status")).to_contain_text("cannot be reached")
    expect(page.locator("#help a[href='tel:988']").first).to_be_visible()
    expect(page.locator("between-sessions > p a[href='tel:911']")).to_be_visible()
    context.close()
