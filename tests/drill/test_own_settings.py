"""The settings of the drill's own system."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.drill.mail import Receiver
from bot.drill.own_settings import OwnSettings, chosen, clean, written
from bot.drill.processes import Processes
from bot.settings import Settings


def test_what_the_operator_has_set_reaches_no_process_of_the_drill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_NOTIFY_URLS", '["json://real.example"]')
    monkeypatch.setenv("BETWEEN_SESSIONS_HOST", "0.0.0.0")
    monkeypatch.setenv("BETWEEN_SESSIONS_SOMETHING", "else")
    settings = chosen(tmp_path, "sqlite+aiosqlite:///x.db", "key", Receiver())
    settings.pop("data_keys")
    environment = Processes(tmp_path, settings).environment
    assert environment["BETWEEN_SESSIONS_HOST"] == "127.0.0.1"
    assert "BETWEEN_SESSIONS_SOMETHING" not in environment
    assert not any("real.example" in value for value in environment.values())
    assert OwnSettings(root=tmp_path).notify_urls == ()


def test_the_gateway_reads_what_is_written_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = Receiver()
    settings = chosen(tmp_path, "sqlite+aiosqlite:///x.db", "key", receiver)
    settings.pop("data_keys")
    for name, value in Processes(tmp_path, settings).environment.items():
        monkeypatch.setenv(name, value)
    read = Settings(_env_file=None)
    assert read.notify_urls == (receiver.url("first"),)
    assert read.notify_second_urls == (receiver.url("second"),)
    assert read.notify_on_call_urls == (receiver.url("on_call"),)
    assert read.desk_missed_seconds < 60
    assert (read.root, read.port) == (tmp_path, settings["port"])


def test_every_setting_of_the_drill_is_one(tmp_path: Path) -> None:
    settings = chosen(tmp_path, "sqlite+aiosqlite:///x.db", "key", Receiver())
    assert set(settings) <= set(Settings.model_fields)


def test_an_environment_is_kept_but_for_what_is_ours() -> None:
    given = {
        "PATH": "/bin",
        "BETWEEN_SESSIONS_PORT": "1",
        "PYTHONPATH": "/x",
        "ASSISTANT_FOLDER": "/",
    }
    assert clean(given) == {"PATH": "/bin"}


def test_lists_are_written_as_json() -> None:
    assert json.loads(written(("a", "b"))) == ["a", "b"]
    assert written(3.0) == "3.0"
