"""The launcher itself, as people call it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import commands
from bot.setup.paths import ROOT

ASSISTANT = ROOT / "assistant"


def call(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ASSISTANT, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **changes},
        cwd="/",
    )


def test_help_lists_the_commands_of_both_environments_with_what_they_do() -> None:
    result = call("--help")
    assert result.returncode == 0
    known = commands.find()
    assert {"run", "train", "check", "rasa", "status", "stop", "restart", "setup"} <= known.keys()
    for command in known.values():
        assert re.search(
            rf"^  {command.name} +{re.escape(command.help)}$", result.stdout, re.MULTILINE
        )


def test_without_a_command_it_shows_the_same() -> None:
    assert call().stdout == call("--help").stdout


def test_an_unknown_command_is_a_wrong_call_and_shows_what_there_is() -> None:
    result = call("fly")
    assert result.returncode == 2
    assert "there is no command 'fly'" in result.stderr
    assert "  train " in result.stderr


@pytest.mark.parametrize("name", sorted(commands.find()))
def test_every_command_has_help(name: str) -> None:
    result = call(name, "--help")
    assert result.returncode == 0, result.stderr
    assert "usage:" in result.stdout.lower()


def test_rasas_own_options_reach_rasa_unchanged() -> None:
    result = call("rasa", "train", "--help")
    assert result.returncode == 0, result.stderr
    assert "--fixed-model-name" in result.stdout


def test_without_python_3_11_it_says_how_to_get_it(tmp_path: Path) -> None:
    shutil.copy(ASSISTANT, tmp_path / "assistant")
    for tool in ("sh", "dirname", "readlink", "cat"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    result = subprocess.run(
        [tmp_path / "assistant", "run"], capture_output=True, text=True, env={"PATH": str(tmp_path)}
    )
    assert result.returncode == 1
    assert "Python 3.11 is needed" in result.stderr
    assert "Traceback" not in result.stderr
