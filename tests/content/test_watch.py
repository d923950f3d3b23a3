"""Saved changes go live; broken ones do not."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import ContentError, LiveLibrary, Problem, watch
from bot.content.approval import errors_of_check
from bot.content.errors import Level
from bot.setup.paths import ROOT

from .conftest import PRACTICE, TEXT_TOPIC, Project


class Clock:
    """Time that tests move by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def live(project: Project, clock: Clock) -> LiveLibrary:
    return LiveLibrary(project.root, clock=clock)


def _name(live: LiveLibrary) -> str:
    return live.current.practice.name


def test_a_saved_change_is_live_after_a_second(
    project: Project, clock: Clock, live: LiveLibrary
) -> None:
    project.replace(PRACTICE, "name: A Practice", "name: Another Practice")
    assert _name(live) == "A Practice"
    clock.now += 1
    assert _name(live) == "Another Practice"


def test_a_broken_change_keeps_the_last_good_version_and_says_why(
    project: Project, clock: Clock, live: LiveLibrary
) -> None:
    line = project.replace(PRACTICE, "phone: (555) 555-0100", "phone: [")
    clock.now += 1
    assert live.current.practice.phone == "(555) 555-0100"
    assert [one.path for one in live.problems] == [PRACTICE]
    assert live.problems[0].line >= line


def test_a_mended_file_is_taken_up_and_the_problem_is_gone(
    project: Project, clock: Clock, live: LiveLibrary
) -> None:
    project.replace(PRACTICE, "name: A Practice", "name: [")
    clock.now += 1
    assert live.current is not None
    assert live.problems
    project.replace(PRACTICE, "name: [", "name: A Mended Practice")
    clock.now += 1
    assert _name(live) == "A Mended Practice"
    assert live.problems == ()


def test_files_that_did_not_change_are_not_read_again(clock: Clock, live: LiveLibrary) -> None:
    before = live.current
    clock.now += 5
    assert live.current is before


def test_a_new_and_a_deleted_topic_are_noticed(
    project: Project, clock: Clock, live: LiveLibrary
) -> None:
    text = project.read(TEXT_TOPIC)
    (project.root / TEXT_TOPIC).unlink()
    clock.now += 1
    assert set(live.current.topics) == {"email_privacy"}
    project.write(TEXT_TOPIC, text)
    clock.now += 1
    assert set(live.current.topics) == {"email_privacy", "text_therapist"}


def test_a_deleted_practice_file_keeps_the_last_good_version(
    project: Project, clock: Clock, live: LiveLibrary
) -> None:
    (project.root / PRACTICE).unlink()
    clock.now += 1
    assert _name(live) == "A Practice"
    assert live.problems[0].path == PRACTICE


def test_an_older_file_put_back_is_noticed(
    project: Project, clock: Clock, live: LiveLibrary
) -> None:
    project.replace(PRACTICE, "name: A Practice", "name: B Practice")
    os.utime(project.root / PRACTICE, (1, 1))
    clock.now += 1
    assert _name(live) == "B Practice"


def test_content_that_is_broken_from_the_start_raises(project: Project) -> None:
    project.replace(PRACTICE, "name: A Practice", "name: [")
    with pytest.raises(ContentError):
        LiveLibrary(project.root)


def test_an_error_of_the_reader_itself_keeps_the_last_good_version(
    project: Project, clock: Clock, live: LiveLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(root: Path) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(watch, "load_library", broken)
        project.replace(PRACTICE, "name: A Practice", "name: A New Practice")
        clock.now += 1
        assert _name(live) == "A Practice"
        assert "RuntimeError" in live.problems[0].message
    project.replace(PRACTICE, "name: A New Practice", "name: Another New Practice")
    clock.now += 1
    assert _name(live) == "Another New Practice" and live.problems == ()


def test_a_folder_that_goes_away_while_it_is_read_is_looked_at_again(
    project: Project, clock: Clock, live: LiveLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(root: Path) -> list[Path]:
        raise FileNotFoundError

    project.replace(PRACTICE, "name: A Practice", "name: A New Practice")
    with monkeypatch.context() as patched:
        patched.setattr(watch, "content_files", gone)
        clock.now += 1
        assert _name(live) == "A Practice"
    clock.now += 1
    assert _name(live) == "A New Practice"


def _wait_for(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < end, "it did not happen within ten seconds"
        time.sleep(0.01)


def test_a_change_that_the_check_refuses_is_not_served(project: Project, clock: Clock) -> None:
    refusal = Problem(PRACTICE, 1, 1, Level.ERROR, "It is too long.", "Shorten it.")
    verdicts: list[list[Problem]] = [[refusal], []]
    live = LiveLibrary(project.root, clock=clock, approve=lambda root: verdicts.pop(0))
    project.replace(PRACTICE, "name: A Practice", "name: A Refused Practice")
    clock.now += 1
    assert _name(live) == "A Practice"
    _wait_for(lambda: live.problems == (refusal,))
    assert _name(live) == "A Practice"
    project.replace(PRACTICE, "name: A Refused Practice", "name: An Approved Practice")
    clock.now += 1
    _wait_for(lambda: _name(live) == "An Approved Practice")
    assert live.problems == ()


def test_nobody_waits_for_the_check(project: Project, clock: Clock) -> None:
    finish = threading.Event()

    def slow(root: Path) -> list[Problem]:
        finish.wait(10)
        return []

    live = LiveLibrary(project.root, clock=clock, approve=slow)
    project.replace(PRACTICE, "name: A Practice", "name: A Late Practice")
    clock.now += 1
    assert _name(live) == "A Practice"
    finish.set()
    _wait_for(lambda: _name(live) == "A Late Practice")


def test_the_real_check_names_what_only_it_can_see() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("content", "data"):
            shutil.copytree(ROOT / name, root / name)
        assert errors_of_check(root) == []
        topic = root / "data" / "nlu" / "contact" / "text_therapist.yml"
        text = topic.read_text(encoding="utf-8")
        topic.write_text(text.replace("related: [", "related: [no_such_topic, "), encoding="utf-8")
        (problem,) = errors_of_check(root)
        assert problem.path == "data/nlu/contact/text_therapist.yml"
        assert "no_such_topic" in problem.message


def test_a_change_is_taken_up_while_nobody_asks_and_the_looking_ends_with_the_library(
    project: Project,
) -> None:
    live = LiveLibrary(project.root, every=0.0)
    before = set(threading.enumerate())
    watch.keep_current(live, every=0.01)
    (looking,) = set(threading.enumerate()) - before
    project.replace(PRACTICE, "name: A Practice", "name: Another Practice")
    end = time.monotonic() + 10
    while live._current.practice.name != "Another Practice" and time.monotonic() < end:
        time.sleep(0.01)
    assert live._current.practice.name == "Another Practice"
    del live
    looking.join(10)
    assert not looking.is_alive()
