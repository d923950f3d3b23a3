"""The check names every mistake, with its place and how to mend it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.content import load_library
from bot.content.check import Level, Problem, check, main
from bot.content.release import GUIDES

from .conftest import (
    CATALOGUE,
    CRISIS,
    EMAIL_TOPIC,
    PRACTICE,
    RELEASE,
    RESPONSES,
    SMALL_TALK,
    TEXT_TOPIC,
    WORDING,
    Project,
)

JOURNEYS = "data/nlu/journeys.yml"
FIRST_EXAMPLE = "      - text_therapist question number 0\n"
ANSWER = "Ask first. Some therapists do this and some do not."
SOURCES = """        sources:
          - citation: Common practice
            name: General professional practice
            basis: general_knowledge
"""
HARD = (
    "Notwithstanding organizational considerations, psychotherapeutic communication "
    "necessitates comprehensive authorization documentation."
)


def _named(problems: list[Problem], path: str, line: int, words: str) -> list[Problem]:
    return [
        one for one in problems if (one.path, one.line) == (path, line) and words in one.message
    ]


def test_a_sound_project_has_no_problems(project: Project) -> None:
    assert project.problems() == []


# path, what is there, what is planted, how many lines below the passage it shows, words of the message
ERRORS: dict[str, tuple[str, str, str, int, str]] = {
    "syntax": (TEXT_TOPIC, "        title: About", "        title: 'About", 0, "cannot be read"),
    "duplicate key": (
        TEXT_TOPIC,
        "        reviewed_on: 2026-11-22\n",
        "        reviewed_on: 2026-11-22\n        reviewed_on: 2026-11-21\n",
        1,
        "`reviewed_on` is already there",
    ),
    "tab": (TEXT_TOPIC, "related: [email_privacy]", "related:\t[email_privacy]", 0, "tab"),
    "missing field": (
        TEXT_TOPIC,
        "            basis: general_knowledge\n",
        "",
        -2,
        "`basis` is missing",
    ),
    "unknown field": (
        TEXT_TOPIC,
        "        review_by:",
        "        reviewby:",
        0,
        "`reviewby` is not known",
    ),
    "wrong type": (
        TEXT_TOPIC,
        "related: [email_privacy]",
        "related: email_privacy",
        0,
        "`related`",
    ),
    "unknown topic": (
        TEXT_TOPIC,
        "intent: faq/text_therapist",
        "intent: faq/texting",
        0,
        "no topic `texting`",
    ),
    "missing topic": (
        CATALOGUE,
        "    - text_therapist\n",
        "    - text_therapist\n    - hugs\n",
        1,
        "`hugs` has no file",
    ),
    "example twice": (
        TEXT_TOPIC,
        FIRST_EXAMPLE,
        FIRST_EXAMPLE + "      - Text_therapist question, number 0!\n",
        1,
        "already there",
    ),
    "not an example": (
        TEXT_TOPIC,
        FIRST_EXAMPLE,
        FIRST_EXAMPLE + "      lost line\n",
        1,
        "not an example",
    ),
    "dead related": (
        TEXT_TOPIC,
        "related: [email_privacy]",
        "related: [nothing]",
        0,
        "no topic `nothing`",
    ),
    "related to itself": (
        TEXT_TOPIC,
        "related: [email_privacy]",
        "related: [text_therapist]",
        0,
        "leads to itself",
    ),
    "dead follow-up": (
        TEXT_TOPIC,
        "email: email_privacy",
        "email: nothing",
        0,
        "no topic `nothing`",
    ),
    "unknown follow-up": (
        TEXT_TOPIC,
        "email: email_privacy",
        "pigeon: email_privacy",
        0,
        "kind `pigeon`",
    ),
    "no source": (TEXT_TOPIC, SOURCES, "", -3, "`sources` is missing"),
    "empty sources": (TEXT_TOPIC, SOURCES, "        sources: []\n", 0, "`sources`"),
    "no citation": (TEXT_TOPIC, "citation: Common practice", "citation: ''", 0, "`citation`"),
    "unknown basis": (TEXT_TOPIC, "basis: general_knowledge", "basis: hearsay", 0, "`basis`"),
    "bad address": (
        TEXT_TOPIC,
        "            basis: general_knowledge\n",
        "            basis: general_knowledge\n            url: nowhere\n",
        1,
        "`url`",
    ),
    "bad date": (TEXT_TOPIC, "reviewed_on: 2026-11-22", "reviewed_on: 2026-13-22", 0, "2026-13-22"),
    "not a date": (
        TEXT_TOPIC,
        "reviewed_on: 2026-11-22",
        "reviewed_on: last week",
        0,
        "not a date",
    ),
    "review before review": (
        TEXT_TOPIC,
        "review_by: 2027-05-22",
        "review_by: 2026-05-22",
        0,
        "not after",
    ),
    "hard to read": (TEXT_TOPIC, ANSWER, HARD, 0, "grade"),
    "too long": (TEXT_TOPIC, ANSWER, "Ask them. " * 70, 0, "words"),
    "long more": (
        TEXT_TOPIC,
        "There is more to say, and it is short too.",
        "Ask them. " * 101,
        0,
        "words",
    ),
    "unknown placeholder": (TEXT_TOPIC, "{practice.phone}", "{practice.fax}", 0, "{practice.fax}"),
    "bare placeholder": (TEXT_TOPIC, "{practice.phone}", "{phone}", 0, "{phone}"),
    "digits of 911": (TEXT_TOPIC, "{crisis.emergency}", "911", 0, "911"),
    "digits of 988 in the wording": (WORDING, "Welcome", "Call 988. Welcome", 0, "988"),
    "HIPPA": (TEXT_TOPIC, ANSWER, "The law is HIPPA, so ask.", 0, "HIPPA"),
    "unsafe words": (TEXT_TOPIC, ANSWER, "He committed suicide last year.", 0, "committed suicide"),
    "unknown slot": (TEXT_TOPIC, "name: who", "name: mood", 0, "no slot `mood`"),
    "unknown value": (TEXT_TOPIC, "value: family", "value: postman", 0, "never 'postman'"),
    "no default": (
        RESPONSES,
        "    - text: Hello",
        "    - condition: [{type: slot, name: who, value: client}]\n      text: Hello",
        -1,
        "without a condition",
    ),
    "dead button": (RESPONSES, "payload: /greet", "payload: /wave", 0, "`/wave`"),
    "button without a slash": (RESPONSES, "payload: /greet", "payload: greet", 0, "`payload`"),
    "long title": (
        TEXT_TOPIC,
        "title: About",
        "title: About this and that and the other thing at once,",
        0,
        "`title`",
    ),
    "bad phone": (PRACTICE, "phone: (555) 555-0100", "phone: call us", 0, "`phone`"),
    "bad zone": (PRACTICE, "zone: America/Los_Angeles", "zone: Pacific", 0, "zone"),
    "bad hours": (PRACTICE, 'monday: ["9:00-17:00"]', 'monday: ["17:00-9:00"]', 0, "range"),
    "unknown practice field": (
        PRACTICE,
        "fictional: true",
        "fictitious: true\nfictional: true",
        0,
        "fictitious",
    ),
    "no resource": (
        CRISIS,
        "  - id: text_line",
        "  - id: chat_line",
        -20,
        "`text_line` is missing",
    ),
    "bad verified_on": (
        CRISIS,
        "verified_on: 2026-11-01",
        "verified_on: recently",
        0,
        "not a date",
    ),
    "number without a source": (CRISIS, "    source: A page\n", "", -8, "`source` is missing"),
    "unknown card resource": (
        CRISIS,
        "resources: [emergency, lifeline]",
        "resources: [nobody]",
        0,
        "`nobody`",
    ),
    "card placeholder": (CRISIS, "{crisis.lifeline}", "{crisis.nobody}", 0, "{crisis.nobody}"),
    "empty wording": (WORDING, "hello: Welcome to {practice.name}.", "hello:", 0, "`hello`"),
}


@pytest.mark.parametrize("mistake", sorted(ERRORS))
def test_a_planted_mistake_is_named_in_its_line(project: Project, mistake: str) -> None:
    path, old, new, below, words = ERRORS[mistake]
    line = project.replace(path, old, new) + below
    named = _named(project.problems(), path, line, words)
    assert named, "\n".join(map(str, project.problems()))
    assert named[0].level is Level.ERROR
    assert named[0].mend


def test_ten_different_mistakes_are_all_named_at_once(project: Project) -> None:
    mistakes = (
        "duplicate key",
        "dead related",
        "unknown basis",
        "hard to read",
        "digits of 911",
        "unknown value",
        "dead button",
        "bad phone",
        "bad verified_on",
        "missing topic",
    )
    for mistake in mistakes:
        path, old, new, _, _ = ERRORS[mistake]
        project.replace(path, old, new)
    problems = project.problems()
    for mistake in mistakes:
        path, _, _, _, words = ERRORS[mistake]
        found = [one for one in problems if one.path == path and words in one.message]
        assert found, mistake
        assert all(one.line > 1 for one in found), mistake


def test_an_example_of_two_topics_names_both_places(project: Project) -> None:
    line = project.replace(TEXT_TOPIC, FIRST_EXAMPLE, "      - Email_privacy question number 3?\n")
    other = project.read(EMAIL_TOPIC).split("\n").index("      - email_privacy question number 3")
    # Files are read in order, so the second of the two is named and points at the first.
    here, there = (EMAIL_TOPIC, other + 1), (TEXT_TOPIC, line)
    problems = project.problems()
    said = [one for one in problems if (one.path, one.line) in (here, there)]
    assert len(said) == 1
    place = there if (said[0].path, said[0].line) == here else here
    assert f"{place[0]}:{place[1]}" in said[0].message


def test_a_topic_without_an_answer_is_named_at_its_intent(project: Project) -> None:
    text = project.read(TEXT_TOPIC)
    project.write(TEXT_TOPIC, text[: text.index("responses:")])
    assert _named(project.problems(), TEXT_TOPIC, 3, "has no answer")


def test_an_answer_that_nobody_can_ask_for_is_named(project: Project) -> None:
    text = project.read(TEXT_TOPIC)
    project.write(TEXT_TOPIC, 'version: "3.1"\n' + text[text.index("responses:") :])
    assert _named(project.problems(), TEXT_TOPIC, 3, "no examples")


@pytest.mark.parametrize(("kept", "words"), [(0, "has no examples"), (39, "39 examples")])
def test_too_few_examples_are_named(project: Project, kept: int, words: str) -> None:
    lines = project.read(TEXT_TOPIC).split("\n")
    start = lines.index(FIRST_EXAMPLE.rstrip("\n"))
    project.write(TEXT_TOPIC, "\n".join(lines[: start + kept] + lines[start + 40 :]))
    assert _named(project.problems(), TEXT_TOPIC, 3, words)


def test_fewer_examples_are_enough_for_follow_ups(project: Project) -> None:
    project.replace(SMALL_TALK, "      - by email question number 14\n", "")
    assert [one.message for one in project.problems()] == ["`follow_up_email` has 14 examples."]


def _labels(project: Project, *names: str, number: int = 25) -> None:
    entries = "".join(
        f"  - intent: roi_steps/{name}\n    examples: |\n"
        + "".join(f"      - begin {name} please {index}\n" for index in range(number))
        for name in names
    )
    project.write(JOURNEYS, f'version: "3.1"\nnlu:\n{entries}')


def test_each_guide_may_have_a_label_of_its_own(project: Project) -> None:
    _labels(project, *GUIDES, "which")
    assert project.problems() == []


def test_a_label_of_a_guide_that_is_not_there_is_named(project: Project) -> None:
    _labels(project, "dentist", *GUIDES, "which")
    assert _named(project.problems(), JOURNEYS, 3, "There is no guide `dentist`")


def test_guides_that_nobody_can_ask_for_are_named(project: Project) -> None:
    _labels(project, *(guide for guide in GUIDES if guide != "revoke"))
    assert _named(project.problems(), JOURNEYS, 3, "Nobody can ask for `revoke`, `which`")


def test_too_few_examples_of_a_guide_are_named(project: Project) -> None:
    _labels(project, *GUIDES, "which", number=24)
    assert _named(project.problems(), JOURNEYS, 3, "24 examples")


def test_a_file_in_the_wrong_folder_is_told_where_it_belongs(project: Project) -> None:
    project.write("data/nlu/notes/text_therapist.yml", project.read(TEXT_TOPIC))
    (project.root / TEXT_TOPIC).unlink()
    named = _named(
        project.problems(), "data/nlu/notes/text_therapist.yml", 3, "belongs in another file"
    )
    assert TEXT_TOPIC in named[0].mend


def test_a_file_named_otherwise_than_its_topic_is_told_where_it_belongs(project: Project) -> None:
    project.write("data/nlu/contact/texting.yml", project.read(TEXT_TOPIC))
    (project.root / TEXT_TOPIC).unlink()
    assert _named(project.problems(), "data/nlu/contact/texting.yml", 3, "another file")


def test_a_file_that_rasa_would_read_and_we_would_not_is_named(project: Project) -> None:
    project.write("data/nlu/more.yaml", 'version: "3.1"\n')
    assert _named(project.problems(), "data/nlu/more.yaml", 1, ".yml")


def test_the_same_conditions_twice_are_a_tie(project: Project) -> None:
    text = project.read(TEXT_TOPIC)
    start = text.index("    - condition:")
    project.write(TEXT_TOPIC, text + text[start:])
    line = text.count("\n") + 1
    assert _named(project.problems(), TEXT_TOPIC, line, "same conditions")


def test_a_file_that_is_not_utf8_is_named_in_its_line(project: Project) -> None:
    path = project.root / WORDING
    path.write_bytes(b"hello: Welcome\nbye: Au revoir, \xe0 demain\n")
    assert _named(project.problems(), WORDING, 2, "not UTF-8")


@pytest.mark.parametrize("path", [CATALOGUE, PRACTICE, CRISIS, WORDING, RELEASE])
def test_a_missing_file_is_named(project: Project, path: str) -> None:
    (project.root / path).unlink()
    assert _named(project.problems(), path, 1, "cannot be read")


@pytest.mark.parametrize(
    "path", [CATALOGUE, PRACTICE, CRISIS, WORDING, RELEASE, TEXT_TOPIC, RESPONSES]
)
@pytest.mark.parametrize(
    "text", ["", "- a list\n", "just words\n", "a: [\n", "? [a]\n: b\n", "\x00"]
)
def test_any_nonsense_in_a_file_is_a_problem_and_not_a_crash(
    project: Project, path: str, text: str
) -> None:
    project.write(path, text)
    assert any(one.path == path for one in project.problems())


@pytest.mark.parametrize("value", ["null", "7", "[]", "{}", "[{}]", "[1]", "{a: {b: c}}", "text"])
@pytest.mark.parametrize(
    ("path", "key"),
    [
        (CATALOGUE, "groups"),
        (PRACTICE, "hours"),
        (CRISIS, "resources"),
        (CRISIS, "cards"),
        (RELEASE, "sources"),
        (RELEASE, "questions"),
        (RELEASE, "choose"),
        (RELEASE, "guides"),
        (RELEASE, "sheet"),
        (RELEASE, "letter"),
        (RELEASE, "states"),
        (RELEASE, "words"),
        (TEXT_TOPIC, "nlu"),
        (TEXT_TOPIC, "responses"),
    ],
)
def test_any_wrong_type_is_a_problem_and_not_a_crash(
    project: Project, path: str, key: str, value: str
) -> None:
    lines = project.read(path).split("\n")
    start = lines.index(f"{key}:")
    end = next(
        (i for i in range(start + 1, len(lines)) if lines[i] and lines[i][0] != " "), len(lines)
    )
    project.write(path, "\n".join([*lines[:start], f"{key}: {value}", *lines[end:]]))
    assert project.problems()


class TestWarnings:
    """What should be mended, but does not keep the content from being served."""

    def test_an_overdue_review(self, project: Project) -> None:
        problems = project.problems(date(2027, 5, 23))
        reviews = [one for one in problems if "review was due" in one.message]
        assert {one.path for one in reviews} == {TEXT_TOPIC, EMAIL_TOPIC, RELEASE}
        assert {one.level for one in problems} == {Level.WARNING}

    def test_a_number_that_was_not_verified_for_ninety_days(self, project: Project) -> None:
        assert project.problems(date(2027, 1, 30)) == []
        problems = project.problems(date(2027, 1, 31))
        assert len(problems) == 3
        assert all("91 days ago" in one.message for one in problems)
        assert {one.level for one in problems} == {Level.WARNING}

    @pytest.mark.parametrize(
        ("path", "old"),
        [(TEXT_TOPIC, "reviewed_on: 2026-11-22"), (CRISIS, "verified_on: 2026-11-01")],
    )
    def test_a_day_in_the_future(self, project: Project, path: str, old: str) -> None:
        line = project.replace(path, old, f"{old.partition(':')[0]}: 2026-11-24")
        named = _named(project.problems(), path, line, "in the future")
        assert [one.level for one in named] == [Level.WARNING]

    def test_a_number_that_nobody_ever_verified(self, project: Project) -> None:
        project.replace(CRISIS, "    verified_on: 2026-11-01\n", "")
        assert [one.level for one in project.problems()] == [Level.WARNING]

    def test_an_example_that_the_danger_screen_stops(self, project: Project) -> None:
        line = project.replace(
            TEXT_TOPIC, FIRST_EXAMPLE, "      - can I text that I want to kill myself\n"
        )
        named = _named(project.problems(), TEXT_TOPIC, line, "danger screen")
        assert [one.level for one in named] == [Level.WARNING]

    def test_an_intent_that_the_domain_does_not_know(self, project: Project) -> None:
        project.write("domain.yml", 'version: "3.1"\nintents: [faq, follow_up_email]\n')
        named = _named(project.problems(), SMALL_TALK, 3, "domain.yml")
        assert [one.level for one in named] == [Level.WARNING]


def test_no_errors_means_that_the_reader_can_read_it(project: Project) -> None:
    assert project.problems() == []
    assert set(load_library(project.root).topics) == {"text_therapist", "email_privacy"}


def test_a_value_of_the_domains_slots_is_allowed(project: Project) -> None:
    project.write("domain.yml", "slots:\n  who: {type: categorical, values: [family, postman]}\n")
    project.replace(TEXT_TOPIC, "value: family", "value: postman")
    assert project.problems() == []


class TestCommand:
    """`python -m bot check`."""

    def test_it_is_silent_and_content_with_a_sound_project(
        self, project: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--root", str(project.root)]) == 0
        assert capsys.readouterr().out == ""

    def test_an_error_makes_it_end_with_one_and_a_place(
        self, project: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = project.replace(TEXT_TOPIC, "related: [email_privacy]", "related: [nothing]")
        assert main(["--root", str(project.root)]) == 1
        assert f"{TEXT_TOPIC}:{line}:19: There is no topic" in capsys.readouterr().out

    def test_a_warning_alone_does_not(
        self, project: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        project.replace(CRISIS, "    verified_on: 2026-11-01\n", "")
        assert main(["--root", str(project.root)]) == 0
        assert "warning: " in capsys.readouterr().out

    def test_json_is_for_programs(
        self, project: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line = project.replace(TEXT_TOPIC, "related: [email_privacy]", "related: [nothing]")
        main(["--root", str(project.root), "--json"])
        (problem,) = json.loads(capsys.readouterr().out)
        assert (problem["path"], problem["line"], problem["level"]) == (TEXT_TOPIC, line, "error")

    def test_a_folder_without_content_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["--root", str(tmp_path)])
        assert ended.value.code == 2
        assert "--root" in capsys.readouterr().err


def test_the_projects_own_content_has_no_errors() -> None:
    root = Path(__file__).parents[2]
    today = date.today()  # noqa: DTZ011 - as the command does
    errors = [one for one in check(root, today) if one.level is Level.ERROR]
    assert errors == []
