"""One set of real processes for most tests; a browser for those that look at the widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.content.library import Library, load_library
from tests.chat import open_chat
from tests.chromium import browser
from tests.e2e.assistant import PARTS, Assistant, make_root
from tests.gateway.conftest import engine
from tests.gateway.running import Visitor

__all__ = ["browser", "engine"]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The three processes, for all tests."""
    assistant = Assistant(make_root(tmp_path_factory.mktemp("assistant") / "project"))
    try:
        assistant.start(*PARTS)
        yield assistant
    finally:
        assistant.stop(*PARTS)


@pytest.fixture
def assistant(running: Assistant) -> Iterator[Assistant]:
    """The assistant, whole before each test and after it."""
    running.restore()
    yield running
    while running.clients:
        running.clients.pop().close()
    running.restore()


@pytest.fixture(scope="session")
def library(running: Assistant) -> Library:
    """The content as it was at the start."""
    return load_library(running.root)


@pytest.fixture
def arrive(assistant: Assistant) -> Callable[[], Visitor]:
    """Brings a visitor with a new conversation."""
    return lambda: Visitor(assistant).begin()  # type: ignore[arg-type]


@pytest.fixture
def visitor(arrive: Callable[[], Visitor]) -> Visitor:
    """A visitor with a new conversation."""
    return arrive()


@pytest.fixture
def console() -> list[str]:
    """What the browser complained about."""
    return []


@pytest.fixture
def page(browser: Browser, assistant: Assistant, console: list[str]) -> Iterator[Page]:
    """The chat on the demo site, open and begun."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: console.append(str(error)))
    page.on("console", lambda m: console.append(m.text) if m.type == "error" else None)
    open_chat(page, assistant.url)
    yield page
    context.close()
