"""The crisis card: findings and content in, what the visitor is shown out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.safety.finding import Category, Finding

if TYPE_CHECKING:
    from bot.content.model import CardText, CrisisContent

_MORE_RESOURCES = 5
"""One screen, few choices."""

_ORDER = (
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
    """The finding whose card is shown: the most urgent one."""
    if not findings:
        return None
    return min(findings, key=lambda one: (one.severity.rank, _ORDER.index(one.category)))


def crisis_card(findings: Sequence[Finding], crisis: CrisisContent) -> dict[str, Any]:
    """The card for these findings; the general one when there are none.

    The wording is the leading finding's. The resources of the other findings come after its own,
    so that, say, an assault with thoughts of suicide shows both hotlines.
    """
    lead = leading(findings)
    text = _text(lead, crisis)
    names = list(text.resources)
    for finding in sorted(findings, key=lambda one: one.severity.rank):
        names += _text(finding, crisis).resources
    chosen = list(dict.fromkeys(names))[:_MORE_RESOURCES]
    return {
        "type": "card",
        "level": "full",
        "heading": text.heading,
        "body": list(text.body),
        "resources": [crisis.resources[name].as_dict() for name in chosen],
        "finding": lead
        and {
            "category": lead.category.value,
            "about": lead.about.value,
            "severity": lead.severity.value,
        },
    }


def _text(finding: Finding | None, crisis: CrisisContent) -> CardText:
    if finding is not None:
        for key in (f"{finding.category}.{finding.about}", f"{finding.category}"):
            if key in crisis.cards:
                return crisis.cards[key]
    return crisis.cards["default"]
