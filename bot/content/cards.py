"""Reads the crisis cards' wording from `content/crisis.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content.card_text import (
    LABELS,
    LANGUAGES,
    Bilingual,
    CardText,
    Compact,
    Frame,
    Leave,
    MoreHelp,
)
from bot.content.errors import UnknownPlaceholder
from bot.content.fields import Fields
from bot.content.placeholders import fill
from bot.safety.finding import About, Category

Values = Mapping[str, Mapping[str, str]]
"""By language: what placeholders stand for."""


def part(source: Fields, name: str) -> Fields:
    """The mapping under `name`; when it is missing, that alone is reported, and nothing in it."""
    found = source.child(name, required=True)
    if isinstance(source.data.get(name), dict):
        return found
    return Fields(found.document, (), [])


def parse_pair(source: Fields, name: str, values: Values | None = None) -> Bilingual:
    """Reads a text in both languages; with `values`, placeholders are filled."""
    if not isinstance(source.data.get(name), dict):
        what = "must be in two languages" if name in source.data else "is missing"
        source.wrong(name, f"`{name}` {what}.", f"Write `{name}:` with `en:` and `es:` under it.")
        return Bilingual("", "")
    return _pair(source.child(name), values)


def parse_frame(source: Fields, values: Values, resources: frozenset[str]) -> Frame:
    """Reads what stands on every card, with the heading of emergencies."""
    frame = part(source, "frame")
    leave = part(frame, "leave")
    compact = part(frame, "compact")
    labels = part(frame, "labels")
    return Frame(
        tool=parse_pair(frame, "tool", values),
        young_tool=parse_pair(frame, "young_tool", values),
        watched=parse_pair(frame, "watched", values),
        leave=Leave(leave.text("address"), parse_pair(leave, "label"), parse_pair(leave, "hint")),
        emergency_heading=parse_pair(part(source, "emergencies"), "heading", values),
        compact=Compact(
            heading=parse_pair(compact, "heading", values),
            body=_pairs(compact, "body", values),
            resources=parse_names(compact, "resources", resources),
        ),
        practice_note=parse_pair(frame, "practice_note", values),
        labels={name: parse_pair(labels, name) for name in LABELS},
    )


def parse_cards(
    source: Fields, name: str, values: Values, resources: frozenset[str]
) -> dict[str, CardText]:
    """Reads the cards under `name`: `cards`, or `young_cards` for someone under 18.

    Returns:
        Cards by `<category>.<about>`, and `default`. What is missing or there twice is reported.
    """
    cards = part(source, name)
    lines = part(part(source, "emergencies"), "lines")
    emergencies = {one: parse_pair(lines, one, values) for one in lines.data}
    lists = part(source, "more")
    more = {one: _more(part(lists, one), resources) for one in lists.data}
    found: dict[str, CardText] = {}
    named: dict[str, str] = {}
    for one in cards.data:
        text = part(cards, one)
        card = _card(text, values, resources, emergencies, more)
        if one == "default":
            found["default"] = card
        for key, where in _meant_for(text, required=one != "default"):
            if key in found:
                message = f"`{key}` already has the card `{named[key]}`."
                where.wrong(key.partition(".")[0], message, "Leave it to one of the two.")
            found[key], named[key] = card, one
    if cards.data:
        _complete(source, name, found)
    return found


def parse_names(source: Fields, name: str, known: frozenset[str]) -> tuple[str, ...]:
    """Reads ids of resources, in order; those that are unknown are reported and left out."""
    named = source.texts(name, required=True)
    for place, one in enumerate(named):
        if one not in known:
            message = f"There is no resource `{one}`."
            mend = "Use an id from the list of resources."
            where = (*source.where, name, place)
            source.problems.append(source.document.problem(where, message, mend))
    if not named:
        source.wrong(name, f"`{name}` is empty.", "Name at least one resource.")
    return tuple(one for one in named if one in known)


def _card(
    source: Fields,
    values: Values,
    resources: frozenset[str],
    emergencies: Mapping[str, Bilingual],
    more: Mapping[str, MoreHelp],
) -> CardText:
    acknowledgements = _pairs(source, "acknowledgements", values)
    if (
        len({one.en for one in acknowledgements}) < 2
        or len({one.es for one in acknowledgements}) < 2
    ):
        message = "A card needs two different acknowledgements."
        mend = "Write another one, in both languages, for the second time it is shown."
        source.wrong("acknowledgements", message, mend)
    emergency = source.text("emergency")
    if emergency and emergency not in emergencies:
        message = f"There is no line `{emergency}` under `emergencies`."
        source.wrong("emergency", message, f"Use one of {', '.join(emergencies)}.")
    further = source.optional_text("more")
    if further is not None and further not in more:
        message = f"There is no list `{further}` under `more`."
        source.wrong("more", message, f"Use one of {', '.join(more)}.")
    return CardText(
        heading=parse_pair(source, "heading", values),
        acknowledgements=acknowledgements,
        first=_pairs(source, "first", values),
        emergency=emergencies.get(emergency, Bilingual("", "")),
        then=_pairs(source, "then", values),
        resources=parse_names(source, "resources", resources),
        more=more.get(further or ""),
        leave="leave" in source.data and source.flag("leave"),
    )


def _meant_for(source: Fields, *, required: bool) -> Iterator[tuple[str, Fields]]:
    """Each `<category>.<about>` that a card is for, and where it says so."""
    if "for" not in source.data and not required:
        return
    kinds = part(source, "for")
    for kind in kinds.data:
        whom = kinds.texts(kind, required=True)
        if kind not in set(Category):
            message, mend = (
                f"`{kind}` is not a kind of danger.",
                f"Use one of {', '.join(Category)}.",
            )
            kinds.problems.append(
                kinds.document.problem((*kinds.where, kind), message, mend, key=True)
            )
            continue
        for who in whom:
            if who in set(About):
                yield f"{kind}.{who}", kinds
            else:
                message = f"`{who}` does not say who is in danger."
                kinds.wrong(kind, message, f"Use one of {', '.join(About)}.")


def _complete(source: Fields, name: str, found: Mapping[str, CardText]) -> None:
    missing = [] if "default" in found else ["`default`"]
    for kind in Category:
        whom = [who for who in About if f"{kind}.{who}" not in found]
        if len(whom) == len(About):
            missing.append(f"the kind `{kind}`")
        else:
            missing += [f"`{kind}` about `{who}`" for who in whom]
    for one in missing:
        message, mend = (
            f"There is no card for {one} in `{name}`.",
            "Write one, or add it to a `for:`.",
        )
        source.problems.append(
            source.document.problem((*source.where, name), message, mend, key=True)
        )


def _more(source: Fields, resources: frozenset[str]) -> MoreHelp:
    return MoreHelp(parse_pair(source, "title"), parse_names(source, "resources", resources))


def _pairs(source: Fields, name: str, values: Values) -> tuple[Bilingual, ...]:
    found = tuple(_pair(one, values) for one in source.children(name))
    if name not in source.data or source.data[name] == []:
        source.wrong(name, f"`{name}` is missing.", "Add at least one `- en:` with its `es:`.")
    return found


def _pair(source: Fields, values: Values | None) -> Bilingual:
    return Bilingual(*(_said(source, language, values) for language in LANGUAGES))


def _said(source: Fields, language: str, values: Values | None) -> str:
    text = source.text(language)
    try:
        return fill(text, values[language]) if values else text
    except UnknownPlaceholder as error:
        mend = "Use the id of a resource, such as {crisis.lifeline}."
        source.wrong(language, f"{str(error).capitalize()}.", mend)
        return text
