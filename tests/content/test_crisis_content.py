"""The project's own crisis file, by what must hold on every card, and not by its wording."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import Library, load_library
from bot.content.check.reading import count_words, grade, spanish_ease
from bot.safety import About, Category, Finding, Severity, crisis_card
from bot.safety.card import compact_card

ROOT = Path(__file__).parents[2]
SOURCE = yaml.safe_load((ROOT / "content" / "crisis.yml").read_text("utf-8"))

Case = tuple[Category, About, Severity, str, int, bool]
CASES: list[Case] = list(
    itertools.product(
        Category,
        About,
        (Severity.EMERGENCY, Severity.DANGER, Severity.VEILED),
        ("en", "es"),
        (0, 1, 2),
        (False, True),
    )
)

DISCLOSES = {
    "en": re.compile(r"automated tool.*can't keep anyone safe.*call anyone", re.DOTALL),
    "es": re.compile(
        r"herramienta automática.*mantener a nadie a salvo.*llamar a nadie", re.DOTALL
    ),
}
TRUSTED = {"en": re.compile(r"trust"), "es": re.compile(r"confianza")}
ADULT = {"en": re.compile(r"an adult you trust"), "es": re.compile(r"persona adulta de confianza")}
PROFESSIONAL = re.compile(
    r"911|988|hotline|Childhelp|RAINN|doctor|counselor|línea|médico|Poison Control", re.IGNORECASE
)
ACKNOWLEDGES = {
    "en": re.compile(r"^(?:Thank you|It is good)"),
    "es": re.compile(r"^(?:Gracias|Qué bueno)"),
}
MEANS = re.compile(
    r"\b(?:gun|pistol|firearm|knife|knives|blade|razor|rope|pill|tablet|bridge|train|roof|noose|hang\w*|jump\w*|overdos\w*"
    r"|pistola|arma|cuchillo|navaja|soga|cuerda|pastilla|puente|tren|ahorc\w*|saltar|sobredosis)s?\b",
    re.IGNORECASE,
)
NEVER = re.compile(
    r"can't (?:talk|discuss|help)|cannot (?:talk|discuss|help)|not able to (?:talk|help)|no puedo (?:hablar|ayudar)"
    r"|between us|nobody will know|keep (?:this|it) (?:private|between)|confidential|secret between|entre nosotros"
    r"|nadie (?:lo )?sabrá|confidencial"
    r"|\b(?:disorder|depressed|depression|bipolar|psychotic|psychosis|schizophreni\w*|trastorno|depresión|psicosis)\b"
    r"|commit(?:ted)? suicide|failed attempt|so much to live for|\bguilt|I (?:know|understand) (?:how|exactly)"
    r"|\b(?:has|have) been (?:told|alerted|notified)\b|\bwe will (?:call|come|send)",
    re.IGNORECASE,
)
LEAVES = re.compile(
    r"(?<!have to )\bleave (?:him|her|them|home|the (?:house|relationship))\b"
    r"|\byou (?:should|must|need to) (?:leave|go)\b"
    r"|get out of (?:there|the|that)|pack |deberías irte|debes irte|(?<!no )tienes que irte|\bdéjal[oa]\b|abandona",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"\+?\d[\d -]+\d")


@cache
def _library() -> Library:
    return load_library(ROOT)


@pytest.fixture(scope="module")
def library() -> Library:
    return _library()


@cache
def _card(case: Case) -> dict[str, Any]:
    category, about, severity, language, seen, minor = case
    finding = Finding(category, about, severity, "rules", "example", (0, 1), sure=True)
    return crisis_card([finding], _library().crisis, seen=seen, language=language, minor=minor)


def _said(card: dict[str, Any]) -> str:
    return "\n".join([card["heading"], *card["body"]])


def _every_text(card: dict[str, Any]) -> str:
    """All that a visitor may read on it."""
    more = card.get("more", {"title": "", "resources": []})
    services = [*card["resources"], *more["resources"]]
    notes = [one.get(key, "") for one in services for key in ("name", "hours", "note")]
    leave = card.get("leave", {})
    return "\n".join(
        [_said(card), more["title"], *notes, leave.get("label", ""), leave.get("hint", "")]
    )


def _failures(holds: Any) -> list[Case]:
    return [case for case in CASES if not holds(case, _card(case))]


def test_there_is_a_case_for_everything() -> None:
    assert len(CASES) == 10 * 4 * 3 * 2 * 3 * 2
    assert len({_said(_card(case)) for case in CASES}) > 250


class TestEveryCard:
    """For every category, whom it is about, severity, language, first or later, and age."""

    def test_has_911_and_988_to_press_and_in_its_words(self) -> None:
        def holds(case: Case, card: dict[str, Any]) -> bool:
            pressed = {one["address"] for each in card["resources"] for one in each["contacts"]}
            return {"tel:911", "tel:988"} <= pressed and "911" in _said(card)

        assert _failures(holds) == []

    def test_says_that_it_is_a_tool_and_what_it_cannot_do(self) -> None:
        assert _failures(lambda case, card: DISCLOSES[case[3]].search(card["body"][-1])) == []

    def test_acknowledges_first(self) -> None:
        assert _failures(lambda case, card: ACKNOWLEDGES[case[3]].search(card["body"][0])) == []

    def test_names_professional_help_and_trusted_people(self) -> None:
        def holds(case: Case, card: dict[str, Any]) -> bool:
            said = "\n".join(card["body"][:-1])
            return bool(PROFESSIONAL.search(said) and TRUSTED[case[3]].search(said))

        assert _failures(holds) == []

    def test_names_no_means_and_says_nothing_that_must_not_be_said(self) -> None:
        def holds(case: Case, card: dict[str, Any]) -> bool:
            return not MEANS.search(_every_text(card)) and not NEVER.search(_said(card))

        assert _failures(holds) == []

    def test_asks_no_question(self) -> None:
        assert _failures(lambda case, card: "?" not in _said(card)) == []

    def test_is_short_and_easy_to_read(self) -> None:
        def holds(case: Case, card: dict[str, Any]) -> bool:
            said = _said(card)
            if case[3] == "es":
                return count_words(said) <= 130 and spanish_ease(said) >= 65
            return count_words(said) <= 120 and grade(said) <= 8

        assert _failures(holds) == []

    def test_is_filled_and_has_no_more_than_five_services(self) -> None:
        def holds(case: Case, card: dict[str, Any]) -> bool:
            return (
                "{" not in repr(card["body"]) + card["heading"] and 2 <= len(card["resources"]) <= 5
            )

        assert _failures(holds) == []

    def test_has_a_link_for_every_service(self) -> None:
        links = re.compile(r"^(?:(?:tel|sms):\+?\d+(?:\?&body=[A-Z]+)?|https://\S+)$")

        def holds(case: Case, card: dict[str, Any]) -> bool:
            services = [*card["resources"], *card.get("more", {}).get("resources", [])]
            return all(
                each["contacts"]
                and all(
                    one["label"] and (one["way"] == "videophone" or links.match(one["address"]))
                    for one in each["contacts"]
                )
                for each in services
            )

        assert _failures(holds) == []

    def test_carries_no_other_service_twice(self) -> None:
        def holds(case: Case, card: dict[str, Any]) -> bool:
            services = [*card["resources"], *card.get("more", {}).get("resources", [])]
            ids = [one["id"] for one in services]
            return len(ids) == len(set(ids)) and set(ids) <= _library().crisis.resources.keys()

        assert _failures(holds) == []


def test_the_second_time_it_acknowledges_otherwise_and_helps_no_less() -> None:
    for case in CASES:
        category, about, severity, language, seen, minor = case
        if seen:
            before = _card((category, about, severity, language, seen - 1, minor))
            card = _card(case)
            assert card["body"][0] != before["body"][0], case
            assert card["body"][1:] == before["body"][1:], case
            assert card["resources"] == before["resources"], case


def test_in_an_emergency_911_is_first_with_someone_near_and_distance() -> None:
    near = re.compile(
        r"with|near|stay|come|quede|quédate|compañía|cerca|acompañe|venga|ayuda a", re.IGNORECASE
    )
    distance = re.compile(r"distance|keep away|away from|distancia|aléjate|lejos", re.IGNORECASE)
    for case in CASES:
        card = _card(case)
        category, about, severity = case[:3]
        assert card["urgent"] is (severity is Severity.EMERGENCY)
        if not card["urgent"]:
            continue
        assert card["resources"][0]["id"] == "emergency", case
        assert "911" in card["heading"] and "911" in card["body"][1], case
        # Voices may command harm to others: those cards send nobody towards people.
        assert category is Category.PSYCHOSIS or near.search(card["body"][1]), case
        dangers = (Category.SUICIDE, Category.SELF_HARM, Category.HARM_OTHERS, Category.PSYCHOSIS)
        if category in dangers and (
            about is not About.DONE_TO_ME or category is not Category.HARM_OTHERS
        ):
            assert distance.search(card["body"][1]), case


def test_an_emergency_line_is_about_the_danger_there_is() -> None:
    oneself = re.compile(r"hurt yourself|hacerte daño")
    near = re.compile(r"[Bb]e with|with someone you trust|compañía|acompañe")
    abuser = re.compile(r"away from whoever hurts|lejos de quien")
    abuse = {
        Category.PARTNER_VIOLENCE,
        Category.CHILD_ABUSE,
        Category.ELDER_ABUSE,
        Category.SEXUAL_ASSAULT,
        Category.EXPLOITATION,
    }
    checked = set()
    for case in CASES:
        category, about, severity, _, _, minor = case
        line = _card(case)["body"][1]
        if severity is Severity.EMERGENCY:
            own = category in (Category.SUICIDE, Category.SELF_HARM) and about is not About.OTHER
            assert bool(oneself.search(line)) is own, case
            if category is Category.PSYCHOSIS and about is not About.OTHER:
                assert not near.search(line), case
                checked.add((category, minor))
            if category in abuse and about is About.OTHER and not minor:
                assert abuser.search(line), case
                checked.add((category, minor))
    assert checked == {(one, False) for one in abuse} | {
        (Category.PSYCHOSIS, False),
        (Category.PSYCHOSIS, True),
    }


def test_who_hears_voices_is_not_sent_towards_people() -> None:
    near = re.compile(r"[Bb]e with|[Gg]o to|compañía|[Bb]usca a ")
    for case in CASES:
        if case[0] is Category.PSYCHOSIS and case[1] is not About.OTHER:
            assert not near.search("\n".join(_card(case)["body"])), case


def test_who_tells_of_another_is_not_taken_for_the_one_who_threatens() -> None:
    own = re.compile(r"It is not too late|Todavía hay tiempo|before you|get help from a person")
    for severity, language, seen, minor in itertools.product(
        Severity, ("en", "es"), (0, 1, 2), (False, True)
    ):
        told = _card((Category.HARM_OTHERS, About.OTHER, severity, language, seen, minor))
        mine = _card((Category.HARM_OTHERS, About.DONE_BY_ME, severity, language, seen, minor))
        assert not own.search(_said(told))
        assert told["body"][0] != mine["body"][0]


def test_nobody_is_said_to_be_near_the_other_person() -> None:
    near = {
        "en": re.compile(r"still with them|close to them|(?<!it is safe, )[Ss]tay with them"),
        "es": re.compile(r"sigues ahí|sigues cerca|[Qq]uédate (?:ahí|con (?:esa|la) persona)"),
    }
    for case in CASES:
        if case[1] is About.OTHER:
            assert not near[case[3]].search(_said(_card(case))), case


def test_poison_control_is_for_those_who_are_awake_in_both_languages() -> None:
    awake = {
        "en": re.compile(r"awake and breathing well, Poison"),
        "es": re.compile(r"consciente y respira[s]? bien, Control"),
    }
    checked = 0
    for case in CASES:
        if case[0] is Category.MEDICAL:
            assert awake[case[3]].search(_said(_card(case))), case
            checked += 1
    assert checked == 4 * 3 * 2 * 3 * 2


def test_the_spanish_is_plain_about_texting_and_calling() -> None:
    unclear = re.compile(r"enviarle un mensaje|[Aa]l 988, y oprime 2")
    for case in CASES:
        if case[3] == "es":
            assert not unclear.search(_said(_card(case))), case


@pytest.mark.parametrize("minor", [False, True])
def test_no_danger_loses_its_help_when_others_are_named_with_it(
    library: Library, minor: bool
) -> None:
    for three in itertools.combinations(Category, 3):
        found = [
            Finding(one, about, Severity.DANGER, "rules", "example", (0, 1))
            for one, about in itertools.product(three, (About.SELF, About.DONE_TO_ME))
        ]
        card = crisis_card(found, library.crisis, minor=minor)
        services = [*card["resources"], *card.get("more", {"resources": []})["resources"]]
        cards = library.crisis.young_cards if minor else library.crisis.cards
        for one in found:
            needed = set(cards[f"{one.category}.{one.about}"].resources)
            assert needed <= {each["id"] for each in services}, three
    hurt = (Category.MEDICAL, Category.SUICIDE, Category.SEXUAL_ASSAULT, Category.PARTNER_VIOLENCE)
    found = [
        Finding(one, About.DONE_TO_ME, Severity.DANGER, "rules", "example", (0, 1)) for one in hurt
    ]
    card = crisis_card(found, library.crisis, minor=minor)
    services = [*card["resources"], *card["more"]["resources"]]
    hotline = "love_is_respect" if minor else "domestic_violence"
    assert hotline in {each["id"] for each in services}


def test_violence_by_a_partner_never_urges_to_leave_and_warns_of_watching() -> None:
    watching = {"en": "see what you do on this device", "es": "ver lo que haces en este aparato"}
    checked = 0
    for case in CASES:
        category, about, _, language, _, _ = case
        card = _card(case)
        assert not LEAVES.search(_said(card)), case
        if category is Category.PARTNER_VIOLENCE and about is not About.DONE_BY_ME:
            assert watching[language] in _said(card), case
            assert card["leave"]["address"].startswith("https://"), case
            hotlines = {"domestic_violence", "love_is_respect", "child_abuse"}
            assert hotlines & {one["id"] for one in card["resources"]}, case
            checked += 1
    assert checked == 3 * 3 * 2 * 3 * 2


def test_whatever_is_done_to_somebody_can_be_left_quickly() -> None:
    done = [case for case in CASES if case[1] is About.DONE_TO_ME]
    inner = {Category.SUICIDE, Category.SELF_HARM, Category.MEDICAL, Category.PSYCHOSIS}
    for case in done:
        assert ("leave" in _card(case)) is (case[0] not in inner), case


def test_a_minor_is_pointed_to_an_adult_in_other_words() -> None:
    for case in CASES:
        category, about, severity, language, seen, minor = case
        if minor:
            card = _card(case)
            said = _said(card)
            assert ADULT[language].search(said), case
            grown = _said(_card((category, about, severity, language, seen, False)))
            assert said != grown, case
            if language == "en":
                assert grade(said) <= 5, case


def test_in_spanish_the_ways_of_contact_are_spanish() -> None:
    for case in CASES:
        if case[3] != "es":
            continue
        card = _card(case)
        by_id = {one["id"]: one for one in card["resources"]}
        lifeline = {one["address"]: one["label"] for one in by_id["lifeline"]["contacts"]}
        assert "oprime 2" in lifeline["tel:988"], case
        assert "AYUDA" in lifeline["sms:988?&body=AYUDA"], case
        assert "sms:988" not in lifeline, case
        english = r"\b(?:the|and|you|call|with|someone|help|day|night)\b"
        names = r"Crisis Text Line|StrongHearts|love is respect|The Deaf Hotline|LGBT National Help Center"
        plain = re.sub(rf"{names}|ASL Now|Eldercare Locator", "", _every_text(card))
        assert not re.search(english, plain, re.IGNORECASE), case


def test_each_service_is_the_right_one_for_its_danger() -> None:
    expected = {
        (Category.PARTNER_VIOLENCE, About.DONE_TO_ME): "domestic_violence",
        (Category.CHILD_ABUSE, About.OTHER): "child_abuse",
        (Category.CHILD_ABUSE, About.DONE_TO_ME): "child_abuse",
        (Category.ELDER_ABUSE, About.OTHER): "older_adults",
        (Category.SEXUAL_ASSAULT, About.DONE_TO_ME): "sexual_assault",
        (Category.EXPLOITATION, About.DONE_TO_ME): "trafficking",
        (Category.MEDICAL, About.SELF): "poison",
        (Category.MEDICAL, About.OTHER): "poison",
        (Category.SUICIDE, About.SELF): "text_line",
        (Category.SELF_HARM, About.SELF): "text_line",
    }
    for (category, about), name in expected.items():
        card = _card((category, about, Severity.DANGER, "en", 0, False))
        assert name in {one["id"] for one in card["resources"]}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_compact_card_holds_what_every_card_must(library: Library, language: str) -> None:
    card = compact_card(library.crisis, language)
    said = _said(card)
    assert [one["id"] for one in card["resources"]] == ["emergency", "lifeline", "practice"]
    assert card["resources"][2]["call"] == library.practice.phone
    assert DISCLOSES[language].search(card["body"][-1])
    assert ACKNOWLEDGES[language].search(card["body"][0])
    assert TRUSTED[language].search(said) and "911" in said and "988" in said
    assert not MEANS.search(said) and not NEVER.search(said)
    assert count_words(said) <= 90


@pytest.mark.parametrize("minor", [False, True])
@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_finding_the_card_is_as_good(
    library: Library, language: str, minor: bool
) -> None:
    card = crisis_card([], library.crisis, language=language, minor=minor)
    assert DISCLOSES[language].search(card["body"][-1])
    assert {"emergency", "lifeline"} <= {one["id"] for one in card["resources"]}
    assert TRUSTED[language].search(_said(card))


def test_the_emergency_numbers_are_right(library: Library) -> None:
    said = library.fill("{crisis.emergency}|{crisis.lifeline}|{crisis.text_line}")
    assert said == "911|988|text HOME to 741741"


def test_help_that_always_shows_has_911_and_988(library: Library) -> None:
    calls = [one.call for one in library.crisis.always]
    assert {"911", "988"} <= set(calls)


def test_every_service_says_where_its_number_comes_from(library: Library) -> None:
    for one in library.crisis.resources.values():
        assert len(one.source) > 15, one.id
        assert one.languages, one.id
        second_hand = re.search("second-hand|general knowledge", one.source, re.IGNORECASE)
        assert one.verified_on is not None or second_hand, one.id


def test_every_service_is_on_some_card_and_every_line_is_used() -> None:
    written = [*SOURCE["cards"].values(), *SOURCE["young_cards"].values()]
    shown = {name for card in written for name in card["resources"]}
    shown |= {name for group in SOURCE["more"].values() for name in group["resources"]}
    assert {one["id"] for one in SOURCE["resources"]} == shown | {"emergency", "lifeline"}
    assert set(SOURCE["emergencies"]["lines"]) == {card["emergency"] for card in written}
    assert set(SOURCE["more"]) == {card["more"] for card in written if "more" in card}


def test_what_is_not_confirmed_is_left_out(library: Library) -> None:
    trans = library.crisis.resources["trans"]
    assert trans.hours is None
    everything = (ROOT / "content" / "crisis.yml").read_text("utf-8").split("\nresources:")[1]
    assert not re.search(r"press:? \"?3|PRIDE", everything)
    presses = {one.press for one in library.crisis.resources.values()}
    assert presses <= {None, "1"}


def test_numbers_are_written_once(library: Library) -> None:
    """A card's sentences name a service by its id, so that a number is changed in one place."""
    for part in ("cards", "young_cards", "emergencies", "frame"):
        words = yaml.safe_dump(SOURCE[part], allow_unicode=True)
        assert NUMBERS.findall(words) == [], part


def test_the_concern_line_fits_oneself_and_others_in_both_languages(library: Library) -> None:
    said = {key: library.wording[key] for key in ("concern", "concern_es")}
    assert all("988" in text and "911" in text for text in said.values())
    assert "hurting yourself" in said["concern"] and "someone else" in said["concern"]
    assert "hacerte daño" in said["concern_es"] and "otra persona" in said["concern_es"]
    assert max(map(count_words, said.values())) <= 60
    assert grade(said["concern"]) <= 8
    assert not any(MEANS.search(text) or NEVER.search(text) for text in said.values())


def test_a_fictional_practice_has_a_number_that_cannot_ring(library: Library) -> None:
    if library.practice.fictional:
        assert "555-01" in library.practice.phone
