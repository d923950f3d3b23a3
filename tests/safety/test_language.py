"""Spanish is told from English, however short, hurried or unaccented the message."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml

from bot.safety.language import is_spanish

ROOT = Path(__file__).parents[2]

SPANISH = [
    "quiero morir",
    "me quiero matar",
    "ayuda",
    "ayúdenme",
    "urgente",
    "emergencia",
    "es una emergencia",
    "ambulancia",
    "auxilio",
    "ya no puedo más",
    "no puedo mas",
    "me corto",
    "mi novio me pega",
    "mi hijo dice que se quiere morir",
    "kiero morirme",
    "me voy a suicidar esta noche",
    "QUIERO MATARME",
    "q u i e r o   m o r i r",
    "mi abuela no come desde el lunes y mi tío le quita el dinero",
    "me tomé todas las pastillas",
    "no respira",
    "tengo miedo",
    "nadie me extrañaría",
    "mi jefe tiene mi pasaporte y no me deja ir",
    "las voces me dicen que lo haga",
    "m1 n0vio me p3ga",
    "me violaron",
    "¿qué hago?",
    "hola, estoy pensando en quitarme la vida",
    "mi mom me pega y no sé qué hacer",
    "soy un estorbo",
]
ENGLISH = [
    "I want to die",
    "kms",
    "help",
    "help me",
    "no",
    "me",
    "my son wants to kill himself",
    "he hit me again",
    "I live in San Diego, CA and I want to end it",
    "my therapist is named Maria de la Cruz and I want to die",
    "El Paso is cold. I took all the pills",
    "no one would miss me",
    "can't go on",
    "overdose",
    "unalive",
    "La la la, I feel nothing",
    "a burrito, a siesta, and I'm done with life",
    "he's in the sin bin, I'm so dead",
    "is my mama going to die",
    "hola amigo, do you take my insurance?",
    "",
    "   ",
    "911",
    "😞",
    "1234567890",
    "je veux mourir",
    "ich will nicht mehr leben",
]


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip("¿?")


@pytest.mark.parametrize("text", SPANISH)
def test_spanish_is_spanish_with_and_without_accents(text: str) -> None:
    assert is_spanish(text)
    assert is_spanish(_without_accents(text))
    assert is_spanish(text.upper())
    assert is_spanish(f"{text} lol")


@pytest.mark.parametrize("text", ENGLISH)
def test_anything_else_is_not(text: str) -> None:
    assert not is_spanish(text)
    assert not is_spanish(text.upper())


def test_of_two_languages_the_one_with_more_words_wins() -> None:
    assert is_spanish("I can't, ya no quiero vivir, me duele todo")
    assert not is_spanish("please help, my novio hit me and I am scared to go home")


def test_no_question_of_a_topic_is_taken_for_spanish() -> None:
    asked = []
    for path in sorted((ROOT / "data" / "nlu").glob("*/*.yml")):
        for item in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            asked += [line[2:] for line in item["examples"].split("\n") if line.startswith("- ")]
    assert len(asked) > 2000
    assert [text for text in asked if is_spanish(text)] == []


def test_only_the_beginning_of_a_long_message_is_read() -> None:
    assert is_spanish("no quiero vivir. " + "and then some " * 100_000) is False
    assert is_spanish("ya no quiero vivir. " * 200_000)
