"""What each kind of danger looks like, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.safety import About, Category, flagged, screen
from bot.safety.rules import RULES

DANGER: dict[tuple[str, str], list[str]] = {
    ("suicide", "self"): [
        "I want to die",
        "im going to kill myself tonight",
        "I don't want to be alive anymore",
        "thinking about ending my life",
        "I have suicidal thoughts",
        "my suicide plan is ready",
        "everyone would be better off without me",
        "i just want to go to sleep and not wake up",
        "there's no point in living",
        "I wish I was dead",
        "I've been saving up my pills",
        "im standing on the bridge",
        "how many pills would it take to die",
        "goodbye forever everyone",
        "can my therapist tell my mom that I'm going to kill myself",
        "I would rather be dead than go back there",
        "i wanna unalive myself",
        "quiero morir",
        "me quiero matar",
        "ya no quiero vivir",
    ],
    ("suicide", "other"): [
        "my son says he wants to die",
        "I think my mom is suicidal",
        "my husband is going to kill himself",
        "she tried to take her own life",
        "we found a suicide note in her desk",
        "my friend just texted me goodbye forever",
        "he is in the garage with a gun",
        "mi hijo dice que se quiere morir",
    ],
    ("self_harm", "self"): [
        "I cut myself last night",
        "i've been hurting myself",
        "the urge to cut is so bad",
        "self-harm is the only thing that helps me",
        "me estoy cortando otra vez",
    ],
    ("self_harm", "other"): [
        "my roommate is cutting herself",
        "my daughter has fresh cuts on her thighs",
    ],
    ("harm_others", "other"): [
        "I'm going to kill my stepfather",
        "i want to hurt him so bad",
        "I might stab my roommate",
        "my brother says he's going to shoot our dad",
        "quiero matar a mi jefe",
    ],
    ("partner_violence", "done_to_me"): [
        "my husband hit me again last night",
        "he says he'll kill me if I leave",
        "My boyfriend choked me",
        "I am hiding in the bathroom from my husband",
        "mi esposo me pega",
    ],
    ("partner_violence", "other"): ["my sister's husband is strangling her"],
    ("partner_violence", "done_by_me"): ["i choked my girlfriend last night"],
    ("child_abuse", "done_to_me"): [
        "my dad hits me with a belt",
        "my stepdad comes into my room at night",
        "my uncle touches me",
        "mi padrastro me toca",
    ],
    ("child_abuse", "other"): [
        "My daughter told me her grandfather touched her",
        "my wife spanks our son until he bleeds",
        "I think my husband is molesting my stepdaughter",
    ],
    ("child_abuse", "done_by_me"): ["I hurt my kids again today", "I shook the baby"],
    ("elder_abuse", "other"): [
        "My mom's caregiver slaps her",
        "my brother took all of grandma's money",
    ],
    ("elder_abuse", "done_to_me"): ["I'm 81 and my son pushes me"],
    ("sexual_assault", "done_to_me"): [
        "I was raped last night",
        "my therapist forced himself on me",
        "me violaron anoche",
    ],
    ("sexual_assault", "other"): ["my friend got raped saturday"],
    ("exploitation", "done_to_me"): [
        "he has nude pics of me and will post them unless i pay",
        "they took my passport",
        "my pimp wont let me go",
    ],
    ("medical", "self"): [
        "I took too many of my meds",
        "chest pain and I can't breathe",
        "I took 30 tylenol",
    ],
    ("medical", "other"): [
        "she took a bunch of pills and wont wake up",
        "he's not breathing",
        "mi mamá no despierta",
    ],
    ("psychosis", "self"): [
        "the voices tell me to jump",
        "god told me to sacrifice my son",
    ],
}

HARMLESS = [
    # Questions about what happens when such a thing is said.
    "What if I mention suicide?",
    "Does a therapist have to report it if a client talks about suicide?",
    "does a therapist break confidentiality if someone is suicidal",
    "What are the exceptions to confidentiality, like suicide or abuse?",
    "is talking about wanting to die always reported",
    "My grandfather died by suicide, can I get his records?",
    "is there suicide prevention training for therapists",
    # Idioms.
    "this traffic is killing me",
    "I'm dying to know what she wrote",
    "my mom is going to kill me when she sees the bill",
    "I could kill for a coffee",
    "killing time before my session",
    "I nearly died laughing",
    "want to die laughing at my own jokes",
    "my phone is dead",
    "hit me up",
    "it hit me that I never signed the form",
    "she pushed me to try something new",
    "he beats me at chess",
    "I cut myself some slack",
    "I take my life into account when I plan",
    "my sister kicked me out of the room",
    "take my life savings",
    "I don't want to live with my parents",
    "I want to end it with my therapist",
    "I'm tired of living with my in-laws",
    "my therapist won't respond to my emails",
    "I bombed the exam",
    "we had a heart to heart about death in general",
    # Denials.
    "I'm not suicidal",
    "I don't want to kill myself",
    "I've never thought of ending my life",
    # Fiction.
    "in my novel the hero wants to kill himself",
    "How do I kill the boss in this game?",
    # The assistant's own trade.
    "Can my therapist text me?",
    "what should I do if my therapist is late",
    "How do I end my therapy?",
    "¿Puedo ver mis notas?",
]


def _cases() -> list[tuple[str, str, str]]:
    return [(*kind, text) for kind, texts in DANGER.items() for text in texts]


@pytest.mark.parametrize(("category", "about", "text"), _cases())
def test_danger_is_found_with_its_kind(category: str, about: str, text: str) -> None:
    findings = screen(text)
    assert flagged(findings)
    assert (Category(category), About(about)) in {(one.category, one.about) for one in findings}


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_messages_are_not_flagged(text: str) -> None:
    assert [one.rule for one in screen(text) if flagged([one])] == []


def test_every_category_has_rules_and_examples() -> None:
    assert {rule.category for rule in RULES} == set(Category)
    assert {Category(category) for category, _ in DANGER} == set(Category)


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
