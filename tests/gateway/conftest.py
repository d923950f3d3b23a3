"""A gateway on real sockets, with the project's own content and a small topic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.chromium import browser
from tests.e2e.desk import QUICK, Practice, set_hours
from tests.gateway.running import TOKEN, RunningGateway, Serve, Visitor
from tests.gateway.standin import StandIn
from tests.handoff.receivers import Mailbox, Web, mail_server, silent_server, web_server
from tests.small_project import make_small_project

__all__ = ["browser"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is reached directly, whatever the environment says."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def content_root(tmp_path: Path) -> Path:
    """A project folder with the real content but one topic only."""
    return make_small_project(tmp_path / "project")


@pytest.fixture
def engine() -> Iterator[StandIn]:
    """A stand-in for Rasa that answers."""
    standin = StandIn()
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture
def store_timeout() -> float:
    """A patient store, for slow machines; tests that lock the database ask for `[0.3]`."""
    return 5.0


@pytest.fixture
def serve(
    content_root: Path, engine: StandIn, tmp_path: Path, store_timeout: float
) -> Iterator[Serve]:
    """Start gateways, with any setting changed; they are stopped at the end."""
    running: list[RunningGateway] = []

    def start(**changes: Any) -> RunningGateway:
        values: dict[str, Any] = {
            "root": content_root,
            "engine_url": engine.url,
            "database_url": f"sqlite+aiosqlite:///{tmp_path / 'var' / 'gateway.db'}",
            "messages_per_conversation": "1000/minute",
            "messages_per_address": "10000/minute",
            "conversations_per_address": "1000/minute",
            "store_timeout": store_timeout,
            "late_after": 2.0,
        }
        settings = Settings(_env_file=None, **{**values, **changes})
        gateway = RunningGateway(settings).start()
        running.append(gateway)
        return gateway

    yield start
    for gateway in running:
        gateway.stop()


@pytest.fixture
def gateway(serve: Serve) -> RunningGateway:
    """A gateway with the usual settings."""
    return serve()


@pytest.fixture
def visitor(gateway: RunningGateway) -> Visitor:
    """A visitor of that gateway, with a conversation."""
    return Visitor(gateway).begin()


# Somebody to notify


@pytest.fixture
def web() -> Iterator[Web]:
    """The first contact's receiver of notices."""
    with web_server() as found:
        yield found


@pytest.fixture
def other_web() -> Iterator[Web]:
    """That of the second contact, or of who is on call."""
    with web_server() as found:
        yield found


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """The first contact's mailbox."""
    with mail_server() as found:
        yield found


@pytest.fixture
def other_mailbox() -> Iterator[Mailbox]:
    """That of the second contact, or of who is on call."""
    with mail_server() as found:
        yield found


@pytest.fixture
def down() -> str:
    """The URL of a mail server that is down."""
    with silent_server() as port:
        pass
    return Mailbox(port).url


@pytest.fixture
def telling(serve: Serve, web: Web) -> RunningGateway:
    """A gateway that has a token, and somebody to tell."""
    return serve(internal_token=TOKEN, notify_urls=(web.url,))


@pytest.fixture
def open_practice(content_root: Path, serve: Serve) -> Callable[..., Practice]:
    """Opens a practice with staff at the console, or a closed one; any setting may be changed."""

    def opened(*, is_open: bool = True, **changes: Any) -> Practice:
        set_hours(content_root, is_open=is_open)
        return Practice(serve(**{**QUICK, **changes}))

    return opened
