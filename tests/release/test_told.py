"""What a request tells unasked, and what it does not."""

from __future__ import annotations

import pytest

from bot.release.guide import Release
from bot.release.reading import known
from bot.release.told import age_told, fact_told, purpose_told


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("set up release for school counselor, daughter is 9", "minor"),
        ("walk me through the release, my kid (8)", "minor"),
        ("she's 15, walk me through the form for her counselor", "minor"),
        ("a release for my twelve-year-old's therapist", "minor"),
        ("release for our 8 y/o son", "minor"),
        ("my sons are 9 and 12", "minor"),
        ("my middle schooler has a new therapist", "minor"),
        ("he's in 6th grade, which form do I need", "minor"),
        ("I'm her dad, she's 15", "minor"),
        ("I'm a 42 year old mom and she is 15", "minor"),
        ("my son is 22, walk me through it", "adult"),
        ("grown daughter, she can sign herself", "adult"),
        ("our daughter is in college", "adult"),
    ],
)
def test_an_age_counts_where_somebody_is_named(release: Release, text: str, age: str) -> None:
    assert age_told(release.questions["age"], text, None) == {age}


@pytest.mark.parametrize(
    "text",
    [
        "I'm 42, how do I talk with my daughter's therapist",
        "I'm a 42 year old mom and need a release for my son",
        "42 y/o here, my son sees someone at your office",
        "as a 42 year old dad I'd like to know the steps for my kid",
        "my ex, he's 42, wants to see my daughter's notes",
        "my 42 year old husband and our child",
        "her therapist is 60",
    ],
)
def test_the_age_of_who_speaks_or_of_another_adult_is_not_the_childs(
    release: Release, text: str
) -> None:
    assert age_told(release.questions["age"], text, "parent") == set()


@pytest.mark.parametrize(
    "text",
    [
        "a release for my son, before the 15 minute call",
        "she is 15 minutes late",
        "my daughter is 5 feet tall",
        "my son has been in therapy for 3 years",
        "my daughter had 12 sessions",
        "an 8 year old habit of my son's",
        "I signed 15 forms",
        "my daughter is almost 18",
        "she turns 18 in May",
        "my son is not 18",
        "walk me through the release form",
    ],
)
def test_other_numbers_and_ages_to_come_are_asked_about(release: Release, text: str) -> None:
    assert age_told(release.questions["age"], text, None) == set()


def test_children_of_both_ages_are_asked_about(release: Release) -> None:
    question = release.questions["age"]
    for text in ("my kids are 15 and 19", "my son is 9 and my daughter is 20"):
        assert len(age_told(question, text, "parent")) == 2
        assert "age" not in known(release, f"{text}, walk me through a release")


def test_a_clients_own_age_counts_and_nobody_elses(release: Release) -> None:
    question = release.questions["age"]
    assert age_told(question, "I'm 34, let my therapist talk with my daughter", "client") == {
        "adult"
    }
    assert age_told(question, "let my daughter, she's 9, talk with my therapist", "client") == set()
    assert age_told(question, "I'm 16", None) == {"minor"}  # so young, it is no parent
    assert age_told(question, "I'm 34", None) == set()


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("how do I let my boyfriend speak with my counselor", "family"),
        ("so my psychiatrist can talk with my therapist", "doctor"),
        ("bring my sister to my next session", "bring"),
        ("my health plan wants something from my therapist", "insurer"),
        ("my attorney wants something from my therapist", "legal"),
        ("revoke the permission that my therapist has", "take_back"),
    ],
)
def test_a_client_says_what_it_is_for(release: Release, text: str, purpose: str) -> None:
    assert known(release, text)["purpose"] == purpose


@pytest.mark.parametrize(
    "text",
    [
        "my husband pressed me so he could talk to my counselor, I want out of it",
        "I don't want my therapist to talk to my sister",
        "I don't want my old doctor hearing from my therapist",
        "get everything ready for my dad coming to my therapist's office",
        "I want my parents there when I talk with my therapist",
        "my mom and my doctor would like to talk with my therapist",
        "let my mom come with me about the divorce, my therapist said",
        "my lawyer and my doctor want to hear from my therapist",
        "my therapist gave me a form",
    ],
)
def test_what_may_be_something_else_is_asked(release: Release, text: str) -> None:
    assert purpose_told(release.questions["purpose"], text) == set()


def test_only_a_clients_purpose_is_told(release: Release) -> None:
    assert "purpose" not in known(release, "I'm her dad. My lawyer wants to talk with her doctor.")


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("insurer_kind", "my disability insurance wants a form", "other"),
        ("insurer_kind", "walk me through a release for my health plan", "health"),
        ("court_paper", "a letter from the court came, walk me through a release", "yes"),
        ("direction", "so my doctor and my therapist can talk both ways", "two_way"),
    ],
)
def test_a_fact_is_told_by_a_phrase_of_two_words(
    release: Release, question: str, text: str, answer: str
) -> None:
    assert fact_told(release.questions[question], text) == {answer}
    assert known(release, text)[question] == answer


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("insurer_kind", "a release for my insurance"),
        ("insurer_kind", "it's for my health plan or my life insurance"),
        ("insurer_kind", "my health plan and also medicare, no, the disability"),
        ("insurer_kind", "not my health plan"),
        ("insurer_kind", "do I have to use my health insurance"),
        ("court_paper", "my lawyer asked for a release"),
        ("court_paper", "my attorney wants my records"),
        ("court_paper", "do I need a court order"),
        ("court_paper", "they say I need a court order"),
        ("court_paper", "what if a court order comes"),
        ("direction", "should it be one way or both ways"),
        ("direction", "my wife and I fight with each other"),
        ("direction", "is there one way to do this"),
    ],
)
def test_what_is_doubtful_or_a_no_is_asked(release: Release, question: str, text: str) -> None:
    assert fact_told(release.questions[question], text) == set()
    assert question not in known(release, text)


@pytest.mark.parametrize(
    "text",
    [
        "nobody is in danger, walk me through it",
        "he is in danger, walk me through it",
        "my brother said yes and wants me involved, walk me through it",
        "I have power of attorney for my dad, walk me through it",
        "with all notes included, walk me through it",
    ],
)
def test_danger_consent_power_and_notes_are_always_asked_about(release: Release, text: str) -> None:
    asked = {"danger_now", "agrees", "authority", "consented_alone", "psychotherapy_notes"}
    assert asked.isdisjoint(known(release, text))
