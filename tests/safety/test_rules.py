"""What each kind of danger looks like, and what only looks like it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import yaml

from bot.safety import About, Category, Severity, flagged, screen
from bot.safety.rules import FOLDER, Rule, rule_set

RULES = rule_set().rules
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
        "ever since her death I only want to be with her",
        "soon I will join my late husband",
        "I am so done with everything, goodbye",
        "someone please help me",
        "HELP ME PLEASE!!",
        "I need help immediately",
        "mayday",
        "does it hurt to bleed to death",
        "what is the gentlest way to go?",
        "I was standing at the edge of the roof",
        "I left a note",
        "I gave away all my clothes",
        "they would be happier if I was gone",
        "would anybody cry at my funeral",
        "me not want live",
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
        "my client texted me goodbye and her phone is off",
        "my nephew gave away all his things",
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
        "my brother says he's going to shoot our dad",
    ],
    ("harm_others", "done_by_me"): [
        "I'm going to kill my stepfather",
        "i want to hurt him so bad",
        "I might stab my roommate",
        "quiero matar a mi jefe",
        "I will show up at your clinic with a rifle",
        "there is a bomb in your building",
        "they should burn your practice to the ground and I might",
    ],
    ("partner_violence", "done_to_me"): [
        "my husband hit me again last night",
        "he says he'll kill me if I leave",
        "My boyfriend choked me",
        "I am hiding in the bathroom from my husband",
        "mi esposo me pega",
        "my former boyfriend is someone who tracks my location, my ex stalks me",
        "My wife never lets me have money",
        "my husband controls the income and my salary",
    ],
    ("partner_violence", "other"): ["my sister's husband is strangling her"],
    ("partner_violence", "done_by_me"): ["i choked my girlfriend last night"],
    ("child_abuse", "done_to_me"): [
        "my dad hits me with a belt",
        "my stepdad comes into my room at night",
        "my uncle touches me",
        "mi padrastro me toca",
        "my swim coach keeps touching my chest",
        "my tennis trainer put his hand down my shorts",
        "a man from our church touched me",
        "my doctor touched my breasts, I'm 14",
    ],
    ("child_abuse", "other"): [
        "My daughter told me her grandfather touched her",
        "my wife spanks our son until he bleeds",
        "I think my husband is molesting my stepdaughter",
        "the priest kissed my ten year old son",
        "my pupils arms have welts",
        "her uncle fondled my niece",
    ],
    ("child_abuse", "done_by_me"): [
        "I hurt my kids again today",
        "I shook the baby",
        "I keep having thoughts of drowning the baby",
    ],
    ("elder_abuse", "other"): [
        "My mom's caregiver slaps her",
        "my brother took all of grandma's money",
        "the aide leaves my grandmother wet",
    ],
    ("elder_abuse", "done_to_me"): ["I'm 81 and my son pushes me"],
    ("sexual_assault", "done_to_me"): [
        "I was raped last night",
        "my therapist forced himself on me",
        "me violaron anoche",
        "my psychiatrist put his hands under my blouse",
    ],
    ("sexual_assault", "other"): ["my friend got raped saturday"],
    ("exploitation", "done_to_me"): [
        "he has nude pics of me and will post them unless i pay",
        "they took my passport",
        "my pimp wont let me go",
        "my tutor asked me for nudes",
    ],
    ("medical", "self"): [
        "I took too many of my meds",
        "chest pain and I can't breathe",
        "I took 30 tylenol",
        "I quit drinking on Monday and I am trembling and sweating",
    ],
    ("medical", "other"): [
        "she took a bunch of pills and wont wake up",
        "he's not breathing",
        "mi mamá no despierta",
        "my toddler swallowed a button cell",
        "I can't wake my roommate",
    ],
    ("psychosis", "self"): [
        "the voices tell me to jump",
        "god told me to sacrifice my son",
        "I keep seeing people who are not there",
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
    "will I be committed if I say that I feel suicidal",
    "what happens when I tell my counselor about self harm",
    "My son self-harms. Will his therapist tell me?",
    "does a psychologist have to report it if I hit my child once",
    "could my shrink call the police if I said I'd like to hurt somebody",
    "I was suicidal as a teenager years ago, do I have that in my file",
    # Grief, comfort, and the rest of life.
    "my father died and I miss him",
    "I want to be with him in his session",
    "May I hug my therapist? She touched my shoulder",
    "can you help me",
    "please help me find my notes",
    "I'm done here, thanks",
    "I'm so done with insurance",
    "I can't get my therapist to respond to me",
    "my teacher asked for pictures of my homework",
    "I'm 16 and my mom kissed me goodnight",
    "my boyfriend waits outside in the waiting room",
    "my uncle rubbed my shoulders at dinner",
    "I stopped drinking two years ago, is it in my notes",
    "is there an emergency number",
    "will my kids be okay without me in the session",
    "my husband reads my email, is it private",
    "what is the best way to go about asking",
    "she can't wake him for school",
    "the release form is in the office in this building",
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


@dataclass(frozen=True)
class Examples:
    """What a rule's own file says of it."""

    finds: list[str]
    ignores: list[str]


def _own_examples() -> dict[str, Examples]:
    return {
        f"{category}.{data['about']}.{data['name']}": Examples(data["finds"], data["ignores"])
        for category in Category
        for data in yaml.safe_load((FOLDER / f"{category}.yml").read_text(encoding="utf-8"))
    }


OWN_EXAMPLES = _own_examples()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_own_examples(rule: Rule) -> None:
    missed = [
        text
        for text in OWN_EXAMPLES[rule.name].finds
        if not any(
            one.rule == rule.name and (one.flags or rule.severity is Severity.VEILED)
            for one in screen(text)
        )
    ]
    assert missed == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_flags_what_a_rule_says_it_ignores(rule: Rule) -> None:
    flags = {
        text: [one.rule for one in screen(text) if one.flags]
        for text in OWN_EXAMPLES[rule.name].ignores
    }
    assert {text: names for text, names in flags.items() if names} == {}


def test_hints_are_named_so_and_never_flag() -> None:
    hints = rule_set().hints
    assert all(rule.severity is Severity.VEILED for rule in RULES if rule.gentle)
    assert hints == {rule.name for rule in RULES if rule.name.endswith("_hint")}
    assert hints


PLAIN_SPANISH = {
    "suicide": ["me quiero morir", "ya no quiero vivir", "me voy a matar"],
    "self_harm": ["me estoy cortando otra vez", "me quemo los brazos con el cigarro"],
    "harm_others": ["voy a matar a mi jefe", "dice que me va a matar"],
    "partner_violence": ["me pega mi esposo", "mi novio me ahorcó anoche"],
    "child_abuse": ["mi tío me toca", "mi papá me pega con el cinto"],
    "elder_abuse": ["mi hijo me pega y me quita la pensión", "la cuidadora le pega a mi abuela"],
    "sexual_assault": ["me violaron", "mi jefe me manosea"],
    "exploitation": ["me quitaron el pasaporte", "tiene fotos mías y quiere dinero"],
    "medical": ["me tomé todas las pastillas", "mi bebé no respira"],
    "psychosis": ["las voces me dicen que lo mate", "oigo voces"],
}


@pytest.mark.parametrize(
    ("category", "text"),
    [(category, text) for category, texts in PLAIN_SPANISH.items() for text in texts],
)
def test_plain_spanish_is_found_with_accents_and_without(category: str, text: str) -> None:
    without = text.translate(str.maketrans("áéíóúñ", "aeioun"))
    for written in (text, without, text.upper()):
        assert category in {one.category for one in screen(written) if one.flags}


PLAIN_ENGLISH = {
    "suicide": ["I'm suicidal", "How many pills to overdose?", "he's going to kill himself"],
    "self_harm": ["I keep cutting myself", "How do I cut myself so nobody sees?"],
    "harm_others": ["How do I poison my wife?", "I am going to shoot up my school"],
    "partner_violence": ["My husband beats me", "I hit my wife"],
    "child_abuse": ["My dad beats me", "My neighbor beats his kids"],
    "elder_abuse": ["The nurse hits my grandmother", "My son hits me and takes my pension"],
    "sexual_assault": ["I was raped", "My boss groped me"],
    "exploitation": ["My boss took my passport", "he is selling me"],
    "medical": [
        "I took too many pills",
        "She is not breathing",
        "I have chest pain and my arm is numb",
    ],
    "psychosis": ["The voices tell me to kill her", "I hear voices"],
}


@pytest.mark.parametrize(
    ("category", "text"),
    [(category, text) for category, texts in PLAIN_ENGLISH.items() for text in texts],
)
def test_plain_english_is_found(category: str, text: str) -> None:
    assert category in {one.category for one in screen(text) if one.flags}


def test_every_category_has_rules_and_examples() -> None:
    assert {rule.category for rule in RULES} == set(Category)
    assert {Category(category) for category, _ in DANGER} == set(Category)


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
