"""The guides from the terminal: as text, as a list, and drawn."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.cli import guide
from bot.content.errors import ContentError, Level, Problem
from bot.content.release import GUIDES
from bot.release.guide import Release


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    guide.add_arguments(parser)
    return guide.run(parser.parse_args(arguments))


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed and drawn has tests of its own."""

    def as_dot(release: Release) -> str:
        return f"digraph {{ {' '.join(release.guides)} }}\n"

    def as_text(release: Release, name: str) -> str:
        return f"{release.guides[name].title}\n\nand its steps\n\n"

    monkeypatch.setattr(guide, "as_dot", as_dot)
    monkeypatch.setattr(guide, "as_text", as_text)


@pytest.fixture
def without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_printed_as_text(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name) == 0
    out, err = capsys.readouterr()
    assert out.endswith("\n\nand its steps\n")
    assert err == ""


def test_the_list_names_each_guide_and_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert tuple(line.split()[0] for line in lines) == GUIDES
    assert all(len(line.split()) > 2 for line in lines)


def test_an_unknown_guide_is_answered_with_the_eight(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "no guide 'doctor'" in err
    assert all(name in err for name in GUIDES)


@pytest.mark.parametrize("arguments", [[], ["physician", "--list"], ["--list", "--graph"]])
def test_exactly_one_thing_is_asked_for(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    assert "Example" in capsys.readouterr().err


def test_content_that_cannot_be_read_is_said_by_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(root: Path) -> None:
        raise ContentError([Problem("content/release.yml", 7, 3, Level.ERROR, "Odd.", "Mend it.")])

    monkeypatch.setattr(guide, "load_library", broken)
    assert run("physician") == 1
    assert "content/release.yml:7:3: Odd. Mend it." in capsys.readouterr().err


def test_the_source_of_the_drawing_needs_no_graphviz(
    tmp_path: Path, without_graphviz: None, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "release.dot"
    assert run("--graph", str(target)) == 0
    assert target.read_text().startswith("digraph { client_shares_with_family")
    assert str(target) in capsys.readouterr().out


def test_without_graphviz_its_source_is_written_and_it_is_said(
    tmp_path: Path, without_graphviz: None, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "release.svg"
    assert run("--graph", str(target)) == 1
    assert not target.exists()
    assert target.with_suffix(".dot").read_text().startswith("digraph")
    out, err = capsys.readouterr()
    assert str(target.with_suffix(".dot")) in out
    assert "no program `dot`" in err and "Install Graphviz" in err


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_graphviz_draws_in_the_format_that_the_ending_names(
    ending: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls: list[tuple[list[str], str]] = []

    def dot(command: list[str], *, input: str, **more: Any) -> None:  # noqa: A002 - subprocess's
        calls.append((command, input))

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", dot)
    target = tmp_path / f"release.{ending}"
    assert run("--graph", str(target)) == 0
    ((command, source),) = calls
    assert command == ["/usr/bin/dot", f"-T{ending}", "-o", str(target)]
    assert source.startswith("digraph")
    assert str(target) in capsys.readouterr().out


def test_where_graphviz_fails_its_reason_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dot(command: list[str], **more: Any) -> None:
        raise subprocess.CalledProcessError(1, command, stderr="syntax error in line 3\n")

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", dot)
    assert run("--graph", str(tmp_path / "release.svg")) == 1
    assert "syntax error in line 3" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["physician", "release.gif"])
def test_an_ending_that_cannot_be_drawn_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--graph", str(tmp_path / name)) == 2
    assert ".svg" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, without_graphviz: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--graph", str(tmp_path / "nowhere" / "release.dot")) == 1
    err = capsys.readouterr().err
    assert "nowhere" in err and "No such file or directory" in err


def test_without_a_name_it_is_drawn_into_the_documents() -> None:
    parser = argparse.ArgumentParser()
    guide.add_arguments(parser)
    assert parser.parse_args(["--graph"]).graph == guide.PICTURE
    assert guide.PICTURE.parent.is_dir()
