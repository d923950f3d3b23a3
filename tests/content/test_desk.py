"""The reader of what staff need at the desk."""

from __future__ import annotations

import pytest

from bot.content import ContentError, LiveLibrary, load_library
from bot.content.desk import DESK_FILE, Canned, CloseReason
from bot.setup.paths import ROOT

from .conftest import DESK, PRACTICE, Project


def test_canned_replies_come_filled_in_both_languages_and_in_order(project: Project) -> None:
    hello, danger = load_library(project.root).desk.canned
    assert (hello.id, hello.title, hello.title_es) == ("hello", "Hello", "Hola")
    assert (hello.text, hello.text_es) == ("Hello from A Practice.", "Hola de A Practice.")
    assert danger.text == "Call 911 now.\n\nYou can call 988."
    assert danger.text_es.endswith("lunes a martes, de 9 a.m. a 5 p.m. (hora del Pacífico).")


def test_reasons_have_a_title_for_staff_and_a_text_for_visitors(project: Project) -> None:
    desk = load_library(project.root).desk
    assert [one.id for one in desk.reasons] == ["answered", "by_phone"]
    reason = desk.reason("by_phone")
    assert reason is not None
    assert (reason.title, reason.text) == ("Goes on by phone", "Please call (555) 555-0100.")
    assert reason.text_es == "Llama al (555) 555-0100."
    assert desk.reason("boredom") is None


def test_the_reminder_is_there(project: Project) -> None:
    assert load_library(project.root).desk.reminder == "Anyone may be writing."


def test_spanish_hours_name_the_zone_in_english_where_there_is_no_spanish_name(
    project: Project,
) -> None:
    project.replace(PRACTICE, "  zone_name_es: hora del Pacífico\n", "")
    practice = load_library(project.root).practice
    assert practice.zone_name_es == "Pacific time"
    assert practice.hours_es == "de lunes a martes, de 9 a.m. a 5 p.m. (Pacific time)"


def test_every_problem_of_the_file_is_named_at_once(project: Project) -> None:
    missing = project.replace(DESK, "      es: Tu pregunta tiene respuesta.\n", "") - 1
    lines = {
        missing: "`es` is missing",
        project.replace(DESK, "id: danger", "id: hello"): "`hello` is there twice",
        project.replace(DESK, "id: by_phone", "id: answered"): "`answered` is there twice",
        project.replace(DESK, "{crisis.emergency} now", "{crisis.nobody} now"): "{crisis.nobody}",
    }
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    found = {(one.path, one.line): one.message for one in raised.value.problems}
    assert {line for _, line in found} == set(lines)
    assert all(words in found[DESK, line] for line, words in lines.items())


@pytest.mark.parametrize("name", ["desk.staff", "desk.since", "desk.reason", "office.opens"])
def test_a_canned_reply_names_nothing_that_only_the_moment_knows(
    project: Project, name: str
) -> None:
    line = project.replace(DESK, "Hello from {practice.name}", f"Hello from {{{name}}}")
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == (DESK, line)


def test_a_saved_change_of_a_canned_reply_is_live_and_a_broken_one_is_not(
    project: Project,
) -> None:
    now = [0.0]
    live = LiveLibrary(project.root, clock=lambda: now[0])
    project.replace(DESK, "Hello from", "Good day from")
    assert live.current.desk.canned[0].text == "Hello from A Practice."
    now[0] += 1
    assert live.current.desk.canned[0].text == "Good day from A Practice."
    project.replace(DESK, "canned:", "canned: [")
    now[0] += 1
    assert live.current.desk.canned[0].text == "Good day from A Practice."
    assert [one.path for one in live.problems] == [DESK]


def test_the_projects_own_file_is_whole() -> None:
    desk = load_library(ROOT).desk
    assert DESK_FILE == DESK
    assert len(desk.canned) >= 10 and len(desk.reasons) >= 5
    danger = next(one for one in desk.canned if one.id == "danger")
    assert all(
        number in text for number in ("911", "988") for text in (danger.text, danger.text_es)
    )
    assert "not verified" in desk.reminder and "neither confirm nor deny" in desk.reminder
    texts: list[Canned | CloseReason] = [*desk.canned, *desk.reasons]
    for one in texts:
        assert "{" not in one.text + one.text_es
