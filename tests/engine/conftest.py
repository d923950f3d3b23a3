"""One small project, trained once by the real command line, and what runs on it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.engine.start import prepare

prepare()

from tests.engine.project import Project, make_project  # noqa: E402
from tests.engine.running import engine, free_port, serving  # noqa: E402


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def model(project: Project) -> Path:
    """The trained model's archive."""
    trained = engine(project.root, "train", "--fixed-model-name", "small", "--quiet")
    assert trained.returncode == 0, trained.stdout + trained.stderr
    return project.root / "models" / "small.tar.gz"


@pytest.fixture(scope="session")
def agent(project: Project, model: Path) -> Any:
    """The model in this process, with nobody behind its action endpoint."""
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints

    path = project.endpoints(free_port(), project.root / "var" / "in_process.db")
    endpoints = AvailableEndpoints.read_endpoints(str(path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa's about domains of older versions
        return asyncio.run(load_agent(str(model), endpoints=endpoints))


@pytest.fixture
def talk(agent: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says something to the model, with an action server at a port."""

    async def talk(port: int, conversation: str, text: str, **metadata: Any) -> Any:
        endpoint = agent.processor.action_endpoint
        monkeypatch.setattr(endpoint, "url", f"http://127.0.0.1:{port}/webhook")
        from rasa.core.channels.channel import UserMessage

        from bot.engine.channel import Collector

        collector = Collector()
        message = UserMessage(text, collector, conversation, metadata=metadata)
        await agent.handle_message(message)
        return collector.replies

    return talk


@dataclass(frozen=True)
class Server:
    """A running Rasa."""

    url: str
    log: Path
    project: Project

    @property
    def channel(self) -> str:
        return f"{self.url}/webhooks/between_sessions"


@pytest.fixture(scope="session")
def server(project: Project, model: Path) -> Iterator[Server]:
    """`rasa run --debug` as the runner starts it, but with every log line it can write."""
    port, actions = free_port(), free_port()
    log = project.root / "server.log"
    running = Server(f"http://127.0.0.1:{port}", log, project)
    arguments = (
        *("run", "-i", "127.0.0.1", "-p", str(port), "--model", str(model), "--debug"),
        *("--endpoints", str(project.endpoints(actions)), "--credentials", "credentials.yml"),
    )
    with serving(project.root, log, f"{running.channel}/health", *arguments):
        yield running
