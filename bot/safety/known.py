"""What is known of a conversation: who writes, in which language, and what its cards were about.

Pure. The gateway keeps it with the conversation, so that a card is chosen from more than the one
message that called for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.safety.age import Age, age_after
from bot.safety.bare import gives_up
from bot.safety.card import leading_card
from bot.safety.finding import (
    ADDED,
    CONTEXT,
    WHOLE_CALLS,
    About,
    Category,
    Finding,
    Severity,
    flagged,
)
from bot.safety.language import language_after
from bot.safety.normalise import normalise
from bot.safety.screening import LAYER as RULES

CRISIS_MESSAGES: Final = 6
"""A danger that a card was about counts for so many messages after it, and from a card on the same danger on
again: no card is less urgent, or with less help. As many as the gateway remembers of what was said."""

SHORT_WORDS: Final = 10
"""A message of at most so many words, which no rule understands, says too little of its own kind."""

_READ: Final = 4_000
"""Characters."""

_BEFORE: Final = "before."
"""Begins the name of what only a card before was about."""

_OLD: Final = re.compile(
    r"\b(?:old|older|elder|elderly|aging|senior|seniors|grand(?:ma|mother|pa|father|dad|parents?)|granny|nana"
    r"|mother|father|mom|dad|parents?|in law|caregivers?|caretakers?|carers?|aides?|nurses?|nursing|care home"
    r"|assisted living|residents?|dementia|alzheimers?|parkinsons?|disabled|disability|wheelchair|bedridden"
    r"|pension|social security|medicare|[6-9]\d|abuel[oa]s?|ancian[oa]s?|mayor(?:es)?|mama|papa|madre|padre"
    r"|cuidador[ae]?s?|enfermer[oa]s?|asilo|residencia|demencia|discapacidad|silla de ruedas)\b"
)
"""An older or dependent grown-up, or somebody who cares for one."""


@dataclass(frozen=True)
class Kind:
    """What a card was about, and when it was shown last: the number of the message.

    Attributes:
        unnamed: it was for a call for help that did not say what is wrong, so that no other message is
            read as more of the same kind.
    """

    category: Category
    about: About
    severity: Severity
    message: int
    unnamed: bool = False

    @property
    def key(self) -> tuple[Category, About, bool]:
        """What tells it from other kinds."""
        return self.category, self.about, self.unnamed

    @classmethod
    def of(cls, finding: Finding, message: int) -> Kind:
        """The kind of what a card was about."""
        return cls(finding.category, finding.about, finding.severity, message, finding.unnamed)


@dataclass(frozen=True)
class Known:
    """What is known of a conversation.

    Attributes:
        messages: how many messages were read.
        age: the visitor's, as said or guessed in any of them.
        language: the one they wrote last that could be told, `en` or `es`.
        kinds: what the cards of the last messages were about, the leading kind of the newest first.
        denied: the visitor said since the last danger that there is none ("Nobody is in danger").
        gave_up: the message that was heard last only gives up: "never mind", "stop". Of no other one.
    """

    messages: int = 0
    age: Age | None = None
    language: str | None = None
    kinds: tuple[Kind, ...] = ()
    denied: bool = False
    gave_up: bool = False

    @property
    def calm(self) -> bool:
        """Whether a few words that call for no card by themselves bring none.

        After "Nobody is in danger", until danger is seen again. And for words that only give up: they say
        nothing of the danger; but where that was an emergency, they cannot be taken at their word.
        """
        urgent = any(one.severity is Severity.EMERGENCY for one in self.kinds)
        return self.denied or (self.gave_up and not urgent)

    @property
    def minor(self) -> bool:
        """Whether someone under 18 writes, or may."""
        return self.age is not None and self.age.minor

    @staticmethod
    def newer(one: Known, other: Known) -> Known:
        """The one that has read more messages."""
        return one if one.messages >= other.messages else other

    def hears(self, text: str, findings: Sequence[Finding] = ()) -> Known:
        """What is known of the visitor after a message; it is not counted yet."""
        age = age_after(text, findings, self.age)
        language = language_after(text, self.language)
        return replace(self, age=age, language=language, gave_up=gives_up(text))

    def calmed(self) -> Known:
        """What is known once the visitor said not to be in danger; what the cards were about stays."""
        return replace(self, denied=True)

    def shows(self, findings: Sequence[Finding]) -> Known:
        """What is known after a message was answered: with a card if a finding flags.

        Args:
            findings: what the card was about, from `in_context`.
        """
        number = self.messages + 1
        before = {one.key: one for one in self.kinds}
        lead = leading_card([one for one in findings if one.flags])
        kinds: dict[tuple[Category, About, bool], Kind] = {}
        for one in sorted((one for one in findings if one.flags), key=lambda one: one is not lead):
            kind = Kind.of(one, number)
            if one.rule.startswith(_BEFORE) and one is not lead and kind.key in before:
                kind = before[kind.key]
            kinds.setdefault(kind.key, kind)
        kinds = {**kinds, **{key: one for key, one in before.items() if key not in kinds}}
        kept = [one for one in kinds.values() if number - one.message < CRISIS_MESSAGES]
        denied = self.denied and lead is None
        return replace(self, messages=number, kinds=tuple(kept), denied=denied)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready values; no word of what was written."""
        return {
            "messages": self.messages,
            "age": self.age and self.age.value,
            "language": self.language,
            "kinds": [
                [one.category, one.about, one.severity, one.message, one.unnamed]
                for one in self.kinds
            ],
            "calm": self.denied,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Known:
        """Reads what `as_dict` wrote; what another version wrote counts as nothing known."""
        try:
            return (
                cls(
                    messages=int(data["messages"]),
                    age=Age(data["age"]) if data["age"] else None,
                    language=data["language"] if data["language"] in ("en", "es") else None,
                    kinds=tuple(
                        # Rows of versions before say neither `unnamed` nor `calm`.
                        Kind(
                            Category(category),
                            About(about),
                            Severity(severity),
                            int(message),
                            unnamed == [True],
                        )
                        for category, about, severity, message, *unnamed in data["kinds"]
                    ),
                    denied=data.get("calm") is True,
                )
                if data
                else cls()
            )
        except (KeyError, TypeError, ValueError):
            return cls()


def in_context(findings: Sequence[Finding], known: Known, words: str) -> list[Finding]:
    """What a message shows, read with what its conversation showed before.

    For a message that calls for a card:

    - What only the classifier found in a short message takes the kind of the card before, if that is
      about the same person or the classifier is not sure. What it took it for adds its help.
    - What a rule found keeps its kind. What it says of the same kind of danger as a card before is
      no less urgent than that card was.
    - A call for help that does not say what is wrong is about what the card before was; beside what
      says it, it adds nothing.
    - The kinds of the cards before add their help.
    - Help for older adults comes to somebody who said to be one, or who tells of one; never to a child.

    Args:
        findings: what the screen saw; empty for a card that something else calls for.
        known: what is known of the conversation, with this message heard.
        words: the message, as typed.

    Returns:
        The findings of the card and of whom it is told to.
    """
    named = [one for one in findings if not one.unnamed]
    if flagged(named):
        findings = named
    by_rules = {one.category for one in findings if one.layer == RULES}
    plain = normalise(words[:_READ]).text
    short = len(re.findall(r"\w+", plain)) <= SHORT_WORDS
    read = []
    for one in findings:
        if one.unnamed:
            kinds = [_as_before(one, known.kinds)]
        elif one.layer == RULES or one.category in by_rules:
            kinds = [one]
        elif short and known.kinds:
            kinds = _more_of(known.kinds[0], _of_age(one, known, plain))
        else:
            kinds = [_of_age(one, known, plain)]
        read += [_no_less(kind, known.kinds) for kind in kinds]
    if known.age is Age.ELDER:
        read = _for_an_elder(read)
    there = {Kind.of(one, 0).key for one in read if one.flags}
    carried = (
        Finding(one.category, one.about, one.severity, ADDED, _rule_of(one), (0, 0), True)
        for one in known.kinds
        if one.key not in there
    )
    return [*dict.fromkeys(read), *carried]


def _rule_of(kind: Kind) -> str:
    """The name of what the card before was about."""
    return f"{_BEFORE}{WHOLE_CALLS[-1] if kind.unnamed else kind.category}"


def _as_before(call: Finding, kinds: Sequence[Kind]) -> Finding:
    """A call for help that does not say what is wrong, with the kind of the card before."""
    if not kinds or kinds[0].unnamed:
        return call
    kind = kinds[0]
    rule = f"{_BEFORE}called.{kind.category}"
    return replace(call, category=kind.category, about=kind.about, layer=CONTEXT, rule=rule)


def _more_of(kind: Kind, finding: Finding) -> list[Finding]:
    """What the classifier found, read as more of what the card before was about, if it can be that."""
    if kind.unnamed or (finding.category, finding.about) == (kind.category, kind.about):
        return [finding]
    if finding.flags and finding.about is not kind.about:
        return [finding]
    same = replace(finding, category=kind.category, about=kind.about, layer=CONTEXT)
    return [same, replace(finding, layer=ADDED)]


def _no_less(finding: Finding, kinds: Sequence[Kind]) -> Finding:
    """The finding, as urgent as the cards before on the same kind of danger."""
    same = [one.severity for one in kinds if one.category is finding.category and finding.flags]
    return replace(finding, severity=min([finding.severity, *same], key=lambda one: one.rank))


def _of_age(finding: Finding, known: Known, plain: str) -> Finding:
    """The classifier's word for abuse of an older adult, if that is what the message can be about."""
    if finding.category is not Category.ELDER_ABUSE or known.age is Age.ELDER:
        return finding
    to_visitor = finding.about in (About.SELF, About.DONE_TO_ME)
    if _OLD.search(plain) and not (to_visitor and known.minor):
        return finding
    about = About.DONE_TO_ME if to_visitor else finding.about
    young = to_visitor and known.minor
    category = Category.CHILD_ABUSE if young else Category.HARM_OTHERS
    return replace(finding, category=category, about=about)


def _for_an_elder(findings: Sequence[Finding]) -> list[Finding]:
    """With help for older adults before that for partners: "he hits me" tells no partner from a son."""
    read = []
    for one in findings:
        violent = one.category is Category.PARTNER_VIOLENCE and one.about is About.DONE_TO_ME
        if one.flags and violent:
            read += [replace(one, category=Category.ELDER_ABUSE), replace(one, layer=ADDED)]
        else:
            read.append(one)
    return read
