"""Scripts off, blocked or gone: the numbers are on the page all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.gateway.running import RunningGateway
from tests.widget.conftest import Visit, Windows
from tests.widget.sites import Site

pytestmark = pytest.mark.e2e
# Such a browser has no style sheets that a script can make.
TOO_OLD = 'window.CSSStyleSheet = function () { throw new TypeError("Illegal constructor"); };'
NUMBERS = ("tel:911", "tel:988", "sms:988", "tel:+15555550142")


def shows_the_numbers(page: Page) -> None:
    for number in NUMBERS:
        expect(page.locator(f"between-sessions > p a[href='{number}']")).to_be_visible()


def test_with_scripts_off(visit: Visit) -> None:
    chat = visit(java_script_enabled=False)
    shows_the_numbers(chat.page)
    expect(chat.launcher).to_have_count(0)


def test_with_the_script_gone(windows: Windows, site: Site) -> None:
    page = windows.open().new_page()
    page.route("**/widget/**", lambda route: route.abort())
    page.goto(site.url, wait_until="networkidle")
    shows_the_numbers(page)


def test_in_a_browser_that_is_too_old(windows: Windows, site: Site) -> None:
    page = windows.open().new_page()
    page.add_init_script(TOO_OLD)
    page.goto(site.url, wait_until="networkidle")
    shows_the_numbers(page)
    expect(page.locator("#launcher")).to_have_count(0)
    assert page.locator("between-sessions").evaluate("(one) => one.shadowRoot") is None
    # That it throws there, and nothing else, is what is wanted.
    assert ["Illegal constructor" in one for one in windows.wrong] == [True]
    windows.wrong.clear()


def test_beside_the_chat(visit: Visit) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    shows_the_numbers(chat.page)
    chat.open()
    shows_the_numbers(chat.page)


def test_on_the_demo_site(windows: Windows, gateway: RunningGateway) -> None:
    page = windows.open(java_script_enabled=False).new_page()
    page.goto(gateway.url)
    for number in ("tel:911", "tel:988"):
        expect(page.locator(f"between-sessions a[href='{number}']").first).to_be_visible()
