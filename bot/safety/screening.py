"""The danger screen: a message and the turns before in, findings out. Pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.safety.finding import About, Category, Finding, Severity
from bot.safety.normalise import Normalised, normalise
from bot.safety.rules import RULES, Rule

LAYER: Final = "rules"

_HISTORY_CHARS: Final = 300
"""How much of the turn before is read, to see danger that is spread over two messages."""

_NOW: Final = re.compile(
    r"\b(?:tonight|right now|at this moment|about to|already (?:took|cut|have)|holding (?:the|a|my)"
    r"|on the (?:roof|ledge|bridge)|(?:gun|knife|blade|razor|rope) (?:in|to|at|around) (?:my|his|her)"
    r"|just (?:took|swallowed|cut)|esta noche|ahora mismo|locked (?:himself|herself|me) in"
    r"|ready to take|in the next room|hiding in)\b"
)
"""What makes danger an emergency."""

_NEGATED: Final = re.compile(
    r"\b(?:not|never|dont|didnt|wont|wouldnt|isnt|arent|havent|hasnt|no longer|cant imagine"
    r"|without|nothing about|nunca|no)(?: (?:want|wanted|going|thinking?|thought|plan|planning|to"
    r"|try|trying|tried|about|of|feel|feeling|ever|really|actually|be|have|had|been|wonder"
    r"|wondering|any|i|am|is|was|a|at|say|said|saying|the|would|ready|give|up|and|wish|that|he|she"
    r"|hes|shes|my|mean|consider|considering)){0,4} $"
)
_NOT_A_NEGATION: Final = re.compile(
    r"\b(?:not (?:sure|only|just|afraid|scared|going to stop|joking|kidding|lying)|dont (?:know|care"
    r"|tell|think anyone|see|have)|no (?:one|reason|way|point|puedo)|cant stop|wont stop|why not|if not"
    r"|whether or not|didnt (?:know|think|tell|say)|why (?:dont|shouldnt) i)\b"
)

_FRAME: Final = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|bring(?:s|ing)? up|brought up|talk(?:s|ed|ing)? (?:about|of)|discuss\w*"
    r"|ask(?:s|ed|ing)? (?:me |us |her |him )?(?:about|if)|the word|the topic|prevention|awareness|hotline"
    r"|training|definition|what (?:constitutes|counts)|(?:a|the|any|their|some|when|most)"
    r" (?:clients?|patients?)|mandated|exceptions?|have to (?:report|call|tell|break)|had to (?:report|call"
    r"|tell|break)|must ~?(?:report|call|tell|break)|required to|duty to|supposed to (?:report|tell)"
    r"|hypothetical\w*|in general|screening|questionnaire|worksheet|form|checkbox|intake|policy)\b"
)
"""A question about what happens when such a thing is said, rather than the thing itself."""

_FICTION: Final = re.compile(
    r"\b(?:novel|movie|film|game|minecraft|character|characters|story|chess|checkers|fiction|lyrics|tv show"
    r"|book im|script|screenplay|video game|witcher|season finale|lion king|history class|history paper)\b"
)

_HYPERBOLE: Final = re.compile(
    r"\b(?:mom|mother|parents|boss|teacher|wife|roommate|landlord|sister|coach)"
    r" (?:is |are |will |would |s )?(?:going to |totally |so )?kill me\b"
)

_ASKS_WHAT_FOLLOWS: Final = re.compile(
    r"\b(?:(?:does|do|will|would|can|could|must|is|are|should) (?:\w+ ){0,3}(?:therapists?|counselors?"
    r"|psychologists?|psychiatrists?|doctors?|shrinks?|social workers?|they|she|he) (?:\w+ ){0,4}"
    r"(?:report\w*|call (?:the )?(?:police|cops)|notify|tell|hospitali[sz]e|commit)"
    r"|(?:would|will|does) (?:\w+ ){0,3}therapist (?:\w+ )?(?:let|inform|warn)|therapists? inform"
    r"|family be told|do you get sent to|to call that number|(?:in|does|is) my (?:file|chart)|can i read what"
    r"|they (?:report|hospitali[sz]e|commit|put) me|(?:will|would|could|can|do) i (?:\w+ ){0,2}(?:be |get )?"
    r"(?:hospitali[sz]ed|committed|reported|arrested|locked up)"
    r"|what (?:happens|would happen|will happen) (?:if|when)|(?:talk|speak) (?:to|with) (?:his|her|their|my)"
    r" (?:therapist|counselor)|in my (?:records?|notes|chart|file)|(?:get|see|read|have) (?:his|her|their|my)"
    r" (?:\w+ )?(?:records?|notes|file|chart))\b"
)
"""A question about what a therapist, or the records, would make of it."""

_LONG_AGO: Final = re.compile(
    r"\b(?:years? ago|last year|used to be|in (?:high school|college|my (?:teens|twenties)|(?:19|20)\d\d)"
    r"|when i was (?:a (?:kid|child|teen\w*)|younger|\d+)|as a (?:teen\w*|kid|child)|decades ago)\b"
)
_PRESENT: Final = re.compile(
    r"\b(?:tonight|today|now|again|lately|still (?:am|feel|want|do|have|think|suicidal|cut\w*|hurt\w*)"
    r"|last night|yesterday|this (?:week|morning|weekend)|since|going to"
    r"|about to|plan\w*|ready|gun|knife|blade|pills|before i|because i|want to do|worse|every (?:day|night)|help me"
    r"|please|scared|ive been|black(?:ed)? out|dont care|alone|anymore|any more"
    r"|just (?:told|said|found)|cant stop|urges?|attempt suicide)\b"
)
"""What says that it is going on, whatever is asked about it."""

_SUPPOSED: Final = re.compile(
    r"\b(?:if|when|whether|about|for saying|do i have to be) (?:\w+ ){0,12}\w*$"
)
"""What makes the words that follow a supposition."""

_A_CHILD_OF_MINE: Final = re.compile(
    r"\bmy (?:\w+ )?(?:son|daughter|kid|child|teen\w*|stepson|stepdaughter)\b"
)

_MAY_BE_ASKED_ABOUT: Final = frozenset(
    {
        "suicide.self.suicidal",
        "suicide.self.suicide_thoughts",
        "self_harm.self.self_harm",
        "self_harm.self.hurt_myself",
        "self_harm.self.cutting",
        "harm_others.other.i_intend",
        "child_abuse.done_by_me.i_hurt_child",
    }
)
_ANYONE: Final = re.compile(r"\b(?:someone|somebody|people|a person|others)$")
_MAY_BE_LONG_AGO: Final = _MAY_BE_ASKED_ABOUT | {"medical.other.they_overdosed"}

_GENERIC: Final = re.compile(
    r"\b(?:if|when|whether|unless|for|about) (?:a|an|any|the|one|some|your|most) (?:clients?|patients?"
    r"|persons?|people|kids?|teens?|minors?|child|students?|teenagers?)\b"
    r"|\b(?:if|when|whether|unless|that) (?:someone|somebody|people|clients|patients|you)\b"
)
_FIRST_PERSON: Final = re.compile(r"\b(?:i|im|ive|id|ill|me|my|myself)\b")


def screen(text: str, history: Sequence[str] = ()) -> list[Finding]:
    """What in `text` shows danger to the visitor or to someone else.

    Args:
        text: the message, as typed; all of it is read.
        history: the visitor's turns before, oldest first. A sign that begins in the last of them
            and ends in `text` is found too.

    Returns:
        The findings, most urgent first; one for each rule that matched.
    """
    plain = normalise(text)
    found = list(_matches(plain, 0))
    if history:
        before = normalise(history[-1][-_HISTORY_CHARS:]).text.rstrip(" .")
        joined = Normalised(before + plain.text, (0,) * len(before) + plain.starts, plain.length)
        found += _matches(joined, len(before))
    unique: dict[str, Finding] = {}
    for finding in found:
        unique.setdefault(finding.rule, finding)
    return sorted(unique.values(), key=lambda one: one.severity.rank)


def _matches(plain: Normalised, boundary: int) -> Iterator[Finding]:
    """The findings; with a boundary, only those that begin before it and end after it."""
    text = plain.text
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            if boundary and not start < boundary < end:
                continue
            severity = _severity(rule, text, start, end)
            if severity is not None:
                span = plain.span(max(start, boundary), end)
                yield Finding(rule.category, rule.about, severity, LAYER, rule.name, span)
                break


def _severity(rule: Rule, text: str, start: int, end: int) -> Severity | None:
    """How urgent a match is in its sentence; None when the sentence means something else."""
    opening = text.rfind(" . ", 0, start) + 1
    closing = text.find(" . ", end)
    sentence = text[opening : closing if closing >= 0 else len(text)]
    before = text[opening:start]
    until = text[opening:end]
    if _FICTION.search(sentence) and rule.category is not Category.MEDICAL:
        return None
    if rule.soft and (_FRAME.search(sentence) or _GENERIC.search(until)):
        return None
    if not _FIRST_PERSON.search(sentence) and _FRAME.search(before):
        return None
    if rule.about is About.OTHER and _GENERIC.search(until):
        return None
    if rule.category is Category.PARTNER_VIOLENCE and _HYPERBOLE.search(sentence):
        return None
    if not _PRESENT.search(text) and _only_asked_about(rule, text, sentence, until):
        return Severity.VEILED
    negated = _NEGATED.search(before)
    if (
        negated
        and not _NOT_A_NEGATION.search(before[negated.start() :])
        and " but " not in text[end:]
    ):
        return Severity.VEILED
    return Severity.EMERGENCY if _NOW.search(text) else rule.severity


def _only_asked_about(rule: Rule, text: str, sentence: str, until: str) -> bool:
    """Whether danger is named only to ask about reports and records."""
    about_other = rule.about is About.OTHER or _A_CHILD_OF_MINE.search(until) is not None
    if rule.category is Category.SELF_HARM and about_other:
        return _ASKS_WHAT_FOLLOWS.search(text) is not None
    if not _ASKS_WHAT_FOLLOWS.search(sentence):
        return False
    if _LONG_AGO.search(sentence) and (
        rule.name in _MAY_BE_LONG_AGO or (about_other and rule.category is Category.SUICIDE)
    ):
        return True
    if rule.category is Category.HARM_OTHERS and not _ANYONE.search(until):
        return False
    return rule.name in _MAY_BE_ASKED_ABOUT and _SUPPOSED.search(until) is not None
