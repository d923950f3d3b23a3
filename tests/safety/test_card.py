"""Findings become the card that a visitor sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.content.card_text import (
    LABELS,
    Bilingual,
    CardText,
    Compact,
    Frame,
    Leave,
    MoreHelp,
)
from bot.content.model import CrisisContent, Resource
from bot.safety import About, Category, Finding, Severity, crisis_card, screen
from bot.safety.card import compact_card, leading
from bot.safety.finding import ADDED


def _both(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (es)")


def _resource(name: str) -> Resource:
    english = Resource(
        id=name,
        name=name.title(),
        say=name,
        source="a test",
        verified_on=date(2026, 1, 1),
        call=f"1-{len(name)}00",
    )
    return replace(english, spanish=replace(english, name=f"{name.title()} (es)", press="2"))


NAMES = ("emergency", "lifeline", "assault", "poison", "veterans", "a", "b", "c")
RESOURCES = {name: _resource(name) for name in NAMES}
WORDS = {
    **{name: f"{name} {{number}}" for name in LABELS},
    "press": "press {number}, {key}",
    "text_word": "text {word} to {number}",
}
MORE = MoreHelp(_both("More"), ("veterans", "lifeline"))
EVERYONE = MoreHelp(_both("Everyone"), ("veterans", "c"))


def _text(
    name: str, *resources: str, more: MoreHelp | None = None, leave: bool = False
) -> CardText:
    return CardText(
        heading=_both(name),
        acknowledgements=(_both("thanks"), _both("good that you write")),
        first=(_both(f"first {name}"),),
        emergency=_both(f"emergency {name}"),
        then=(_both(f"then {name}"),),
        resources=resources,
        more=more,
        leave=leave,
    )


CRISIS = CrisisContent(
    resources=RESOURCES,
    cards={
        "default": _text("Help", "emergency", "lifeline", more=EVERYONE),
        "suicide.self": _text("Suicide", "lifeline", "emergency", more=MORE),
        "suicide.other": _text("For them", "emergency", "lifeline"),
        "sexual_assault.self": _text("Assault", "assault", "emergency", leave=True),
        "medical.self": _text("Medical", "emergency", "poison"),
        "psychosis.self": _text("Many", "lifeline", "a", "b", "c", more=MORE),
    },
    young_cards={
        "default": _text("Young help", "emergency", "lifeline"),
        "suicide.self": _text("Young", "lifeline", "emergency"),
    },
    always=(RESOURCES["emergency"],),
    frame=Frame(
        tool=_both("a tool"),
        young_tool=_both("a young tool"),
        watched=_both("watched"),
        leave=Leave("https://example.org", _both("Leave"), _both("Opens a page")),
        emergency_heading=_both("Now"),
        compact=Compact(_both("Compact"), (_both("call"),), ("emergency", "lifeline")),
        practice_note=_both("office hours"),
        labels={name: _both(text) for name, text in WORDS.items()},
    ),
    practice=Resource("practice", "A Practice", "1-555", "practice.yml", call="1-555"),
)


def _finding(
    category: Category,
    about: About = About.SELF,
    severity: Severity = Severity.DANGER,
) -> Finding:
    return Finding(category, about, severity, "rules", "example", (0, 1))


SUICIDE = _finding(Category.SUICIDE)
NOW = _finding(Category.SUICIDE, severity=Severity.EMERGENCY)


def _ids(resources: list[dict[str, object]]) -> list[object]:
    return [one["id"] for one in resources]


def test_the_card_has_the_wording_of_its_category() -> None:
    card = crisis_card([SUICIDE], CRISIS)
    assert (card["type"], card["level"], card["heading"]) == ("card", "full", "Suicide")
    assert card["body"] == ["thanks", "first Suicide", "then Suicide", "a tool"]
    assert _ids(card["resources"]) == ["lifeline", "emergency"]
    assert card["finding"] == {"category": "suicide", "about": "self", "severity": "danger"}


def test_the_wording_is_for_who_it_is_about() -> None:
    assert crisis_card([_finding(Category.SUICIDE, About.OTHER)], CRISIS)["heading"] == "For them"


def test_a_category_without_a_card_gets_the_general_one() -> None:
    assert crisis_card([_finding(Category.ELDER_ABUSE)], CRISIS)["heading"] == "Help"
    young = crisis_card([_finding(Category.ELDER_ABUSE)], CRISIS, minor=True)
    assert young["heading"] == "Young help"


def test_no_finding_gives_the_general_card() -> None:
    card = crisis_card([], CRISIS)
    assert card["heading"] == "Help"
    assert card["finding"] is None
    assert card["urgent"] is False


CALL = Finding(
    Category.SUICIDE, About.SELF, Severity.EMERGENCY, "rules", "suicide.self.call_for_help", (0, 4)
)


def test_a_call_for_help_gets_the_general_card_which_claims_nothing() -> None:
    card = crisis_card([CALL], CRISIS)
    assert card["heading"] == "Now" and card["urgent"]
    assert "emergency Help" in card["body"] and "emergency Suicide" not in card["body"]
    assert _ids(card["resources"]) == ["emergency", "lifeline"]
    assert card["finding"] == {"category": None, "about": None, "severity": "emergency"}
    young = crisis_card([CALL], CRISIS, minor=True)
    assert "emergency Young help" in young["body"]


def test_whatever_says_what_is_wrong_leads_before_a_call_for_help() -> None:
    guess = replace(_finding(Category.PSYCHOSIS, severity=Severity.VEILED), sure=True)
    assert leading([CALL, guess]) == guess
    assert leading([CALL, replace(guess, sure=False)]) == CALL


def test_the_most_urgent_finding_leads_and_the_others_add_their_resources() -> None:
    findings = [
        _finding(Category.SEXUAL_ASSAULT),
        _finding(Category.MEDICAL, severity=Severity.EMERGENCY),
    ]
    card = crisis_card(findings, CRISIS)
    assert card["finding"]["category"] == "medical"
    assert "then Medical" in card["body"]
    assert _ids(card["resources"]) == ["emergency", "poison", "assault"]


def test_what_is_happening_now_puts_the_emergency_first() -> None:
    card = crisis_card([NOW], CRISIS)
    assert card["urgent"] is True
    assert card["heading"] == "Now"
    assert card["body"] == ["thanks", "emergency Suicide", "then Suicide", "a tool"]
    assert _ids(card["resources"]) == ["emergency", "lifeline"]


@pytest.mark.parametrize("findings", [[SUICIDE], [NOW], []])
def test_a_second_card_has_the_same_help_and_another_acknowledgement(
    findings: list[Finding],
) -> None:
    first, second, third = (crisis_card(findings, CRISIS, seen=seen) for seen in range(3))
    assert first["body"][0] != second["body"][0] != third["body"][0]
    assert first["body"][1:] == second["body"][1:] == third["body"][1:]
    assert first["resources"] == second["resources"] == third["resources"]


def test_in_spanish_all_of_it_is_spanish() -> None:
    card = crisis_card([SUICIDE], CRISIS, language="es")
    assert card["language"] == "es"
    said = [card["heading"], *card["body"], *(one["name"] for one in card["resources"])]
    assert all(text.endswith("(es)") for text in said)
    assert card["resources"][0]["contacts"] == [
        {"way": "call", "label": "press 1-800, 2 (es)", "address": "tel:1800"}
    ]


@pytest.mark.parametrize("language", [None, "en", "fr", ""])
def test_any_other_language_gets_english(language: str | None) -> None:
    card = crisis_card([SUICIDE], CRISIS, language=language)
    assert (card["language"], card["heading"]) == ("en", "Suicide")


def test_a_minor_gets_a_card_in_plainer_words() -> None:
    card = crisis_card([SUICIDE], CRISIS, minor=True)
    assert (card["heading"], card["body"][-1], card["minor"]) == ("Young", "a young tool", True)


def test_who_may_be_watched_is_warned_and_can_leave() -> None:
    card = crisis_card([_finding(Category.SEXUAL_ASSAULT)], CRISIS)
    assert "watched" in card["body"]
    assert card["leave"] == {
        "address": "https://example.org",
        "label": "Leave",
        "hint": "Opens a page",
    }
    assert "leave" not in crisis_card([SUICIDE], CRISIS)


def test_the_warning_stays_when_another_danger_leads() -> None:
    card = crisis_card([SUICIDE, _finding(Category.SEXUAL_ASSAULT)], CRISIS)
    assert card["heading"] == "Suicide"
    assert "watched" in card["body"] and "leave" in card


def test_further_services_are_those_that_are_not_shown_yet() -> None:
    card = crisis_card([SUICIDE], CRISIS)
    assert card["more"]["title"] == "More"
    assert _ids(card["more"]["resources"]) == ["veterans"]
    assert "more" not in crisis_card([_finding(Category.MEDICAL)], CRISIS)


def test_one_screen_shows_five_and_the_rest_is_one_step_away() -> None:
    lead = crisis_card(
        [_finding(Category.PSYCHOSIS, severity=Severity.EMERGENCY), _finding(Category.MEDICAL)],
        CRISIS,
    )
    assert _ids(lead["resources"]) == ["emergency", "lifeline", "a", "b", "c"]
    assert _ids(lead["more"]["resources"]) == ["poison", "veterans"]


def test_no_danger_loses_its_help_to_one_that_has_no_list_of_its_own() -> None:
    findings = [_finding(Category.PSYCHOSIS), _finding(Category.MEDICAL), SUICIDE]
    card = crisis_card(findings, CRISIS)
    assert card["finding"]["category"] == "medical"
    assert _ids(card["resources"]) == ["emergency", "poison", "lifeline", "a", "b"]
    assert card["more"]["title"] == "Everyone"
    assert _ids(card["more"]["resources"]) == ["c", "veterans"]


def test_all_is_shown_where_no_list_can_take_the_rest() -> None:
    many = replace(
        CRISIS.cards["medical.self"], resources=("emergency", "lifeline", *"abc", "poison")
    )
    card = crisis_card(
        [_finding(Category.MEDICAL)],
        replace(CRISIS, cards={"default": CRISIS.cards["suicide.other"], "medical.self": many}),
    )
    assert _ids(card["resources"]) == ["emergency", "lifeline", "a", "b", "c", "poison"]


def test_what_flags_leads_before_what_is_only_denied() -> None:
    denied = _finding(Category.SUICIDE, severity=Severity.VEILED)
    sure = replace(_finding(Category.SEXUAL_ASSAULT, severity=Severity.VEILED), sure=True)
    card = crisis_card([denied, sure], CRISIS)
    assert card["finding"]["category"] == "sexual_assault"
    assert card["heading"] == "Assault"
    assert _ids(card["resources"]) == ["assault", "emergency", "lifeline"]
    assert leading([denied, sure]) is leading([sure, denied]) is sure
    assert leading([denied]) is denied
    assert leading([]) is None


def _at(
    category: Category, about: About, start: int, end: int, severity: Severity = Severity.DANGER
) -> Finding:
    return Finding(category, about, severity, "rules", f"{category}.{about}", (start, end))


ME, OTHER, TO_ME, BY_ME = About.SELF, About.OTHER, About.DONE_TO_ME, About.DONE_BY_ME


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((Category.MEDICAL, OTHER), (Category.SUICIDE, ME)),
        ((Category.SUICIDE, ME), (Category.CHILD_ABUSE, TO_ME)),
        ((Category.PARTNER_VIOLENCE, TO_ME), (Category.HARM_OTHERS, OTHER)),
        ((Category.PARTNER_VIOLENCE, TO_ME), (Category.SUICIDE, OTHER)),
        ((Category.EXPLOITATION, TO_ME), (Category.SELF_HARM, ME)),
        ((Category.ELDER_ABUSE, TO_ME), (Category.HARM_OTHERS, BY_ME)),
        ((Category.HARM_OTHERS, OTHER), (Category.SUICIDE, OTHER)),
        ((Category.CHILD_ABUSE, BY_ME), (Category.SUICIDE, OTHER)),
        ((Category.SELF_HARM, ME), (Category.SUICIDE, OTHER)),
        ((Category.SELF_HARM, ME), (Category.CHILD_ABUSE, OTHER)),
        ((Category.SUICIDE, OTHER), (Category.SELF_HARM, OTHER)),
    ],
)
def test_the_visitors_own_danger_leads_of_equally_urgent_ones(
    first: tuple[Category, About], then: tuple[Category, About]
) -> None:
    one, two = _at(*first, 0, 5), _at(*then, 10, 15)
    assert leading([one, two]) is leading([two, one]) is one
    sooner = _at(*then, 10, 15, Severity.EMERGENCY)
    assert leading([one, sooner]) is leading([sooner, one]) is sooner


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my husband has a gun and says he will kill me", (Category.PARTNER_VIOLENCE, TO_ME)),
        ("my dad hits me and says he will kill himself", (Category.CHILD_ABUSE, TO_ME)),
        ("my daughter says she can't go on living", (Category.SUICIDE, OTHER)),
        ("my son is going to shoot up his school", (Category.HARM_OTHERS, OTHER)),
        ("My brother says he's going to end himself", (Category.SUICIDE, OTHER)),
        ("my mom wants to die and I want to die", (Category.SUICIDE, ME)),
        ("I want to die", (Category.SUICIDE, ME)),
    ],
)
def test_the_card_speaks_to_whoever_writes(text: str, kind: tuple[Category, About]) -> None:
    lead = leading(screen(text))
    assert lead and (lead.category, lead.about) == kind


def test_the_same_words_are_somebody_elses_where_their_sign_begins_first() -> None:
    other, mine = _at(Category.SUICIDE, OTHER, 3, 20), _at(Category.SUICIDE, ME, 10, 25)
    assert leading([mine, other]) is other
    for span in ((0, 8), (21, 30)):
        apart = _at(Category.SUICIDE, ME, *span)
        assert leading([apart, other]) is apart
    # What begins in another turn is not the same words.
    before = _at(Category.SUICIDE, ME, 0, 0)
    assert leading([before, _at(Category.SUICIDE, OTHER, 0, 9)]) is before
    denied = _at(Category.SUICIDE, OTHER, 3, 20, Severity.VEILED)
    assert leading([mine, denied]) is mine
    read = Finding(Category.SUICIDE, ME, Severity.VEILED, "classifier", "alike", (0, 25), sure=True)
    assert leading([mine, other, read]) is mine
    assert leading([mine, other, replace(read, layer=ADDED)]) is other


def test_words_of_somebody_else_that_happen_now_keep_the_card_urgent() -> None:
    mine = _at(Category.SUICIDE, ME, 10, 25, Severity.EMERGENCY)
    card = crisis_card([mine, _at(Category.SUICIDE, OTHER, 3, 20)], CRISIS)
    assert card["finding"]["about"] == "other" and card["urgent"]
    assert "emergency For them" in card["body"]


def test_a_resource_shows_only_what_it_has_and_a_link_for_each_way() -> None:
    whole = Resource(
        id="whole",
        name="Whole",
        say="whole",
        source="a test",
        call="(555) 555-0100",
        press="1",
        text="741741",
        text_body="HOME",
        chat="https://example.org/chat",
        whatsapp="1-442-298",
        videophone="988",
        site="https://example.org",
        hours="Always.",
        languages=("en", "es"),
    )
    card = crisis_card([], replace(CRISIS, resources={**RESOURCES, "emergency": whole}))
    shown, other = card["resources"]
    assert [(one["way"], one.get("address")) for one in shown["contacts"]] == [
        ("call", "tel:5555550100"),
        ("text", "sms:741741?&body=HOME"),
        ("chat", "https://example.org/chat"),
        ("whatsapp", "https://wa.me/1442298"),
        ("videophone", None),
        ("site", "https://example.org"),
    ]
    labels = [one["label"] for one in shown["contacts"][:2]]
    assert labels == ["press (555) 555-0100, 1", "text HOME to 741741"]
    assert (shown["hours"], shown["languages"]) == ("Always.", ["en", "es"])
    assert other == {
        "id": "lifeline",
        "name": "Lifeline",
        "call": "1-800",
        "languages": [],
        "contacts": [{"way": "call", "label": "call 1-800", "address": "tel:1800"}],
    }
    assert not {"source", "say", "verified_on", "spanish"} & shown.keys()


@pytest.mark.parametrize("language", ["en", "es", None])
def test_the_compact_card_has_911_988_and_the_practice(language: str | None) -> None:
    card = compact_card(CRISIS, language)
    assert (card["type"], card["level"], card["finding"]) == ("card", "compact", None)
    assert _ids(card["resources"]) == ["emergency", "lifeline", "practice"]
    assert card["heading"] == ("Compact (es)" if language == "es" else "Compact")


def test_both_cards_have_the_same_fields() -> None:
    optional = {"more", "leave"}
    assert crisis_card([], CRISIS).keys() - optional == compact_card(CRISIS).keys()
