"""The screen from the terminal: what it prints, and what it says without a trained classifier."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.cli import screen
from bot.safety import About, Category, Finding, Severity, Turn

FIELDS = ["text", "flagged", "concern", "severity", "category", "about", "layer", "rule", "span"]


class Balloons:
    """Stands for the trained classifier; sees a hint in every balloon, and a sure one in a red balloon."""

    def findings(self, turns: Sequence[Turn]) -> list[list[Finding]]:
        return [self._findings(turn.text) for turn in turns]

    def _findings(self, text: str) -> list[Finding]:
        if "balloon" not in text:
            return []
        return [
            Finding(
                Category.SELF_HARM,
                About.OTHER,
                Severity.VEILED,
                "classifier",
                "self_harm",
                (0, len(text)),
                sure="red" in text,
            )
        ]


def second_layer(monkeypatch: pytest.MonkeyPatch, trained: bool) -> None:
    """Puts a stand-in in the place of the trained classifier."""

    class NoClassifier(Exception):
        pass

    def load_classifier(root: Path) -> Balloons:
        if not trained:
            raise NoClassifier("Run ./assistant train.")
        return Balloons()

    module: Any = ModuleType("second_layer")
    module.NoClassifier, module.load_classifier = NoClassifier, load_classifier
    monkeypatch.setitem(sys.modules, "bot.safety.second_layer", module)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    screen.add_arguments(parser)
    return screen.run(parser.parse_args(arguments))


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_danger_is_flagged_with_the_finding_that_leads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    second_layer(monkeypatch, trained=True)
    assert run("Honestly,", "I want to die.") == 0
    (found,) = printed(capsys)
    assert list(found) == FIELDS
    assert found["flagged"] is True
    assert found["concern"] is False
    assert (found["category"], found["about"], found["layer"]) == ("suicide", "self", "rules")
    assert found["severity"] in ("danger", "emergency")
    start, end = found["span"]
    assert "die" in found["text"][start:end]


def test_without_a_finding_all_about_it_is_null(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    second_layer(monkeypatch, trained=True)
    run("Can my therapist text me?")
    (found,) = printed(capsys)
    assert (found["flagged"], found["concern"]) == (False, False)
    assert [found[name] for name in FIELDS[3:]] == [None] * 6


def test_the_second_layer_flags_what_it_is_sure_of_and_is_concerned_about_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    second_layer(monkeypatch, trained=True)
    path = tmp_path / "messages.txt"
    path.write_text("a red balloon\n\na balloon\n")
    assert run("--jsonl", str(path)) == 0
    red, other = printed(capsys)
    assert (red["flagged"], red["concern"]) == (True, False)
    assert (other["flagged"], other["concern"]) == (False, True)
    assert (other["severity"], other["layer"], other["about"]) == ("veiled", "classifier", "other")


def test_without_a_trained_classifier_the_rules_go_on_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    second_layer(monkeypatch, trained=False)
    assert run("I want to die") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["flagged"] is True
    assert "rules only" in err
    assert "Run ./assistant train." in err
    assert "die" not in err


def test_rules_only_asks_for_no_classifier_and_complains_of_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    second_layer(monkeypatch, trained=False)
    assert run("--rules-only", "a red balloon") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["flagged"] is False
    assert err == ""


@pytest.mark.parametrize("arguments", [[], ["hello", "--jsonl", "-"]])
def test_a_message_or_a_file_is_needed_and_not_both(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    assert "Example" in capsys.readouterr().err


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--jsonl", "nowhere.txt") == 2
    assert "nowhere.txt" in capsys.readouterr().err


def test_a_message_in_broken_bytes_is_printed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    second_layer(monkeypatch, trained=True)
    assert run("caf\udce9, I want to die") == 0
    (found,) = printed(capsys)
    assert found["flagged"]
    assert found["text"].startswith("caf\ufffd")
