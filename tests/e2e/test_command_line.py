"""Rasa's own commands, and ours without servers, on the real model."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bot.setup.paths import python_of
from tests.e2e.assistant import clean_environment, free_ports, make_root

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_root(tmp_path_factory.mktemp("command-line") / "project")


def engine(
    root: Path, *arguments: str, said: str = "", seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Runs a command of the engine environment in the project, with something typed into it."""
    return subprocess.run(
        [python_of("engine"), *arguments],
        input=said,
        capture_output=True,
        text=True,
        cwd=root,
        env=clean_environment(root),
        timeout=seconds,
    )


def test_the_shell_answers_a_named_topic_a_follow_up_and_danger(root: Path) -> None:
    (port,) = free_ports(1)
    typed = "/faq/text_therapist\nwhat about email?\nI want to die\n/stop\n"
    shell = engine(root, "-m", "bot.engine", "shell", "--port", str(port), said=typed)
    assert shell.returncode == 0, shell.stderr[-2000:]
    answers = shell.stdout
    assert "Only if your therapist uses texting" in answers
    assert "Many therapists use email" in answers
    assert "988" in answers.rpartition("I want to die")[2]


def test_rasa_finds_nothing_wrong_with_the_data(root: Path) -> None:
    done = engine(root, "-m", "bot.engine", "data", "validate")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "No story structure conflicts found" in done.stdout + done.stderr


def test_ask_prints_one_object_a_line(root: Path) -> None:
    typed = "Can my therapist text me?\n\nI want to die\nwhat's the weather\n"
    done = engine(root, "-m", "bot", "ask", "--jsonl", "-", said=typed)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["outcome"] for one in found] == ["answer", "crisis", "out_of_scope"]
    assert found[0]["topic"] == "text_therapist"
    assert {"text", "outcome", "topic", "suggestions", "confidence", "concern"} <= set(found[0])
    assert (found[1]["category"], found[1]["about"]) == ("suicide", "self")
    assert found[1]["severity"] in ("danger", "emergency")
    assert [one["concern"] for one in found] == [False, False, False]


def test_evaluate_prints_its_figures(root: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.tsv"
    questions.write_text("text\ttopics\nCan my therapist text me?\ttext_therapist\n", "utf-8")
    done = engine(root, "-m", "bot", "evaluate", str(questions))
    assert done.returncode == 0, done.stderr[-2000:]
    assert "answered with the right topic" in done.stdout
    assert "100.0%" in done.stdout
