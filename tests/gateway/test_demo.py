"""The example website at `/`: a practice's page, with the widget under the policy that the documents name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.content.library import load_library
from bot.gateway.demo import FOLDER, POLICY
from bot.gateway.snippet import Script, snippet, words_of
from bot.setup.paths import ROOT
from tests.gateway.running import RunningGateway, Serve

AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def get(gateway: RunningGateway, path: str = "/", **more: Any) -> httpx.Response:
    return httpx.get(f"{gateway.url}{path}", trust_env=False, **more)


def test_it_is_the_practice_s_own_page_with_the_snippet_as_it_is_printed(
    gateway: RunningGateway, content_root: Path
) -> None:
    library = load_library(content_root)
    response = get(gateway)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    for part in (library.practice.name, library.practice.phone, library.practice.address):
        assert part in response.text
    assert snippet(words_of(library, "en"), Script()) in response.text
    assert response.text.count("<script") == 1
    assert 'name="robots" content="noindex"' in response.text


def test_it_says_that_the_practice_does_not_exist(gateway: RunningGateway) -> None:
    assert "Harbor Lane Counseling does not exist." in get(gateway).text


def test_for_a_real_practice_it_says_that_it_is_not_its_website(
    serve: Serve, content_root: Path
) -> None:
    practice = content_root / "content" / "practice.yml"
    text = practice.read_text(encoding="utf-8").replace("fictional: true", "fictional: false")
    practice.write_text(text.replace("Harbor Lane Counseling", "A & <b>B"), encoding="utf-8")
    page = get(serve()).text
    assert "This is not the site of A &amp; &lt;b&gt;B." in page
    assert "<b>" not in page


def test_nothing_but_its_own_files_may_load(gateway: RunningGateway) -> None:
    headers = get(gateway).headers
    assert headers["content-security-policy"] == POLICY
    assert "default-src 'none'" in POLICY and "unsafe" not in POLICY and "://" not in POLICY
    template = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert (
        " style=" not in template and "<script" not in template and " on" + "click" not in template
    )
    assert {path.suffix for path in FOLDER.iterdir()} == {".html", ".css"}
    style = get(gateway, "/demo/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text and "@import" not in style.text


def test_it_answers_who_asks_for_the_headers_only(gateway: RunningGateway) -> None:
    response = httpx.head(gateway.url, trust_env=False)
    assert response.status_code == 200 and response.content == b""


@pytest.mark.parametrize("path", ["/", "/demo/style.css"])
def test_switched_off_there_is_nothing_but_help(serve: Serve, path: str) -> None:
    response = get(serve(demo_site=False), path)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"
    assert [one["call"] for one in response.json()["help"]["numbers"][:2]] == ["911", "988"]


def test_while_the_content_cannot_be_read_there_is_help(serve: Serve, content_root: Path) -> None:
    (content_root / "content" / "practice.yml").write_text("name: [", encoding="utf-8")
    response = get(serve())
    assert response.status_code == 503
    assert [one["call"] for one in response.json()["help"]["numbers"][:2]] == ["911", "988"]


def open_page(
    browser: Browser, gateway: RunningGateway, size: tuple[int, int], **more: Any
) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(gateway.url)
    return page


@pytest.mark.e2e
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 640), (1280, 900)], ids=["phone", "desktop"])
def test_everybody_can_use_it(
    browser: Browser,
    gateway: RunningGateway,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in widget/")
    page = open_page(browser, gateway, size, color_scheme=scheme, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "rules => axe.run({ runOnly: { type: 'tag', values: rules } })", list(RULES)
    )
    broken = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert broken == []
    assert len(found["passes"]) > 10
    page.context.close()


@pytest.mark.e2e
def test_no_link_leads_nowhere(browser: Browser, gateway: RunningGateway) -> None:
    page = open_page(browser, gateway, (1280, 900))
    missing = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')]
            .filter((one) => !document.getElementById(one.hash.slice(1)))
            .map((one) => one.hash)"""
    )
    assert missing == []
    page.context.close()


@pytest.mark.e2e
def test_without_scripts_the_numbers_are_there(browser: Browser, gateway: RunningGateway) -> None:
    page = open_page(browser, gateway, (320, 640), java_script_enabled=False)
    for address in ("tel:911", "tel:988", "sms:988"):
        expect(page.locator(f"between-sessions a[href='{address}']")).to_be_visible()
    page.context.close()


@pytest.mark.e2e
def test_the_chat_opens_by_its_link_and_the_policy_refuses_nothing(
    browser: Browser, gateway: RunningGateway
) -> None:
    page = open_page(browser, gateway, (1280, 900))
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    expect(page.locator("#launcher")).to_be_visible()
    page.get_by_role("link", name="Ask a question").click()
    expect(page.locator("#panel")).to_be_visible()
    page.locator("#start").click()
    expect(page.locator("#log .said").first).to_be_visible()
    assert wrong == []
    page.context.close()
