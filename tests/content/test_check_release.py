"""The check of the guides: every planted mistake is named by its line, and all of them at once."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content import ContentError, Library, LiveLibrary, load_library
from bot.content.check import Level, Problem, check, main
from bot.content.release import GUIDES
from bot.setup.paths import ROOT

from .conftest import CRISIS, PRACTICE, RELEASE, TODAY, Project

LONG = "Ask the office. " * 24
HARD = (
    "Notwithstanding organizational considerations, psychotherapeutic communication necessitates"
    " comprehensive authorization documentation."
)


@dataclass(frozen=True)
class Mistake:
    """What is planted below `within` in place of `old`, and what is said at the line of `at`.

    It keeps the number of lines, so that many can be planted in one copy.
    """

    old: str
    new: str
    words: str
    within: str = ""
    at: str = ""
    level: Level = Level.ERROR


REVOKE, CLIENT, DOCTOR = "  revoke:\n", "  client_shares_with_family:\n", "  physician:\n"
INSURER, COURT, FAMILY = "  insurer:\n", "  lawyer_or_court:\n", "  family_wants_contact:\n"
BRING, PARENT, CHOOSE = "  bring_someone:\n", "  parent_or_guardian:\n", "\nchoose:\n"

MISTAKES = {
    "a missing field": Mistake(
        "        check: Found the form, and decided what should end\n",
        "        # gone\n",
        "`check` is missing",
        REVOKE,
        "        title: Find the form",
    ),
    "a missing part of the letter": Mistake(
        "  sources: [take_back, practice]\n\n# --- 7",
        "  # gone\n\n# --- 7",
        "The letter has no source",
        "\nletter:\n",
        "letter:\n",
    ),
    "an empty field": Mistake("ask: Who are you in this?", 'ask: ""', "`ask`", "\nquestions:\n"),
    "an unknown field": Mistake(
        '        say: "I revoke', '        says: "I revoke', "`says` is not known here", REVOKE
    ),
    "an unknown field of a branch": Mistake(
        "if: {substance_use", "iff: {substance_use", "`iff` is not known here", INSURER
    ),
    "an unknown line around the steps": Mistake(
        "  button_skip: Skip", "  button_skipp: Skip", "There is no line `button_skipp`"
    ),
    "an unknown source": Mistake(
        "no_retaliation, practice]", "no_retaliations, practice]", "no source `no_retaliations`"
    ),
    "a source named twice": Mistake(
        "sources: [lifeline, lifeline_steps", "sources: [lifeline, lifeline", "twice", FAMILY
    ),
    "an unknown question": Mistake(
        "ask: insurer_kind", "ask: insurer_sort", "no question `insurer_sort`", INSURER
    ),
    "an `if` on an unknown question": Mistake(
        "if: {authority:", "if: {power_over:", "no question `power_over`", FAMILY
    ),
    "an `if` on an unknown answer": Mistake(
        'court_paper: "no"', "court_paper: nope", "no answer `nope` of `court_paper`", COURT
    ),
    "an answer without quotes": Mistake(
        'if: {danger_now: "yes"}', "if: {danger_now: yes}", "`danger_now` must be text", FAMILY
    ),
    "a branch to an unknown step": Mistake("to: proof}", "to: proofs}", "no step `proofs`", FAMILY),
    "an unknown next step": Mistake("next: support", "next: supporter", "no step `supporter`"),
    "an unknown kind of state rule": Mistake(
        "state: records_access", "state: record_access", "no kind of state rule `record_access`"
    ),
    "hard words in the letter's notice": Mistake(
        "  not_ours: This is", f"  not_ours: {HARD} This is", "reads at US grade", "\nletter:\n"
    ),
    "an unknown field of the letter": Mistake(
        "  finished: |", "  finishes: |", "`finishes` is not known here", "\nletter:\n"
    ),
    "an unknown kind of take-away": Mistake("sheet: letter", "sheet: card", "`sheet`", REVOKE),
    "a step without a source": Mistake(
        "sources: [guest, practice]",
        "sources: []",
        "The step `session` has no source",
        "\n      session:\n",
    ),
    "a question without sources": Mistake(
        "    sources: [court, practice]\n",
        "    # gone\n",
        "The question `court_paper` has no source",
        "\n  court_paper:\n",
        "  court_paper:\n",
    ),
    "a question with an empty list of sources": Mistake(
        "sources: [part2]", "sources: []", "The question `substance_use` has no source"
    ),
    "an unknown source of a question": Mistake(
        "sources: [notes, notes_form]", "sources: [notes, notes_forms]", "no source `notes_forms`"
    ),
    "hard words to the client": Mistake(
        "ask_client: How old are you?", f"ask_client: {HARD}", "reads at US grade"
    ),
    "a question to the client that is empty": Mistake(
        "ask_client: How old are you?", 'ask_client: ""', "`ask_client`"
    ),
    "a state's rule of which nobody says how it was read": Mistake(
        "      verified: V2\n",
        "      # gone\n",
        "`verified` is missing",
        "\nstates:\n",
        "      text: |\n        In many states, and in California",
    ),
    "a state's rule that nobody has read": Mistake(
        "verified: V2", "verified: GK", "`verified`", "\n    IL:\n"
    ),
    "a dead end": Mistake(
        "- {to: parent_signs}",
        '- {if: {consented_alone: "no"}, to: parent_signs}',
        "`under_18` is a dead end",
        CLIENT,
    ),
    "a line that is never taken": Mistake(
        "- {if: {direction: two_way}, to: two_way}",
        "- {to: two_way}",
        "never taken",
        CLIENT,
        "          - {to: notes}",
    ),
    "a step that no way leads to": Mistake(
        "to: program_consent}",
        "to: sign}",
        "No way leads to the step `program_consent`",
        DOCTOR,
        "      program_consent:\n",
    ),
    "a loop": Mistake(
        "next: done", "next: safe", "round in a loop: safe -> danger_help -> safe", FAMILY
    ),
    "an `if` that nobody asks": Mistake(
        'if: {psychotherapy_notes: "no"}, to: sign',
        'if: {substance_use: "no"}, to: sign',
        "Nobody asks `substance_use` on the way decide ->",
        CLIENT,
    ),
    "an `if` that is asked on one way only": Mistake(
        'if: {psychotherapy_notes: "no"}, to: sign',
        'if: {consented_alone: "no"}, to: sign',
        "Nobody asks `consented_alone` on the way decide -> talk -> fill_in -> notes.",
        CLIENT,
    ),
    "a guide that is missing": Mistake(
        REVOKE, "  revoking:\n", "The guide `revoke` is missing", at="guides:\n"
    ),
    "a guide too many": Mistake(REVOKE, "  revoking:\n", "There is no guide `revoking`"),
    "a tree that does not reach a guide": Mistake(
        "bring: bring_someone", "bring: physician", "never leads to `bring_someone`", at="choose:\n"
    ),
    "a tree that leads to an unknown guide": Mistake(
        "insurer: insurer", "insurer: insurers", "no guide `insurers`", CHOOSE
    ),
    "a tree that asks twice": Mistake("      age:\n", "      who:\n", "already been asked", CHOOSE),
    "a tree with an unknown answer": Mistake(
        "        legal:", "        law:", "no answer `law` of `purpose`", CHOOSE
    ),
    "a tree that leaves an answer out": Mistake(
        "        legal:",
        "        law:",
        "The answer `legal` of `purpose` leads nowhere",
        CHOOSE,
        "      purpose:\n",
    ),
    "capitals": Mistake("[i'm the client", "[I'm the client", '"I\'m the client" has capitals'),
    "a phrase of two answers": Mistake(
        "said: [parent, guardian",
        "said: [parent, relative",
        '"relative" is said for `parent` too',
        at="        said: [family, family member, relative",
    ),
    "a phrase within another": Mistake(
        "said: [one way,", "said: [one way or both ways,", 'holds "both ways"'
    ),
    "`do` too long": Mistake(
        "Ask what was shared under this form, with whom, and when. ",
        LONG,
        "`do` has",
        at="do: |\n          Ask what was shared",
    ),
    "`why` too long": Mistake(
        "Federal law asks for it in writing. Many",
        f"{LONG}Many",
        "`why` has",
        at="why: |\n          Federal law asks for it in writing.",
    ),
    "`watch` too long": Mistake(
        "If you signed for someone else, say for whom,",
        f"{LONG}Say for whom,",
        "`watch` has",
        at="watch: |\n          If you signed for someone else, say for whom",
    ),
    "a title too long": Mistake(
        "title: Write a short letter", f"title: {'Write ' * 12}", "The title has 71 characters"
    ),
    "a guide's title too long": Mistake(
        "title: Take back a permission you signed",
        f"title: {'Title ' * 11}",
        "The guide's title has 65 characters",
    ),
    "a check line too long": Mistake(
        "check: Sent it, kept proof", f"check: {'Sent it ' * 9}", "The check line has"
    ),
    "hard words": Mistake(
        "about: For anyone who signed a permission form", f"about: {HARD} ", "reads at US grade"
    ),
    "hard words in a step": Mistake(
        "Once the office knows that you took it back, the form is no longer valid.",
        HARD,
        "reads at US grade",
        at="why: |\n          Once the office knows",
    ),
    "an unknown placeholder": Mistake(
        "{practice.minor_policy}", "{practice.minors}", "Unknown placeholder {practice.minors}"
    ),
    "braces": Mistake("{practice.fees_contact}", "{fees}", "{fees} is not a placeholder"),
    "a place in the walk that is not known then": Mistake(
        "  stopped: We have stopped here.",
        "  stopped: We stopped at {n}.",
        "{n} is not a placeholder",
    ),
    "a time that only the moment knows": Mistake(
        "Keep your copy, and look at it again",
        "Keep your copy until {office.closes}",
        "{office.closes} is not known",
    ),
    "a number written out": Mistake(
        "For thoughts of suicide, call or text {crisis.lifeline}. They",
        "For thoughts of suicide, call or text 988. They",
        "The number 988 is written out",
    ),
    "a long number written out": Mistake(
        "call {crisis.domestic_violence}, the",
        "call 1-800-799-7233, the",
        "The number 1-800-799-7233 is written out",
    ),
    "an end that comes before the review": Mistake(
        "review_by: 2027-05-23", "review_by: 2026-11-20", "is not after `reviewed_on`"
    ),
    "a promise": Mistake(
        "Ask for the practice's privacy officer first.",
        "The office will call you.",
        '"The office will call" must not be used',
    ),
    "a promise of secrecy": Mistake(
        "Write down the answer.", "Nobody will know.", '"Nobody will know" must not be used'
    ),
    "too much said of privacy": Mistake(
        "You stay the client,", "It is completely private,", '"completely private"', BRING
    ),
    "a part of the form too few": Mistake(
        "    - title: When it ends\n      help: |\n        A date, or an event such as the end of therapy"
        " or of a case. A form like this needs an end.\n      blanks: [Date or event]\n"
        "      sources: [core_elements]\n",
        "    #\n    #\n    #\n    #\n    #\n",
        "has 6 elements; here are 5",
        at="  elements:\n",
    ),
    "a state that is none": Mistake("    CA:\n", "    Cal:\n", "`Cal` is no state", "\nstates:\n"),
    "a source that nothing rests on": Mistake(
        "sources: [tx_records, tx_parents]",
        "sources: [tx_records]",
        "Nothing rests on the source `tx_parents`",
        at="  tx_parents:",
        level=Level.WARNING,
    ),
    "a question that nobody asks": Mistake(
        "        ask: court_paper\n",
        "        # gone\n",
        "Nobody asks `court_paper`.",
        at="  court_paper:\n",
        level=Level.WARNING,
    ),
}

AT_ONCE = (
    "a missing field",
    "an empty field",
    "an unknown field",
    "an unknown source",
    "an unknown question",
    "an `if` on an unknown answer",
    "a branch to an unknown step",
    "an unknown kind of state rule",
    "a step without a source",
    "a question without sources",
    "a question with an empty list of sources",
    "an unknown source of a question",
    "a state's rule that nobody has read",
    "a dead end",
    "a step that no way leads to",
    "a loop",
    "an `if` that nobody asks",
    "a guide that is missing",
    "a guide too many",
    "a tree that does not reach a guide",
    "a tree that asks twice",
    "a tree with an unknown answer",
    "a tree that leaves an answer out",
    "capitals",
    "a phrase of two answers",
    "`do` too long",
    "`why` too long",
    "`watch` too long",
    "a title too long",
    "a guide's title too long",
    "a check line too long",
    "hard words",
    "an unknown placeholder",
    "a number written out",
    "an end that comes before the review",
    "a promise",
    "a promise of secrecy",
    "a source that nothing rests on",
)


@pytest.fixture
def real(project: Project) -> Project:
    """The project's own guides, practice and crisis numbers, with few topics beside them."""
    for name in (RELEASE, PRACTICE, CRISIS):
        shutil.copy(ROOT / name, project.root / name)
    return project


def _line(text: str, passage: str, start: int = 0) -> int:
    """The line in which the passage begins, from 1."""
    return text.count("\n", 0, text.index(passage, start)) + 1


def _plant(project: Project, *mistakes: Mistake) -> list[int]:
    """Plants mistakes in the sound file, and returns the line at which each must be named."""
    sound = project.read(RELEASE)
    lines: list[int] = []
    edits: set[tuple[int, int, str]] = set()  # two may be named because of one edit
    for mistake in mistakes:
        assert mistake.old.count("\n") == mistake.new.count("\n")
        begin = sound.index(mistake.within) + len(mistake.within) if mistake.within else 0
        start = sound.index(mistake.old, begin)
        edits.add((start, start + len(mistake.old), mistake.new))
        at = mistake.at or mistake.old
        lines.append(_line(sound, at, begin if at in sound[begin:] else 0))
    planted = sound
    for start, end, new in sorted(edits, reverse=True):
        planted = planted[:start] + new + planted[end:]
    project.write(RELEASE, planted)
    return lines


def _release(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one.path == RELEASE]


def _found(problems: list[Problem], mistake: Mistake, line: int) -> list[Problem]:
    return [
        one
        for one in _release(problems)
        if one.line == line and mistake.words in one.message and one.level is mistake.level
    ]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_by_its_line_and_says_what_to_do(real: Project, name: str) -> None:
    mistake = MISTAKES[name]
    (line,) = _plant(real, mistake)
    problems = real.problems()
    found = _found(problems, mistake, line)
    assert len(found) == 1, [str(one) for one in _release(problems)]
    assert found[0].mend


def test_all_mistakes_in_one_copy_are_named_at_once(real: Project) -> None:
    lines = _plant(real, *(MISTAKES[name] for name in AT_ONCE))
    problems = real.problems()
    for name, line in zip(AT_ONCE, lines, strict=True):
        found = _found(problems, MISTAKES[name], line)
        assert len(found) == 1, (name, line, [str(one) for one in _release(problems)])


def test_one_run_of_the_command_prints_every_mistake_with_its_line_and_what_to_do(
    real: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _plant(real, *(MISTAKES[name] for name in AT_ONCE))
    assert len(set(lines)) >= 12
    assert main(["--root", str(real.root)]) == 1
    out, err = capsys.readouterr()
    printed = out.splitlines()
    for name, line in zip(AT_ONCE, lines, strict=True):
        mistake = MISTAKES[name]
        start = re.compile(rf"{re.escape(RELEASE)}:{line}:\d+: (warning: )?(.*)")
        found = [
            match for one in printed if (match := start.match(one)) and mistake.words in match[2]
        ]
        assert len(found) == 1, (name, line, out)
        assert bool(found[0][1]) == (mistake.level is Level.WARNING)
        assert re.search(r"[.\])] \S.*[.?]$", found[0][2]), "it says what to do"
    errors = sum(MISTAKES[name].level is Level.ERROR for name in AT_ONCE)
    assert int(err.split()[0]) >= errors


def test_with_all_mistakes_at_once_the_running_assistant_keeps_the_last_good_version(
    real: Project,
) -> None:
    live = LiveLibrary(real.root, every=0.0, approve=_errors)
    before = live.current.release
    sound = real.read(RELEASE)
    _plant(real, *(MISTAKES[name] for name in AT_ONCE))
    assert _looked_at(live).release is before
    assert {one.path for one in live.problems} == {RELEASE}
    real.write(RELEASE, sound.replace("title: Write a short letter", "title: Write a letter"))
    step = _looked_at(live).release.guides["revoke"].step("write")
    assert step is not None and step.title == "Write a letter"
    assert live.problems == ()


def _errors(root: Path) -> list[Problem]:
    return [one for one in check(root, TODAY) if one.level is Level.ERROR]


def _looked_at(live: LiveLibrary) -> Library:
    """What is served once the change has been looked at."""
    _ = live.current
    assert live._lock.acquire(timeout=60)  # held until then
    live._lock.release()
    return live._current


def test_two_mistakes_in_one_line_are_both_named(real: Project) -> None:
    line = real.replace(
        RELEASE,
        "- {if: {insurer_kind: health}, to: billing}",
        "- {if: {insurer_sort: health}, too: 1, to: bill}",
    )
    messages = [one.message for one in real.problems() if (one.path, one.line) == (RELEASE, line)]
    assert len(messages) == 3
    for words in ("no question `insurer_sort`", "`too` is not known", "no step `bill`"):
        assert any(words in one for one in messages)


def test_a_missing_guide_is_said_once_and_the_running_assistant_keeps_the_last_good_version(
    real: Project,
) -> None:
    live = LiveLibrary(real.root, every=0.0)
    before = live.current
    text = real.read(RELEASE)
    start, end = text.index("  physician:\n    title"), text.index("  insurer:\n    title")
    real.write(RELEASE, text[:start] + text[end:])
    errors = [one for one in real.problems() if one.level is Level.ERROR]
    (problem,) = errors
    assert problem.message == "The guide `physician` is missing."
    assert problem.line == _line(text, "\nguides:\n") + 1
    assert live.current is before
    assert list(live.problems) == errors


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(real: Project) -> None:
    real.replace(RELEASE, "sources: [core_elements, practice]", "sources: [core_element, practice]")
    (problem,) = (one for one in real.problems() if "core_element`" in one.message)
    assert problem.mend == "Did you mean `core_elements`?"


def test_where_a_whole_part_is_missing_that_alone_is_said(real: Project) -> None:
    text = real.read(RELEASE)
    for part, after in (("sources", "questions"), ("states", "words")):
        start, end = text.index(f"\n{part}:\n"), text.index(f"\n{after}:\n")
        real.write(RELEASE, text[:start] + text[end:])
        errors = [one for one in _release(real.problems()) if one.level is Level.ERROR]
        assert [one.message for one in errors] == [f"`{part}` is missing."]


def test_a_review_that_is_due_is_a_warning(project: Project) -> None:
    assert _release(project.problems(date(2027, 5, 22))) == []
    (problem,) = _release(project.problems(date(2027, 5, 23)))
    assert problem.level is Level.WARNING
    assert "Review the guides" in problem.mend


SIGNED = "state_rules_signed_off_on: 2026-11-22\n"


def _practice(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one.path == PRACTICE]


def test_the_rules_of_the_state_are_shown_only_where_somebody_signed_them_off(
    project: Project,
) -> None:
    assert load_library(project.root).practice.state_for_rules == "CA"
    project.replace(PRACTICE, SIGNED, "")
    assert load_library(project.root).practice.state_for_rules is None
    assert load_library(project.root).practice.state == "CA"


@pytest.mark.parametrize("without", ["", "state_rules_signed_off_on:\n"])
def test_texts_that_nobody_signed_off_are_a_warning_where_they_are_of_the_practices_state(
    project: Project, without: str
) -> None:
    project.replace(PRACTICE, SIGNED, without)
    (problem,) = project.problems()
    assert (problem.path, problem.level) == (PRACTICE, Level.WARNING)
    assert "rules of CA" in problem.message and "state_rules_signed_off_on" in problem.mend
    project.replace(PRACTICE, "state: CA", "state: NV")
    assert project.problems() == []


def test_a_sign_off_may_not_be_in_the_future(project: Project) -> None:
    assert project.problems(date(2026, 11, 21)) == [], "it may be tomorrow here"
    line = project.replace(PRACTICE, SIGNED, SIGNED.replace("2026-11-22", "2026-11-24"))
    (problem,) = project.problems()
    assert (problem.path, problem.line, problem.level) == (PRACTICE, line, Level.ERROR)
    assert "in the future" in problem.message and problem.mend


def test_a_sign_off_is_a_date(project: Project) -> None:
    line = project.replace(PRACTICE, SIGNED, "state_rules_signed_off_on: soon\n")
    (problem,) = project.problems()
    assert (problem.path, problem.line, problem.level) == (PRACTICE, line, Level.ERROR)
    assert [one.line for one in _practice(_problems_of_the_reader(project))] == [line]


def _problems_of_the_reader(project: Project) -> list[Problem]:
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    return raised.value.problems


@pytest.mark.parametrize(
    "words",
    [
        "Ask when someone will call.",
        "Your therapist may call you.",
        "You have 30 days. It is best to ask within two weeks.",
        "I can't say if your parents will find out.",
    ],
)
def test_what_is_honest_may_be_said(project: Project, words: str) -> None:
    project.replace(RELEASE, "do: Sign with the office.", f'do: "{words}"')
    assert project.problems() == []


def test_an_answer_that_the_tree_has_asked_for_may_decide_a_step(project: Project) -> None:
    project.replace(RELEASE, "{if: {age: minor}, to", f"{{if: {{which: {GUIDES[0]}}}, to")
    assert [one for one in project.problems() if one.level is Level.ERROR] == []


def test_a_citation_may_hold_any_number(project: Project) -> None:
    project.replace(RELEASE, "45 CFR 164.508,", '"Law of 1988, nr. 555-555-0100",')
    assert project.problems() == []


def test_the_projects_own_guides_have_no_mistake() -> None:
    assert _release(check(ROOT, TODAY)) == []
