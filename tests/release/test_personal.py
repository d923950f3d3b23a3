"""Personal details are taken out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.questions import read_questions
from bot.release.personal import MARK, masked
from bot.setup.paths import ROOT

DETAILS = {
    "call me at 555-0142": "call me at #",
    "my number is (415) 555-0142.": "my number is #.",
    "4155550142": "#",
    "email: jane.doe@example.com": "email: #",
    "jane at example dot com": "#",
    "ssn 123-45-6789": "ssn #",
    "last four of my social: 4321": "last four of my social: #",
    "member id ABC12345": "member id #",
    "DOB 3/4/1985": "DOB #",
    "she was born on March 3rd, 2009": "she was born on #",
    "3/4/1985 is my dob": "# is my dob",
    "03/04/2010": "#",
    "he turns 18 on June 5": "he turns 18 on #",
    "I live at 123 Main St, apt 4": "I live at #",
    "1200 W 42nd Street": "#",
    "12 Elm Ct. #5, Oakland, CA 94110": "#",
    "my name is Jane Doe": "my name is #",
    "my name is jane and I'm 15": "my name is # and I'm 15",
    "her name is Maria, she's 15": "her name is #, she's 15",
    "our names are Jane and Tom": "our names are # and #",
    "I’m called Jane": "I’m called #",
    "me llamo Juan": "me llamo #",
    "my daughter Emma is 15": "my daughter # is 15",
    "I'm Jane, her mom": "I'm #, her mom",
    "Dr. Smith is my therapist": "Dr. # is my therapist",
    "I have bipolar disorder": "I have #",
    "she has ADHD and autism": "she has #",
    "he was diagnosed with OCD": "he was diagnosed with #",
    "diagnosed with a rare illness last year": "diagnosed with a # last year",
    "my son is autistic": "my son is #",
    "my daughter Hope is 15": "my daughter # is 15",
    "my name is Tom Hill": "my name is #",
}


@pytest.mark.parametrize("text", DETAILS)
def test_a_detail_is_taken_out_and_the_rest_stays(text: str) -> None:
    assert masked(text) == DETAILS[text].replace("#", MARK).replace(f"{MARK}5", "#5")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "she's 15",
        "I am 42",
        "since 2019",
        "from 2019-2021",
        "at 10:30",
        "10:30-11:30 on Monday",
        "it costs $150, or $1,200,000",
        "45 CFR 164.508(c)(1)",
        "42 CFR Part 2",
        "HHS FAQ 554",
        "step 2 of 6",
        "my mom",
        "I'm her dad",
        "I'm adult",
        "I'm an adult",
        "I'm Not sure",
        "I'M HER DAD",
        "Let My Husband Talk To My Therapist",
        "call 988 / 911",
        "text HOME to 741741",
        "1-800-799-7233",
        "my name is on the form",
        "her name isn't on it",
        "what's your name?",
        "she's called the office",
        "they are called psychotherapy notes",
        "I have papers",
        "I have anxiety about signing",
        "can they see my diagnosis?",
        "the diagnosis is not on the form",
        "who has depression?",
        "signed on 3/4/2024",
        "5 family court papers",
        "2 weeks in court",
        "a 45 minute drive",
        "one way",
        "yes, a drug program",
        "my husband Hit",
        "my daughter Overdosed on pills",
        "my friend Took them",
        "I'm Dying",
        "I'm Scared",
        "call me tonight",
        "he calls me stupid",
        "diagnosed with wanting to die",
    ],
)
def test_what_is_asked_for_is_no_detail(text: str) -> None:
    assert masked(text) is None


def test_other_peoples_questions_are_nearly_all_free_of_details() -> None:
    texts = [
        question.text
        for path in sorted((ROOT / "tests" / "nlu").glob("held_out*.tsv"))
        for question in read_questions(path)
    ]
    assert sum(masked(text) is not None for text in texts) <= len(texts) / 100


def test_the_longest_message_is_read_at_once() -> None:
    parts = [
        "a",
        "5",
        "555-",
        "12 main ",
        "my name is ",
        "Jane and ",
        "I have a ",
        "depression and ",
        "a@",
        "a at ",
    ]
    begun = time.perf_counter()
    for part in parts:
        masked((part * 5000)[:5000])
    assert (
        time.perf_counter() - begun < 10
    )  # some milliseconds each; a slow machine may take longer


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*DETAILS, "and", "she's 15", ".", "my", "\n"]), max_size=6).map(
        " ".join
    )
)
def test_what_is_masked_once_holds_nothing_more(text: str) -> None:
    once = masked(text)
    assert once is None or masked(once) is None
