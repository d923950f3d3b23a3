"""The page's sections on what was run again, timed, and asked of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.evaluation.safety.aims import AIMS, shares
from bot.evaluation.safety.evaluation import Evaluation, Mutated
from bot.evaluation.safety.judging import Share, recall
from bot.evaluation.safety.messages import Label
from bot.evaluation.safety.tables import Row, percent, table
from bot.evaluation.safety.times import Times, Timings


def run_sections(found: Evaluation) -> list[str]:
    """Mutations, determinism, time, and other tools."""
    return [
        *_mutations(found.mutated),
        *_determinism(found),
        *_times(found.timings),
        *_others(found),
    ]


def _mutations(mutated: Sequence[Mutated]) -> list[str]:
    rows = []
    for one in mutated:
        if not one.before:
            continue
        kept = [
            after.flagged
            for before, after in zip(one.before, one.after, strict=True)
            if before.flagged
        ]
        rows.append(
            (
                one.name,
                len(one.before),
                *_before_and_after(one, Label.DANGER),
                *_before_and_after(one, Label.VEILED),
                Share.of(kept),
            )
        )
    if not rows:
        return []
    return [
        "## The same, typed differently",
        "Every unseen or obfuscated message with danger, changed; the recall before and after on those that the change "
        "touches, and of those seen before, the share that is still seen.",
        table(
            (
                "change",
                "messages",
                "danger before",
                "after",
                "veiled before",
                "after",
                "still seen",
            ),
            rows,
        ),
    ]


def _before_and_after(mutated: Mutated, label: Label) -> tuple[str, str]:
    before, after = (
        percent(recall(one for one in judged if one.message.label is label))
        for judged in (mutated.before, mutated.after)
    )
    return before, after


def _determinism(found: Evaluation) -> list[str]:
    repeats = found.repeats
    verdict = "the same bytes" if repeats.equal else "**different bytes**"
    return [
        "## Determinism",
        f"{len(repeats.digests)} runs of `./assistant screen` over {repeats.lines} messages, in processes of their "
        f"own, each with another seed for hashes, printed {verdict} (SHA-256 {', '.join(_short(repeats.digests))}).",
    ]


def _short(digests: Iterable[str]) -> list[str]:
    return [f"`{digest[:12]}`" for digest in dict.fromkeys(digests)]


def _times(timings: Timings) -> list[str]:
    rows = [_time_row("rules", timings.rules)]
    if timings.classifier:
        rows.append(_time_row("classifier, with its encoder", timings.classifier))
    return [
        "## Time",
        f"Milliseconds for a message, on one thread, of {timings.sample} messages of "
        f"{timings.characters:.0f} characters on average:",
        table(("layer", "median", "95 of 100", "longest"), rows),
        "The rules on longer texts, made of such messages:",
        table(
            ("characters", "milliseconds", "for 300 characters"),
            [(f"{n:,}", f"{ms:.2f}", f"{ms * 300 / n:.2f}") for n, ms in timings.by_length],
        ),
    ]


def _time_row(name: str, times: Times) -> Row:
    return (name, f"{times.median:.2f}", f"{times.most:.2f}", f"{times.longest:.2f}")


def _others(found: Evaluation) -> list[str]:
    ours = "this screen" if found.classifier else "this screen (rules alone)"
    mine = [(ours, found.ours, _per_message(found.timings))]
    if found.classifier:
        mine.append(("its rules alone", found.rules, found.timings.rules.median))
    tools = [(one.name, one.flags, one.milliseconds) for one in found.tools if one.error is None]
    totals = shares(found.unknown, found.ours)
    rows: list[Row] = [("*messages*", *(totals[aim.name].total for aim in AIMS), "")]
    for name, flags, milliseconds in [*mine, *tools]:
        reached = shares(found.unknown, flags)
        rows.append((name, *(percent(reached[aim.name]) for aim in AIMS), f"{milliseconds:.2f}"))
    parts = [
        "## Beside other tools",
        "What else can be installed from the package index without a model or a network, on the same messages as the "
        "aims above (the share flagged; of the last two shares less is better):",
        table(("", *(aim.name for aim in AIMS), "ms"), rows),
        "*cogno-aegis*: its input guard with the rules that it delivers, for unambiguous wordings in English and "
        "Portuguese. *pantheon-guardrails*: its crisis protocol, six patterns in English, meant to stand before a "
        "language model. *rrt-advocate*: a prototype by its own words, with vaderSentiment as it recommends; it grades "
        "distress, so that a threshold had to be chosen: both are shown. None of the three claims to see abuse, "
        "violence or Spanish. *The list of words* is ours, in English and Spanish "
        "(`bot/evaluation/safety/keywords.py`).",
    ]
    parts += [f"{one.name} could not be asked ({one.error})." for one in found.tools if one.error]
    if found.no_tools:
        parts.append(f"**The other tools are missing here.** {found.no_tools}")
    return parts


def _per_message(timings: Timings) -> float:
    classifier = timings.classifier.median if timings.classifier else 0.0
    return timings.rules.median + classifier
