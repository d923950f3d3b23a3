"""The crisis card: findings and content in, what the visitor is shown out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from bot.safety.finding import ADDED, CONTEXT, About, Category, Finding, Severity

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
"""Which wording leads of those that speak to the same person, when findings are equally urgent."""

_OWN: Final = (Category.SUICIDE, Category.SELF_HARM, Category.PSYCHOSIS)
"""Danger by one's own hand, or illness; that of another comes after all that is done to the visitor."""

_RULES: Final = "rules"


def leading(findings: Sequence[Finding]) -> Finding | None:
    """The finding that a message is named by, to staff and in reports.

    It is the one that leads the card; where that has the kind of the card before (`CONTEXT`), it is
    what the message itself shows, no less urgent than the card.
    """
    lead = leading_card(findings)
    if lead is None or lead.layer != CONTEXT:
        return lead
    own = (one for one in findings if one.layer == ADDED and one.flags and one.rule == lead.rule)
    shown = next(own, lead)
    severity = min(shown.severity, lead.severity, key=lambda one: one.rank)
    return replace(shown, severity=severity)


def leading_card(findings: Sequence[Finding]) -> Finding | None:
    """The finding whose card is shown: one that flags before any other, then the most urgent.

    What only adds its help to a card (`ADDED`) leads if nothing else flags, and a call for help that does
    not say what is wrong if nothing else does. Of equally urgent ones,
    those lead that put the visitor in danger: the card for somebody else's suicide says to stay near.
    """
    return next(iter(_by_urgency(findings)), None)


def _by_urgency(findings: Sequence[Finding]) -> list[Finding]:
    def urgency(one: Finding) -> tuple[bool, bool, bool, bool, int, int, int]:
        return (
            not one.flags,
            one.layer == ADDED,
            one.unnamed,
            _is_of_another(one, findings),
            one.severity.rank,
            _whose(one, findings),
            _ORDER.index(one.category),
        )

    return sorted(findings, key=urgency)


def _is_of_another(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a rule for somebody else begins before it in the same words: "she says she can't go on".

    Not where the classifier reads the message as the visitor's own.
    """
    if finding.layer != _RULES or finding.about not in (About.SELF, About.DONE_BY_ME):
        return False
    if finding.span == (0, 0):
        return False
    if any(one.layer not in (_RULES, ADDED) and one.about is finding.about for one in findings):
        return False
    start, _ = finding.span
    return any(
        one.category is finding.category and one.span[0] <= start < one.span[1]
        for one in _of_others(findings)
    )


def _whose(finding: Finding, findings: Sequence[Finding]) -> int:
    """Whom the card speaks to: 0 for whoever leads when findings are equally urgent."""
    category, about = finding.category, finding.about
    if category is Category.MEDICAL:
        return 0
    if category in _OWN and about is About.OTHER:
        return 5
    if category in _OWN:
        return 1 if category is Category.SUICIDE else 4
    if about is About.OTHER and category is not Category.HARM_OTHERS:
        return 5
    # "He says he will kill himself": the same words are no threat to anybody else by themselves.
    if finding.layer == _RULES and any(
        one.category in _OWN and one.span[1] == finding.span[1] for one in _of_others(findings)
    ):
        return 6
    return 2 if about in (About.SELF, About.DONE_TO_ME) else 3


def _of_others(findings: Sequence[Finding]) -> Iterator[Finding]:
    """What rules found of other people, so that it flags, in the message itself."""
    for one in findings:
        if one.layer == _RULES and one.about is About.OTHER and one.flags and one.span != (0, 0):
            yield one


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
        with a title) and `leave` (the way to leave the page), and `finding`: what leads, without a
        category where that only calls for help.
    """
    spoken = "es" if language == "es" else "en"
    ordered = _by_urgency(findings)
    lead = next(iter(ordered), None)
    text = _text(lead, crisis, minor=minor)
    now = _emergency(ordered)
    urgent = now is not None
    names = list(text.resources)
    for finding in ordered:
        names += _text(finding, crisis, minor=minor).resources
    if now is not None:
        # What to do first is said for what happens now, whichever card leads.
        text = replace(text, emergency=_text(now, crisis, minor=minor).emergency)
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
            "category": None if lead.unnamed else lead.category.value,
            "about": None if lead.unnamed else lead.about.value,
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


def _emergency(ordered: Sequence[Finding]) -> Finding | None:
    """The finding whose line says what to do now; None where nothing happens now.

    It is the one that leads, unless only a card before was urgent; and nobody who was about to hurt
    others is told to stay with somebody.

    Args:
        ordered: the findings, the leading one first.
    """
    now = [one for one in ordered if one.severity is Severity.EMERGENCY]
    if not now:
        return None
    lead = ordered[0]
    if all(one.layer == ADDED for one in now):
        return now[0]
    if lead.about is About.OTHER and lead.category in _OWN:
        threats = (one for one in now if one.layer == ADDED and one.about is About.DONE_BY_ME)
        return next(threats, lead)
    return lead


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
    if finding is None or finding.unnamed:
        return cards["default"]
    return cards.get(f"{finding.category}.{finding.about}") or cards["default"]


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
