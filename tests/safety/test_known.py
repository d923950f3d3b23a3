"""What a conversation keeps for its next card."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.library import load_library
from bot.safety import About, Category, Finding, Severity, crisis_card, flagged
from bot.safety.age import Age
from bot.safety.card import leading, leading_card
from bot.safety.finding import ADDED, CONTEXT
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
    found = leading_card(findings)
    assert found is not None
    return found.category.value, found.about.value, found.severity.value


def resources(findings: list[Finding], *, minor: bool = False) -> set[str]:
    card = crisis_card(findings, CRISIS, minor=minor)
    return {one["id"] for one in card["resources"]}


# The kind of a card


@pytest.mark.parametrize("kind", ["self_harm", "psychosis"])
def test_a_short_message_that_no_rule_understands_has_the_kind_of_the_card_before(
    kind: str,
) -> None:
    known = after(rule("suicide"))
    found = in_context([guess(kind, "self")], known, "I still want to do it")
    assert lead(found) == ("suicide", "self", "danger")
    assert [(one.category, one.layer) for one in found] == [("suicide", CONTEXT), (kind, ADDED)]


def test_what_is_about_somebody_else_keeps_its_kind() -> None:
    known = after(rule("suicide", "other"))
    found = in_context([guess("suicide", "self")], known, "I should be dead")
    assert lead(found)[:2] == SUICIDE
    known = after(rule("suicide"))
    found = in_context([guess("medical", "other")], known, "my daughter took all of them")
    assert lead(found)[:2] == ("medical", "other")
    assert "poison" in resources(found)


def test_a_hint_about_somebody_else_is_not_enough_for_a_kind_of_its_own() -> None:
    hint = replace(guess("suicide", "self"), sure=False)
    found = in_context([hint], after(rule("suicide", "other")), "better off")
    assert lead(found) == ("suicide", "other", "danger")
    assert replace(hint, layer=ADDED) in found


@pytest.mark.parametrize("before", [SUICIDE, ("harm_others", "done_to_me")])
def test_a_short_message_brings_its_own_numbers_and_the_way_to_leave(
    before: tuple[str, str],
) -> None:
    known = after(rule(*before))
    found = in_context([guess(*PARTNER)], known, "my husband beat me up after court")
    card = crisis_card(found, CRISIS)
    assert "domestic_violence" in resources(found)
    assert "leave" in card


def test_staff_are_told_what_a_short_message_shows() -> None:
    known = after(rule(*TRAFFICKING))
    found = in_context([guess(*PARTNER)], known, "he beat me up")
    named = leading(found)
    assert lead(found)[:2] == TRAFFICKING
    assert named and (named.category, named.about) == PARTNER
    assert named.severity is Severity.DANGER
    # It counts from now on, as if a card had been about it.
    assert [(one.category, one.about) for one in known.shows(found).kinds] == [TRAFFICKING, PARTNER]
    again = known.shows(found)
    again = again.shows(in_context([guess(*PARTNER)], again, "he beat me up"))
    assert {one.message for one in again.kinds} == {3}


def test_no_emergency_is_forgotten_for_many_kinds_after_it() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    for kind in ("suicide", "psychosis", "self_harm", "harm_others", "sexual_assault"):
        found = in_context([rule(kind)], known, "x")
        assert crisis_card(found, CRISIS)["urgent"]
        assert "poison" in {
            *resources(found),
            *(one["id"] for one in crisis_card(found, CRISIS)["more"]["resources"]),
        }
        known = known.shows(found)


def test_a_card_before_that_was_urgent_says_what_to_do_now() -> None:
    known = after(rule("harm_others", "done_by_me", Severity.EMERGENCY))
    found = in_context([rule("suicide", "other")], known, "my wife says she wants to die")
    card = crisis_card(found, CRISIS)
    assert card["finding"]["about"] == "other"
    keep_away = CRISIS.cards["harm_others.done_by_me"].emergency.within("en")
    stay = CRISIS.cards["suicide.other"].emergency.within("en")
    assert keep_away in card["body"] and stay not in card["body"]
    now = [rule("suicide", "other", Severity.EMERGENCY)]
    assert keep_away in crisis_card(in_context(now, known, "x"), CRISIS)["body"]
    assert stay in crisis_card(now, CRISIS)["body"]


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
    found = in_context([guess("psychosis", "self")], known, "for 20 minutes now")
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
    hurt = guess("self_harm", "self")
    assert lead(in_context([hurt], known, "it hurts"))[:2] == ("medical", "self")
    known = known.shows(())
    assert lead(in_context([hurt], known, "it hurts"))[:2] == ("self_harm", "self")


def test_a_card_on_the_same_danger_makes_it_count_anew() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    for _ in range(3 * CRISIS_MESSAGES):
        known = known.shows(in_context([guess("psychosis", "self")], known, "it hurts"))
    assert lead(in_context([guess("psychosis", "self")], known, "it hurts")) == (
        "medical",
        "self",
        "emergency",
    )


def test_help_that_was_added_stays_with_the_next_cards_too() -> None:
    known = after(rule("sexual_assault", "done_to_me"))
    known = known.shows(in_context([rule("suicide")], known, "I want to die"))
    found = in_context([guess("psychosis", "self")], known, "tonight")
    assert lead(found)[:2] == SUICIDE
    assert "sexual_assault" in resources(found)
    # It was added, not seen again: it ends by itself.
    assert [one.message for one in known.kinds] == [2, 1]


# Whether the visitor said not to be in danger


def test_who_said_not_to_be_in_danger_is_calm_until_danger_is_seen_again() -> None:
    known = after(rule("suicide"))
    assert not known.calm
    known = known.calmed()
    for _ in range(2):
        known = known.hears("thanks").shows([rule("suicide", severity=Severity.VEILED)])
        assert known.calm
    assert not after(rule("suicide"), known=known).calm


def test_to_be_calm_takes_no_help_from_the_next_card() -> None:
    known = after(rule("sexual_assault", "done_to_me"))
    assert known.calmed().kinds == known.kinds
    assert "sexual_assault" in resources(in_context([rule("suicide")], known.calmed(), "x"))


@pytest.mark.parametrize("words", ["nvm stop", "stop", "forget it", "olvídalo"])
def test_words_that_only_give_up_bring_no_card_again_and_take_nothing_back(words: str) -> None:
    known = after(rule(*PARTNER)).hears(words)
    assert known.calm
    assert [(one.category, one.about) for one in known.kinds] == [PARTNER]
    # They are no "Nobody is in danger": the next words count as ever.
    assert not known.shows([]).hears("it's too late").calm


@pytest.mark.parametrize(
    "words", ["please stop", "stop stop", "no, stop", "make it stop", "ya no", "ya basta"]
)
def test_words_that_may_plead_bring_it_again(words: str) -> None:
    assert not after(rule(*PARTNER)).hears(words).calm


def test_who_gives_up_in_an_emergency_is_not_taken_at_their_word() -> None:
    known = after(rule("medical", severity=Severity.EMERGENCY))
    assert not known.hears("nvm stop").calm
    assert known.calmed().hears("nvm stop").calm
    # A card after it says no other kind; the emergency still counts.
    assert not after(rule(*PARTNER), known=known).hears("stop").calm


# A call for help that does not say what is wrong


def call(severity: Severity = Severity.DANGER) -> Finding:
    return replace(rule("suicide", severity=severity), rule="suicide.self.call_for_help")


def test_a_call_for_help_is_about_what_the_card_before_was() -> None:
    known = after(rule(*PARTNER))
    found = in_context([call(Severity.EMERGENCY)], known, "emergency")
    assert lead(found) == (*PARTNER, "emergency")
    card = crisis_card(found, CRISIS)
    assert card["urgent"] and "leave" in card
    assert CRISIS.cards["partner_violence.done_to_me"].emergency.within("en") in card["body"]
    named = leading(found)
    assert named and (named.category, named.about, named.severity) == (*PARTNER, "emergency")
    assert [(one.category, one.about) for one in known.shows(found).kinds] == [PARTNER]


def test_staff_are_told_whom_the_card_is_about_when_cards_before_were_about_several() -> None:
    known = after(rule("suicide"), rule("suicide", "other"))
    before = known.kinds[0]
    named = leading(in_context([call()], known, "help me"))
    assert len(known.kinds) == 2
    assert named and (named.category, named.about) == (before.category, before.about)


def test_beside_what_says_what_is_wrong_a_call_for_help_adds_nothing() -> None:
    found = in_context([call(), rule(*PARTNER)], Known(), "help me, he hits me")
    assert found == [rule(*PARTNER)]


def test_after_a_call_for_help_no_other_message_is_taken_for_more_of_its_kind() -> None:
    known = after(call())
    found = in_context([guess(*PARTNER)], known, "he is here")
    assert lead(found)[:2] == PARTNER
    assert crisis_card(found, CRISIS)["finding"]["category"] == "partner_violence"
    # Only words that need a card by themselves bring the general one again.
    again = in_context((), known, "it's too late")
    assert crisis_card(again, CRISIS)["finding"] == {
        "category": None,
        "about": None,
        "severity": "danger",
    }
    assert in_context([call()], known, "help me")[0].unnamed


def test_a_call_for_help_in_an_emergency_keeps_the_next_card_urgent() -> None:
    known = after(call(Severity.EMERGENCY))
    card = crisis_card(in_context([rule(*PARTNER)], known, "he hit me"), CRISIS)
    assert card["urgent"] and card["finding"]["category"] == "partner_violence"


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
    calm = known.calmed()
    assert Known.from_dict(json.loads(json.dumps(calm.as_dict()))) == calm != known
    assert known.kinds == (Kind(Category.SUICIDE, About.SELF, Severity.EMERGENCY, 1),)
    assert "zanzibar" not in stored


def test_a_call_for_help_is_stored_as_one() -> None:
    known = after(call())
    assert Known.from_dict(json.loads(json.dumps(known.as_dict()))) == known
    assert known.kinds[0].unnamed


def test_what_was_stored_before_there_were_calls_for_help_is_still_known() -> None:
    known = after(rule("suicide"))
    stored = known.as_dict()
    stored["kinds"] = [one[:4] for one in stored["kinds"]]
    assert Known.from_dict(stored) == known


def test_what_was_stored_before_there_was_a_mark_of_calm_is_still_known() -> None:
    known = Known().hears("im 14").shows([rule("suicide")])
    stored = known.as_dict()
    del stored["calm"]
    assert Known.from_dict(stored) == known


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
