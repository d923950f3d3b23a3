"""What the message that begins a journey tells unasked, so that it is not asked again: "daughter is 9".

Less counts here than in a reply. A number was not asked for and may be the visitor's own age; a "no" was about
something else. A wrong conclusion tells somebody the wrong steps, a question costs a tap: in doubt it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.speech import ADULT_AT
from bot.release.ages import ADULT, MINOR, in_digits
from bot.release.answering import answers_in, is_a_no_or_unsure
from bot.release.guide import Question
from bot.release.people import CLIENT, speaks_of_family
from bot.release.phrases import Found, find
from bot.release.words import NEGATORS, Clause, clauses, flat

DIRECTION = "direction"
FACTS = ("insurer_kind", "court_paper", DIRECTION)
"""Questions within guides whose answers count unasked: things that are so. What somebody agrees to, may decide or is
in danger of is always asked."""

_CHILD = (
    r"(?:(?:step|grand|foster )?(?:son|daughter|child|kid|boy|girl)|children|teen|teenager|kiddo|baby|ward|nephew|niece"
    r"|little one)s?"
)
_THEY = r"(?:she|he|they)"
_OLD = r"(?: (?:years?|yrs?)(?: old)| ?(?:year|yr) olds?| ?yo| y o)"
_N = r"(\d{1,3})"
_END = (
    r"(?= \||$| (?:and|but|so|or|now|already|today|who|i|we|she|he|they|needs?|wants?|has|have|how|what|can|is"
    r"|please)\b)"
)
_LITTLE = r"(?: (?:is|are|turned|just|now|only|still|aged?|who|already))*"
_OWN_AGE = re.compile(
    rf"\b(?:i (?:am|turned|just turned)|as)(?: (?:just|only|still|now|already|a|an))* {_N}(?:{_OLD}|{_END})"
)
_NAMED = re.compile(
    rf"\b(?:{_CHILD}|(?P<they>{_THEY}))(?: \|)?{_LITTLE} {_N}(?:{_OLD}|(?: and {_N})?{_END})"
)
_OTHER_THINGS = (
    r"(?:husband|wife|spouse|partner|boyfriend|girlfriend|brother|sister|mom|mother|dad|father|friend|parent|therapist"
    r"|counselor|psychologist|psychiatrist|doctor|lawyer|habit|case|problem|records?|notes?|file|marriage|form|release"
    r"|bill|claim)"
)
_ONLY_OLD = re.compile(
    rf"\b{_N}{_OLD}\b(?P<here> here\b)?(?:(?<=olds)|(?! (?:\w+ )?{_OTHER_THINGS}\b))"
)
_NEARLY = re.compile(r"\b(?:almost|nearly|about to|going to|will be|turning|not|soon)(?: \w+)? $")
_MINORS = re.compile(
    rf"\b(?:{_CHILD}|{_THEY}) (?:is|are) (?:a |still a |only a |just a |still |only |just )?"
    r"(?:minor|teenager|teen|child|kid|underage|under 18|toddler)s?\b"
    rf"|\b{_CHILD} (?:still )?a minor\b"
    rf"|\b(?:my|our) (?:minor|teen|teenage|underage|preteen|little|toddler) {_CHILD}\b|\bminor (?:child|son|daughter)\b"
    r"|\b(?:my|our) (?:teen|teenager|tween|preteen|toddler|preschooler|kindergartener|middle schooler|high schooler"
    r"|\d{1,2}(?:st|nd|rd|th) grader|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) grader)\b"
    rf"|\b(?:{_CHILD}|{_THEY}) (?:is|are) (?:still |now )?in (?:kindergarten|preschool|elementary school|middle school"
    r"|junior high|high school|(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|eleventh|twelfth) grade)\b"
)
_ADULTS = re.compile(
    rf"\b(?:{_CHILD}|{_THEY}) (?:is|are) (?:an |already an |legally an |over 18|already )?(?:adults?|over 18|grown)\b"
    rf"|\b(?:adult|grown|grown up|grownup) {_CHILD}\b|\b(?:{_CHILD}|{_THEY}) (?:is|are) (?:away )?(?:in|at) college\b"
)
_OWN_WORDS = re.compile(
    r"\bi am (?:a |still a |only a |just a )(?:minor|teenager|teen|kid)\b(?! at)"
)
_ANOTHER_ADULT = re.compile(
    r"\b(?:my|her|his|their) (?:\w+ )?(?:ex|husband|wife|spouse|partner|boyfriend|girlfriend|boss|friend)\b"
    r"|(?<!i am )(?<!we are )(?<!as )\b(?:my|her|his|their) (?:mom|mother|mum|dad|father|grandma|grandmother|stepmom"
    r"|stepdad|aunt|uncle|brother|sister)\b"
)

_ENDS = re.compile(
    r"\b(?:stop\w*|end|ends|ended|ending|any ?more|any longer|no longer|cancel\w*|withdraw\w*|revok\w*|pull\w*|undo"
    r"|regret\w*|over|done|out|close|back|off|instead|already|signed|okayed)\b"
)
_COMES = re.compile(
    r"\b(?:session|sessions|appointments?|visit|com(?:e|es|ing)|came|bring\w*|there|join\w*|together|present|meet\w*"
    r"|in to|with me|in)\b"
)
_HEARS = re.compile(
    r"\b(?:talks?|talking|speak|speaks|speaking|calls?|hear|updates?|contact|reach|touch|shares?|tell|told|informed|know)\b"
)
_PERHAPS = frozenset(
    [
        "if",
        "whether",
        "unless",
        "or",
        "versus",
        "vs",
        "without",
        "before",
        "might",
        "may",
        "could",
        "expecting",
    ]
)
_ASKS_WHETHER = re.compile(
    r"^(?:(?:and|but|so|also|hi|hello|ok) )*(?:do|does|did|is|are|am|has|have|should|must)\b"
)
_NEEDS = frozenset({"need", "needs", "require", "requires", "wait", "waiting"})
_NEAR = 4
"""Words before a phrase within which it is only needed, or waited for: "I need a court order"."""
_TWO = 2
_LONGEST_LIFE = 120
_LITTLE_WORDS = frozenset(
    ["my", "the", "a", "an", "to", "by", "at", "in", "of", "for", "it", "is", "was"]
)
_WAYS = frozenset({"way", "ways", "direction", "directions"})


def age_told(question: Question, text: str, who: str | None) -> set[str]:
    """The answers to how old the person in therapy is, where somebody is named or it is their own age.

    Args:
        question: the question; only answers that it has are given.
        text: the message.
        who: who the visitor is, where it is known: a client's own age counts, and a parent's does not.
    """
    words = in_digits(" | ".join(" ".join(clause) for clause in clauses(text)))
    own = set(_own(words, grown=who == CLIENT))
    rest = _OWN_AGE.sub("|", words)
    found = own if who == CLIENT else set(_others(rest)) or (own if who is None else set())
    return {name for name in found if question.answer(name)}


def purpose_told(question: Question, text: str) -> set[str]:
    """The answers to what a client wants to set up, where nothing in the message speaks of anything else.

    Args:
        question: the question.
        text: the message of a client.
    """
    found = answers_in(question, text, CLIENT)
    words = " ".join(flat(text))
    if found == {"take_back"} or len(found) != 1:
        return found if len(found) == 1 else set()
    if _ENDS.search(words) or not NEGATORS.isdisjoint(flat(text)):
        return set()
    if found == {"family"}:
        return found if _HEARS.search(words) and not _COMES.search(words) else set()
    return set() if found != {"bring"} and speaks_of_family(text) else found


def fact_told(question: Question, text: str) -> set[str]:
    """The answers to a question within a guide, by a phrase of two words that nothing else gainsays.

    A "no" or "not sure" counts in a reply only: "my lawyer asked" does not say that no court paper came.
    """
    found = find(question, text, stemmed=False)
    if len({one.answer for one in found}) != 1 or any(one.negated for one in found):
        return set()
    split = clauses(text)
    told = {one.answer for one in found if _is_told(question, one, split[one.clause])}
    return {name for name in told if not is_a_no_or_unsure(question, name)}


def _own(words: str, *, grown: bool) -> Iterator[str]:
    """By the speaker's own age; one who is grown may be a parent, and says nothing then of the child."""
    for match in _OWN_AGE.finditer(words):
        if answer := _of(words, match.start(), match[1]):
            yield from (answer,) if grown or answer == MINOR else ()
    if _OWN_WORDS.search(words):
        yield MINOR


def _others(words: str) -> Iterator[str]:
    another = _ANOTHER_ADULT.search(words) is not None
    for match in _NAMED.finditer(words):
        for number in filter(None, match.groups()[1:]):
            answer = _of(words, match.start(), number)
            if answer and not (answer == ADULT and match["they"] and another):
                yield answer
    for match in _ONLY_OLD.finditer(words):
        answer = _of(words, match.start(), match[1])
        if answer and not (answer == ADULT and match["here"]):  # "42 y/o here" is who speaks
            yield answer
    if _MINORS.search(words):
        yield MINOR
    if _ADULTS.search(words):
        yield ADULT


def _of(words: str, start: int, number: str) -> str | None:
    """The answer for a number; None where it is no age, or soon to be one."""
    age = int(number)
    if not 0 < age <= _LONGEST_LIFE or _NEARLY.search(words[:start]):
        return None
    return MINOR if age < ADULT_AT else ADULT


def _is_told(question: Question, one: Found, clause: Clause) -> bool:
    if len(set(one.words) - _LITTLE_WORDS) < _TWO or not _PERHAPS.isdisjoint(clause):
        return False
    if question.id == DIRECTION and (
        _WAYS.isdisjoint(one.words) or clause[one.end : one.end + 1] == ("to",)
    ):
        return False  # "with each other" may be said of anything
    before = clause[max(0, one.start - _NEAR) : one.start]
    return not _ASKS_WHETHER.search(" ".join(clause)) and _NEEDS.isdisjoint(before)
