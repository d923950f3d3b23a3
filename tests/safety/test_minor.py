"""Someone under 18 is recognised by what they say of themselves, and nobody by what they say of a child."""

from __future__ import annotations

import pytest

from bot.safety import About, Category, Finding, Severity
from bot.safety.minor import is_minor

YOUNG = [
    "im 13 and I want to die",
    "I'm only fourteen and my stepdad hits me",
    "hi i am 9 years old and daddy hurts me",
    "I just turned 16, nobody cares",
    "as a 14 year old I feel dead inside",
    "I'm a 12 year old and i want to die",
    "15f my bf hits me",
    "I (16M) want to end it",
    "my teacher saw the cuts",
    "I cut myself at school",
    "I'm in 8th grade and want to kill myself",
    "i'm in high school and i took a lot of pills",
    "my friend is 14 and says she wants to die",
    "my school counselor said she has to tell my mom",
    "I'm 17. I want to end it",
    "tengo 15 años y me quiero matar",
    "acabo de cumplir 13",
    "mi maestra vio los moretones",
    "en la secundaria me pegan",
]
GROWN = [
    "I want to die",
    "my 13 year old daughter wants to die",
    "my son is in 8th grade and wants to die",
    "my son's teacher hit him at school",
    "I'm 12 weeks pregnant and want to die",
    "I'm 8 months pregnant and he hits me",
    "I'm 15 minutes away from doing it",
    "I'm 10 years sober and about to drink myself to death",
    "I'm 16 hours without sleep",
    "when I was 8 my uncle touched me at school",
    "I was abused as a child",
    "I'm 34 and I want to die",
    "I'm 45, my husband hits me",
    "I teach high school and a student said he wants to die",
    "I'm in college and I want to die",
    "my wife took 10 pills",
    "me quiero morir",
    "tengo 40 años y me quiero morir",
    "tengo 15 años de casada y me pega",
    "mi hijo de 12 años se corta",
]


def _finding(category: Category, about: About) -> Finding:
    return Finding(category, about, Severity.DANGER, "rules", "example", (0, 1))


ABUSED = _finding(Category.CHILD_ABUSE, About.DONE_TO_ME)


@pytest.mark.parametrize("text", YOUNG)
def test_a_young_visitor_is_recognised(text: str) -> None:
    assert is_minor(text)


@pytest.mark.parametrize("text", GROWN)
def test_a_grown_up_is_not_taken_for_one(text: str) -> None:
    assert not is_minor(text)


def test_abuse_of_a_child_done_to_the_visitor_means_a_child() -> None:
    assert is_minor("my dad locks me in the closet", [ABUSED])
    assert not is_minor("my dad locks me in the closet")


@pytest.mark.parametrize(
    "text", ["my uncle touched me when I was 8", "I'm 41 and my father beat me", "cuando era niña"]
)
def test_unless_it_is_told_by_a_grown_up(text: str) -> None:
    assert not is_minor(text, [ABUSED])


@pytest.mark.parametrize(
    "finding",
    [
        _finding(Category.CHILD_ABUSE, About.OTHER),
        _finding(Category.CHILD_ABUSE, About.DONE_BY_ME),
        _finding(Category.SUICIDE, About.SELF),
    ],
)
def test_no_other_finding_does(finding: Finding) -> None:
    assert not is_minor("something", [finding])
