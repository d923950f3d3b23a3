"""What staff are sent: a reason, a time, a reference and a link, and nothing that a visitor wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.content.opening import said_time
from bot.handoff.request import HandoffRequest, Occasion
from bot.safety import About, Category, Severity

TITLES: Mapping[Occasion, str] = {
    Occasion.DANGER: "Between Sessions: a sign of danger in a chat",
    Occasion.REQUEST: "Between Sessions: a visitor asks for a person",
    Occasion.FAILURES: "Between Sessions: a visitor asks for a person",
    Occasion.MESSAGE: "Between Sessions: a visitor left a message",
    Occasion.MORE: "Between Sessions: more signs of danger than notices",
}
WHY: Mapping[Occasion, str] = {
    Occasion.REQUEST: "a visitor asks for a person and waits",
    Occasion.FAILURES: "the assistant could not answer, and a visitor waits for a person",
    Occasion.MESSAGE: "a visitor left a message for the practice",
    Occasion.MORE: "more signs of danger are coming in than notices are sent",
}
UNKNOWN = "not known"
SHOWN = "The visitor was shown the crisis numbers. A program saw the danger, and can be wrong."
MORE = (
    "For some minutes there may be danger in chats of which no notice is sent. Some of it may be made up,"
    " some may not. Please open the console: whoever waits is there, the most urgent first. Out of hours"
    " nobody waits, and it shows none of them."
)

REASONS: Mapping[Category, str] = {
    Category.SUICIDE: "thoughts of suicide",
    Category.SELF_HARM: "self-harm",
    Category.HARM_OTHERS: "harm to others",
    Category.PARTNER_VIOLENCE: "violence by a partner",
    Category.CHILD_ABUSE: "abuse of a child",
    Category.ELDER_ABUSE: "abuse of an older or dependent adult",
    Category.SEXUAL_ASSAULT: "sexual assault",
    Category.EXPLOITATION: "exploitation",
    Category.MEDICAL: "overdose or medical emergency",
    Category.PSYCHOSIS: "psychosis with danger",
}
WHOM: Mapping[About, str] = {
    About.SELF: "the person who writes",
    About.OTHER: "somebody else",
    About.DONE_TO_ME: "the person who writes, by somebody else's hand",
    About.DONE_BY_ME: "somebody else, by the hand of the person who writes",
}
URGENCY: Mapping[Severity, str] = {
    Severity.EMERGENCY: "emergency, perhaps happening now",
    Severity.DANGER: "danger",
    Severity.VEILED: "a hint of danger",
}


@dataclass(frozen=True)
class Notice:
    """A short message to staff."""

    title: str
    text: str


def notice(request: HandoffRequest, link: str | None) -> Notice:
    """The notice for a request.

    Args:
        request: why and when.
        link: where staff look next, behind a login.
    """
    in_danger = request.occasion is Occasion.DANGER
    lines = [
        *(_danger(request) if in_danger else [f"Reason: {WHY[request.occasion]}"]),
        f"When: {moment(request.at)}",
        *([f"Conversation: {request.conversation}"] if request.conversation else []),
        *([f"Where to look: {link}"] if link else []),
        "",
        *([SHOWN] if in_danger else []),
        *([MORE] if request.occasion is Occasion.MORE else []),
        "This notice holds no name and none of the visitor's words.",
    ]
    return Notice(TITLES[request.occasion], "\n".join(lines))


def _danger(request: HandoffRequest) -> list[str]:
    reason = REASONS[request.category] if request.category else UNKNOWN
    whom = WHOM[request.about] if request.about else UNKNOWN
    urgency = URGENCY[request.severity] if request.severity else UNKNOWN
    return [f"Reason: {reason}", f"About: {whom}", f"How urgent: {urgency}"]


def trial(at: datetime) -> Notice:
    """A notice by which an operator sees that notices arrive."""
    text = f"This is a test, sent at {moment(at)}. Nobody is in danger."
    return Notice("Between Sessions: test of the notices", text)


def moment(at: datetime) -> str:
    """A time that nobody has to guess at: "Sunday, November 22, 11:42 am PST (UTC-08:00)"."""
    return f"{said_time(at)} {at:%Z} (UTC{at.isoformat()[-6:]})"
