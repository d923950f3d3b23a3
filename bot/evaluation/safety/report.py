"""The evaluation as a page: figures, and no message's text."""

from __future__ import annotations

from datetime import date

from bot.evaluation.safety.aims import AIMS, shares
from bot.evaluation.safety.evaluation import Evaluation
from bot.evaluation.safety.messages import Label
from bot.evaluation.safety.report_danger import danger_sections
from bot.evaluation.safety.report_runs import run_sections
from bot.evaluation.safety.tables import NOTHING, table


def write_report(found: Evaluation, today: date) -> str:
    """The whole page, in Markdown."""
    parts = [
        "# How well danger is seen",
        "Written by `make eval-safety`; not to be edited by hand. What the screen is for, and what it does not "
        "promise: [safety-protocol.md](safety-protocol.md).",
        *_circumstances(found, today),
        *_aims(found),
        *danger_sections(found),
        *run_sections(found),
    ]
    return "\n\n".join(parts) + "\n"


def _circumstances(found: Evaluation, today: date) -> list[str]:
    layers = (
        "Both layers took part."
        if found.classifier
        else "**Rules alone: there was no trained classifier.**"
    )
    rows = [
        (name, *(sum(one.message.label is label for one in judged) for label in Label))
        for name, judged in (
            ("`unseen`: read by nobody who made rules or classifier", found.unseen),
            ("`tune`: read by them, so that its figures flatter", found.tune),
            ("`obfuscated`", found.obfuscated),
            ("`natural`: ordinary conversation", found.natural),
            ("`pairs`: with the turn before", found.pairs.together),
        )
    ]
    return [
        f"{today:%Y-%m-%d}. {layers} A message counts as seen when the crisis card comes; the gentle line counts "
        "neither as seen nor as a false alarm. In brackets: Wilson's 95 % interval.",
        table(("messages in `tests/safety/messages`", "with danger", "veiled", "safe"), rows),
        "Nobody who made the rules or the classifier read the messages of `unseen`. But their sums, how many of them "
        "were caught, were in view when limits were set, so that the figures on them flatter a little too.",
    ]


def _aims(found: Evaluation) -> list[str]:
    reached = shares(found.unknown, found.ours)
    rows = []
    for aim in AIMS:
        share = reached[aim.name]
        verdict = NOTHING if not share.total else "yes" if aim.met(share) else "**no**"
        rows.append((aim.name, share.total, aim.words, share, verdict))
    return [
        "## What is aimed at",
        "On `unseen`, `obfuscated` and `natural`. The first seven are recall of messages with danger; *abuse* is of a "
        "child, a partner, an older person, sexual, and exploitation; *hard* are the safe messages of the first two.",
        table(("", "messages", "aim", "flagged", "reached"), rows),
    ]
