"""How a conversation is let go of: to a colleague, to the assistant, closed, and each of it in danger."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.console.endings import NOT_HELD, NOT_IN_DANGER, NOT_SURE
from bot.content.library import load_library
from bot.handoff.episode import Priority, State
from bot.settings import ROOT
from tests.console.running import Browser, RunningConsole, problem, state

REASONS = load_library(ROOT).desk.reasons
CALM = [one.id for one in REASONS if one.not_in_danger]
FITTING = [one.id for one in REASONS if not one.not_in_danger]
SURE = {"danger_done": "yes"}
ENDINGS = [("return", {}), ("close", {"why": "answered"})]


def offered(page: str) -> list[str]:
    """The reasons to choose from on a page."""
    chosen = page.partition('<select id="why"')[2].partition("</select>")[0]
    return re.findall(r'<option value="(\w+)"', chosen)


def form(page: str, ending: str) -> str:
    """A form of a page."""
    found = re.search(rf'<form [^>]*action="[^"]*/{ending}".*?</form>', page, re.DOTALL)
    assert found, f"there is no form for {ending}"
    return found.group(0)


@pytest.fixture
def danger(console: RunningConsole, held: str) -> str:
    """The visitor whom Ana has writes of danger."""
    console.call(console.desk.endanger("e1"))
    return held


def test_a_conversation_is_handed_to_a_colleague(
    console: RunningConsole, arrive: Callable[[str], Browser], ana: Browser, held: str
) -> None:
    ben = console.call(console.accounts.by_name("ben"))
    assert ben.id in ana.get(held).text
    assert ana.post(f"{held}/hand", to="nobody").status_code == 409
    assert ana.post(f"{held}/hand", to=ben.id).status_code == 303
    assert state(console) == (State.HUMAN, ben.id)
    assert "<textarea" in arrive("ben").get(held).text


def test_a_conversation_is_closed_with_a_reason_from_the_list(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    assert ana.post(f"{held}/close", why="because I say so").status_code == 409
    assert state(console)[0] is State.HUMAN
    assert ana.post(f"{held}/close", why="answered").status_code == 303
    assert console.desk.episodes["e1"].ended_why == "answered"


def test_without_danger_nothing_is_asked_and_every_reason_fits(ana: Browser, held: str) -> None:
    page = ana.get(held).text
    assert CALM and set(offered(page)) == {*CALM, *FITTING}
    assert "danger_done" not in page and "showed danger" not in page


@pytest.mark.parametrize("priority", [Priority.DANGER, Priority.EMERGENCY])
def test_in_danger_each_end_has_a_box_to_tick_and_a_colleague_needs_none(
    console: RunningConsole, ana: Browser, held: str, priority: Priority
) -> None:
    console.call(console.desk.endanger("e1", priority))
    page = ana.get(held).text
    assert "This chat showed danger." in page
    for ending in ("return", "close"):
        assert re.search(r'type="checkbox"[^>]* required>', form(page, ending)), ending
    assert "checkbox" not in form(page, "hand")
    assert offered(page) == FITTING


@pytest.mark.parametrize(("ending", "fields"), ENDINGS)
def test_danger_is_not_let_go_without_the_tick(
    console: RunningConsole, ana: Browser, danger: str, ending: str, fields: dict[str, str]
) -> None:
    before = state(console)
    for more in ({}, {"danger_done": ""}, {"danger_done": "no"}):
        answer = ana.post(f"{danger}/{ending}", **fields, **more)
        assert answer.status_code == 409
        assert problem(answer) == NOT_SURE
    assert state(console) == before
    assert ana.post(f"{danger}/{ending}", **fields, **SURE).status_code == 303
    assert state(console) == (State.BOT, None)
    noted = console.noted()[-1]
    said = "steps for danger: said to be done"
    assert (noted.action, noted.detail) in (("returned", said), ("closed", f"answered; {said}"))


def test_a_refusal_keeps_what_was_chosen_and_what_was_being_written(
    ana: Browser, danger: str
) -> None:
    words = {"text": "Half a sentence", "client_id": "1234-5678"}
    answer = ana.post(f"{danger}/close", why=FITTING[1], **words)
    assert f'<option value="{FITTING[1]}" selected>' in answer.text
    assert answer.text.count(" selected") == 1 and " checked" not in answer.text
    assert "Half a sentence</textarea>" in answer.text and "1234-5678" in answer.text
    # The box of the one form is not that of the other.
    answer = ana.post(f"{danger}/close", why="", **words, **SURE)
    assert problem(answer) == "Choose a reason."
    assert " checked" in form(answer.text, "close") and " checked" not in form(
        answer.text, "return"
    )


@pytest.mark.parametrize("why", CALM)
def test_a_reason_that_does_not_fit_danger_is_refused(
    console: RunningConsole, ana: Browser, danger: str, why: str
) -> None:
    answer = ana.post(f"{danger}/close", why=why, **SURE)
    assert answer.status_code == 409
    assert problem(answer) == NOT_IN_DANGER
    assert " checked" in form(answer.text, "close")
    assert state(console)[0] is State.HUMAN


def test_danger_that_came_after_the_page_was_opened_is_asked_about_too(
    console: RunningConsole, ana: Browser, held: str
) -> None:
    assert "danger_done" not in ana.get(held).text
    console.call(console.desk.endanger("e1"))
    answer = ana.post(f"{held}/close", why="answered")
    assert answer.status_code == 409 and problem(answer) == NOT_SURE
    assert "danger_done" in form(answer.text, "close")


def test_a_colleague_takes_danger_over_without_a_tick(
    console: RunningConsole, ana: Browser, danger: str
) -> None:
    ben = console.call(console.accounts.by_name("ben"))
    assert ana.post(f"{danger}/hand", to=ben.id).status_code == 303
    assert state(console) == (State.HUMAN, ben.id)


@pytest.mark.parametrize(("ending", "fields"), ENDINGS)
def test_who_does_not_hold_it_is_told_so_and_asked_nothing(
    arrive: Callable[[str], Browser], danger: str, ending: str, fields: dict[str, str]
) -> None:
    answer = arrive("ben").post(f"{danger}/{ending}", **fields)
    assert answer.status_code == 409
    assert problem(answer) == NOT_HELD


def test_an_open_page_gets_the_boxes_when_danger_comes(
    console: RunningConsole, ana: Browser, arrive: Callable[[str], Browser], held: str
) -> None:
    live = "/staff/live/conversations/e1"
    key = ana.get(live).json()["key"]
    assert ana.get(live, params={"key": key}).json()["endings"] is None
    console.call(console.desk.endanger("e1"))
    part = ana.get(live, params={"key": key}).json()
    assert part["actions"] is None and part["endings"].count("danger_done") == 2
    # Somebody who reads along has nothing to end.
    assert arrive("ben").get(live, params={"key": key}).json()["endings"] is None


def test_the_place_in_the_guide_that_the_page_names_is_there(ana: Browser, danger: str) -> None:
    named = re.search("under “([^”]+)” in the staff guide", ana.get(danger).text)
    assert named
    assert f"### {named.group(1)}\n" in (ROOT / "docs" / "staff.md").read_text(encoding="utf-8")
