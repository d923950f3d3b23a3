"""What a conversation keeps for its next card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.content.library import load_library
from bot.safety import About, Category, Finding, Severity, crisis_card, flagged
from bot.safety.age import Age
from bot.safety.card import leading
from bot.safety.finding import ADDED
from bot.safety.known import CRISIS_MESSAGES, Kind, Known, in_context

CRISIS = load_library(Path(__file__).parents[2]).crisis
TRAFFICKING = ("exploitation", "done_to_me")
PARTNER = ("partner_violence", "done_to_me")
SUICIDE = ("suicide", "self")


def rule(
    category: str, about: str = "self", severity: Severity = Severity.DANGER, layer: str = "rules"
) -> Finding:
    return Finding(Category(category), About(about), severity, layer, f"{category}.{about}", (0, 1))


def guess(category: str, about: str = "done_to_me") -> Finding:
    return Finding(
        Category(category), About(about), Severity.VEILED, "classifier", "alike", (0, 1), sure=True
    )


def after(*findings: Finding, known: Known | None = None) -> Known:
    """What is known after a card on the findings."""
    return (known or Known()).shows(findings)


def lead(findings: list[Finding]) -> tuple[str, str, str]:
    found = leading(findings)
    assert found is not None
    return found.category.value, found.about.value, found.severity.value


def resources(findings: list[Finding], *, minor: bool = False) -> set[str]:
    card = crisis_card(findings, CRISIS, minor=minor)
    return {one["id"] for one in card["resources"]}


# The kind of a card


@pytest.mark.parametrize("kind", [PARTNER, TRAFFICKING])
def test_a_short_message_that_no_rule_understands_has_the_kind_of_the_card_before(
    kind: tuple[str, str],
) -> None:
    known = after(rule("suicide"))
    found = in_context([guess(*kind)], known, "I still want to do it")
    assert lead(found) == ("suicide", "self", "danger")
    assert {one.category for one in found} == {Category.SUICIDE}


def test_whom_it_is_about_is_that_of_the_card_before_too() -> None:
    known = after(rule("suicide", "other"))
    found = in_context([guess("suicide", "self")], known, "he will be better off")
    assert lead(found) == ("suicide", "other", "danger")


def test_a_long_message_has_a_kind_of_its_own_and_the_help_of_the_card_before() -> None:
    words = "there is something else I never told anybody, a man takes what I earn every night"
    found = in_context([guess(*TRAFFICKING)], after(rule("suicide")), words)
    assert lead(found)[:2] == TRAFFICKING
    assert {"trafficking", "lifeline"} <= resources(found)


def test_what_a_rule_found_has_a_kind_of_its_own_and_the_help_of_the_card_before() -> None:
    known = after(rule("sexual_assault", "done_to_me"))
    found = in_context([rule("suicide")], known, "I want to die")
    assert lead(found) == ("suicide", "self", "danger")
    assert "sexual_assault" in resources(found)


def test_a_rules_hint_is_enough_for_the_classifier_to_be_believed() -> None:
    hint = rule("suicide", severity=Severity.VEILED)
    found = in_context([guess("suicide", "self"), hint], after(rule(*PARTNER)), "cant go on")
    assert lead(found)[:2] == SUICIDE
    assert flagged(found)


def test_without_a_card_before_the_classifier_is_believed() -> None:
    assert in_context([guess(*PARTNER)], Known(), "he is here") == [guess(*PARTNER)]


def test_a_card_for_no_finding_is_about_what_the_card_before_was() -> None:
    assert lead(in_context((), after(rule("suicide", "other")), "help"))[:2] == ("suicide", "other")
    assert in_context((), Known(), "help") == []


# How urgent it is


def test_the_same_danger_gets_no_less_urgent() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    found = in_context([rule("medical")], known, "for 20 minutes now")
    assert lead(found) == ("medical", "self", "emergency")
    found = in_context([guess("psychosis")], known, "for 20 minutes now")
    assert lead(found) == ("medical", "self", "emergency")
    assert crisis_card(found, CRISIS)["urgent"]


def test_another_danger_leads_but_the_card_stays_urgent() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    found = in_context([rule("suicide")], known, "I want to die")
    card = crisis_card(found, CRISIS)
    assert card["finding"]["category"] == "suicide" and card["urgent"]
    assert {"emergency", "poison"} <= resources(found)


def test_what_is_more_urgent_than_before_is_so() -> None:
    found = in_context([rule("suicide", severity=Severity.EMERGENCY)], after(rule("suicide")), "x")
    assert lead(found)[2] == "emergency"


def test_what_does_not_flag_is_not_made_to() -> None:
    hint = rule("suicide", severity=Severity.VEILED)
    found = in_context([hint, rule(*PARTNER)], after(rule("suicide")), "x")
    assert hint in found


def test_a_card_counts_for_some_messages_after_it_and_no_longer() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    for _ in range(CRISIS_MESSAGES - 1):
        known = known.shows(())
    assert lead(in_context([guess(*PARTNER)], known, "it hurts"))[:2] == ("medical", "self")
    known = known.shows(())
    assert lead(in_context([guess(*PARTNER)], known, "it hurts"))[:2] == PARTNER


def test_a_card_on_the_same_danger_makes_it_count_anew() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    for _ in range(3 * CRISIS_MESSAGES):
        known = known.shows(in_context([guess(*PARTNER)], known, "it hurts"))
    assert lead(in_context([guess(*PARTNER)], known, "it hurts")) == (
        "medical",
        "self",
        "emergency",
    )


def test_help_that_was_added_stays_with_the_next_cards_too() -> None:
    known = after(rule("sexual_assault", "done_to_me"))
    known = known.shows(in_context([rule("suicide")], known, "I want to die"))
    found = in_context([guess(*TRAFFICKING)], known, "tonight")
    assert lead(found)[:2] == SUICIDE
    assert "sexual_assault" in resources(found)
    # It was added, not seen again: it ends by itself.
    assert [one.message for one in known.kinds] == [2, 1]


# Who writes


def test_a_child_of_an_earlier_message_gets_the_words_for_children() -> None:
    known = Known().hears("im 14").hears("hello").hears("i want to die")
    assert known.minor and known.age is Age.CHILD


def test_an_old_visitor_who_is_hurt_gets_help_for_older_adults_first() -> None:
    known = Known().hears("I'm 81").hears("he hits me")
    found = in_context([rule(*PARTNER)], known, "he hits me")
    assert lead(found)[:2] == ("elder_abuse", "done_to_me")
    assert {"older_adults", "domestic_violence"} <= resources(found)


@pytest.mark.parametrize(
    ("age", "kind"), [(None, Category.HARM_OTHERS), (Age.CHILD, Category.CHILD_ABUSE)]
)
def test_help_for_older_adults_needs_somebody_who_is_one(age: Age | None, kind: Category) -> None:
    (found,) = in_context([guess("elder_abuse")], Known(age=age), "i don't care")
    assert (found.category, found.about, found.sure) == (kind, About.DONE_TO_ME, True)


@pytest.mark.parametrize(
    ("age", "words", "about"),
    [
        (Age.ELDER, "nobody lets me out", "done_to_me"),
        (None, "my caregiver is never there", "done_to_me"),
        (None, "my grandma has bruises again", "other"),
        (None, "mi abuela tiene moretones", "other"),
    ],
)
def test_the_facts_may_say_so(age: Age | None, words: str, about: str) -> None:
    (found,) = in_context([guess("elder_abuse", about)], Known(age=age), words)
    assert found.category is Category.ELDER_ABUSE


def test_no_child_reads_of_older_adults() -> None:
    for about in About:
        card = crisis_card([rule("elder_abuse", about)], CRISIS, minor=True)
        shown = [*card["resources"], *card["more"]["resources"]]
        assert "older_adults" not in {one["id"] for one in shown}
        assert "older" not in f"{card['heading']} {card['body']}"


def test_a_language_stays_over_a_bare_word() -> None:
    spanish = Known().hears("me quiero morir")
    assert [spanish.hears(one).language for one in ("si", "ok", "no", "help", "ayuda")] == [
        "es"
    ] * 5
    english = Known().hears("I want to die")
    assert [english.hears(one).language for one in ("si", "no", "yes")] == ["en"] * 3
    assert english.hears("ya no puedo más").language == "es"
    assert spanish.hears("can I write in English").language == "en"


# How it is kept


def test_what_is_known_can_be_stored_and_holds_no_words() -> None:
    known = Known().hears("im 14 zanzibar").shows([rule("suicide", severity=Severity.EMERGENCY)])
    stored = json.dumps(known.as_dict())
    assert Known.from_dict(json.loads(stored)) == known
    assert known.kinds == (Kind(Category.SUICIDE, About.SELF, Severity.EMERGENCY, 1),)
    assert "zanzibar" not in stored


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"messages": 1},
        {"messages": 1, "age": "old", "language": "en", "kinds": []},
        {"messages": 1, "age": None, "language": "en", "kinds": [["suicide"]]},
    ],
)
def test_what_another_version_stored_is_nothing_known(stored: dict[str, object]) -> None:
    assert Known.from_dict(stored) == Known()


def test_what_only_adds_its_help_leads_if_there_is_nothing_else() -> None:
    added = rule("medical", severity=Severity.EMERGENCY, layer=ADDED)
    assert leading([added, guess(*PARTNER)]) == guess(*PARTNER)
    assert leading([added, rule("suicide", severity=Severity.VEILED)]) == added
