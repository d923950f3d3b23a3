"""The check of the danger screen's rules: every mistake is named by its file and line, all at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.check import Problem
from bot.content.check.danger_rules import FOLDER, check_danger_rules
from bot.content.check.view import View
from bot.safety import Category
from bot.safety.rules import FOLDER as OURS
from bot.setup.paths import ROOT

from .conftest import TODAY

SOUND = """- name: wants_to_nap
  about: self
  severity: danger
  match: |
    (want|need) to nap
    nap ~2forever
  finds:
    - I want to nap
    - nap on this forever
  ignores:
    - I had a nap
    - naps are good
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rules of a project: one sound rule for each kind of danger, our lists and context."""
    result = tmp_path / FOLDER
    result.mkdir(parents=True)
    for name in ("macros.yml", "context.yml"):
        shutil.copy(OURS / name, result / name)
    for category in Category:
        (result / f"{category}.yml").write_text(SOUND)
    return result


def check_in(root: Path) -> list[Problem]:
    """What the check says of the rules of a project that has nothing else."""
    return sorted(check_danger_rules(View(root, TODAY, [])))


def problems(folder: Path) -> list[Problem]:
    return check_in(folder.parents[2])


def replace(folder: Path, name: str, old: str, new: str) -> int:
    """Plants a mistake; returns the line where it begins."""
    path = folder / f"{name}.yml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def told(found: list[Problem], name: str, line: int) -> Iterator[str]:
    return (one.message for one in found if (one.path, one.line) == (f"{FOLDER}/{name}.yml", line))


def test_our_own_rules_are_sound() -> None:
    assert check_in(ROOT) == []


def test_sound_rules_have_no_problem(folder: Path) -> None:
    assert problems(folder) == []


def test_a_project_without_rules_has_nothing_to_check(tmp_path: Path) -> None:
    assert check_in(tmp_path) == []


MISTAKES = {
    "unknown key": (
        "suicide",
        "  severity:",
        "  colour: red\n  severity:",
        "`colour` is not known",
    ),
    "unknown severity": ("self_harm", "severity: danger", "severity: dire", "is never 'dire'"),
    "unknown about": ("medical", "about: self", "about: them", "is never 'them'"),
    "no regular expression": ("harm_others", "(want|need) to nap", "want (to", "parentheses"),
    "a list that does not exist": ("psychosis", "(want|need)", "NOBODY", "no list NOBODY"),
    "a slow pattern": ("elder_abuse", "(want|need) to nap", "(a|b)+ nap", "for ever"),
    "no lines": ("exploitation", "  finds:", '  unless: ""\n  finds:', "`unless` holds no lines"),
    "a switch that is none": ("child_abuse", "  match:", "  soft: very\n  match:", "true or false"),
    "too few examples": ("sexual_assault", "    - naps are good\n", "", "1 of at least 2"),
    "a name twice": ("partner_violence", SOUND, SOUND + SOUND, "There is a rule of this name"),
    "an unknown context list": (
        "context",
        "fiction: |",
        "frames: |\n  x\nfiction: |",
        "`frames` is",
    ),
    "a slow context": ("context", "  novel|", "  (a|b)+|novel|", "This line of `fiction`"),
    "a broken list": ("macros", "PARTNER: |", "PARTNER: |\n  STRANGER", "no list STRANGER"),
}
LINES_LATER = {"too few examples": -2, "a name twice": 12, "a broken list": 1}
"""How many lines after the one where it is planted a mistake is told; 0 if it is not here."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_file_and_line(folder: Path, mistake: str) -> None:
    name, old, new, words = MISTAKES[mistake]
    line = replace(folder, name, old, new)
    found = problems(folder)
    place = line + LINES_LATER.get(mistake, 0)
    assert [message for message in told(found, name, place) if words in message]
    assert all(one.mend for one in found)


def test_a_missing_list_is_named(folder: Path) -> None:
    replace(folder, "context", "first_person: |", "fiction_nearby2: |")
    assert "The list `first_person` is missing." in {one.message for one in problems(folder)}


def test_a_missing_key_is_named_at_its_rule(folder: Path) -> None:
    replace(folder, "suicide", "  about: self\n", "")
    assert "`about` is missing." in list(told(problems(folder), "suicide", 1))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "suicide.yml").unlink()
    assert [one.path for one in problems(folder)] == [f"{FOLDER}/suicide.yml"]


def test_an_empty_file_is_named(folder: Path) -> None:
    (folder / "medical.yml").write_text("# nothing yet\n")
    assert list(told(problems(folder), "medical", 1)) == ["There is no rule for `medical`."]


def test_broken_yaml_is_named_with_its_line(folder: Path) -> None:
    (folder / "medical.yml").write_text(SOUND + "- name: [unclosed\n")
    found = problems(folder)
    assert {one.path for one in found} == {f"{FOLDER}/medical.yml"}
    assert all(one.line > 1 for one in found)


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    (folder / "medical.yml").unlink()
    planted = {f"{FOLDER}/medical.yml"}
    for mistake, (name, old, new, _) in MISTAKES.items():
        if name != "medical" and mistake != "a slow context":
            replace(folder, name, old, new)
            planted.add(f"{FOLDER}/{name}.yml")
    assert {one.path for one in problems(folder)} == planted


def test_an_example_that_is_not_found_is_named(folder: Path) -> None:
    line = replace(folder, "suicide", "    - nap on this forever\n", "    - nap for ever\n")
    (message,) = told(problems(folder), "suicide", line)
    assert message == "`wants_to_nap` does not find this."


def test_an_example_that_should_be_ignored_is_named_with_the_rule_that_finds_it(
    folder: Path,
) -> None:
    line = replace(folder, "suicide", "    - I had a nap\n", "    - You need to nap\n")
    (message,) = told(problems(folder), "suicide", line)
    assert "suicide.self.wants_to_nap" in message


def test_a_hint_need_not_flag_what_it_finds(folder: Path) -> None:
    replace(folder, "suicide", "severity: danger", "severity: veiled")
    assert problems(folder) == []
