"""A practice with its website on one origin and its gateway on another, and browsers that visit it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.content.library import Library, load_library
from bot.settings import ROOT, Settings
from tests.chromium import browser
from tests.e2e.desk import QUICK, Colleague, Practice, set_hours
from tests.gateway.conftest import no_proxy
from tests.gateway.running import RunningGateway
from tests.handoff.receivers import Web, web_server
from tests.widget.answering import Answering
from tests.widget.chat import LEFT, Chat
from tests.widget.sites import Site, document, snippet

__all__ = ["browser", "no_proxy"]
PATIENCE_MS = 15_000
GENEROUS = {
    "messages_per_conversation": "1000000/minute",
    "messages_per_address": "1000000/minute",
    "conversations_per_address": "1000000/minute",
    "desk_requests_per_conversation": "1000000/minute",
    "desk_requests_per_address": "1000000/minute",
    "store_timeout": 5.0,
}
Visit = Callable[..., Chat]
"""Opens a page of the site in a window of its own: its path, and what the window is like."""


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """This machine may be busy."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The practice's website, with nothing on it yet."""
    found = Site()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def library() -> Library:
    """The project's content."""
    return load_library(ROOT)


@pytest.fixture(scope="module")
def engine(library: Library) -> Iterator[Answering]:
    """What answers in Rasa's place."""
    found = Answering(library)
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content, of a practice that is open."""
    return make_content(tmp_path_factory.mktemp("widget"))


def make_content(folder: Path) -> Path:
    """Copy the content, and open the practice."""
    for name in ("content", "data"):
        shutil.copytree(ROOT / name, folder / name)
    set_hours(folder, is_open=True)
    return folder


@pytest.fixture(scope="module")
def notices() -> Iterator[Web]:
    """Somebody who is told of danger."""
    with web_server() as found:
        yield found


def settings_for(root: Path, engine: Answering, site: Site, notices: Web) -> Settings:
    """The gateway's: the site may use its API, and all of it is quick."""
    settings: dict[str, Any] = {
        "root": root,
        "engine_url": engine.url,
        "database_url": f"sqlite+aiosqlite:///{root / 'gateway.db'}",
        "allowed_origins": (site.url,),
        "notify_urls": (notices.url,),
        **GENEROUS,
        **QUICK,
    }
    return Settings(_env_file=None, **settings)


@pytest.fixture(scope="module")
def gateway(root: Path, engine: Answering, site: Site, notices: Web) -> Iterator[RunningGateway]:
    """The gateway, which lets that site use its API."""
    found = RunningGateway(settings_for(root, engine, site, notices)).start()
    site.put("/", document(snippet(found.url)))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def practice(gateway: RunningGateway) -> Practice:
    """The practice with its staff."""
    return Practice(gateway)


@pytest.fixture(scope="module")
def ana(practice: Practice) -> Colleague:
    """Ana Ruiz at the console."""
    return practice.sign_in("ana")


class Windows:
    """Browser windows of visitors, and whatever goes wrong in them."""

    def __init__(self, browser: Browser, *origins: str) -> None:
        """Watch for requests to other origins than these, and for anything broken or blocked."""
        self._browser = browser
        self._origins = origins
        self._contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def open(self, **options: Any) -> BrowserContext:
        """A window, with storage of its own; beyond this machine there is only an empty page."""
        options = {"viewport": {"width": 1280, "height": 800}, **options}
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        context.route(
            lambda url: not url.startswith("http://127.0.0.1"),
            lambda route: route.fulfill(status=200, body="elsewhere"),
        )
        context.on("weberror", lambda error: self.wrong.append(str(error.error)))
        context.on("console", lambda message: self._look_at(message.text))
        context.on("request", lambda request: self._follow(request.url))
        self._contexts.append(context)
        return context

    def _look_at(self, text: str) -> None:
        if any(sign in text for sign in ("Content Security", "Trusted", "integrity")):
            self.wrong.append(text)

    def _follow(self, url: str) -> None:
        if not url.startswith((*self._origins, "blob:", "data:", LEFT)):
            self.wrong.append(url)

    def close(self) -> None:
        """Close them."""
        while self._contexts:
            self._contexts.pop().close()


@pytest.fixture
def windows(browser: Browser, site: Site, gateway: RunningGateway) -> Iterator[Windows]:
    """Windows in which nothing may break, be blocked, or go to another site."""
    found = Windows(browser, site.url, gateway.url)
    yield found
    found.close()
    assert found.wrong == []


@pytest.fixture
def visit(windows: Windows, site: Site, engine: Answering) -> Iterator[Visit]:
    """Opens a page of the site in a new window."""

    def opened(path: str = "/", **options: Any) -> Chat:
        page: Page = windows.open(**options).new_page()
        page.goto(site.url + path)
        return Chat(page)

    yield opened
    engine.gate.set()


@pytest.fixture
def chat(visit: Visit) -> Chat:
    """The usual page on a desktop, with the launcher on it."""
    return visit()
