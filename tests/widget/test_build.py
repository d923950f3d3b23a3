"""The widget that is committed is what its sources make, small, and without what a strict policy forbids."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.setup.paths import ROOT

WIDGET = ROOT / "widget"
DIST = WIDGET / "dist"
LAUNCHER_BYTES, ALL_BYTES = 3 * 1024, 15 * 1024
"""Gzipped, as they travel."""
NEVER = (
    r"innerHTML",
    r"outerHTML",
    r"insertAdjacentHTML",
    r"document\.write",
    r"\beval\b",
    r"new Function",
    r"localStorage",
    r"document\.cookie",
)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def named(folder: Path) -> list[str]:
    """The files that a manifest names."""
    manifest = read(folder / "manifest.json")
    return [manifest[one]["file"] for one in ("launcher", "panel")]


def zipped(folder: Path) -> list[int]:
    return [len(gzip.compress((folder / name).read_bytes(), 9)) for name in named(folder)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The widget, built anew."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [node, "build.mjs", str(folder)], cwd=WIDGET, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_what_is_committed_is_what_the_sources_make(built: Path) -> None:
    for name in ("manifest.json", *named(built)):
        committed = DIST / name
        assert committed.exists(), (
            f"widget/dist has no {name}: make widget, and commit what it writes"
        )
        assert committed.read_bytes() == (built / name).read_bytes(), f"{name}: make widget"


def test_nothing_else_is_committed_but_what_was_released(built: Path) -> None:
    releases = DIST / "releases.json"
    released = read(releases) if releases.exists() else []
    kept = {"manifest.json", "releases.json", *(file for one in released for file in one["files"])}
    assert {path.name for path in DIST.iterdir()} - kept <= set(named(built))


def test_the_widget_travels_in_a_few_kilobytes(built: Path) -> None:
    launcher, panel = zipped(built)
    assert 0 < launcher <= LAUNCHER_BYTES
    assert 0 < launcher + panel <= ALL_BYTES


def test_the_lock_file_names_no_host_and_covers_every_platform() -> None:
    """Who installs uses the registry that their npm is set to, and gets the same bytes from any."""
    packages = read(WIDGET / "package-lock.json")["packages"]
    assert all("integrity" in one for name, one in packages.items() if name)
    assert [name for name, one in packages.items() if "resolved" in one] == []
    for name, package in packages.items():
        for needed in package.get("optionalDependencies", {}):
            assert f"node_modules/{needed}" in packages, f"{name} needs {needed}: npm ci would fail"


def test_the_widget_has_no_dependency_at_run_time() -> None:
    assert "dependencies" not in read(WIDGET / "package.json")
    packages = read(WIDGET / "package-lock.json")["packages"]
    assert all(one.get("dev") for name, one in packages.items() if name)


@pytest.mark.parametrize("pattern", NEVER)
def test_the_sources_hold_nothing_that_a_strict_policy_forbids(pattern: str) -> None:
    sources = [*(WIDGET / "src").rglob("*.ts")]
    assert len(sources) > 10
    found = [path.name for path in sources if re.search(pattern, path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("pattern", NEVER)
def test_nor_does_what_is_built(built: Path, pattern: str) -> None:
    found = [name for name in named(built) if re.search(pattern, (built / name).read_text("utf-8"))]
    assert found == []
