"""One whole evaluation of the screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.evaluation.safety.aims import Unknown, unknown
from bot.evaluation.safety.judging import RULES, Judged, judge
from bot.evaluation.safety.messages import Message, Sets
from bot.evaluation.safety.mutations import MUTATIONS, mutate
from bot.evaluation.safety.peers import NoPeers, Verdicts, ask_keywords, ask_peers
from bot.evaluation.safety.repeats import Repeats, repeat
from bot.evaluation.safety.times import Timings, measure
from bot.safety import Classifier

REPEATED = 300
"""About so many messages are screened again in processes of their own: one by one, that takes its time."""


@dataclass(frozen=True)
class Mutated:
    """The messages that a mutation changes, before and after it, in the same order."""

    name: str
    before: tuple[Judged, ...]
    after: tuple[Judged, ...]


@dataclass(frozen=True)
class Pairs:
    """Pairs, screened three ways, in the same order.

    Attributes:
        together: the second message with the first in view.
        second: the second message alone.
        first: the first message alone.
    """

    together: tuple[Judged, ...]
    second: tuple[Judged, ...]
    first: tuple[Judged, ...]


@dataclass(frozen=True)
class Evaluation:
    """What was measured.

    Attributes:
        classifier: whether the second layer took part.
        unknown: the messages that the aims and the comparison are about, in the order of `ours`,
            `rules` and every tool's flags.
        ours: what the screen says of them.
        rules: what its rules alone say.
        tools: what others say.
        no_tools: why others could not be asked.
    """

    classifier: bool
    tune: tuple[Judged, ...]
    unseen: tuple[Judged, ...]
    natural: tuple[Judged, ...]
    obfuscated: tuple[Judged, ...]
    pairs: Pairs
    mutated: tuple[Mutated, ...]
    repeats: Repeats
    timings: Timings
    unknown: tuple[Unknown, ...]
    ours: tuple[bool, ...]
    rules: tuple[bool, ...]
    tools: tuple[Verdicts, ...]
    no_tools: str | None


def evaluate(sets: Sets, classifier: Classifier | None, peers: bool = True) -> Evaluation:
    """Measures everything, and says on standard error what it is at.

    Args:
        sets: the messages.
        classifier: the second layer, or None for rules alone.
        peers: whether to ask other tools too.

    Raises:
        RunFailed: a repeated run ended with an error.
    """
    _say(f"Screening {len(sets.single)} messages and {len(sets.pairs)} pairs ...")
    tune, unseen = _judge(sets.tune, classifier), _judge(sets.unseen, classifier)
    natural, obfuscated = _judge(sets.natural, classifier), _judge(sets.obfuscated, classifier)
    pairs = _pairs(sets.pairs, classifier)
    _say("Mutating messages with danger ...")
    positives = [one for one in (unseen or tune) + obfuscated if one.message.positive]
    mutated = tuple(_mutated(name, positives, classifier) for name in MUTATIONS)
    _say("Repeating the whole run in processes of their own ...")
    repeats = repeat(_evenly(sets.single, REPEATED), rules_only=classifier is None)
    _say("Taking times ...")
    timings = measure(sets.natural + sets.unseen or sets.single, classifier)
    asked = tuple(unknown(sets))
    tools, no_tools = _tools([one.message for one in asked], peers)
    ours = unseen + obfuscated + natural
    return Evaluation(
        classifier=classifier is not None,
        tune=tune,
        unseen=unseen,
        natural=natural,
        obfuscated=obfuscated,
        pairs=pairs,
        mutated=mutated,
        repeats=repeats,
        timings=timings,
        unknown=asked,
        ours=tuple(one.flagged for one in ours),
        rules=tuple(RULES in one.layers for one in ours),
        tools=tools,
        no_tools=no_tools,
    )


def _judge(messages: Sequence[Message], classifier: Classifier | None) -> tuple[Judged, ...]:
    return tuple(judge(messages, classifier))


def _pairs(pairs: Sequence[Message], classifier: Classifier | None) -> Pairs:
    alone = [replace(one, before=None) for one in pairs]
    first = [replace(one, text=one.before or "", before=None) for one in pairs]
    return Pairs(_judge(pairs, classifier), _judge(alone, classifier), _judge(first, classifier))


def _mutated(name: str, positives: Sequence[Judged], classifier: Classifier | None) -> Mutated:
    changed = [(one, mutate(name, one.message)) for one in positives]
    before = tuple(one for one, after in changed if after)
    return Mutated(name, before, _judge([after for _, after in changed if after], classifier))


def _tools(messages: Sequence[Message], peers: bool) -> tuple[tuple[Verdicts, ...], str | None]:
    _say("Asking other tools ...")
    words = ask_keywords(messages)
    if not peers:
        return (words,), "They were left out of this run."
    try:
        return (*ask_peers(messages), words), None
    except NoPeers as error:
        return (words,), str(error)


def _evenly(messages: Sequence[Message], count: int) -> Sequence[Message]:
    return messages[:: max(1, len(messages) // count)]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
