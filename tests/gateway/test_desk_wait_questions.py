"""Questions about the wait, and all that only looks like one."""

from __future__ import annotations

import pytest

from bot.gateway.desk.wait_questions import MOST_WORDS, question_in

ABOUT_THE_WAIT = {
    "en": [
        "is anyone there",
        "Is anyone there??",
        "is anybody out there?",
        "are you there",
        "Are you still there?",
        "r u there",
        "u there?",
        "still there?",
        "hello?? anyone",
        "Hello?",
        "hello??? hello??",
        "anyone?",
        "Anybody there?",
        "anyone here?",
        "still waiting",
        "Still waiting...",
        "I'm still waiting",
        "I’m still waiting here",
        "I've been waiting 10 minutes",
        "I have been waiting for so long",
        "is someone coming",
        "Is somebody coming?",
        "is someone going to come",
        "is a person coming?",
        "is there anyone?",
        "Is there a real person there?",
        "will someone come",
        "Will anyone answer me?",
        "When will someone come?",
        "when will someone answer",
        "when is somebody coming",
        "when can a person join",
        "How much longer?",
        "how much longer do I have to wait",
        "how long do I have to wait?",
        "How long will I wait",
        "how long until someone comes?",
        "how long before somebody answers",
        "how long does it take for someone to join",
        "am I still in line?",
        "has anyone joined?",
        "what if nobody comes",
        "What happens if no one comes?",
        "why is nobody here",
        "Hello, is anyone there please?",
        "ok so how long do i have to wait",
        "is anyone there? how long will it take",
        "nobody yet?",
    ],
    "es": [
        "hay alguien",
        "¿Hay alguien ahí?",
        "Hola, ¿hay alguien?",
        "¿hola?",
        "¿Alguien?",
        "alguien ahí",
        "sigo esperando",
        "Sigo esperando...",
        "todavía estoy esperando",
        "estoy esperando a alguien",
        "llevo 10 minutos esperando",
        "ya llevo rato esperando",
        "¿cuánto falta?",
        "¿Cuánto más falta?",
        "¿cuánto tengo que esperar?",
        "cuanto hay que esperar",
        "¿Cuánto tarda alguien en entrar?",
        "cuánto tardan en contestar",
        "¿cuándo viene alguien?",
        "¿Cuándo me contestan?",
        "cuándo va a venir alguien",
        "¿viene alguien?",
        "¿Va a venir alguien?",
        "¿ya viene alguien?",
        "¿estás ahí?",
        "siguen ahí?",
        "¿no viene nadie?",
        "¿por qué no viene nadie?",
        "¿Qué pasa si no viene nadie?",
        "por favor, ¿hay alguien ahí?",
    ],
}

BARE = {
    "en": [
        "how long",
        "How long?",
        "how long will it take",
        "How long does it take?",
        "how long is it going to take",
        "ok, how long will this take",
        "when will they come",
        "when are you coming",
        "how long is the wait",
        "what's the wait time",
        "are you online?",
    ],
    "es": ["¿cuánto?", "cuánto tarda", "¿Cuánto tiempo?", "cuanto va a tardar", "¿cuándo viene?"],
}

SOMETHING_ELSE = [
    "",
    "?",
    "how long does therapy take",
    "how long is a session",
    "how long do you keep notes",
    "how long do you keep my messages?",
    "how long do I have to be in therapy",
    "how long do I have to wait for an appointment",
    "how long is the waiting list",
    "how long until my son feels better",
    "how long can a therapist keep me waiting",
    "is anyone there allowed to read my notes",
    "is someone coming to the session with me",
    "is someone there for my daughter",
    "is there a person I can complain to",
    "is there anyone who speaks Spanish",
    "are you there on Saturdays",
    "when will someone call my mother back",
    "when will my therapist answer",
    "will someone see my records",
    "will anyone know",
    "I am still waiting for my records",
    "I've been waiting for my therapist to call",
    "I can't wait any longer",
    "I can't wait anymore",
    "nobody answers",
    "what if nobody answers",
    "what do i do if no one answers",
    "¿qué hago si nadie contesta?",
    "no one is answering the phone",
    "nobody is there for me",
    "nobody would care",
    "why does nobody love me",
    "what if nobody believes me",
    "someone is hurting me",
    "someone is coming to kill me",
    "is someone there? he is coming to hurt me",
    "are you there god",
    "I want to die, is anyone there",
    "anyone there? I took pills",
    "can someone help me",
    "can I talk to a person",
    "hello",
    "hi",
    "hey, thanks",
    "yes",
    "no",
    "stop waiting",
    "waiting room",
    "cuánto cuesta",
    "¿cuánto dura la terapia?",
    "¿cuánto tarda la terapia en funcionar?",
    "cuánto tiempo guardan las notas",
    "cuánto tengo que esperar para una cita",
    "¿hay alguien que hable con mi hijo?",
    "¿hay alguien ahí que hable español?",
    "sigo esperando mis papeles",
    "nadie contesta",
    "nadie me quiere",
    "no hay nadie",
    "ya no puedo esperar",
    "¿cuándo me llama mi terapeuta?",
    "alguien me quiere matar",
    "me quiero morir, ¿hay alguien?",
    "hola",
    "¿estás ahí los sábados?",
]


@pytest.mark.parametrize(
    ("language", "words"),
    [(language, one) for language, found in ABOUT_THE_WAIT.items() for one in found],
)
def test_a_clear_question_about_the_wait_is_one(language: str, words: str) -> None:
    found = question_in(words)
    assert found is not None and (found.language, found.is_bare) == (language, False)
    assert question_in(f"  {words.upper()} ") == found


@pytest.mark.parametrize(
    ("language", "words"), [(language, one) for language, found in BARE.items() for one in found]
)
def test_one_that_may_be_about_something_else_is_known_as_that(language: str, words: str) -> None:
    found = question_in(words)
    assert found is not None and (found.language, found.is_bare) == (language, True)


@pytest.mark.parametrize(
    ("words", "is_plain"),
    [
        ("how long do i have to wait", True),
        ("is anyone there", True),
        ("anyone?", True),
        ("cuándo viene alguien", True),
        ("¿estás ahí?", True),
        ("someone here", False),
        ("someone coming", False),
        ("está aquí", False),
        ("ya está aquí", False),
        ("están aquí", False),
        ("alguien viene", False),
    ],
)
def test_what_may_tell_of_somebody_who_comes_is_no_plain_question(
    words: str, is_plain: bool
) -> None:
    found = question_in(words)
    assert found is not None and found.is_plain == is_plain


@pytest.mark.parametrize("words", SOMETHING_ELSE)
def test_whatever_holds_anything_else_is_none(words: str) -> None:
    assert question_in(words) is None


@pytest.mark.parametrize("words", [one for found in ABOUT_THE_WAIT.values() for one in found])
@pytest.mark.parametrize(
    "more", ["I took pills", "me quiero morir", "about my son", "para mi hijo"]
)
def test_with_more_to_it_none_is_one(words: str, more: str) -> None:
    assert question_in(f"{words} {more}") is None
    assert question_in(f"{more}. {words}") is None


def test_a_question_is_short() -> None:
    assert question_in(" ".join(["hello"] * (MOST_WORDS - 3) + ["is anyone there"]))
    assert question_in(" ".join(["hello"] * (MOST_WORDS - 2) + ["is anyone there"])) is None
    assert question_in("is anyone there" + "?" * 1000) is None


@pytest.mark.parametrize("words", ["hello " * 15, "waiting " * 9 + "x", "y " * 40 + "z", "a" * 100])
def test_nothing_takes_long_to_read(words: str) -> None:
    assert question_in(words) is None
