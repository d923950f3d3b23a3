"""A gateway on real sockets, with the project's own content and a small topic."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT, Settings
from tests.gateway.running import RunningGateway, Visitor
from tests.gateway.standin import StandIn

TOPIC = """\
version: "3.1"
nlu:
  - intent: faq/text_therapist
    examples: |
      - can I text
responses:
  utter_faq/text_therapist:
    - text: Ask first.
      metadata:
        title: Texting
        sources:
          - citation: 45 CFR 164.522(b)
            name: HIPAA
            basis: rule
        reviewed_on: 2026-11-22
        review_by: 2027-05-22
        related: []
"""


@pytest.fixture
def content_root(tmp_path: Path) -> Path:
    """A project folder with the real content but one topic only."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "content", root / "content")
    topic = root / "data" / "nlu" / "contact" / "text_therapist.yml"
    topic.parent.mkdir(parents=True)
    topic.write_text(TOPIC)
    return root


@pytest.fixture
def engine() -> Iterator[StandIn]:
    """A stand-in for Rasa that answers."""
    standin = StandIn()
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture
def serve(content_root: Path, engine: StandIn, tmp_path: Path) -> Iterator[Callable[..., Any]]:
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
            "store_timeout": 0.3,
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
def gateway(serve: Callable[..., RunningGateway]) -> RunningGateway:
    """A gateway with the usual settings."""
    return serve()


@pytest.fixture
def visitor(gateway: RunningGateway) -> Visitor:
    """A visitor of that gateway, with a conversation."""
    return Visitor(gateway).begin()
