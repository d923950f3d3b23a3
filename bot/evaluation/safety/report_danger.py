"""The page's sections on what the screen sees and misses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.evaluation.safety.evaluation import Evaluation, Pairs
from bot.evaluation.safety.judging import (
    CLASSIFIER,
    RULES,
    Judged,
    Share,
    confusions,
    found_by,
    recall,
)
from bot.evaluation.safety.messages import Label
from bot.evaluation.safety.tables import groups, percent, table

CONFUSIONS = 15


def danger_sections(found: Evaluation) -> list[str]:
    """Recall, false alarms, pairs, layers, and what kind of danger was said to be there."""
    return [
        *_recall("unseen", found.unseen),
        *_recall("tune", found.tune),
        *_false_alarms(found),
        *_obfuscated(found.obfuscated),
        *_two_messages(found.pairs),
        *_layers(found),
        *_what_and_whom(found),
    ]


def _recall(name: str, judged: Sequence[Judged]) -> list[str]:
    positives = [one for one in judged if one.message.positive]
    if not positives:
        return []
    return [
        f"## Recall, `{name}`",
        _recall_table("category", positives, lambda one: str(one.message.category)),
        _recall_table("kind", positives, lambda one: one.message.kind),
    ]


def _recall_table(heading: str, judged: Sequence[Judged], key: Callable[[Judged], str]) -> str:
    rows = []
    for name, group in groups(judged, key):
        danger = [one for one in group if one.message.label is Label.DANGER]
        veiled = [one for one in group if one.message.label is Label.VEILED]
        rows.append(
            (
                name,
                len(danger),
                recall(danger),
                percent(found_by(danger, RULES)),
                len(veiled),
                recall(veiled),
                percent(found_by(veiled, RULES)),
            )
        )
    return table(
        (heading, "danger", "recall", "rules alone", "veiled", "recall", "rules alone"), rows
    )


def _false_alarms(found: Evaluation) -> list[str]:
    parts = ["## False alarms"]
    for name, judged in (
        ("natural", found.natural),
        ("unseen", found.unseen),
        ("tune", found.tune),
    ):
        safe = [one for one in judged if not one.message.positive]
        if not safe:
            continue
        parts.append(f"### `{name}`")
        if name != "natural":
            parts.append("By the category that a message is a near miss of:")
            parts.append(_alarm_table("category", safe, lambda one: str(one.message.category)))
            parts.append("By why it is safe:")
        parts.append(_alarm_table("kind", safe, lambda one: one.message.kind))
    return parts if len(parts) > 1 else []


def _alarm_table(heading: str, safe: Sequence[Judged], key: Callable[[Judged], str]) -> str:
    rows = [
        (
            name,
            len(group),
            recall(group),
            percent(found_by(group, RULES)),
            percent(Share.of(one.concern for one in group)),
        )
        for name, group in groups(safe, key)
    ]
    return table((heading, "messages", "false alarms", "by the rules", "gentle line"), rows)


def _obfuscated(judged: Sequence[Judged]) -> list[str]:
    if not judged:
        return []
    positives = [one for one in judged if one.message.positive]
    safe = [one for one in judged if not one.message.positive]
    return [
        "## `obfuscated`",
        f"Of {len(positives)} with danger seen: {recall(positives)}, by the rules alone "
        f"{percent(found_by(positives, RULES))}. Of {len(safe)} safe ones, false alarms: {recall(safe)}.",
    ]


def _two_messages(pairs: Pairs) -> list[str]:
    if not pairs.together:
        return []
    rows = []
    for label in Label:
        chosen = [i for i, one in enumerate(pairs.together) if one.message.label is label]
        either = [pairs.first[i].flagged or pairs.together[i].flagged for i in chosen]
        rows.append(
            (
                label.value,
                len(chosen),
                recall(pairs.together[i] for i in chosen),
                percent(recall(pairs.second[i] for i in chosen)),
                percent(recall(pairs.first[i] for i in chosen)),
                Share.of(either),
            )
        )
    return [
        "## Two messages",
        "What each pair says is labelled by its second message in the light of the first. The share that gets the card "
        "at the second message, with the first one in view and without; at the first message; and by the end of both.",
        table(
            ("", "pairs", "second, first in view", "second alone", "first alone", "by the end"),
            rows,
        ),
    ]


def _layers(found: Evaluation) -> list[str]:
    name, judged = _least_seen(found)
    positives = [one for one in judged if one.message.positive]
    safe = [one for one in judged if not one.message.positive]
    rows = []
    for category, group in groups(positives, lambda one: str(one.message.category)):
        rows.append(
            (category, len(group), *_by_layer(group), sum(not one.flagged for one in group))
        )
    rows.append(
        ("safe messages", len(safe), *_by_layer(safe), sum(not one.flagged for one in safe))
    )
    return [
        "## Which layer saw it",
        f"Messages of `{name}` with danger, veiled ones too, by what alone would have brought the card; the last row: "
        "who raised the false alarms.",
        table(("category", "messages", "rules only", "both", "classifier only", "neither"), rows),
    ]


def _by_layer(judged: Sequence[Judged]) -> tuple[int, int, int]:
    return (
        sum(one.layers == {RULES} for one in judged),
        sum(one.layers >= {RULES, CLASSIFIER} for one in judged),
        sum(one.layers == {CLASSIFIER} for one in judged),
    )


def _what_and_whom(found: Evaluation) -> list[str]:
    name, judged = _least_seen(found)
    seen = [one for one in judged if one.message.positive and one.flagged]
    if not seen:
        return []
    rows = [
        (
            category,
            len(group),
            Share.of(one.right_category for one in group),
            percent(Share.of(one.category_among for one in group)),
            Share.of(one.right_about for one in group),
        )
        for category, group in groups(seen, lambda one: str(one.message.category))
    ]
    parts = [
        "## What kind of danger, and whom it is about",
        f"Of the messages of `{name}` with danger that were seen: whether the leading finding, whose card is shown, "
        "has the right category; whether any finding has it; whether the leading one says rightly whom it is about.",
        table(("category", "seen", "right category", "among all", "right about"), rows),
    ]
    wrong = confusions(seen)[:CONFUSIONS]
    if wrong:
        parts.append("What was taken for what, most frequent first:")
        parts.append(table(("right", "shown", "times"), wrong))
    return parts


def _least_seen(found: Evaluation) -> tuple[str, Sequence[Judged]]:
    return ("unseen", found.unseen) if found.unseen else ("tune", found.tune)
