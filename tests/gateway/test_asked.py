"""What visitors ask about the help itself, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.gateway.asked import Question, Subject, is_question, question_in


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (Subject.NO_PHONE, "I don't have a phone"),
        (Subject.NO_PHONE, "i dont have a cell phone what do i do"),
        (Subject.NO_PHONE, "I can't talk out loud"),
        (Subject.NO_PHONE, "I can\N{RIGHT SINGLE QUOTATION MARK}t talk, he's in the next room"),
        (Subject.NO_PHONE, "i cant call anyone"),
        (Subject.NO_PHONE, "my mom took my phone"),
        (Subject.NO_PHONE, "my phone is dead"),
        (Subject.NO_PHONE, "I'm deaf"),
        (Subject.NO_PHONE, "I'm scared to call 988"),
        (Subject.PERSON, "are you a person?"),
        (Subject.PERSON, "wait, are you real"),
        (Subject.PERSON, "am I talking to a real human"),
        (Subject.PERSON, "is anyone there?"),
        (Subject.LIFELINE, "What is 988?"),
        (Subject.LIFELINE, "whats 988"),
        (Subject.COST, "is it free"),
        (Subject.COST, "Does it cost anything?"),
        (Subject.COST, "how much does it cost"),
        (Subject.PARENTS, "will my parents find out?"),
        (Subject.PARENTS, "do my parents find out if I call 988"),
        (Subject.PARENTS, "will you tell my mom"),
        (Subject.PARENTS, "do they tell my parents what I say"),
        (Subject.PARENTS, "please don't tell my parents"),
    ],
)
def test_a_question_in_english(subject: Subject, words: str) -> None:
    assert question_in(words) == Question(subject, "en")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (Subject.NO_PHONE, "no puedo llamar"),
        (Subject.NO_PHONE, "No tengo teléfono."),
        (Subject.NO_PHONE, "no puedo hablar"),
        (Subject.NO_PHONE, "no puedo hablar en voz alta, me van a oír"),
        (Subject.NO_PHONE, "me da miedo llamar"),
        (Subject.PERSON, "¿eres una persona?"),
        (Subject.PERSON, "eres un robot"),
        (Subject.PERSON, "hay alguien ahí?"),
        (Subject.LIFELINE, "¿qué es el 988?"),
        (Subject.LIFELINE, "q es el 988"),
        (Subject.LIFELINE, "¿qué pasa si llamo?"),
        (Subject.COST, "¿es gratis?"),
        (Subject.COST, "y cuánto cuesta la llamada"),
        (Subject.COST, "me cobran?"),
        (Subject.PARENTS, "¿se enteran mis papás?"),
        (Subject.PARENTS, "mis papás se van a enterar?"),
        (Subject.PARENTS, "¿le vas a decir a mi mamá?"),
        (Subject.PARENTS, "se va a enterar mi mama si llamo"),
    ],
)
def test_a_question_in_spanish(subject: Subject, words: str) -> None:
    assert question_in(words) == Question(subject, "es")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ok",
        "are you open on Monday",
        "can my therapist text me",
        "I can't call my therapist between sessions",
        "I can't talk to my therapist about this",
        "what is your phone number? I don't have your phone number",
        "is it free for students of the clinic",
        "is there a person I can speak with at the office",
        "will my therapist tell my parents what I say",
        "what is a release of information",
        "no puedo llamar a mi terapeuta",
        "no puedo hablar con mi terapeuta",
        "cuánto cuesta la consulta",
        "¿mi terapeuta le dice a mis papás lo que digo?",
        "x " * 100_000,
    ],
)
def test_other_words_are_left_to_rasa(words: str) -> None:
    assert question_in(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "can my therapist text me",
        "ok so how do i get my records",
        "and he will see my notes?",
        "puedo traer a mi hermana a la sesion",
    ],
)
def test_what_is_put_as_a_question_is_one(words: str) -> None:
    assert is_question(words)


@pytest.mark.parametrize("words", ["it's too late", "why?", "she doesn't answer", "i have a plan"])
def test_few_words_and_statements_are_no_question(words: str) -> None:
    assert not is_question(words)
