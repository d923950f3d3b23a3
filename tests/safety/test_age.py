"""The visitor's age over a conversation."""

from __future__ import annotations

import pytest

from bot.safety.age import Age, age_after


def age_of(*messages: str) -> Age | None:
    known = None
    for one in messages:
        known = age_after(one, (), known)
    return known


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("im 14", Age.CHILD),
        ("tengo 15 años y vivo con mi mamá", Age.CHILD),
        ("my locker was broken into", Age.YOUNG),
        ("I'm 34 and my father drinks", Age.GROWN),
        ("I am 81", Age.ELDER),
        ("I'm eighty-one and live alone", Age.ELDER),
        ("as an old woman I have seen a lot", Age.ELDER),
        ("tengo 72 años", Age.ELDER),
        ("soy una persona mayor", Age.ELDER),
        ("my grandmother is 81", None),
        ("I'm 75 percent sure", None),
        ("I'm 60 miles away", None),
        ("it is 81f outside", None),
        ("hello", None),
    ],
)
def test_an_age_is_read(text: str, age: Age | None) -> None:
    assert age_of(text) is age


@pytest.mark.parametrize(
    "text",
    [
        "My daughter texted me: I am 14 and I want to die",
        'my son said: "I\'m 13, help". What now?',
        "My friend wrote:\n\nI am 15. Help me",
        "My sister texted me I am 16 and pregnant",
        "my niece says I'm 14 and I want to die",
        "my client told me: I am 81 and alone",
        "mi hija me escribió: «tengo 14 años y me quiero morir»",
    ],
)
def test_the_age_of_somebody_who_is_quoted_is_not_the_visitors(text: str) -> None:
    assert age_of(text) is None
    assert age_of("I'm 41", text) is Age.GROWN


@pytest.mark.parametrize(
    "text",
    [
        "I texted my mom: I am 14",
        "I told my teacher I am 13",
        "my mom says I am 14 and too young",
        "my dad said he will hurt me. I'm 14",
        "my dad says he will kill me, I am 14",
        "a man texted me. I am 13 and scared",
        "my boyfriend sent me pictures and im 15",
        "I'm 14 and my friend texted me: I want to die",
    ],
)
def test_an_own_age_beside_what_others_say_is_read(text: str) -> None:
    assert age_of(text) is Age.CHILD


def test_an_age_that_was_said_stays_until_another_is() -> None:
    assert age_of("im 14", "hello", "my boss is mean") is Age.CHILD
    assert age_of("I'm 81", "my homework is due", "hello") is Age.ELDER
    assert age_of("im 14", "sorry, I'm 41") is Age.GROWN


def test_a_guess_that_a_child_writes_ends_with_a_child_of_their_own() -> None:
    assert age_of("the school counselor was rude", "hello") is Age.YOUNG
    assert age_of("the school counselor was rude", "my daughter is sad") is None


def test_only_children_get_the_wording_for_children() -> None:
    assert [one for one in Age if one.minor] == [Age.CHILD, Age.YOUNG]
