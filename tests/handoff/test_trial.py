"""An operator tries the receivers: `python -m bot.handoff`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.handoff.receivers import Mailbox, Web

SECRET = "json://user:s3cret@127.0.0.1:9/"


def trial(folder: Path, *urls: str, **others: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "BETWEEN_SESSIONS_NOTIFY_URLS": json.dumps(urls),
        **{f"BETWEEN_SESSIONS_NOTIFY_{key}": json.dumps([url]) for key, url in others.items()},
    }
    return subprocess.run(
        [sys.executable, "-m", "bot.handoff"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_each_receiver_gets_a_test_that_alarms_nobody(
    tmp_path: Path, mailbox: Mailbox, web: Web
) -> None:
    done = trial(tmp_path, mailbox.url, web.url)
    assert done.returncode == 0 and done.stdout.count(": sent") == 2
    assert "Nobody is in danger" in mailbox.text()
    assert "Nobody is in danger" in web.bodies[0]["message"]


def test_it_says_which_receiver_did_not_take_it_and_not_its_url(tmp_path: Path, web: Web) -> None:
    done = trial(tmp_path, web.url, SECRET, "nosuch://s3cret/")
    assert done.returncode == 1
    assert "Receiver 1 of 3, first contact: sent" in done.stdout
    assert "Receiver 2 of 3, first contact: NOT SENT" in done.stdout
    assert "Receiver 3 of 3, first contact: NOT SENT" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr


def test_the_second_contact_and_who_is_on_call_get_theirs(tmp_path: Path, web: Web) -> None:
    done = trial(tmp_path, web.url, SECOND_URLS=web.url, ON_CALL_URLS=SECRET)
    assert done.returncode == 1 and len(web.bodies) == 2
    assert "Receiver 1 of 1, second contact: sent" in done.stdout
    assert "Receiver 1 of 1, on call: NOT SENT" in done.stdout


def test_without_receivers_it_says_so(tmp_path: Path) -> None:
    done = trial(tmp_path)
    assert done.returncode == 1 and "nobody would be told" in done.stdout


@pytest.mark.parametrize("value", ["s3cret", '"s3cret"', '{"s3cret": 1}'])
def test_a_setting_that_cannot_be_read_is_named_and_not_quoted(tmp_path: Path, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.handoff"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BETWEEN_SESSIONS_NOTIFY_URLS": value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1 and "notify_urls" in done.stderr.lower()
    assert "s3cret" not in done.stderr and "Traceback" not in done.stderr
