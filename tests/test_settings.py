"""The settings, and what is said of one that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BETWEEN_SESSIONS_PORT", "s3cret"),
        ("BETWEEN_SESSIONS_ALLOWED_ORIGINS", "s3cret"),
        ("BETWEEN_SESSIONS_NOTIFY_URLS", "s3cret"),
        ("BETWEEN_SESSIONS_NOTIFY_URLS", '["mailto://a:b@c", {"s3cret": 5}]'),
        ("BETWEEN_SESSIONS_INTERNAL_TOKEN", "s3cret"),
        ("BETWEEN_SESSIONS_NOTIFY_LINK", "s3cret"),
    ],
)
def test_a_setting_that_cannot_be_used_gets_a_plain_message(
    tmp_path: Path, name: str, value: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.gateway"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), name: value},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert name.removeprefix("BETWEEN_SESSIONS_").lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr and value not in done.stderr
