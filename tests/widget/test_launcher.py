"""The launcher on the page: what it costs, where it stands, and how the chat is opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request, Route, expect

from bot.gateway import widget_files
from tests.gateway.running import RunningGateway
from tests.widget.chat import Chat, frames
from tests.widget.conftest import Visit, Windows
from tests.widget.sites import PARAGRAPH, Site, document, snippet

pytestmark = pytest.mark.e2e
FILE = "/widget/between-sessions.js"
# What moved on the page by itself, from its first moment on.
SHIFTS = """
    window.moved = 0;
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) window.moved += one.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
# Where everything on the page stands.
PLACES = """() => [...document.querySelectorAll("h1, main p, main a")].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height];
})"""
EVENTS = """
    window.told = [];
    for (const name of ["ready", "open", "close", "error"]) {
        document.addEventListener(`between-sessions:${name}`, (event) => window.told.push({
            name, detail: JSON.stringify(event.detail ?? null), tag: event.target.localName,
            bubbles: event.bubbles, composed: event.composed,
        }));
    }
"""


def asked_for(page: Page, gateway: RunningGateway) -> list[str]:
    """The paths that the page will have asked the gateway for."""
    paths: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith(gateway.url):
            paths.append(urlsplit(request.url).path)

    page.on("request", note)
    return paths


def told(page: Page) -> list[dict[str, Any]]:
    """The events that have reached the document."""
    found: list[dict[str, Any]] = page.evaluate("window.told")
    return found


def put(
    site: Site, gateway: RunningGateway, path: str, attributes: str, page: str = 'lang="en"'
) -> str:
    """A page whose element has these attributes; returns its path."""
    site.put(path, document(snippet(gateway.url, attributes), attributes=page))
    return path


def test_nothing_but_its_own_file_is_asked_for_before_it_is_opened(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    page = windows.open().new_page()
    paths = asked_for(page, gateway)
    page.goto(site.url, wait_until="networkidle")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    assert paths == [FILE]
    chat.open()
    expect(chat.start_button).to_be_visible()
    panel = f"/widget/{widget_files.load().panel.name}"
    assert paths.count(panel) == 1
    assert set(paths) == {FILE, panel, "/v1/widget"}


def test_it_moves_nothing_on_the_page(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    site.put("/long", document(PARAGRAPH * 3 + snippet(gateway.url) + PARAGRAPH * 60))
    page = windows.open().new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{site.url}/long", wait_until="networkidle")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    frames(page, 5)
    assert page.evaluate("window.moved") == 0
    before = page.evaluate(PLACES)
    assert len(before) > 60
    chat.open()
    expect(chat.start_button).to_be_visible()
    assert page.evaluate(PLACES) == before


def test_what_the_element_holds_stands_where_it_stood(visit: Visit, windows: Windows) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    after = chat.page.evaluate(PLACES)
    chat.page.route(f"**{FILE}", lambda route: route.abort())
    chat.page.reload()
    expect(chat.launcher).to_have_count(0)
    assert chat.page.evaluate(PLACES) == after
    assert len(after) > 4


def test_a_link_opens_it(visit: Visit, site: Site, gateway: RunningGateway) -> None:
    site.put("/link", document('<a href="#ask">Ask us</a>' + snippet(gateway.url)))
    chat = visit("/link")
    expect(chat.launcher).to_be_visible()
    chat.page.get_by_role("link", name="Ask us").click()
    expect(chat.first_title).to_be_focused()
    at_load = visit("/link#ask")
    expect(at_load.start_button).to_be_visible()
    elsewhere = visit("/link#other")
    expect(elsewhere.launcher).to_be_visible()
    expect(elsewhere.panel).to_have_count(0)


def test_the_link_can_be_another_one(visit: Visit, site: Site, gateway: RunningGateway) -> None:
    path = put(site, gateway, "/open-on", 'open-on="#talk"')
    chat = visit(f"{path}#ask")
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_have_count(0)
    chat.page.evaluate("location.hash = '#talk'")
    expect(chat.start_button).to_be_visible()


@pytest.mark.parametrize(
    ("attributes", "page", "words"),
    [
        ('label="Ask Harbor Lane"', 'lang="en"', "Ask Harbor Lane"),
        ('language="es"', 'lang="en"', "¿Preguntas sobre la terapia?"),
        ("", 'lang="es-MX"', "¿Preguntas sobre la terapia?"),
        ('language="en"', 'lang="es"', "Questions about therapy?"),
        ("", 'lang="fr"', "Questions about therapy?"),
    ],
    ids=["label", "language", "page", "both", "neither"],
)
def test_its_words(
    visit: Visit, site: Site, gateway: RunningGateway, attributes: str, page: str, words: str
) -> None:
    chat = visit(put(site, gateway, "/words", attributes, page))
    expect(chat.page.get_by_role("button", name=words)).to_be_visible()
    chat.open()
    spanish = words.startswith("¿")
    expect(chat.start_button).to_have_text("Empezar" if spanish else "Start")


@pytest.mark.parametrize(("position", "left"), [("bottom-left", True), ("bottom-right", False)])
def test_its_corner(
    visit: Visit, site: Site, gateway: RunningGateway, position: str, left: bool
) -> None:
    chat = visit(put(site, gateway, f"/{position}", f'position="{position}"'))
    expect(chat.launcher).to_be_in_viewport(ratio=1)
    for part in (chat.launcher, chat.open().panel):
        place = part.bounding_box()
        assert place is not None
        assert (place["x"] + place["width"] / 2 < 640) is left
    expect(chat.panel).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_theme(visit: Visit, site: Site, gateway: RunningGateway, theme: str) -> None:
    scheme: Any = "dark" if theme == "light" else "light"
    path = put(site, gateway, f"/{theme}", f'theme="{theme}"')
    themed = visit(path, color_scheme=scheme).open()
    light = """(one) => {
        const [r, g, b] = getComputedStyle(one).backgroundColor.match(/[\\d.]+/g).map(Number);
        return r + g + b > 3 * 128;
    }"""
    assert themed.panel.evaluate(light) is (theme == "light")


def test_it_can_be_given_another_server(visit: Visit, site: Site, gateway: RunningGateway) -> None:
    launcher = httpx.get(gateway.url + FILE, trust_env=False).text
    site.put("/copy.js", launcher, Content_Type="text/javascript; charset=utf-8")
    own = f'<between-sessions server="{gateway.url}"></between-sessions>'
    site.put("/server", document(own + '<script src="/copy.js"></script>'))
    chat = visit("/server").start()
    expect(chat.ask("hello")).to_contain_text("An answer to: hello")


def test_a_script_can_use_it_and_is_told_nothing_that_a_visitor_wrote(
    windows: Windows, site: Site
) -> None:
    page = windows.open().new_page()
    page.add_init_script(EVENTS)
    page.goto(site.url)
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    assert chat.host.evaluate("(one) => one.isOpen") is False
    chat.host.evaluate("(one) => one.ask('a text from the page')")
    expect(chat.entry).to_have_value("a text from the page")
    assert chat.host.evaluate("(one) => one.isOpen") is True
    # It never sends.
    expect(chat.visitor).to_have_count(0)
    chat.start_button.click()
    chat.has_begun()
    expect(chat.visitor).to_have_count(0)
    chat.ask("a secret word")
    chat.host.evaluate("(one) => one.close()")
    expect(chat.panel).to_be_hidden()
    assert chat.host.evaluate("(one) => one.isOpen") is False
    chat.host.evaluate("(one) => one.open()")
    expect(chat.panel).to_be_visible()
    events = told(page)
    assert [one["name"] for one in events] == ["ready", "open", "close", "open"]
    for one in events:
        assert one["bubbles"] and one["composed"] and one["tag"] == "between-sessions"
        assert "secret" not in one["detail"] and "text" not in one["detail"]


def test_only_the_first_element_of_a_page_is_a_chat(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    site.put("/two", document(snippet(gateway.url) + snippet(gateway.url)))
    page = windows.open().new_page()
    warnings: list[str] = []
    page.on("console", lambda one: warnings.append(one.text) if one.type == "warning" else None)
    page.goto(f"{site.url}/two", wait_until="networkidle")
    chat = Chat(page)
    expect(chat.launcher).to_have_count(1)
    assert len([one for one in warnings if "between-sessions" in one]) == 1
    expect(page.locator("between-sessions a[href='tel:911']")).to_have_count(2)
    expect(page.locator("between-sessions").nth(1)).to_be_visible()
    chat.start()


COLOURS = "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"


def test_its_colours_can_be_chosen(visit: Visit, site: Site, gateway: RunningGateway) -> None:
    chosen = (
        'style="--bs-accent: rgb(122, 0, 38); --bs-on-accent: rgb(255, 255, 255)" theme="light"'
    )
    chat = visit(put(site, gateway, "/colours", chosen)).open()
    expect(chat.start_button).to_be_visible()
    assert chat.start_button.evaluate(COLOURS) == ["rgb(122, 0, 38)", "rgb(255, 255, 255)"]


def test_colours_that_cannot_be_read_are_not_used(
    windows: Windows, site: Site, gateway: RunningGateway
) -> None:
    wrong = 'style="--bs-accent: rgb(255, 255, 0); --bs-on-accent: rgb(255, 255, 255)"'
    path = put(site, gateway, "/wrong", wrong)
    page = windows.open().new_page()
    warnings: list[str] = []
    page.on("console", lambda one: warnings.append(one.text) if one.type == "warning" else None)
    page.goto(site.url + path)
    chat = Chat(page).open()
    expect(chat.start_button).to_be_visible()
    assert "rgb(255, 255, 0)" not in chat.start_button.evaluate(COLOURS)
    assert [one for one in warnings if "accent" in one and "4.5" in one] != []


def test_a_chat_that_was_tampered_with_does_not_run(windows: Windows, site: Site) -> None:
    page = windows.open().new_page()
    page.add_init_script(EVENTS)

    def tamper(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + "\nwindow.tampered = true;")

    page.route("**/widget/panel.*", tamper)
    page.goto(site.url)
    chat = Chat(page)
    chat.launcher.click()
    expect(page.get_by_text("cannot be reached right now")).to_be_visible()
    assert page.evaluate("window.tampered") is None
    assert "error" in [one["name"] for one in told(page)]
    # That the browser says so is what is wanted.
    assert any("integrity" in one for one in windows.wrong)
    windows.wrong.clear()
