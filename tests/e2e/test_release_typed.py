"""Each guide walked in nothing but words, as a visitor types them, from the wish to the take-away."""

from __future__ import annotations

import html
from typing import NamedTuple

import pytest

from bot.content.library import Library
from tests.e2e.talking import buttons, kinds, reply, step
from tests.gateway.running import Visitor, cards, said

pytestmark = pytest.mark.e2e


class At(NamedTuple):
    """What is said to some words: the step, by its number and its id; `asks` is the question that waits then."""

    n: int
    id: str
    asks: str | None = None


class Told(NamedTuple):
    """What is said to some words that lead nowhere: by its kind."""

    kind: str


WHY = Told("why")
WALKS: dict[str, list[tuple[str, At | Told]]] = {
    "client_shares_with_family": [
        ("how do I let my boyfriend speak with my counselor", At(1, "decide", "age")),
        ("why?", WHY),
        ("I'm 34", At(2, "talk")),
        ("got it, what's next?", At(3, "fill_in", "direction")),
        ("just one way", At(4, "notes", "psychotherapy_notes")),
        ("go back", At(3, "fill_in", "direction")),
        ("hmm, both ways", At(4, "two_way")),
        ("ok", At(5, "notes", "psychotherapy_notes")),
        ("no, leave them out", At(6, "sign")),
        ("what was that?", At(6, "sign")),
        ("next", At(7, "after")),
    ],
    "family_wants_contact": [
        ("I'm her husband, walk me through reaching her therapist", At(1, "safe", "danger_now")),
        ("no, nobody", At(2, "ask_them", "agrees")),
        ("why do you ask?", WHY),
        ("i haven't asked her yet", At(3, "power", "authority")),
        ("go back", At(2, "ask_them", "agrees")),
        ("she said it's fine with her, yes", At(3, "they_sign")),
        ("ok", At(4, "first_talk")),
        ("next please", At(5, "support")),
    ],
    "parent_or_guardian": [
        ("set up release for school counselor, daughter is 9", At(1, "policy")),
        ("next", At(2, "papers")),
        ("ok", At(3, "plan", "consented_alone")),
        ("no, we signed her up", At(4, "records")),
        ("why?", WHY),
        ("ok thanks, next", At(5, "refused")),
        ("skip", At(6, "others")),
        ("back", At(5, "refused")),
        ("ok", At(6, "others")),
    ],
    "bring_someone": [
        ("walk me through bringing my partner to a session", At(1, "raise")),
        ("ok", At(2, "fits")),
        ("next", At(3, "form")),
        ("why?", WHY),
        ("go back please", At(2, "fits")),
        ("next", At(3, "form")),
        ("got it", At(4, "prepare_guest")),
        ("say that again", At(4, "prepare_guest")),
        ("continue", At(5, "session")),
        ("ok next", At(6, "after")),
    ],
    "physician": [
        ("walk me through a release for my doctor", At(1, "decide")),
        ("next", At(2, "ask_office")),
        ("ok", At(3, "fill_in", "direction")),
        ("both ways", At(4, "two_way")),
        ("next", At(5, "notes", "psychotherapy_notes")),
        ("i don't know", At(6, "separate_form")),
        ("ok", At(7, "program", "substance_use")),
        ("why?", WHY),
        ("go back", At(6, "separate_form")),
        ("next", At(7, "program", "substance_use")),
        ("nothing like that", At(8, "sign")),
    ],
    "insurer": [
        ("my disability insurance wants a form, walk me through it", At(1, "start")),
        ("ok", At(2, "read_form")),
        ("go back", At(1, "start", "insurer_kind")),
        ("it's my health plan", At(2, "billing")),
        ("next", At(3, "mail")),
        ("ok", At(4, "self_pay")),
        ("why?", WHY),
        ("next", At(5, "notes", "psychotherapy_notes")),
        ("leave those out please", At(6, "program", "substance_use")),
        ("i'd rather not say", At(7, "program_consent")),
        ("okay", At(8, "keep")),
    ],
    "lawyer_or_court": [
        ("walk me through a release for my lawyer", At(1, "lawyer_first", "court_paper")),
        ("yes I got a subpoena", At(2, "papers")),
        ("next", At(3, "narrow")),
        ("ok", At(4, "notes", "psychotherapy_notes")),
        ("just the record, not the notes", At(5, "program", "substance_use")),
        ("no", At(6, "offer")),
        ("go back", At(5, "program", "substance_use")),
        ("no, only my therapist", At(6, "offer")),
        ("why?", WHY),
        ("next", At(7, "sign")),
    ],
    "revoke": [
        ("walk me through taking back a release", At(1, "which")),
        ("next", At(2, "write")),
        ("why do I have to write a letter?", WHY),
        ("ok", At(3, "send")),
        ("go back, I skipped something", At(2, "write")),
        ("next", At(3, "send")),
        ("ok got it", At(4, "gone_out")),
        ("next", At(5, "recipient")),
        ("ok", At(6, "goes_on")),
    ],
}


@pytest.mark.parametrize("guide", WALKS)
def test_a_guide_is_walked_in_words_alone(visitor: Visitor, library: Library, guide: str) -> None:
    for typed, told in WALKS[guide]:
        body = reply(visitor, typed)
        answers = said(body)
        assert not cards(body), typed
        if isinstance(told, Told):
            assert kinds(answers) == [told.kind], typed
            continue
        place = step(answers)["release"]
        assert (place["guide"], place["n"], place["step"]) == (guide, told.n, told.id), typed
        assert kinds(answers)[-1] == ("question" if told.asks else "step"), typed
        assert answers_of(library, told.asks) <= set(buttons(answers)), typed
    assert place["n"] == place["total"]
    body = reply(visitor, "next")
    (end,) = said(body)
    assert not cards(body) and kinds([end]) == ["finished"] and end["release"]["done"]
    page = end["release"]["take_away"]["page"]
    assert page.startswith(f"/release/{guide}")
    shown = visitor.http.get(page)
    assert shown.status_code == 200
    assert library.release.guides[guide].title in html.unescape(shown.text)


def answers_of(library: Library, question: str | None) -> set[str]:
    """The titles of a question's answers."""
    asked = library.release.questions.get(question or "")
    return {one.title for one in asked.answers} if asked else set()


def test_every_guide_has_a_walk(library: Library) -> None:
    assert set(WALKS) == set(library.release.guides)
