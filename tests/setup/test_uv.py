import sys
from pathlib import Path

import pytest

from bot.setup import uv
from bot.setup.errors import SetupError


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder without uv, and nothing on the PATH."""
    monkeypatch.setattr(uv, "OWN", tmp_path / ".uv")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return tmp_path


def test_a_recent_uv_on_the_path_is_taken(project: Path) -> None:
    found = script(project / "path" / "uv", "echo 'uv 0.9.1 (abc)'")
    assert uv.find() == found
    assert not uv.OWN.exists()


def test_the_projects_own_uv_is_taken_when_the_one_on_the_path_is_too_old(project: Path) -> None:
    script(project / "path" / "uv", "echo 'uv 0.1.0'")
    own = script(project / ".uv" / "bin" / "uv", "echo 'uv 0.13.9'")
    assert uv.find() == own


def test_without_any_uv_the_locked_one_is_installed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def install(command: list[object], what: str) -> None:
        calls.append([str(part) for part in command])
        script(project / ".uv" / "bin" / "uv", "echo 'uv 0.13.9'")

    monkeypatch.setattr(uv, "stream", install)
    assert uv.find() == project / ".uv" / "bin" / "uv"
    (call,) = calls
    assert "--require-hashes" in call
    assert call[-1].endswith("requirements/uv.txt")


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("error: failed to write: No space left on device (os error 28)", "disk is full"),
        ("error: Failed to fetch: `x`\n  Caused by: dns error", "network connection"),
        (
            "ERROR: Could not find a version that satisfies the requirement uv==1",
            "network connection",
        ),
        ("error: Failed to build `x==1`\n  error: command 'gcc' failed", "Install a compiler"),
        ("error: Hash mismatch for `setuptools==84.2.1`", "not the one that was locked"),
        ("error: something else", "lines above"),
    ],
)
def test_a_failed_installation_says_what_to_do(output: str, advice: str) -> None:
    assert advice in uv.explain(output)


def test_what_an_installer_says_is_passed_on_and_its_failure_is_explained(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code = "import sys; print(' + somepackage==1'); print('Resolved 3'); print('dns error'); sys.exit(2)"
    with pytest.raises(SetupError, match=r"^Installing x failed\. .*network connection"):
        uv.stream([sys.executable, "-c", code], "Installing x")
    shown = capfd.readouterr().err
    assert "Resolved 3" in shown
    assert "somepackage" not in shown
