"""What `./assistant run` does before anything is started."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot import settings as settings_module
from bot.cli import run
from bot.runner import foreground, ports
from bot.setup import data_key, environments
from bot.setup.errors import SetupError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of its own, in which it ends where it would make the engine's environment."""

    def no_further(name: str) -> None:
        raise SetupError("as far as this test goes")

    monkeypatch.setattr(foreground, "only_one", lambda _: nullcontext())
    monkeypatch.setattr(ports, "require_free", lambda _: None)
    monkeypatch.setattr(environments, "ensure", no_further)
    monkeypatch.setenv("BETWEEN_SESSIONS_ROOT", str(tmp_path))
    monkeypatch.delenv("BETWEEN_SESSIONS_DATA_KEYS", raising=False)
    settings_module.settings.cache_clear()
    yield tmp_path
    settings_module.settings.cache_clear()


def started() -> None:
    with pytest.raises(SetupError, match="as far as this test goes"):
        run.run(argparse.Namespace())


def test_it_makes_a_data_key_that_only_its_owner_can_read_and_says_so(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started()
    path = root / "var" / "data.key"
    assert path.stat().st_mode & 0o777 == 0o600
    said = capsys.readouterr().err
    assert f"Made {path}" in said and "BETWEEN_SESSIONS_DATA_KEYS" in said
    keys = data_key.keys_of(settings_module.settings())
    assert len(keys) == 1 and keys[0] not in said
    started()
    assert "Made" not in capsys.readouterr().err
    assert data_key.keys_of(settings_module.settings()) == keys


def test_with_a_key_that_is_set_it_makes_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_DATA_KEYS", f'["{Fernet.generate_key().decode()}"]')
    settings_module.settings.cache_clear()
    started()
    assert not (root / "var").exists()
