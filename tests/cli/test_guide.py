"""The guides from the terminal: as text, as a list, and drawn."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Mapping
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

    def pictures(release: Release) -> Mapping[str, str]:
        return {name: f"digraph {{ {name} }}\n" for name in ("choose", *release.guides)}

    def as_text(release: Release, name: str) -> str:
        return f"{release.guides[name].title}\n\nand its steps\n\n"

    monkeypatch.setattr(guide, "pictures", pictures)
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


def test_graphviz_draws_the_tree_and_each_guide_beside_what_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands: list[list[str]] = []

    def dot(command: list[str], **more: Any) -> None:
        assert Path(command[-1]).read_text().startswith("digraph")
        commands.append(command)

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", dot)
    folder = tmp_path / "new"
    assert run("--graph", str(folder)) == 0
    assert commands == [
        ["/usr/bin/dot", "-Tsvg", "-o", str(folder / f"{name}.svg"), str(folder / f"{name}.dot")]
        for name in ("choose", *GUIDES)
    ]
    assert str(folder) in capsys.readouterr().out


def test_without_graphviz_what_would_be_drawn_is_written_and_it_is_said(
    tmp_path: Path, without_graphviz: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--graph", str(tmp_path)) == 1
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {f"{name}.dot" for name in ("choose", *GUIDES)}
    out, err = capsys.readouterr()
    assert str(tmp_path) in out
    assert "no program `dot`" in err and "apt-get install graphviz" in err


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (subprocess.CalledProcessError(1, "dot", stderr="syntax error in line 3\n"), "in line 3"),
        (subprocess.TimeoutExpired("dot", 60), "took more than 60 seconds"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
    ],
    ids=["it fails", "it hangs", "it cannot be run"],
)
def test_where_graphviz_fails_its_reason_is_said_and_of_which_picture(
    fault: Exception,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def dot(command: list[str], **more: Any) -> None:
        raise fault

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", dot)
    assert run("--graph", str(tmp_path)) == 1
    err = capsys.readouterr().err
    assert words in err and "choose.dot" in err


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, without_graphviz: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--graph", str(tmp_path / "nowhere" / "pictures")) == 1
    err = capsys.readouterr().err
    assert "nowhere" in err and "No such file or directory" in err


def test_a_file_where_a_folder_is_asked_for_is_left_alone(
    tmp_path: Path, without_graphviz: None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "release.svg"
    file.write_text("mine")
    assert run("--graph", str(file)) == 1
    assert "release.svg: File exists." in capsys.readouterr().err
    assert file.read_text() == "mine"


def test_without_a_folder_it_is_drawn_into_the_documents() -> None:
    parser = argparse.ArgumentParser()
    guide.add_arguments(parser)
    assert parser.parse_args(["--graph"]).graph == guide.PICTURES
    assert guide.PICTURES.is_dir()
