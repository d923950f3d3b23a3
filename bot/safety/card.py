"""The crisis card: findings and content in, what the visitor is shown out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from bot.safety.finding import ADDED, Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.content.card_text import Bilingual, CardText, Leave
    from bot.content.model import CrisisContent, Resource

_MOST_RESOURCES: Final = 5
"""One screen, few choices."""

_EMERGENCY: Final = "emergency"
"""The resource that comes first when it is happening now."""

_ORDER: Final = (
    Category.MEDICAL,
    Category.SUICIDE,
    Category.CHILD_ABUSE,
    Category.SEXUAL_ASSAULT,
    Category.PARTNER_VIOLENCE,
    Category.HARM_OTHERS,
    Category.SELF_HARM,
    Category.EXPLOITATION,
    Category.ELDER_ABUSE,
    Category.PSYCHOSIS,
)
"""Which wording leads when findings are equally urgent."""


def leading(findings: Sequence[Finding]) -> Finding | None:
    """The finding whose card is shown: one that flags before any other, then the most urgent.

    What only adds its help to a card (`ADDED`) leads if nothing else flags.
    """
    return min(findings, key=_urgency, default=None)


def _urgency(finding: Finding) -> tuple[bool, bool, int, int]:
    order = _ORDER.index(finding.category)
    return not finding.flags, finding.layer == ADDED, finding.severity.rank, order


def crisis_card(
    findings: Sequence[Finding],
    crisis: CrisisContent,
    *,
    seen: int = 0,
    language: str | None = None,
    minor: bool = False,
) -> dict[str, Any]:
    """The card for these findings; the general one when there are none.

    The wording is the leading finding's. The resources of the other findings come after its own,
    so that, say, an assault with thoughts of suicide shows both hotlines.

    Args:
        findings: what the screen saw.
        crisis: the wording and the resources.
        seen: how many cards this conversation has had; the next one has the same help and another
            acknowledgement.
        language: `es` for the whole card in Spanish, with Spanish ways of contact; else English.
        minor: whether someone under 18 writes: plainer words, and an adult they trust.

    Returns:
        What the `card` event carries: `type`, `level` (`full`), `language`, `urgent`, `minor`,
        `heading`, `body` (paragraphs), `resources` and, if there are any, `more` (further resources
        with a title) and `leave` (the way to leave the page), and `finding`.
    """
    spoken = "es" if language == "es" else "en"
    lead = leading(findings)
    text = _text(lead, crisis, minor=minor)
    urgent = any(one.severity is Severity.EMERGENCY for one in findings)
    names = list(text.resources)
    for finding in sorted(findings, key=_urgency):
        names += _text(finding, crisis, minor=minor).resources
    if urgent:
        names.insert(0, _EMERGENCY)
    chosen = list(dict.fromkeys(names))
    more = text.more
    if more is None and len(chosen) > _MOST_RESOURCES:
        more = _text(None, crisis, minor=minor).more
    # Where no list can take the rest, all are shown: no danger loses its line to the one that leads.
    most = _MOST_RESOURCES if more else len(chosen)
    shown, left = chosen[:most], chosen[most:]
    frame = crisis.frame
    leave = text.leave or any(_text(one, crisis, minor=minor).leave for one in findings)
    labels = frame.labels
    heading = frame.emergency_heading if urgent else text.heading
    card: dict[str, Any] = {
        "type": "card",
        "level": "full",
        "language": spoken,
        "urgent": urgent,
        "minor": minor,
        "heading": heading.within(spoken),
        "body": body(text, crisis, spoken, seen=seen, urgent=urgent, minor=minor, watched=leave),
        "resources": [_shown(crisis.resources[one], labels, spoken) for one in shown],
        "finding": lead
        and {
            "category": lead.category.value,
            "about": lead.about.value,
            "severity": lead.severity.value,
        },
    }
    further = [*left, *(more.resources if more else ())]
    if more and (further := [one for one in dict.fromkeys(further) if one not in shown]):
        card["more"] = {
            "title": more.title.within(spoken),
            "resources": [_shown(crisis.resources[one], labels, spoken) for one in further],
        }
    if leave:
        card["leave"] = _leave(frame.leave, spoken)
    return card


def compact_card(crisis: CrisisContent, language: str | None = None) -> dict[str, Any]:
    """The card that stays in view while a person holds the conversation: 911, 988, the practice.

    Meant for the hand-off desk: when staff have taken over, it stands where the full card would be,
    and comes again when the danger grows or another kind is named. Nothing shows it before that.
    It has the fields of `crisis_card`, with `level` `compact`.
    """
    spoken = "es" if language == "es" else "en"
    compact, labels = crisis.frame.compact, crisis.frame.labels
    resources = [*(crisis.resources[one] for one in compact.resources), crisis.practice]
    return {
        "type": "card",
        "level": "compact",
        "language": spoken,
        "urgent": False,
        "minor": False,
        "heading": compact.heading.within(spoken),
        "body": [line.within(spoken) for line in compact.body],
        "resources": [_shown(one, labels, spoken) for one in resources],
        "finding": None,
    }


def body(
    text: CardText,
    crisis: CrisisContent,
    language: str,
    *,
    seen: int = 0,
    urgent: bool = False,
    minor: bool = False,
    watched: bool = False,
) -> list[str]:
    """The paragraphs of a full card: acknowledge, what to do first, what else helps, what this is."""
    frame = crisis.frame
    lines: list[Bilingual] = [text.acknowledgements[seen % len(text.acknowledgements)]]
    lines += [text.emergency] if urgent else text.first
    lines += text.then
    lines += [frame.watched] if watched else []
    lines.append(frame.young_tool if minor else frame.tool)
    return [line.within(language) for line in lines]


def _text(finding: Finding | None, crisis: CrisisContent, *, minor: bool) -> CardText:
    cards = crisis.young_cards if minor else crisis.cards
    key = "default" if finding is None else f"{finding.category}.{finding.about}"
    return cards.get(key) or cards["default"]


def _shown(resource: Resource, labels: Mapping[str, Bilingual], language: str) -> dict[str, Any]:
    """A resource with its contacts: each a way, the words to press on, and the address, if it has one."""
    mine = resource.within(language)
    contacts = []
    for way, label, values, address in _contacts(mine):
        words = _label(labels[label].within(language), values)
        contacts.append({"way": way, "label": words, **({"address": address} if address else {})})
    return {**mine.as_dict(), "languages": list(mine.languages), "contacts": contacts}


def _contacts(resource: Resource) -> Iterator[tuple[str, str, dict[str, str], str | None]]:
    """Way, label, what stands in the label, and the address behind it."""
    if resource.call:
        values = {"number": resource.call, "key": resource.press or ""}
        yield "call", "press" if resource.press else "call", values, f"tel:{_digits(resource.call)}"
    if resource.text:
        word = resource.text_body
        values = {"number": resource.text, "word": word or ""}
        # Telephones disagree on `?` or `&` before the body; this is understood by both kinds.
        address = f"sms:{_digits(resource.text)}" + (f"?&body={quote(word)}" if word else "")
        yield "text", "text_word" if word else "text", values, address
    if resource.chat:
        yield "chat", "chat", {}, resource.chat
    if resource.whatsapp:
        values = {"number": resource.whatsapp}
        yield "whatsapp", "whatsapp", values, f"https://wa.me/{_digits(resource.whatsapp)}"
    if resource.videophone:
        # No link: from a telephone it would be a call without a picture.
        yield "videophone", "videophone", {"number": resource.videophone}, None
    if resource.site:
        yield "site", "site", {}, resource.site


def _label(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def _leave(leave: Leave, language: str) -> dict[str, str]:
    return {
        "address": leave.address,
        "label": leave.label.within(language),
        "hint": leave.hint.within(language),
    }


def _digits(number: str) -> str:
    return re.sub(r"[^0-9+]", "", number)
