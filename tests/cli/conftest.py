"""Databases of both kinds, and settings that name one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import settings as settings_module
from tests.databases import postgres_server, url

__all__ = ["postgres_server", "url"]


@pytest.fixture
def use_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Let the commands use a database, in a folder of this test's own."""

    def use(url: str) -> None:
        monkeypatch.setenv("BETWEEN_SESSIONS_DATABASE_URL", url)
        monkeypatch.setenv("BETWEEN_SESSIONS_ROOT", str(tmp_path))
        settings_module.settings.cache_clear()

    yield use
    settings_module.settings.cache_clear()
