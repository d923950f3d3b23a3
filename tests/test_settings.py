"""The settings, and what is said of one that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import ROOT, Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BETWEEN_SESSIONS_PORT", "s3cret"),
        ("BETWEEN_SESSIONS_ALLOWED_ORIGINS", "s3cret"),
        ("BETWEEN_SESSIONS_DEMO_SITE", "s3cret"),
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


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("https://www.example.org/", "https://www.example.org"),
        ("HTTPS://WWW.Example.org:443", "https://www.example.org"),
        ("https://xn--fiqs8s.example", "https://xn--fiqs8s.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:80", "http://localhost"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_an_allowed_origin_is_kept_as_a_browser_sends_it(given: str, kept: str) -> None:
    assert Settings(_env_file=None, allowed_origins=(given,)).allowed_origins == (kept,)


@pytest.mark.parametrize(
    "wrong",
    [
        "*",
        "null",
        "",
        "www.example.org",
        "https://",
        "https://www.example.org/contact",
        "https://www.example.org?a=b",
        "https://user@www.example.org",
        "https://www.example.org:99999",
        "https://www.example.org,https://example.org",
        "https://exämple.org",
        "ftp://www.example.org",
    ],
)
def test_what_is_no_origin_is_refused_by_its_name(wrong: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Settings(_env_file=None, allowed_origins=("https://www.example.org", wrong))
    (error,) = raised.value.errors()
    assert repr(wrong) in error["msg"] and "https://www.example.org, without a path" in error["msg"]


def test_an_origin_that_cannot_be_used_is_named_before_anything_starts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.gateway"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BETWEEN_SESSIONS_ALLOWED_ORIGINS": '["https://clinic.example/contact"]',
        },
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "BETWEEN_SESSIONS_ALLOWED_ORIGINS" in done.stderr
    assert "'https://clinic.example/contact' is not the origin of a website" in done.stderr
