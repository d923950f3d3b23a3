"""A practice with a desk in this process, and a phone with its chat open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chat import open_chat
from tests.e2e.desk import QUICK, Colleague, Practice, set_hours
from tests.gateway.conftest import content_root, mailbox, serve, store_timeout
from tests.gateway.running import Serve
from tests.handoff.receivers import Mailbox

__all__ = ["content_root", "mailbox", "serve", "store_timeout"]


@pytest.fixture
def root(content_root: Path, request: pytest.FixtureRequest) -> Path:
    """The project's folder, of a practice that is open, unless a test says otherwise."""
    set_hours(content_root, is_open=getattr(request, "param", True))
    return content_root


@pytest.fixture
def practice(mailbox: Mailbox, root: Path, serve: Serve) -> Practice:
    """A practice with staff and somebody to notify."""
    # Late as by default: nothing here is about late answers.
    return Practice(serve(notify_urls=(mailbox.url,), late_after=3.5, **QUICK))


@pytest.fixture
def ana(practice: Practice) -> Colleague:
    """Ana Ruiz at the console."""
    return practice.sign_in("ana")


@pytest.fixture
def context(browser: Browser, practice: Practice) -> Iterator[BrowserContext]:
    """A narrow phone; no error and no other site may appear on its pages."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.set_default_timeout(15_000)
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "console", lambda m: problems.append(m.text) if "Content Security" in m.text else None
    )
    addresses: set[str] = set()
    context.on("request", lambda request: addresses.add(request.url.removeprefix("blob:")))
    yield context
    context.close()
    assert problems == []
    assert {one for one in addresses if not one.startswith(practice.gateway.url)} == set()


@pytest.fixture
def page(context: BrowserContext, practice: Practice) -> Page:
    """The chat, with a conversation."""
    page = context.new_page()
    open_chat(page, practice.gateway.url)
    return page
