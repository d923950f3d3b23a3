import re
import subprocess

from bot.setup.paths import ROOT

INTERNAL = {"dev"}


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    targets = set(phony[1].split()) - INTERNAL
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"^  make ([a-z-]+) +\S", shown, re.MULTILINE)) == targets
    assert {"run", "test", "help", "lock", "clean"} <= targets


def test_make_without_a_target_shows_the_help() -> None:
    run = {
        words: subprocess.run(
            ["make", *words.split()], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for words in ("", "help")
    }
    assert run[""].stdout == run["help"].stdout
