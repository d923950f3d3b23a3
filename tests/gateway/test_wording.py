"""What staff may edit, and what is said without it, are the same list."""

from __future__ import annotations

import re

import pytest
import yaml

from bot.content import load_library
from bot.content.widget import TEXTS
from bot.gateway.widget_wording import LAST_RESORT_VERSION, WIDGET_DEFAULTS
from bot.gateway.wording import DEFAULTS, LAST_RESORT_CARDS, LAST_RESORT_NUMBERS
from bot.settings import ROOT, Settings

WAYS = ("name", "call", "press", "text", "text_body")


def test_the_file_and_the_last_resort_have_the_same_keys() -> None:
    wording = yaml.safe_load((ROOT / "content" / "wording.yml").read_text("utf-8"))
    assert wording.keys() == DEFAULTS.keys()


def test_the_widget_has_the_same_texts_without_content() -> None:
    widget = load_library(ROOT).widget
    assert widget.texts.keys() == WIDGET_DEFAULTS.keys()
    for language, texts in widget.texts.items():
        assert texts.keys() == WIDGET_DEFAULTS[language].keys()
        for key, filled in TEXTS.items():
            braces = re.findall(r"{([^}]*)}", WIDGET_DEFAULTS[language][key])
            assert set(braces) == set(filled), f"{language}.{key}"
    # Whoever has agreed to one of the two has not agreed to the other.
    assert widget.first_screen_version != LAST_RESORT_VERSION


@pytest.mark.parametrize("twin", ["", "_es"])
def test_the_greeting_says_at_once_what_it_is(twin: str) -> None:
    for words in (load_library(ROOT).wording, DEFAULTS):
        said = {"": ("automated", "not a person"), "_es": ("automático", "no una persona")}[twin]
        assert all(part in words[f"hello{twin}"] for part in said)


def test_spanish_visitors_are_told_that_answers_are_in_english() -> None:
    for words in (load_library(ROOT).wording, DEFAULTS):
        assert "solo en inglés" in words["hello_es"]
    assert "solo en inglés" in load_library(ROOT).wording["first_screen_es"]


def test_the_page_says_how_long_a_conversation_is_really_kept() -> None:
    wording = yaml.safe_load((ROOT / "content" / "wording.yml").read_text("utf-8"))
    for key, said in (
        ("first_screen", r"kept on the practice's server for (\d+) hours"),
        ("first_screen_es", r"se guarda en el servidor de la oficina por (\d+) horas"),
    ):
        kept = re.search(said, wording[key])
        assert kept is not None
        assert float(kept[1]) == Settings(_env_file=None).idle_hours


def test_the_last_resort_has_the_same_numbers_as_the_content() -> None:
    resources = load_library(ROOT).crisis.resources
    assert LAST_RESORT_NUMBERS.keys() == {"en", "es"}
    for language, numbers in LAST_RESORT_NUMBERS.items():
        for number in numbers:
            real = resources[number["id"]].within(language).as_dict()
            assert {key: real.get(key) for key in WAYS} == {key: number.get(key) for key in WAYS}


@pytest.mark.parametrize(
    ("language", "sayings"),
    [
        (
            "en",
            ("automated tool", "can't keep anyone safe", "someone you trust", "leave this page"),
        ),
        ("es", ("automática", "mantener a nadie a salvo", "de confianza", "salir de esta página")),
    ],
)
def test_the_last_resort_says_what_the_protocol_says(
    language: str, sayings: tuple[str, ...]
) -> None:
    card = LAST_RESORT_CARDS[language]
    words = " ".join(card["body"])
    assert all(one in words for one in sayings)
    leave = load_library(ROOT).crisis.frame.leave
    assert card["leave"] == {
        "address": leave.address,
        "label": leave.label.within(language),
        "hint": leave.hint.within(language),
    }


@pytest.mark.parametrize("key", [key for key in DEFAULTS if f"{key}_es" in DEFAULTS])
def test_both_languages_name_the_same_services(key: str) -> None:
    for words in (load_library(ROOT).wording, DEFAULTS):
        english, spanish = (
            set(re.findall(r"\b(?:911|988)\b", words[one])) for one in (key, f"{key}_es")
        )
        assert english == spanish
        if "988" in spanish:
            assert "oprim" in words[f"{key}_es"] and "AYUDA al 988" in words[f"{key}_es"]


def test_spanish_is_for_somebody_one_knows() -> None:
    for words in (load_library(ROOT).wording, DEFAULTS):
        spanish = [text for key, text in words.items() if key.endswith("_es")]
        assert len(spanish) >= 8
        for text in spanish:
            assert not re.search(r"(?i)\b(?:usted|llame|oprima|envíe|su mensaje)\b", text)


@pytest.mark.parametrize("key", ["first_screen", "notice"])
def test_what_says_that_it_is_automated_says_that_a_person_may_join(key: str) -> None:
    for words in (load_library(ROOT).wording, DEFAULTS):
        assert "automated assistant" in words[key] and "not a person" in words[key]
        assert re.search(r"ask for a person|has joined|person joins", words[key])


@pytest.mark.parametrize("language", ["", "_es"])
def test_nobody_to_tell_promises_nobody(language: str) -> None:
    for words in (load_library(ROOT).wording, DEFAULTS):
        text = words[f"nobody_to_tell{language}"]
        assert re.search(r"don't wait|no esperes", text)
        assert not re.search(r"(?i)\bwill\b|\bsoon\b|\bpronto\b", text)


def test_the_first_screen_says_what_is_kept_longer_and_who_may_read_it() -> None:
    wording = load_library(ROOT).wording
    for part in ("may read this chat", "longer if staff", "that you left for the practice"):
        assert part in wording["first_screen"]
    for part in (
        "Pueden leer este chat",
        "más tiempo si el personal",
        "que dejaste para la oficina",
    ):
        assert part in wording["first_screen_es"]


def test_every_error_code_has_words() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "gateway").rglob("*.py"))
    codes = set(re.findall(r'ApiError\(\s*\w+,\s*"(\w+)"', source))
    assert len(codes) > 10
    assert {f"error_{code}{twin}" for code in codes for twin in ("", "_es")} <= DEFAULTS.keys()
