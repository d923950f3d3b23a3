"""The check of the crisis cards: nobody in danger meets a gap, and every gap is named by its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bot.content import ContentError, load_library
from bot.content.check import Level, Problem
from bot.safety import About, Category

from .conftest import CRISIS, WORDING, Project

WHOM = ", ".join(About)
FIRST_CARD = "  danger:\n"
FIRST_YOUNG_CARD = "  young_danger:\n"


@dataclass(frozen=True)
class Mistake:
    """What is planted below `within` in place of `old`, and what is said at the line of `at`."""

    old: str
    new: str
    words: str
    at: str = ""
    within: str = FIRST_CARD
    col: int | None = None


LONG = "Call someone you trust and stay with them until you are safe again. " * 9
HARD = (
    "Notwithstanding organizational considerations, psychotherapeutic communication necessitates"
    " comprehensive authorization documentation."
)
HARD_SPANISH = (
    "Independientemente de consideraciones organizacionales, la comunicación psicoterapéutica"
    " necesita documentación autorizadora comprensiva."
)
FIRST = "      - en: Call {crisis.emergency}.\n"
FIRST_SPANISH = "        es: Llama al {crisis.emergency}.\n"
SUICIDE = f"      suicide: [{WHOM}]\n"

MISTAKES = {
    "no card for a category": Mistake(
        SUICIDE, "", "no card for the kind `suicide` in `cards`", at="cards:", col=1
    ),
    "no card for whom it is about": Mistake(
        SUICIDE,
        "      suicide: [self, done_to_me, done_by_me]\n",
        "no card for `suicide` about `other` in `cards`",
        at="cards:",
        col=1,
    ),
    "no young card for a category": Mistake(
        SUICIDE,
        "",
        "no card for the kind `suicide` in `young_cards`",
        at="young_cards:",
        within=FIRST_YOUNG_CARD,
        col=1,
    ),
    "no general card": Mistake(
        "  default:\n", "  general:\n", "no card for `default`", at="cards:", within="\ncards:\n"
    ),
    "no Spanish text": Mistake(
        "        es: Gracias por esto.\n", "", "`es` is missing", at="Thank"
    ),
    "no Spanish heading": Mistake(
        "      es: Ayuda para danger\n", "", "`es` is missing", at="Help for"
    ),
    "no Spanish name": Mistake(
        "      es: El lifeline\n", "", "`es` is missing", at="The lifeline", within="resources:"
    ),
    "no Spanish line for emergencies": Mistake(
        "      es: Llama al {crisis.emergency} ahora. Busca a alguien.\n",
        "",
        "`es` is missing",
        at="Be with someone.",
        within="emergencies:",
    ),
    "one language only": Mistake(
        "    heading:\n      en: Help for danger\n      es: Ayuda para danger\n",
        "    heading: Help\n",
        "`heading`",
        at="heading: Help",
    ),
    "unknown resource": Mistake(
        "resources: [emergency, lifeline]",
        "resources: [emergency, lifeline, nobody]",
        "no resource `nobody`",
        at="nobody",
        col=38,
    ),
    "unknown resource in a list": Mistake(
        "resources: [text_line]",
        "resources: [nobody]",
        "no resource `nobody`",
        at="nobody",
        within="more:",
        col=17,
    ),
    "unknown resource that always shows": Mistake(
        "[emergency, lifeline]",
        "[emergency, nobody]",
        "no resource `nobody`",
        at="nobody",
        within="always:",
    ),
    "unknown placeholder": Mistake(
        FIRST, "      - en: Call {crisis.nobody}.\n", "{crisis.nobody}", at="{crisis.nobody}"
    ),
    "unknown placeholder in Spanish": Mistake(
        FIRST_SPANISH,
        "        es: Llama al {crisis.nobody}.\n",
        "{crisis.nobody}",
        at="{crisis.nobody}",
        col=13,
    ),
    "digits of 988": Mistake(
        FIRST_SPANISH, "        es: Llama al 988.\n", "988 is written out", at="Llama al 988"
    ),
    "a danger with two cards": Mistake(
        FIRST_YOUNG_CARD,
        "  other_danger:\n    for: {suicide: [self]}\n"
        + "".join(
            f"    {line}\n"
            for line in (
                "heading: {en: Help, es: Ayuda}",
                "acknowledgements: [{en: One, es: Uno}, {en: Two, es: Dos}]",
                "first: [{en: Call, es: Llama}]",
                "then: [{en: Call, es: Llama}]",
                "emergency: anyone",
                "resources: [emergency, lifeline]",
            )
        )
        + FIRST_YOUNG_CARD,
        "`suicide.self` already has the card `other_danger`",
        at=SUICIDE.strip(),
        within="young_cards:",
    ),
    "unknown category": Mistake(
        SUICIDE, SUICIDE + "      boredom: [self]\n", "`boredom` is not a kind", at="boredom", col=7
    ),
    "unknown whom": Mistake(
        SUICIDE, f"      suicide: [{WHOM}, nobody]\n", "`nobody` does not say who", at="nobody]"
    ),
    "one acknowledgement": Mistake(
        "      - en: It is good that you write.\n        es: Qué bueno que escribes.\n",
        "",
        "two different acknowledgements",
        at="- en: Thank",
    ),
    "the same acknowledgement twice": Mistake(
        "Qué bueno que escribes.",
        "Gracias por esto.",
        "two different acknowledgements",
        at="- en: Thank",
    ),
    "unknown emergency": Mistake(
        "emergency: anyone", "emergency: nobody", "no line `nobody`", at="emergency: nobody"
    ),
    "unknown list": Mistake("more: others", "more: nobody", "no list `nobody`", at="more: nobody"),
    "unknown field": Mistake("leave: true", "leaf: true", "`leaf` is not known", at="leaf: true"),
    "no 988": Mistake(
        "resources: [emergency, lifeline]",
        "resources: [emergency, text_line]",
        "does not show `lifeline`",
        at="[emergency, text_line]",
    ),
    "more services than one screen shows": Mistake(
        "resources: [emergency, lifeline]",
        "resources: [emergency, lifeline, text_line, text_line, text_line, text_line]",
        "at most 5",
        at="text_line]",
    ),
    "too long": Mistake(FIRST, f"      - en: {LONG}\n", "words in `en`", at="danger:"),
    "too long in Spanish": Mistake(
        FIRST_SPANISH, f"        es: {LONG}\n", "words in `es`", at="danger:", col=3
    ),
    "hard to read": Mistake(FIRST, f"      - en: {HARD}\n", "US grade", at="danger:"),
    "hard to read in Spanish": Mistake(
        FIRST_SPANISH, f"        es: {HARD_SPANISH}\n", "ease", at="danger:"
    ),
    "unknown way in Spanish": Mistake(
        '    call: "988"\n',
        '    call: "988"\n    es: {ways: [pigeon]}\n',
        "`ways",
        at="pigeon",
        within="lifeline",
    ),
    "a label without the number": Mistake(
        '"Call {number} ya"', '"Llama ya"', "must", at='es: "Llama ya"', within="labels:"
    ),
    "no label": Mistake(
        '    chat: {en: "Chat", es: "Chat ya"}\n',
        "",
        "`chat` is missing",
        at="call: {en",
        within="labels:",
    ),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_a_planted_mistake_is_named_in_its_line(project: Project, name: str) -> None:
    mistake = MISTAKES[name]
    planted = _plant(project, mistake)
    start = planted.index(mistake.within) if mistake.at not in ("cards:", "young_cards:") else 0
    where = _line_of(planted, mistake.at, start)
    named = [
        one
        for one in project.problems()
        if (one.path, one.line) == (CRISIS, where) and mistake.words in one.message
    ]
    assert named, "\n".join(map(str, project.problems()))
    assert named[0].level is Level.ERROR
    assert named[0].mend
    if mistake.col is not None:
        assert named[0].col == mistake.col


@pytest.mark.parametrize(
    "name",
    [
        "no card for a category",
        "no card for whom it is about",
        "no young card for a category",
        "no general card",
        "no Spanish text",
        "unknown resource",
        "unknown placeholder in Spanish",
        "a danger with two cards",
        "one acknowledgement",
        "unknown emergency",
    ],
)
def test_the_reader_does_not_serve_a_card_with_a_gap(project: Project, name: str) -> None:
    _plant(project, MISTAKES[name])
    with pytest.raises(ContentError, match=re.escape(MISTAKES[name].words)):
        load_library(project.root)


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("about", list(About))
def test_a_card_that_is_missing_is_named_whatever_it_is_for(
    project: Project, category: Category, about: About
) -> None:
    others = ", ".join(one for one in About if one is not about)
    project.replace(CRISIS, f"      {category}: [{WHOM}]", f"      {category}: [{others}]")
    said = [str(one) for one in project.problems()]
    assert len(said) == 1
    assert f"`{category}` about `{about}`" in said[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I can't talk about this."),
        ("en", "This stays between us."),
        ("en", "Nobody will know."),
        ("en", "You should leave."),
        ("en", "Leave him."),
        ("en", "Put the pills away."),
        ("en", "You are depressed."),
        ("en", "She committed suicide."),
        ("es", "No puedo hablar de esto."),
        ("es", "Nadie lo sabrá."),
        ("es", "Tienes que irte."),
        ("es", "Guarda las pastillas."),
        ("es", "Un intento fallido."),
        ("es", "Tienes un trastorno."),
    ],
)
def test_what_a_card_must_never_say_is_named(project: Project, language: str, words: str) -> None:
    old = FIRST if language == "en" else FIRST_SPANISH
    text = old.replace("Call {crisis.emergency}.", words).replace(
        "Llama al {crisis.emergency}.", words
    )
    line = project.replace(CRISIS, old, text)
    (problem,) = _errors(project)
    assert (problem.path, problem.line) == (CRISIS, line)
    assert "must not be used" in problem.message


@pytest.mark.parametrize("words", ["You don't have to leave to call.", "No tienes que irte."])
def test_that_nobody_has_to_leave_may_be_said(project: Project, words: str) -> None:
    project.replace(CRISIS, "Be with someone.", words)
    assert _errors(project) == []


@pytest.mark.parametrize("key", ["careful", "concern", "not_in_danger", "not_in_danger_done"])
def test_what_somebody_in_danger_reads_has_a_spanish_twin(project: Project, key: str) -> None:
    project.write(WORDING, f"hello: Hello.\n{key}: Call us.\n")
    (problem,) = _errors(project)
    assert (problem.path, problem.line, problem.col) == (WORDING, 2, 1)
    assert f"{key}_es" in problem.mend
    project.write(WORDING, f"{key}: Call us.\n{key}_es: Llama.\n")
    assert _errors(project) == []


def _plant(project: Project, mistake: Mistake) -> str:
    """Puts the mistake into the file after `within`, and returns the file."""
    text = project.read(CRISIS)
    start = text.index(mistake.within)
    assert mistake.old in text[start:], f"{mistake.old!r} is not there"
    planted = text[:start] + text[start:].replace(mistake.old, mistake.new, 1)
    assert planted != text
    project.write(CRISIS, planted)
    return planted


def _line_of(text: str, passage: str, start: int) -> int:
    """The line of a passage; of one that is a whole line, if it is a top-level key."""
    match = re.compile(rf"^{passage}$", re.MULTILINE).search(text) if not start else None
    place = match.start() if match else text.index(passage, start)
    return text.count("\n", 0, place) + 1


def _errors(project: Project) -> list[Problem]:
    return [one for one in project.problems() if one.level is Level.ERROR]
