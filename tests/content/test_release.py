"""The reader of the guides through the release of information."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.content import ContentError, LiveLibrary, Problem, load_library
from bot.content.approval import errors_of_check
from bot.content.document import Document
from bot.content.fields import Fields
from bot.content.release import GUIDES, RELEASE_FILE, WORDS, parse_release
from bot.release.guide import DONE, Branch, Choice, Release, Source
from bot.setup.paths import ROOT

from .conftest import RELEASE, RELEASE_TEXT, Project

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@pytest.fixture
def release(project: Project) -> Release:
    return load_library(project.root).release


def _problems(project: Project) -> list[Problem]:
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    return raised.value.problems


def test_the_eight_guides_come_with_their_steps_in_order(release: Release) -> None:
    assert tuple(release.guides) == GUIDES
    guide = release.guides["physician"]
    assert (guide.id, guide.title, guide.sheet) == ("physician", "The guide physician", "form")
    assert [step.id for step in guide.steps] == ["start", "ask_parent", "end"]


def test_a_step_comes_filled_with_all_that_stands_around_it(release: Release) -> None:
    start, ask_parent, _ = release.guides["revoke"].steps
    assert start.do == "Call (555) 555-0100."
    assert (start.watch, start.say, start.ask, start.state) == (None, None, "age", "consent")
    assert start.sources == (
        Source("45 CFR 164.508", "A rule", "rule"),
        Source("Common practice", "General practice", "general_knowledge"),
    )
    assert (ask_parent.watch, ask_parent.say) == ("Take your time.", "Who signs?")


def test_a_step_leads_where_it_says_or_to_the_one_below_and_the_last_one_ends_the_walk(
    release: Release,
) -> None:
    start, ask_parent, end = release.guides["revoke"].steps
    assert start.next == (Branch("ask_parent", {"age": "minor"}), Branch("end", {}))
    assert ask_parent.next == (Branch("end", {}),)
    assert end.next == (Branch(DONE, {}),)


def test_a_step_may_lead_to_one_other_step(project: Project) -> None:
    project.replace(RELEASE, "        watch: Take your time.\n", "        next: done\n")
    guide = load_library(project.root).release.guides[GUIDES[0]]
    assert guide.steps[1].next == (Branch(DONE, {}),)


def test_the_tree_leads_to_a_guide_or_to_a_further_question(project: Project) -> None:
    deeper = f"{{age: {{minor: {GUIDES[0]}, adult: {GUIDES[1]}}}}}"
    project.replace(RELEASE, f"    {GUIDES[0]}: {GUIDES[0]}\n", f"    {GUIDES[0]}: {deeper}\n")
    root = load_library(project.root).release.choose
    assert root.question == "which"
    assert root.leads[GUIDES[0]] == Choice("age", {"minor": GUIDES[0], "adult": GUIDES[1]})
    assert root.leads["revoke"] == "revoke"


def test_questions_have_a_button_and_words_for_each_answer(release: Release) -> None:
    question = release.questions["age"]
    assert (question.ask, question.why) == ("How old is the client?", "Rules differ.")
    assert question.words(to_client=True) == question.ask_client == "How old are you?"
    assert question.words(to_client=False) == question.ask
    assert [one.citation for one in question.sources] == ["45 CFR 164.508", "Common practice"]
    which = release.questions["which"]
    assert (which.ask_client, which.words(to_client=True)) == (None, which.ask)
    answer = question.answer("minor")
    assert answer is not None and (answer.title, answer.said) == (
        "Under 18",
        ("under 18", "a teen"),
    )


def test_sheet_letter_and_states_carry_their_sources(release: Release) -> None:
    sheet, rule = release.sheet, Source("45 CFR 164.508", "A rule", "rule")
    assert (len(sheet.elements), len(sheet.statements), len(sheet.limits)) == (6, 3, 1)
    assert (sheet.elements[0].blanks, sheet.elements[0].sources) == (("Write here",), (rule,))
    assert (sheet.limits[0].title, sheet.limits[0].help) == ("", "Dates: only these.")
    assert sheet.not_ours == "Not the form."
    letter = release.letter
    assert (letter.text, letter.sources) == ("I take it back, ____.", (rule,))
    assert (letter.not_ours, letter.finished) == ("Sign the letter.", "Call (555) 555-0100.")
    state_rule = release.states["consent"]["CA"]
    assert (state_rule.text, state_rule.verified) == ("It can be from 12.", "V2")
    assert release.reviewed_on == "2026-11-22"


def test_what_is_known_only_on_the_walk_is_left_to_it(release: Release) -> None:
    assert release.words["progress"] == "Say it {n} {total}"
    assert set(release.words) == set(WORDS)


LINKED = "          - {to: end}\n"
STRUCTURE = {
    "no such step": (LINKED, "          - {to: ending}\n", "no step `ending`"),
    "a loop": ("        watch: Take your time.\n", "        next: start\n", "loop"),
    "a dead end": (LINKED, "          - {if: {age: adult}, to: end}\n", "dead end"),
    "no way to a step": ("to: ask_parent}", "to: end}", "No way leads to the step `ask_parent`"),
    "a guide too few": (f"  {GUIDES[0]}:\n    title", "  other:\n    title", "is missing"),
    "no source": ("sources: [rule, practice]", "sources: []", "has no source"),
    "a question without a source": (
        "    sources: [practice]\n    answers",
        "    answers",
        "has no source",
    ),
    "a state's rule that nobody has read": ("verified: V2", "verified: GK", "`verified` is `GK`"),
    "a source that is not there": ("sources: [rule, practice]", "sources: [law]", "source `law`"),
    "no date": ("reviewed_on: 2026-11-22", "reviewed_on: soon", "must be a date"),
    "no words": ("  offer_back:", "  offer_forward:", "`offer_back` is missing"),
    "a time that only the moment knows": ("It helps.", "'{office.opens}'", "{office.opens}"),
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_what_a_walk_would_stumble_over_is_refused_without_the_whole_check(
    project: Project, name: str
) -> None:
    old, new, words = STRUCTURE[name]
    live = LiveLibrary(project.root, every=0.0)
    before = live.current.release
    project.replace(RELEASE, old, new)
    assert any(words in one.message for one in _problems(project))
    assert live.current.release is before
    assert {one.path for one in live.problems} == {RELEASE}


def test_a_mended_file_is_taken_up(project: Project) -> None:
    live = LiveLibrary(project.root, every=0.0)
    project.replace(RELEASE, LINKED, "          - {to: nowhere_at_all}\n")
    assert live.current.release.guides[GUIDES[0]].steps[0].next[1].to == "end"
    assert live.problems
    project.replace(RELEASE, "          - {to: nowhere_at_all}\n", "          - {to: done}\n")
    assert live.current.release.guides[GUIDES[0]].steps[0].next[1].to == DONE
    assert live.problems == ()


def test_a_change_that_only_the_whole_check_refuses_is_not_served(project: Project) -> None:
    live = LiveLibrary(project.root, every=0.0, approve=errors_of_check)
    line = project.replace(RELEASE, "Sign with the office.", "Someone will call you.")
    load_library(project.root)  # the reader has nothing against it
    _ = live.current
    live._lock.acquire(timeout=60)  # held until the change has been looked at
    live._lock.release()
    assert live._current.release.guides[GUIDES[0]].steps[2].do == "Sign with the office."
    assert [(one.path, one.line) for one in live.problems] == [(RELEASE, line)]


def _spots(value: Any, where: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The way to every value; of lists and of the guides the first entry stands for all."""
    yield where
    if isinstance(value, dict):
        for key, one in value.items():
            if where != ("guides",) or key == GUIDES[0]:
                yield from _spots(one, (*where, key))
    elif isinstance(value, list):
        yield from _spots(value[0], (*where, 0))


@pytest.mark.parametrize("broken", [None, 7, True, "word", [], {}, [7], [None], {"a": 1}], ids=repr)
def test_no_value_of_the_wrong_kind_makes_the_reader_stumble(broken: Any) -> None:
    sound = yaml.load(RELEASE_TEXT, LOADER)
    spots = [where for where in _spots(sound, ()) if where]
    assert len(spots) > 100
    for where in spots:
        data = yaml.load(RELEASE_TEXT, LOADER)
        inside = data
        for step in where[:-1]:
            inside = inside[step]
        inside[where[-1]] = broken
        source = Fields(Document(RELEASE_FILE, data))
        parse_release(source, {"practice.phone": "(555) 555-0100"})
        if not isinstance(broken, str):
            assert source.problems, where


def test_the_reader_needs_no_more_than_the_engine_has() -> None:
    program = (
        "import sys; import bot.content.release; "
        "print(sorted({'pydantic', 'pyphen', 'sanic', 'rasa'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_the_projects_own_guides_are_whole() -> None:
    assert RELEASE_FILE == RELEASE
    release = load_library(ROOT).release
    assert tuple(release.guides) == GUIDES
    for guide in release.guides.values():
        assert len(guide.steps) >= 5
        for step in guide.steps:
            assert step.sources and step.next[-1].when == {}
            assert "{" not in step.title + step.do + step.why + step.check
    for question in release.questions.values():
        assert question.sources and question.why
    for rules in release.states.values():
        assert {rule.verified for rule in rules.values()} <= {"V1", "V2"}
    assert "988" in release.words["finished_in_danger"]
    assert release.guides["revoke"].sheet == "letter"
