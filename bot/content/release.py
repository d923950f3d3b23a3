"""Reads `content/release.yml`: eight guides through the release of information."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.errors import Problem
from bot.content.fields import Fields
from bot.content.model import BASES
from bot.content.release_choose import Chosen, read_choose
from bot.content.release_names import Names, one_of
from bot.content.release_routes import Stop, follow, read_next
from bot.content.release_sheet import read_letter, read_sheet, read_states
from bot.release.guide import DONE, Answer, Guide, Question, Release, Source, Step

RELEASE_FILE = "content/release.yml"

GUIDES = (
    "client_shares_with_family",
    "family_wants_contact",
    "parent_or_guardian",
    "bring_someone",
    "physician",
    "insurer",
    "lawyer_or_court",
    "revoke",
)
"""The guides that there must be: the journey's labels name them."""

SHEETS = ("form", "letter", "none")
"""What a guide's take-away holds beside the checklist."""

_PLACE = ("n", "total", "title", "guide")
WORDS: Mapping[str, tuple[str, ...]] = {
    "started": ("guide",),
    "which_guide": (),
    "progress": ("n", "total"),
    "resumed": _PLACE,
    "away": _PLACE,
    "stopped": (),
    "nothing_before": (),
    "nothing_before_question": (),
    "finished": ("guide",),
    "finished_in_danger": (),
    "no_details": (),
    "not_understood_answer": (),
    "not_understood_question": (),
    "offer_back": _PLACE,
    "label_why": (),
    "label_watch": (),
    "label_say": (),
    "label_sources": (),
    "button_next": (),
    "button_back": (),
    "button_why": (),
    "button_again": (),
    "button_skip": (),
    "button_stop": (),
    "button_go_on": (),
    "button_start_over": (),
    "page_short": (),
    "page_general": (),
    "page_kept": (),
    "page_print": (),
    "page_pdf": (),
    "page_label_answers": (),
    "page_label_checklist": (),
    "page_label_say": (),
    "page_label_state": (),
    "page_label_sheet": (),
    "page_label_elements": (),
    "page_label_statements": (),
    "page_label_limits": (),
    "page_label_letter": (),
    "page_label_reviewed": (),
}
"""What is said around the steps, and which of `{n}`, `{total}`, `{title}` and `{guide}` is filled in then."""


def parse_release(source: Fields, values: Mapping[str, str]) -> Release:
    """Reads the file; what is wrong goes to `source.problems`.

    Args:
        source: the whole file.
        values: what placeholders stand for.
    """
    release, wrong = read_release(source, values)
    source.problems += wrong
    return release


def read_release(source: Fields, values: Mapping[str, str]) -> tuple[Release, list[Problem]]:
    """Reads the file; what is missing or of the wrong kind goes to `source.problems`.

    Returns:
        The release, and apart from it every name that is unknown and every way that leads nowhere.
    """
    names = Names(source.document, values)
    names.sources.update(_sources(source, names))
    names.questions.update(_questions(source, names))
    states = read_states(source, names)
    chosen = read_choose(source, names, GUIDES)
    reviewed = source.date("reviewed_on", required=True)
    source.date("review_by", required=True)
    release = Release(
        questions=names.questions,
        choose=chosen.root,
        guides=_guides(source, names, chosen, frozenset(states)),
        sheet=read_sheet(source, names),
        letter=read_letter(source, names),
        states=states,
        words=_words(source, names),
        reviewed_on=reviewed.isoformat() if reviewed else "",
    )
    return release, names.wrong


def _sources(file: Fields, names: Names) -> dict[str, Source]:
    return {
        name: Source(one.text("citation"), one.text("name"), one_of(one, "basis", BASES))
        for name, one in names.parts(file, "sources").items()
    }


def _questions(file: Fields, names: Names) -> dict[str, Question]:
    found = {}
    for name, one in names.parts(file, "questions").items():
        ask, why = names.text(one, "ask"), names.text(one, "why")
        answers = tuple(
            Answer(answer, names.text(said, "title"), _said(said))
            for answer, said in names.parts(one, "answers").items()
        )
        sources = names.cited(one, f"The question `{name}`")
        found[name] = Question(name, ask, why, answers, sources, names.optional(one, "ask_client"))
    return found


def _said(answer: Fields) -> tuple[str, ...]:
    if answer.data.get("said") == []:
        answer.wrong("said", "`said` is empty.", "Write the words that visitors may type for it.")
    return answer.texts("said", required=True)


def _guides(file: Fields, names: Names, chosen: Chosen, kinds: frozenset[str]) -> dict[str, Guide]:
    found = {}
    present = names.parts(file, "guides")
    for name, one in present.items():
        found[name] = _guide(name, one, names, chosen.surely(name), kinds)
        names.known(one.where, "guide", name, GUIDES, key=True)
    written = file.child("guides").data if present else GUIDES
    for name in GUIDES:
        if name not in written:
            message = f"The guide `{name}` is missing."
            names.say(("guides",), message, "Put it back: visitors ask for it.", key=True)
    return found


def _guide(
    name: str, source: Fields, names: Names, known: frozenset[str], kinds: frozenset[str]
) -> Guide:
    parts = names.parts(source, "steps")
    order = [*parts, DONE]
    steps: list[Step] = []
    stops: dict[str, Stop] = {}
    for one, below in zip(parts, order[1:], strict=True):
        if one == DONE:
            message = f"No step can be called `{DONE}`: that is where a walk ends."
            names.say(parts[one].where, message, "Give it another name.", key=True)
        lines = read_next(parts[one], below, names)
        ask = _named(parts[one], "ask", "question", names, frozenset(names.questions))
        stops[one] = Stop(parts[one].where, ask, lines)
        steps.append(
            Step(
                id=one,
                title=names.text(parts[one], "title"),
                do=names.text(parts[one], "do"),
                why=names.text(parts[one], "why"),
                check=names.text(parts[one], "check"),
                sources=names.cited(parts[one], f"The step `{one}`"),
                next=tuple(line.branch for line in lines),
                watch=names.optional(parts[one], "watch"),
                say=names.optional(parts[one], "say"),
                ask=ask,
                state=_named(parts[one], "state", "kind of state rule", names, kinds),
            )
        )
    if stops:
        follow(stops, known, names)
    title, about = names.text(source, "title"), names.text(source, "about")
    say, sheet = names.text(source, "say"), one_of(source, "sheet", SHEETS)
    return Guide(name, title, about, say, sheet, tuple(steps))


def _named(step: Fields, key: str, what: str, names: Names, among: frozenset[str]) -> str | None:
    """The name under a key that need not stand; reported if there is no such thing."""
    name = step.text(key) if key in step.data else ""
    if name:
        names.known((*step.where, key), what, name, sorted(among))
    return name or None


def _words(file: Fields, names: Names) -> dict[str, str]:
    words = names.part(file, "words")
    if words is None:
        return {}
    for key in words.data:
        names.known((*words.where, key), "line", key, WORDS, key=True)
    return {key: names.text(words, key) for key in WORDS}
