"""The reader: everything that staff edit as one object."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.content import ContentError, UnknownPlaceholder, load_library

from .conftest import CRISIS, PRACTICE, RESPONSES, TEXT_TOPIC, WORDING, Project


def test_topics_carry_their_answer_and_what_stands_around_it(project: Project) -> None:
    topic = load_library(project.root).topics["text_therapist"]
    assert topic.group == "contact"
    assert topic.title == "About text_therapist"
    assert topic.metadata.related == ("email_privacy",)
    assert topic.metadata.follow_ups == {"email": "email_privacy"}
    assert topic.metadata.sources[0].basis == "general_knowledge"


@pytest.mark.parametrize("written", ["2026-11-22", '"2026-11-22"'])
def test_dates_may_be_quoted_or_not(project: Project, written: str) -> None:
    project.replace(TEXT_TOPIC, "reviewed_on: 2026-11-22", f"reviewed_on: {written}")
    metadata = load_library(project.root).topics["text_therapist"].metadata
    assert metadata.reviewed_on == date(2026, 11, 22)


def test_plain_responses_have_buttons(project: Project) -> None:
    response = load_library(project.root).responses["utter_greet"]
    assert [one.payload for one in response.default.buttons] == ["/faq/text_therapist", "/greet"]


def test_a_variant_takes_over_what_it_does_not_say(project: Project) -> None:
    own = "        Your loved one decides. Ask them first.\n"
    project.replace(
        TEXT_TOPIC,
        own,
        own + "      metadata:\n        sources:\n"
        "          - {citation: Another, name: A name, basis: rule}\n",
    )
    topic = load_library(project.root).topics["text_therapist"]
    default, variant = topic.variants
    assert variant.conditions == {"who": "family"}
    assert variant.more == default.more
    assert [one.citation for one in variant.metadata.sources] == ["Common practice", "Another"]


def test_the_variant_with_the_most_conditions_that_hold_is_picked(project: Project) -> None:
    project.write(
        TEXT_TOPIC,
        project.read(TEXT_TOPIC)
        + """    - condition:
        - {type: slot, name: who, value: family}
        - {type: slot, name: age_group, value: minor}
      text: Both.
""",
    )
    response = load_library(project.root).topics["text_therapist"].response
    assert response.pick({}) is response.default
    assert response.pick({"who": "client"}) is response.default
    assert response.pick({"who": "family"}).conditions == {"who": "family"}
    assert response.pick({"who": "family", "age_group": "minor"}).text == "Both."


def test_placeholders_are_filled_from_practice_and_crisis(project: Project) -> None:
    library = load_library(project.root)
    said = library.fill("{practice.phone} {crisis.emergency} {crisis.lifeline} {crisis.text_line}")
    assert said == "(555) 555-0100 911 988 text HOME to 741741"


def test_an_unknown_placeholder_raises(project: Project) -> None:
    with pytest.raises(UnknownPlaceholder, match=r"practice\.fax"):
        load_library(project.root).fill("{practice.fax}")


def test_hours_are_a_sentence_with_equal_days_joined(project: Project) -> None:
    hours = load_library(project.root).practice.hours
    assert hours == "Monday to Tuesday, 9 am to 5 pm (Pacific time)"


def test_texts_of_the_practice_the_cards_and_the_wording_come_filled(project: Project) -> None:
    library = load_library(project.root)
    assert library.practice.contact_policy == "Call (555) 555-0100."
    assert library.practice.emergency == "In danger, call 911."
    (first,) = library.crisis.cards["default"].first
    assert (first.en, first.es) == ("Call 911.", "Llama al 911.")
    assert library.wording == {"hello": "Welcome to A Practice."}


def test_what_always_shows_is_in_order(project: Project) -> None:
    assert [one.id for one in load_library(project.root).crisis.always] == ["emergency", "lifeline"]


def test_topics_that_are_not_written_yet_are_left_out(project: Project) -> None:
    (project.root / TEXT_TOPIC).unlink()
    assert set(load_library(project.root).topics) == {"email_privacy"}


def test_every_problem_is_named_at_once(project: Project) -> None:
    first = project.replace(PRACTICE, "phone: (555) 555-0100", "phone:")
    second = project.replace(RESPONSES, "{practice.name}", "{practice.fax}")
    third = project.replace(WORDING, "{practice.name}", "{practice.fax}")
    with pytest.raises(ContentError) as raised:
        load_library(project.root)
    places = {(one.path, one.line) for one in raised.value.problems}
    assert {(PRACTICE, first), (RESPONSES, second), (WORDING, third)} <= places


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CRISIS, "  - id: lifeline", "  - id: nothing"),
        (CRISIS, "  default:", "  other:"),
        (CRISIS, '    call: "911"\n', ""),
        (PRACTICE, "fictional: true", "fictional: !!timestamp soon"),
        (PRACTICE, "fictional: true", "fictional: maybe"),
        (TEXT_TOPIC, "basis: general_knowledge", "basis: hearsay"),
        (TEXT_TOPIC, "    - text: |", "    - txt: |"),
        (TEXT_TOPIC, "reviewed_on: 2026-11-22", "reviewed_on: soon"),
        (TEXT_TOPIC, "version:", "version: \t"),
    ],
)
def test_content_that_cannot_be_served_is_refused(
    project: Project, path: str, old: str, new: str
) -> None:
    line = project.replace(path, old, new)
    with pytest.raises(ContentError, match=rf"{path}:\d+:\d+: ") as raised:
        load_library(project.root)
    assert any(abs(one.line - line) <= 12 for one in raised.value.problems)


def test_a_response_in_two_files_is_refused(project: Project) -> None:
    project.write("data/more.yml", project.read(RESPONSES))
    with pytest.raises(ContentError, match="in two files"):
        load_library(project.root)


def test_the_reader_needs_neither_pydantic_nor_pyphen() -> None:
    program = (
        "import sys; import bot.content, bot.safety; "
        "print(sorted({'pydantic', 'pyphen', 'sanic', 'rasa'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_hours_are_a_sentence_in_spanish_too(project: Project) -> None:
    project.replace(PRACTICE, 'tuesday: ["9:00-17:00"]', 'friday: ["9:00-12:30", "13:00-17:00"]')
    assert load_library(project.root).practice.hours_es == (
        "lunes, de 9 a.m. a 5 p.m.; viernes, de 9 a.m. a 12:30 p.m. y de 1 p.m. a 5 p.m."
        " (hora del Pacífico)"
    )
