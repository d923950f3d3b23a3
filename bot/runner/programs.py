"""The three programs: how each is started, where it listens, and how it says that it is ready."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.setup.errors import SetupError
from bot.setup.paths import python_of

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Program:
    """A program that the runner keeps running.

    Attributes:
        title: what people call it.
        ready_url: answers 200 once it works.
        setting: the environment variable that moves it to another port.
    """

    name: str
    title: str
    command: tuple[str, ...]
    host: str
    port: int
    ready_url: str
    setting: str


def programs(settings: Settings) -> tuple[Program, ...]:
    """The programs, in the order in which they are started.

    Raises:
        SetupError: the engine is set to run on another machine.
    """
    engine = urlsplit(settings.engine_url)
    if engine.hostname not in LOOPBACK:
        raise SetupError(
            f"BETWEEN_SESSIONS_ENGINE_URL names another machine ({engine.hostname}), and `run` starts the engine "
            "on this one. Leave the setting out, or start the gateway alone: .venv/app/bin/python -m bot.gateway"
        )
    engine_port = engine.port or 80
    reached_at = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    python = str(python_of("engine"))
    return (
        Program(
            name="engine",
            title="engine",
            command=(
                *(python, "-m", "bot.engine", "run", "-i", "127.0.0.1", "-p", str(engine_port)),
                *(
                    "--model",
                    "models",
                    "--endpoints",
                    "endpoints.yml",
                    "--credentials",
                    "credentials.yml",
                ),
            ),
            host="127.0.0.1",
            port=engine_port,
            ready_url=f"{settings.engine_url}/webhooks/between_sessions/health",
            setting="BETWEEN_SESSIONS_ENGINE_URL",
        ),
        Program(
            name="actions",
            title="action server",
            command=(
                python,
                "-m",
                "bot.engine",
                "run",
                "actions",
                "--port",
                str(settings.actions_port),
            ),
            host="127.0.0.1",
            port=settings.actions_port,
            ready_url=f"http://127.0.0.1:{settings.actions_port}/health",
            setting="BETWEEN_SESSIONS_ACTIONS_PORT",
        ),
        Program(
            name="gateway",
            title="gateway",
            command=(str(python_of("app")), "-m", "bot.gateway"),
            host=settings.host,
            port=settings.port,
            ready_url=f"http://{_bracketed(reached_at)}:{settings.port}/healthz",
            setting="BETWEEN_SESSIONS_PORT",
        ),
    )


def environment(settings: Settings) -> dict[str, str]:
    """What the programs must be told for them to find each other."""
    return {
        "BETWEEN_SESSIONS_PORT": str(settings.port),
        "BETWEEN_SESSIONS_ENGINE_URL": settings.engine_url,
        "BETWEEN_SESSIONS_ACTIONS_PORT": str(settings.actions_port),
        "BETWEEN_SESSIONS_GATEWAY_URL": address(settings),
        # By it the gateway knows the action server. Another one at each start, and written nowhere.
        "BETWEEN_SESSIONS_INTERNAL_TOKEN": settings.internal_token or secrets.token_urlsafe(32),
        "PYTHONUNBUFFERED": "1",
    }


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the page."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://{_bracketed(host)}:{settings.port}"


def with_free_port(settings: Settings) -> Settings:
    """Replaces port 0 by one that is free."""
    if settings.port:
        return settings
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.bind((settings.host, 0))
        return settings.model_copy(update={"port": probe.getsockname()[1]})


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
