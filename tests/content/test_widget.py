"""The reader and the check of what the chat widget says."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bot.content import ContentError, LiveLibrary, load_library
from bot.content.card_text import LANGUAGES
from bot.content.check import Level, Problem
from bot.content.widget import TEXTS, VERSION
from bot.setup.paths import ROOT

from .conftest import PRACTICE, WIDGET, Project

LINE = '  joined: "Say it "\n'
LINEA = '  joined: "Dilo "\n'
BUTTON = '  send: "Say it "\n'
CALL = '  call: "Say it {number}"\n'
HARD = (
    "Notwithstanding organizational considerations, psychotherapeutic communication necessitates"
    " comprehensive authorization documentation, irrespective of jurisdictional particularities."
)
HARD_SPANISH = (
    "Independientemente de consideraciones organizacionales, la comunicación psicoterapéutica"
    " necesita documentación autorizadora comprensiva, indudablemente."
)


def joined(text: str) -> str:
    return f"  joined: '{text}'\n"


def errors(project: Project) -> list[Problem]:
    return [one for one in project.problems() if one.level is Level.ERROR]


@dataclass(frozen=True)
class Mistake:
    """What is planted in place of `old`, and what is said `down` lines below, or in the line `line`."""

    old: str
    new: str
    words: str
    down: int = 0
    col: int | None = None
    line: int | None = None


MISTAKES = {
    "a text that is missing": Mistake(LINE, "", "`joined` is missing", line=3),
    "a text that is empty": Mistake(LINE, joined(" "), "`joined` must be text", col=11),
    "a text that is none": Mistake(LINE, "  joined: 5\n", "`joined` must be text", col=11),
    "a key that is not known": Mistake(LINE, LINE + "  jioned: Yes\n", "`jioned`", 1, 3),
    "a part that is not known": Mistake("es:\n", "fr: {}\nes:\n", "`fr` is not known", col=1),
    "no version": Mistake(f'{VERSION}: "1"\n', "", f"`{VERSION}` is missing", line=1),
    "a version without quotes": Mistake('"1"', "2027-03-01", f"`{VERSION}` must be text", col=23),
    "a version with a space": Mistake('"1"', '"the first"', "a character that it must not have"),
    "a version that is too long": Mistake('"1"', f'"{"1" * 41}"', "more than 40", col=23),
    "nothing to fill in": Mistake(CALL, "  call: Call us\n", "does not name {number}", col=9),
    "another name to fill in": Mistake(LINE, joined("Tab {number}"), "{number} is not filled in"),
    "an unknown placeholder": Mistake(LINE, joined("{practice.fax}"), "{practice.fax}", col=11),
    "what only the desk knows": Mistake(LINE, joined("{desk.staff} is here"), "{desk.staff}"),
    "a number written out": Mistake(LINE, joined("Call 911"), "number 911 is written out"),
    "English hours in Spanish": Mistake(LINEA, joined("{practice.hours}"), "is in English"),
    "a long button": Mistake(BUTTON, f"  send: {'Send ' * 9}\n", "44 characters", col=9),
    "a long text": Mistake(LINE, joined("Go on. " * 31), "62 words", col=11),
    "a hard text": Mistake(LINE, joined(HARD), "reads at US grade"),
    "a hard text in Spanish": Mistake(LINEA, joined(HARD_SPANISH), "an ease of"),
    "a promise": Mistake(LINE, joined("We will call you"), "We will call"),
    "a promise of time": Mistake(LINEA, joined("Vuelve en breve"), "en breve"),
    "a promise of secrecy": Mistake(LINE, joined("No one will know"), "No one will know"),
    "a banned word": Mistake(LINE, joined("It is completely private"), "completely private"),
    "a number as a key": Mistake(LINE, LINE + "  5: Yes\n", "A key must be plain text", 1, 3),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_is_named_with_its_line(project: Project, name: str) -> None:
    mistake = MISTAKES[name]
    line = project.replace(WIDGET, mistake.old, mistake.new) + mistake.down
    line = mistake.line or line
    (problem, *others) = errors(project)
    assert {one.line for one in others} <= {line}
    assert (problem.path, problem.line) == (WIDGET, line)
    assert mistake.words in " ".join(one.message for one in (problem, *others))
    assert mistake.col in (None, problem.col)
    assert problem.mend


def test_a_language_without_texts_is_named(project: Project) -> None:
    project.write(WIDGET, 'first_screen_version: "1"\nen: none\n')
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    messages = {(one.line, one.message) for one in raised.value.problems}
    assert messages == {
        (2, "`en` must have keys and values of its own."),
        (1, "`es` must have keys and values of its own."),
    }


def test_the_widget_is_read_without_the_check_too(project: Project) -> None:
    """The engine reads the same files, and has no check."""
    lines = {
        project.replace(WIDGET, LINE, joined("{number}")),
        project.replace(WIDGET, CALL, "  call: Call\n"),
        project.replace(WIDGET, LINEA, LINEA + "  oops: Yes\n") + 1,
        project.replace(WIDGET, '"1"', "1"),
    }
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    assert {(one.path, one.line) for one in raised.value.problems} == {
        (WIDGET, line) for line in lines
    }


def test_texts_come_filled_from_the_content_and_not_by_the_widget(project: Project) -> None:
    project.replace(WIDGET, LINE, joined("Call {practice.phone} or {crisis.lifeline}."))
    project.replace(WIDGET, LINEA, joined("Horario: {practice.hours_es}."))
    assert errors(project) == []
    widget = load_library(project.root).widget
    assert widget.first_screen_version == "1"
    assert widget.texts["en"]["joined"] == "Call (555) 555-0100 or 988."
    assert "hora del Pacífico" in widget.texts["es"]["joined"]
    assert widget.texts["en"]["call"] == "Say it {number}"


def test_every_text_is_there_in_both_languages(project: Project) -> None:
    for root in (project.root, ROOT):
        texts = load_library(root).widget.texts
        assert texts.keys() == set(LANGUAGES)
        for language in LANGUAGES:
            assert texts[language].keys() == TEXTS.keys()
            assert all(texts[language].values())


def test_a_missing_file_is_named(project: Project) -> None:
    (project.root / WIDGET).unlink()
    (problem,) = errors(project)
    assert (problem.path, problem.line) == (WIDGET, 1)
    assert "cannot be read" in problem.message


def test_a_change_is_live_and_a_broken_one_is_not(project: Project) -> None:
    live = LiveLibrary(project.root, every=0.0)
    project.replace(WIDGET, LINE, joined("Changed"))
    assert live.current.widget.texts["en"]["joined"] == "Changed"
    line = project.replace(WIDGET, joined("Changed"), joined("{oops}"))
    assert live.current.widget.texts["en"]["joined"] == "Changed"
    assert [(one.path, one.line) for one in live.problems] == [(WIDGET, line)]
    project.replace(WIDGET, joined("{oops}"), joined("{practice.name}"))
    project.replace(PRACTICE, "A Practice", "Another Practice")
    assert live.current.widget.texts["en"]["joined"] == "Another Practice"


# The real content


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_name_buttons_as_the_buttons_do(language: str) -> None:
    library = load_library(ROOT)
    texts = library.widget.texts[language]
    assert re.search(rf"\b{texts['start']}\b", texts["start_hint"])
    quoted = {"en": f'"{texts["clear"]}"', "es": f"«{texts['clear']}»"}
    twin = "" if language == "en" else "_es"
    assert quoted[language] in library.wording[f"first_screen{twin}"]


def test_the_widget_asks_for_the_texts_that_are_there() -> None:
    source = (ROOT / "widget" / "src" / "panel" / "words.ts").read_text("utf-8")
    (union,) = re.findall(r"export type Key =((?:\s*\| \"\w+\")+);", source)
    links = (ROOT / "bot" / "gateway" / "numbers.py").read_text("utf-8")
    of_links = set(re.findall(r'"((?:call|text|chat)(?:_press|_word)?)"', links)) & TEXTS.keys()
    # The gateway adds `talk`, which is the desk's, and puts the words on the numbers' links.
    assert (set(re.findall(r'"(\w+)"', union)) - {"talk"}) | of_links == TEXTS.keys()


def test_spanish_is_for_somebody_one_knows() -> None:
    for text in load_library(ROOT).widget.texts["es"].values():
        assert not re.search(r"(?i)\b(?:usted|llame|oprima|envíe|escriba|su mensaje)\b", text)


def test_leaving_is_explained_as_it_works() -> None:
    library = load_library(ROOT)
    leave = library.crisis.frame.leave.hint
    for language, keys in (("en", "Shift three times"), ("es", "Mayús (Shift) tres veces")):
        assert keys in leave.within(language)
        assert keys in library.widget.texts[language]["leave_hint"]
