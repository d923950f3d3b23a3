"""The snippet from the terminal, and what is said beside it."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import settings as settings_module
from bot.__main__ import main
from bot.cli import embed
from bot.gateway import widget_files
from tests.small_project import make_small_project

PUBLIC = ("--address", "https://chat.practice.example")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A practice that is real, and whose website may use the chat."""
    root = make_small_project(tmp_path / "project")
    change(root, "fictional: true", "fictional: false")
    monkeypatch.setenv("BETWEEN_SESSIONS_ROOT", str(root))
    allow(monkeypatch, "https://www.practice.example")
    yield root
    settings_module.settings.cache_clear()


def change(root: Path, old: str, new: str) -> None:
    practice = root / "content" / "practice.yml"
    text = practice.read_text(encoding="utf-8")
    assert old in text
    practice.write_text(text.replace(old, new), encoding="utf-8")


def allow(monkeypatch: pytest.MonkeyPatch, *origins: str) -> None:
    monkeypatch.setenv("BETWEEN_SESSIONS_ALLOWED_ORIGINS", json.dumps(origins))
    settings_module.settings.cache_clear()


def refused(*arguments: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["embed", *arguments])
    assert ended.value.code == 2


def test_with_a_public_address_there_is_the_snippet_and_nothing_to_add(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["embed", *PUBLIC]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("<between-sessions ") and out.endswith(" async></script>\n")
    assert 'src="https://chat.practice.example/widget/between-sessions.js"' in out
    assert err == ""


def test_the_numbers_are_those_of_the_content(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, "(555) 555-0142", "(555) 555-0199")
    assert main(["embed", *PUBLIC]) == 0
    assert 'href="tel:5555550199"' in capsys.readouterr().out


def test_pinned_it_names_the_committed_file_and_its_hash(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["embed", *PUBLIC, "--pinned"]) == 0
    launcher = widget_files.load().launcher
    out = capsys.readouterr().out
    assert f"/widget/{launcher.name}" in out
    assert f'integrity="{launcher.integrity}"' in out


@pytest.mark.parametrize("released", [True, False])
def test_pinned_to_a_version_that_may_go_away_it_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    released: bool,
) -> None:
    folder = tmp_path / "dist"
    shutil.copytree(widget_files.DIST, folder)
    built = widget_files.load(folder)
    files = [built.launcher.name, built.panel.name] if released else []
    releases = [{"version": built.version, "files": files}]
    (folder / widget_files.RELEASES).write_text(json.dumps(releases), encoding="utf-8")
    monkeypatch.setattr(widget_files, "DIST", folder)
    assert main(["embed", *PUBLIC, "--pinned"]) == 0
    assert ("not a released one" in capsys.readouterr().err) is not released


def test_pinned_without_the_built_files_says_how_to_get_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(widget_files, "DIST", tmp_path)
    assert main(["embed", *PUBLIC, "--pinned"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "manifest.json" in err and "widget/dist" in err


def test_language_position_label_and_colour_can_be_chosen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen = ("--language", "es", "--position", "bottom-left", "--accent", "#17596A")
    assert main(["embed", *PUBLIC, *chosen, "--label", "¿Preguntas?"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    for part in ('language="es"', 'position="bottom-left"', 'label="¿Preguntas?"', "#17596a"):
        assert part in first


def test_for_a_strict_policy_the_colours_stand_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["embed", *PUBLIC, "--csp", "--accent", "#17596a"]) == 0
    out, err = capsys.readouterr()
    assert "style=" not in out
    assert "between-sessions { --bs-accent: #17596a;" in out
    assert "script-src https://chat.practice.example;\nconnect-src https://chat.practice" in out
    assert "trusted-types between-sessions" in err


def test_an_accent_that_cannot_be_read_is_refused_with_one_that_can(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refused(*PUBLIC, "--accent", "#1fb6d6")
    out, err = capsys.readouterr()
    assert out == ""
    assert "2.40 to 1" in err and "4.5 to 1" in err
    better = err.split()[-1]
    assert main(["embed", *PUBLIC, "--accent", better]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--accent", "teal"],
        ["--language", "fr"],
        ["--position", "top"],
        ["--label", " "],
        ["--label", "x" * (embed.LONGEST_LABEL + 1)],
        ["--address", "chat.practice.example"],
        ["--address", "ftp://chat.practice.example"],
        ["--address", "https://"],
        ["--address", "https://chat.practice.example:port"],
        ["--address", "https://chat.practice.example?a=b"],
        ["--address", "https://dana:secret@chat.practice.example"],
        ["--address", "https://chat.practice.example/chat"],
    ],
    ids=" ".join,
)
def test_an_option_that_cannot_be_used_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    refused(*arguments)
    out, err = capsys.readouterr()
    assert out == "" and f"argument {arguments[0]}" in err


def test_without_tls_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["embed", "--address", "http://chat.practice.example"]) == 0
    assert "not https" in capsys.readouterr().err


@pytest.mark.parametrize("address", [[], ["--address", "http://localhost:8080"]])
def test_an_address_of_this_machine_is_for_trying_only(
    address: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["embed", *address]) == 0
    err = capsys.readouterr().err
    assert "on this machine only" in err and "not https" not in err


def test_without_an_allowed_website_it_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    allow(monkeypatch)
    assert main(["embed", *PUBLIC]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("<between-sessions ")
    assert 'BETWEEN_SESSIONS_ALLOWED_ORIGINS=["https://www.practice.example"]' in err


def test_a_practice_that_does_not_exist_is_said_to_be_one(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, "fictional: false", "fictional: true")
    assert main(["embed", *PUBLIC]) == 0
    assert "fictional" in capsys.readouterr().err


def test_content_that_cannot_be_read_is_said_by_its_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content" / "practice.yml").write_text("name: [", encoding="utf-8")
    assert main(["embed", *PUBLIC]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "content/practice.yml" in err and "./assistant check" in err


def test_help_shows_an_example_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["embed", "--help"])
    (example,) = [
        line.split() for line in capsys.readouterr().out.splitlines() if "  ./assistant" in line
    ]
    parser = argparse.ArgumentParser()
    embed.add_arguments(parser)
    assert parser.parse_args(example[2:]).position == "bottom-left"
    assert main(example[1:]) == 0
