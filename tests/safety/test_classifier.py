"""The second layer's reading of a turn, with a detector small enough to foresee."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.classifier import Detector, TextClassifier, Vectors
from bot.classifier.words import WordWeights
from bot.safety import About, Category, Severity, Turn
from bot.safety.classifier import CARD, CONCERN, DOUBTED, ONE_SENTENCE, DangerClassifier

STRENGTH = {"night": 2.0, "mist": CARD - 0.2, "dusk": CARD + 0.1, "fog": CARD - 0.1, "haze": -0.3}
"""The scores of texts that hold these words; longer texts dilute them to nothing."""
LONGEST = 6
NO_WORDS = WordWeights(({}, {}), (np.zeros(0), np.zeros(0)), np.zeros((0, 1), dtype=np.float32))


def encode(texts: Sequence[str]) -> Vectors:
    """Vectors at such an angle to (1, 0) that the detector gives the strength of the text."""
    rows = []
    for text in texts:
        words = text.replace(".", " ").split()
        wanted = max((STRENGTH.get(word, -1.0) for word in words), default=-1.0)
        if {"half", "moon"} <= set(words):
            wanted = 2.0
        if len(words) > LONGEST:
            wanted = -1.0
        # The detector gives 4 * exp(2 * (cosine - 1)) - 1.5.
        cosine = 1 + np.log((wanted + 1.5) / 4) / 2
        rows.append((cosine, np.sqrt(1 - cosine**2)))
    return np.array(rows, dtype=np.float32)


def constant(label: str) -> TextClassifier:
    """Says `label` of everything."""
    words = WordWeights(NO_WORDS.vocabularies, NO_WORDS.idf, np.zeros((0, 2), dtype=np.float32))
    intercept = np.array([0.0, 5.0], dtype=np.float32)
    return TextClassifier(["other", label], words, np.zeros((2, 2), dtype=np.float32), intercept)


@pytest.fixture
def classifier() -> DangerClassifier:
    points = np.array([[1.0, 0.0]], dtype=np.float32)
    detector = Detector(points, np.array([4.0], dtype=np.float32), NO_WORDS, -1.5, 1.0)
    return DangerClassifier(encode, detector, constant("self_harm"), constant("done_to_me"))


def test_what_is_clear_is_sure_and_has_a_kind_a_person_and_a_place(
    classifier: DangerClassifier,
) -> None:
    (findings,) = classifier.findings([Turn("only night here")])
    (finding,) = findings
    assert finding.sure and finding.severity is Severity.VEILED and finding.layer == "classifier"
    assert finding.category is Category.SELF_HARM and finding.about is About.DONE_TO_ME
    assert finding.span == (0, len("only night here"))


def test_what_is_less_clear_is_a_concern_and_the_rest_nothing(classifier: DangerClassifier) -> None:
    fog, sun, nothing = classifier.findings([Turn("only fog here"), Turn("only sun"), Turn("...")])
    assert [finding.sure for finding in fog] == [False]
    assert sun == nothing == []


def test_a_hint_of_the_rules_lowers_the_limit(classifier: DangerClassifier) -> None:
    alone, hinted, nothing = classifier.findings(
        [Turn("only fog here"), Turn("only fog here", hinted=True), Turn("only sun", hinted=True)]
    )
    assert [one.sure for one in alone] == [False] and [one.sure for one in hinted] == [True]
    assert nothing == []


def test_what_a_rule_only_doubts_is_danger_unless_it_is_clearly_harmless(
    classifier: DangerClassifier,
) -> None:
    haze, sun = classifier.findings(
        [Turn("only haze", doubted=True), Turn("only sun", doubted=True)]
    )
    assert DOUBTED < STRENGTH["haze"] < CONCERN and [one.sure for one in haze] == [True]
    assert classifier.findings([Turn("only haze")]) == [[]] and sun == []


KNOWN = "dont tell mom i write"
"""A wish of secrecy, made to be like danger."""


@pytest.fixture
def like_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STRENGTH, "write", 2.0)


@pytest.mark.usefixtures("like_danger")
def test_the_wish_that_parents_do_not_hear_of_it_is_a_concern_at_most(
    classifier: DangerClassifier,
) -> None:
    alone, after_harmless, more = classifier.findings(
        [Turn(KNOWN), Turn(KNOWN, ("only sun",)), Turn("dont tell coach i write")]
    )
    assert [one.sure for one in alone] == [one.sure for one in after_harmless] == [False]
    assert [one.sure for one in more] == [True]


@pytest.mark.usefixtures("like_danger")
def test_after_a_turn_that_is_not_clearly_harmless_that_wish_is_read_as_any_other(
    classifier: DangerClassifier,
) -> None:
    (found,) = classifier.findings([Turn(KNOWN, ("only haze",))])
    assert [one.sure for one in found] == [True]


@pytest.mark.parametrize(
    "turn", [Turn("night", called=True), Turn("night", ("half",), called=True)]
)
def test_of_a_call_for_help_nothing_is_guessed(classifier: DangerClassifier, turn: Turn) -> None:
    assert classifier.findings([turn]) == [[]]


@pytest.mark.parametrize("text", ["nvm stop", "olvídalo", "yes please"])
def test_of_words_that_say_nothing_nothing_is_guessed(
    classifier: DangerClassifier, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for word in ("stop", "olvidalo", "yes"):
        monkeypatch.setitem(STRENGTH, word, 2.0)
    assert classifier.findings([Turn(text)]) == [[]]


def test_a_sentence_of_a_long_message_counts_where_it_is_much_clearer(
    classifier: DangerClassifier,
) -> None:
    around = "We drove for hours along the coast road. {} Then we had lunch by the sea again."
    night, dusk = around.format("It was night by then."), around.format("It was dusk by then.")
    (clear,), unclear = classifier.findings([Turn(night), Turn(dusk)])
    assert clear.sure and night[slice(*clear.span)].strip() == "It was night by then."
    assert STRENGTH["dusk"] - ONE_SENTENCE < CARD
    assert not any(finding.sure for finding in unclear)


def test_what_is_spread_over_two_turns_is_seen(classifier: DangerClassifier) -> None:
    spread, second, first = classifier.findings(
        [Turn("moon now", ("only a half",)), Turn("moon now"), Turn("only a half")]
    )
    assert [finding.rule for finding in spread] == ["self_harm.done_to_me.alike_over_two"]
    assert spread[0].sure
    assert second == first == []


def test_two_hints_make_a_card_together_and_a_hint_with_nothing_does_not(
    classifier: DangerClassifier,
) -> None:
    hints, nothing = classifier.findings(
        [Turn("moon mist", ("half mist",)), Turn("thank you", ("half mist",))]
    )
    assert [finding.sure for finding in hints] == [True]
    assert nothing == []


def test_the_end_of_a_long_message_is_read(classifier: DangerClassifier) -> None:
    filler = "We drove for hours along the coast road and it was very long. " * 100
    (finding,) = classifier.findings([Turn(filler + "It was night by then.")])[0]
    assert finding.sure and finding.span[0] >= len(filler)


def test_the_middle_of_a_message_of_the_greatest_length_is_read(
    classifier: DangerClassifier,
) -> None:
    half = "We drove for hours along the coast road and it was long. " * 34
    message = f"{half}It was night by then. {half}"
    assert len(half) > 1500 and len(message) <= 4000
    (finding,) = classifier.findings([Turn(message)])[0]
    assert finding.sure and message[slice(*finding.span)].strip() == "It was night by then."


def test_of_a_huge_text_only_the_first_and_last_sentences_are_read() -> None:
    asked: list[int] = []

    def counted(texts: Sequence[str]) -> Vectors:
        asked.append(len(texts))
        return encode(texts)

    points = np.array([[1.0, 0.0]], dtype=np.float32)
    detector = Detector(points, np.array([4.0], dtype=np.float32), NO_WORDS, -1.5, 1.0)
    classifier = DangerClassifier(counted, detector, constant("self_harm"), constant("self"))
    classifier.findings([Turn("We drove for hours along the coast. " * 1000)])
    assert asked == [25]


def test_a_message_without_full_stops_is_read_in_stretches(classifier: DangerClassifier) -> None:
    stretches = "we drove along the coast " * 8
    (finding,) = classifier.findings([Turn(stretches * 3 + "it was night by then")])[0]
    assert finding.sure


def test_what_the_turn_before_said_alone_is_not_said_again(classifier: DangerClassifier) -> None:
    assert classifier.findings([Turn("thank you", ("only night here",))]) == [[]]


def test_many_turns_read_together_are_as_if_read_alone(classifier: DangerClassifier) -> None:
    turns = [
        Turn(text, before)
        for text in ("only night here", "only sun", "", "only fog here", "It was night. Now day.")
        for before in ((), ("hello there",), ("only fog",))
    ]
    assert classifier.findings(turns) == [classifier.findings([turn])[0] for turn in turns]


def test_no_turns_have_no_findings(classifier: DangerClassifier) -> None:
    assert classifier.findings([]) == []
