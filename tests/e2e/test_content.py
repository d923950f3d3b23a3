"""What staff save is said within seconds; what they break is not."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.assistant import Assistant, clean_environment, eventually
from tests.e2e.talking import ask, buttons
from tests.gateway.running import Visitor

pytestmark = pytest.mark.e2e
QUESTION = "Can my therapist text me?"
TOPIC = "data/nlu/contact/text_therapist.yml"
NEW = "Only where your therapist said so beforehand."
SECONDS = 40.0  # a change is checked first, on a busy machine perhaps slowly
NOBODY_ASKS = 15.0  # the engine takes a change up by itself; asking it would be what wakes it


@pytest.fixture
def edit(assistant: Assistant) -> Iterator[Callable[[str, str, str], int]]:
    """Replaces words in a file and returns the line; afterwards all is as it was."""
    before: dict[Path, str] = {}

    def replace(name: str, old: str, new: str) -> int:
        path = assistant.root / name
        text = path.read_text()
        before.setdefault(path, text)
        assert text.count(old) == 1, f"{old!r} is in {name} {text.count(old)} times"
        path.write_text(text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    yield replace
    for path, text in before.items():
        path.write_text(text)


def first_words(assistant: Assistant) -> str:
    """How the answer in the topic's file begins."""
    lines = (assistant.root / TOPIC).read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.strip() == "- text: |")
    return lines[start + 1].strip()


def told(arrive: Callable[[], Visitor]) -> str:
    """What the next visitor is told."""
    text: str = ask(arrive(), QUESTION)[0]["text"]
    return text


def test_a_changed_answer_is_said_to_the_next_visitor_and_a_broken_one_never(
    assistant: Assistant, arrive: Callable[[], Visitor], edit: Callable[[str, str, str], int]
) -> None:
    old, process = first_words(assistant), assistant.process_id("engine")
    assert eventually(lambda: told(arrive).startswith(old), SECONDS)
    line = edit(TOPIC, old, NEW)
    assert eventually(lambda: told(arrive).startswith(NEW), SECONDS)
    breaks = {"Only where {practice.fone} said so.": "fone", 'Only "where:\n bad: [': "yml"}
    good = NEW
    for broken, named in breaks.items():
        edit(TOPIC, good, broken)
        checked = check(assistant.root)
        assert checked.returncode == 1, checked.stdout + checked.stderr
        problems = [one for one in checked.stdout.splitlines() if one.startswith(f"{TOPIC}:")]
        lines = {int(one.split(":")[1]) for one in problems}
        assert any(line <= found <= line + 1 for found in lines), checked.stdout
        assert any(named in one for one in problems), checked.stdout
        # The check has ended once; the assistant's own, begun before it, is not far.
        until = time.monotonic() + 3
        while time.monotonic() < until:
            assert told(arrive).startswith(NEW)
        good = broken
    edit(TOPIC, good, old)
    assert eventually(lambda: told(arrive).startswith(old), SECONDS)
    assert assistant.process_id("engine") == process


def test_who_comes_first_after_a_quiet_hour_gets_the_changed_answer(
    assistant: Assistant, arrive: Callable[[], Visitor], edit: Callable[[str, str, str], int]
) -> None:
    old = first_words(assistant)
    assert eventually(lambda: told(arrive).startswith(old), SECONDS)
    edit(TOPIC, old, NEW)
    edit(TOPIC, "title: Texting your therapist", "title: Texts to a therapist")
    # The gateway's first screen shows when the change has been taken up there, and asks the engine nothing.
    assert eventually(lambda: "Texts to a therapist" in buttons(arrive().first["events"]), SECONDS)
    time.sleep(NOBODY_ASKS)
    assert told(arrive).startswith(NEW)


def test_changed_words_of_the_page_are_in_the_next_conversation(
    arrive: Callable[[], Visitor], edit: Callable[[str, str, str], int]
) -> None:
    edit(
        "content/wording.yml",
        "first_screen_title: Before you start",
        "first_screen_title: Please read this",
    )
    assert eventually(lambda: arrive().first["events"][0]["title"] == "Please read this", SECONDS)


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """Runs `./assistant check` in a project."""
    return subprocess.run(
        ["./assistant", "check"],
        cwd=root,
        env=clean_environment(root),
        capture_output=True,
        text=True,
        timeout=120,
    )
