"""The check of the desk's words: plain, in both languages, no promise, nobody named a client."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
import yaml

from bot.content.check import Level, Problem
from bot.content.check.desk import DESK_LINE, FILLED
from bot.setup.paths import ROOT

from .conftest import DESK, TEXT_TOPIC, WORDING, Project

HELLO = "Hello from {practice.name}."
HOLA = "Hola de {practice.name}."
HARD = (
    "Notwithstanding organizational considerations, psychotherapeutic communication necessitates"
    " comprehensive authorization documentation."
)
HARD_SPANISH = (
    "Independientemente de consideraciones organizacionales, la comunicación psicoterapéutica"
    " necesita documentación autorizadora comprensiva."
)
SHORT = "Call the desk now. "


def _errors(project: Project, path: str) -> list[Problem]:
    return [one for one in project.problems() if one.path == path and one.level is Level.ERROR]


@dataclass(frozen=True)
class Mistake:
    """What is planted in the file of the desk in place of `old`, and what is said `down` lines below."""

    old: str
    new: str
    words: str
    down: int = 0
    col: int | None = None


MISTAKES = {
    "unknown field": Mistake("reminder:", "remind:", "`remind` is not known", col=1),
    "no reminder": Mistake("reminder: Anyone may be writing.", "reminder:", "`reminder`"),
    "no Spanish": Mistake(f"      es: {HOLA}\n", "", "`es` is missing", down=-1),
    "no title": Mistake("    title: {en: Hello, es: Hola}\n", "", "`title` is missing", down=-1),
    "one language": Mistake(
        f"    text:\n      en: {HELLO}\n      es: {HOLA}\n", f"    text: {HELLO}\n", "`text`"
    ),
    "an id with a space": Mistake("id: hello", "id: say hello", "`id`", col=9),
    "an id twice": Mistake("id: danger", "id: hello", "`hello` is there twice", col=9),
    "a reason twice": Mistake("id: by_phone", "id: answered", "`answered` is there twice", col=9),
    "a long title": Mistake("en: Hello,", f"en: {'Hello ' * 9},", "`en`"),
    "a title with a full stop": Mistake("en: Hello,", "en: Hello.,", "full stop"),
    "unknown placeholder": Mistake(HELLO, "Call {practice.fax}.", "{practice.fax}", col=11),
    "unknown placeholder in the second paragraph": Mistake(
        "        You can call {crisis.lifeline}.\n",
        "        You can call {crisis.nobody}.\n",
        "{crisis.nobody}",
        col=9,
    ),
    "braces": Mistake(HELLO, "'Call {phone}.'", "{phone} is not a placeholder"),
    "a number written out": Mistake("Call {crisis.emergency} now", "Call 911 now", "number 911"),
    "English hours in Spanish": Mistake("{practice.hours_es}", "{practice.hours}", "is in English"),
    "hard to read": Mistake(HELLO, HARD, "reads at US grade"),
    "hard to read in Spanish": Mistake(HOLA, HARD_SPANISH, "ease of"),
    "too long": Mistake(HELLO, SHORT * 31, "124 words"),
    "too long in Spanish": Mistake(HOLA, SHORT * 33, "132 words"),
    "a hard reminder": Mistake("Anyone may be writing.", HARD, "reads at US grade"),
    "a banned word": Mistake(HELLO, "This is completely confidential.", "completely confidential"),
    "a promise to a visitor who is told why": Mistake(
        "Your question is answered.", "We will call you.", "We will call"
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_by_its_line(project: Project, name: str) -> None:
    mistake = MISTAKES[name]
    line = project.replace(DESK, mistake.old, mistake.new) + mistake.down
    found = [one for one in _errors(project, DESK) if one.line == line]
    matching = [one for one in found if mistake.words in one.message]
    assert len(matching) == 1, [str(one) for one in _errors(project, DESK)]
    if mistake.col is not None:
        assert matching[0].col == mistake.col
    assert matching[0].mend


def test_mistakes_are_named_all_at_once(project: Project) -> None:
    chosen = ("an id twice", "a reason twice", "unknown placeholder", "hard to read in Spanish")
    for name in chosen:
        project.replace(DESK, MISTAKES[name].old, MISTAKES[name].new)
    messages = [one.message for one in _errors(project, DESK)]
    for name in chosen:
        assert any(MISTAKES[name].words in one for one in messages), name


PROMISES = [
    "Someone will call you.",
    "We'll get back to you.",
    "I will be with you.",
    "Your therapist will answer.",
    "A person will soon join.",
    "This takes only 5 minutes: we answer within one hour.",
    "We answer within 24 hours.",
    "I am right back.",
    "We promise to look at it.",
]
PROMISES_SPANISH = [
    "Alguien te llamará.",
    "Te contestaremos.",
    "La oficina responderá.",
    "Enseguida te leo.",
    "Contestamos en unos minutos.",
    "Te prometo que lo leo.",
]
CONFIRMING = [
    "She is our client.",
    "He is not a client here.",
    "You are a patient.",
    "They aren't our clients.",
    "We don't tell our clients.",
    "Your next appointment is on Monday.",
    "Your therapist here has the note.",
    "Dr. Lee sees him.",
]
CONFIRMING_SPANISH = [
    "Ella es cliente.",
    "No es nuestra paciente.",
    "Eres cliente.",
    "Nuestros clientes lo saben.",
    "Tu próxima cita es el lunes.",
    "Tu terapeuta aquí lo tiene.",
]
HARMLESS = [
    "I can't say whether anyone is a client here.",
    "I can't say who is a client.",
    "I can't say when someone will answer.",
    "I don't know if someone will join.",
    "If someone may be hurt soon, call {crisis.emergency}.",
    "You can ask your therapist.",
    "A person in therapy can sign a form.",
]
HARMLESS_SPANISH = [
    "No puedo decir si alguien es cliente.",
    "No sé cuándo te contestarán.",
    "Si alguien podría sufrir daño pronto, llama al {crisis.emergency}.",
    "Pregunta a tu terapeuta.",
]


@pytest.mark.parametrize("words", [*PROMISES, *CONFIRMING])
def test_no_canned_reply_promises_or_says_who_is_a_client(project: Project, words: str) -> None:
    line = project.replace(DESK, HELLO, f'"{words}"')
    assert {one.line for one in _errors(project, DESK)} == {line}


@pytest.mark.parametrize("words", [*PROMISES_SPANISH, *CONFIRMING_SPANISH])
def test_none_does_in_spanish(project: Project, words: str) -> None:
    line = project.replace(DESK, HOLA, f'"{words}"')
    assert {one.line for one in _errors(project, DESK)} == {line}


@pytest.mark.parametrize("words", HARMLESS)
def test_what_is_honest_may_be_said(project: Project, words: str) -> None:
    project.replace(DESK, HELLO, f'"{words}"')
    assert project.problems() == []


@pytest.mark.parametrize("words", HARMLESS_SPANISH)
def test_what_is_honest_may_be_said_in_spanish(project: Project, words: str) -> None:
    project.replace(DESK, HOLA, f'"{words}"')
    assert project.problems() == []


def _line(project: Project, added: str, path: str = WORDING) -> int:
    """Adds lines to the end of a file; returns the number of the first."""
    text = project.read(path)
    project.write(path, text + added)
    return text.count("\n") + 1


JOINED = "desk_joined: '{desk.staff} has joined.'\ndesk_joined_es: '{desk.staff} entró.'\n"
WORDING_MISTAKES = {
    "no Spanish twin": ("desk_back: You are back.\n", 0, "no Spanish text"),
    "no English twin": ("desk_back_es: Ya volviste.\n", 0, "no English text"),
    "a promise": ("desk_back: We will answer.\ndesk_back_es: Ya.\n", 0, "We will answer"),
    "a promise in Spanish": ("desk_back: Back.\ndesk_back_es: Te llamaremos.\n", 1, "llamaremos"),
    "hard": (f"desk_back: {HARD}\ndesk_back_es: Ya.\n", 0, "reads at US grade"),
    "hard in Spanish": (f"desk_back: Back.\ndesk_back_es: {HARD_SPANISH}\n", 1, "ease of"),
    "long": (f"desk_back: {SHORT * 31}\ndesk_back_es: Ya.\n", 0, "124 words"),
    "English hours in Spanish": (
        "desk_back: 'Hours: {practice.hours}.'\ndesk_back_es: 'Horario: {practice.hours}.'\n",
        1,
        "is in English",
    ),
    "a name that is not known then": (
        "desk_back: '{desk.staff} left.'\ndesk_back_es: Ya.\n",
        0,
        "{desk.staff} is not known",
    ),
    "a time that is not known then": (JOINED.replace("staff", "since", 1), 0, "{desk.since}"),
    "help beside the practice": (
        "desk_back: |\n  Hello.\n\n  Call {practice.phone} or {crisis.emergency}.\ndesk_back_es: Ya.\n",
        3,
        "says something of the practice too",
    ),
    "a name in another text": ("hello_you: 'Hello {desk.staff}'\n", 0, "{desk.staff}"),
    "a time in another text": ("closing: 'Until {office.closes}'\n", 0, "{office.closes}"),
}


@pytest.mark.parametrize("name", WORDING_MISTAKES)
def test_a_mistake_in_what_visitors_read_is_named_by_its_line(project: Project, name: str) -> None:
    added, down, words = WORDING_MISTAKES[name]
    line = _line(project, added) + down
    assert [one.line for one in _errors(project, WORDING) if words in one.message] == [line]


def test_a_line_may_name_what_is_known_when_it_is_said(project: Project) -> None:
    _line(project, JOINED)
    assert project.problems() == []


def test_an_answer_names_nobody_of_the_desk(project: Project) -> None:
    line = project.replace(TEXT_TOPIC, "Ask first.", "Ask {desk.staff} first.")
    assert [one.line for one in _errors(project, TEXT_TOPIC)] == [line]


@pytest.fixture(scope="module")
def lines() -> dict[str, str]:
    """The project's own lines of a hand-off."""
    wording = yaml.safe_load((ROOT / WORDING).read_text("utf-8"))
    return {key: text for key, text in wording.items() if key.startswith(DESK_LINE)}


def test_what_is_filled_in_is_named_in_both_languages(lines: dict[str, str]) -> None:
    assert FILLED.keys() <= lines.keys()
    for key, names in FILLED.items():
        for text in (lines[key], lines[f"{key}_es"]):
            assert all(f"{{{name}}}" in text for name in names), key


@pytest.mark.parametrize(
    "key",
    [
        *("offered_closed", "offered_away", "failing_closed"),
        *("left_missed", "left_hours_ended", "left_nobody_told"),
    ],
)
def test_where_nobody_comes_the_visitor_reads_phone_hours_and_crisis_numbers(
    lines: dict[str, str], key: str
) -> None:
    for twin, hours in (("", "practice.hours"), ("_es", "practice.hours_es")):
        text = lines[f"desk_{key}{twin}"]
        for name in ("practice.phone", hours, "crisis.emergency", "crisis.lifeline"):
            assert f"{{{name}}}" in text


@pytest.mark.parametrize("twin", ["", "_es"])
def test_the_form_that_follows_an_offer_of_it_does_not_say_the_same_again(
    lines: dict[str, str], twin: str
) -> None:
    def sentences(key: str) -> list[str]:
        return re.split(r"(?<=[.?!])\s+", lines[f"{key}{twin}"].strip())

    opened = sentences("desk_left_closed")
    assert "{practice.phone}" in lines[f"desk_left_closed{twin}"]
    for offer in ("desk_offered_closed", "desk_offered_away", "desk_failing_closed"):
        again = [one for one in sentences(offer) if one in opened]
        # Help may be said twice.
        assert all("{crisis." in one for one in again), again
    form = sentences("desk_form_intro")
    others = {*opened, *sentences("desk_offered_closed"), *sentences("desk_form_note")}
    assert not others & set(form) and not any("emergenc" in one for one in form)
    for key in ("desk_left_closed", "desk_form_intro"):
        assert len(lines[f"{key}{twin}"].split()) <= 45


def test_help_stands_in_a_paragraph_of_its_own(lines: dict[str, str]) -> None:
    for key, text in lines.items():
        for paragraph in text.split("\n\n"):
            if "{crisis.emergency}" in paragraph:
                assert not re.search(r"\{(?:practice|office|desk)\.", paragraph), key


def test_somebody_is_said_to_know_only_in_the_lines_that_follow_a_notice(
    lines: dict[str, str],
) -> None:
    told = {
        key
        for key, text in lines.items()
        if re.search(r"sent a notice|notice has gone|[Ss]e avisó", text)
    }
    assert told == {
        f"desk_{one}{twin}"
        for one in ("told", "told_second", "on_call_told")
        for twin in ("", "_es")
    }
