"""Someone under 18 is recognised by what they say of themselves, and nobody by what they say of a child."""

from __future__ import annotations

from dataclasses import replace

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
    "12f and my mom wont stop hitting me",
    "hey, 14yo girl here, i want to die",
    "me (16F) and my boyfriend (17M) broke up and i want to die",
    "i'm a kid and i'm scared",
    "im a minor, can i get therapy without my parents",
    "I'm under 18 and want to kill myself",
    "i am thirteen years old",
    "I'm a high school junior and I can't go on",
    "i'm a freshman at my high school and i want to die",
    "im in the 6th grade and kids hit me",
    "I'm in eighth grade",
    "my math teacher says i should talk to someone, i cut",
    "i cry at recess every day and want to be dead",
    "my parents grounded me and i want to die",
    "i'm seventeen and pregnant and want to die",
    "I'm 15, my mom's husband hits me",
    "my mom and her husband hit me at school",
    "my dad lost his job and i failed my math homework, want to die",
    "my 12 year old sister and i want to run away, im 14",
    "I turned 13 last week and want to die",
    "when i was 8 he started, i'm 12 now and he still does",
    "i'm in high school and college applications make me want to die",
    "tengo 12 y mi tío se mete a mi cuarto",
    "tengo 16 años y me quiero morir",
    "soy una niña de 10 y me pegan",
    "soy menor de edad",
    "hoy cumplí 14 y nadie me quiere",
    "mi mejor amiga tiene 13 y se corta",
    "mis papás me castigaron y me quiero matar",
    "mi maestra de mate vio mis cortes",
    "en la secundaria todos me odian",
    "no hice la tarea de mate y mi papá me va a pegar",
    "I'm 9 and a half",
    "im 13 years of age",
    "im literally 14",
    "my baby brother and I got hit at school",
    "my 12 year old sister wants to die, we go to my school together",
    "my 15 year old girlfriend cuts at school",
    "im a girl my dad hits me, my teacher saw",
    "can a 16 yr old book without parents, my boyfriend beats me",
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
    "Ten years old, and last night he stood there with a knife",
    "my 14 yo says she wants to die",
    "our 8yo was touched by a neighbor",
    "my client is 15 yo and wants to die",
    "I can't stay grounded, I want to die",
    "I didn't do my therapy homework and I want to die",
    "I'm 9/10 suicidal",
    "I'm 9 out of 10 suicidal",
    "I'm 8 on a scale of 10",
    "on a scale of 1 to 10 I'm 9",
    "I'm in law school and my school does not care, I want to die",
    "I'm in med school, I want to die at school",
    "I'm 10% sure I will do it",
    "I'm 10,000 dollars in debt and want to die",
    "I am seven and a half months pregnant and he hits me",
    "I'm 7.5 months pregnant",
    "my 12 year old was raped at school",
    "the 9yo next door is beaten",
    "her 13yo cuts herself",
    "his 16 yo wants to die",
    "my patient, a 16 yo girl, wants to die",
    "he has an m16 and says he will shoot",
    "I'm a high school teacher and I want to die",
    "I was raped in high school and want to die",
    "in sixth grade my uncle touched me",
    "as a 12 year old I was beaten",
    "I'm a school counselor and a kid told me she wants to die",
    "our kids fight after school, I want to die",
    "the therapist said my homework is breathing. I want to die",
    "the exercise grounded me, but I want to die",
    "my yoga teacher touched me",
    "my principal problem is that I want to die",
    "I'm 6 beers in and want to die",
    "I'm 10 steps from the bridge",
    "I'm 12 years clean and want to die",
    "I'm 12 hours away from him",
    "the year I turned 15 he raped me",
    "I'm 17 years into this marriage",
    "my daughter (15F) wants to die",
    "my sister's 14yo wants to die",
    "mi hija de 14 quiere morir",
    "mi paciente tiene 15 años y se quiere matar",
    "estoy en la facultad de derecho y me quiero morir",
    "soy maestra y una niña me dijo que quiere morir en la escuela",
    "trabajo en la escuela y me quiero morir",
    "cuando cumplí 15 me violó",
    "tengo 12 semanas de embarazo y me quiero morir",
    "mi amiga tiene 15 años de casada y la golpean",
    "del 1 al 10 tengo 9 de ganas de morir",
    "no hice la tarea que me dejó mi terapeuta y me quiero morir",
    "tengo 17 años trabajando aquí",
    "hace 20 años en la escuela me violaron",
    "a los 9 yo ya quería morir",
    "I have a 15yo who cuts",
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
    "text",
    [
        "my dad hit me last night",
        "my dad broke my wrist last month and told them it was a bike",
        "last night my stepdad touched me",
        "uncle touches me",
        "my dad hit me and I'm scared to go home",
        "he beat me and he will do it again",
        "they shut me down the basement when company comes",
        "my mom and dad hit me",
        "mi papá me pega",
        "ayer mi papá me pegó con el cable",
        "desde hace 2 años mi papá me pega",
    ],
)
def test_that_goes_on(text: str) -> None:
    assert is_minor(text, [ABUSED])


@pytest.mark.parametrize(
    "text",
    [
        "my father molested me and I can't sleep",
        "my dad beat me and I still have nightmares",
        "my stepfather raped me. I am not okay tonight",
        "I was molested by my uncle and I want to talk",
        "I was abused by my dad and I have panic attacks today",
        "my father molested me and it hurts me every day",
        "my mom used to lock me in the closet",
        "mi padre me violó y no puedo dormir",
        "mi tío abusó de mí",
    ],
)
def test_abuse_told_in_the_past_alone_may_be_a_grown_ups(text: str) -> None:
    assert not is_minor(text, [ABUSED])


def test_abuse_that_is_denied_is_no_sign_of_a_child() -> None:
    denied = replace(ABUSED, severity=Severity.VEILED)
    assert not is_minor("my dad never hits me", [denied])
    assert is_minor("my dad hits me", [replace(denied, sure=True)])


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
