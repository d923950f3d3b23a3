"""The command line of the safety evaluation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.layers import second_layer
from bot.evaluation.safety.evaluation import evaluate
from bot.evaluation.safety.judging import judge
from bot.evaluation.safety.messages import Message, MessagesError, read_sets
from bot.evaluation.safety.repeats import RunFailed
from bot.evaluation.safety.report import write_report
from bot.safety import Classifier
from bot.setup.paths import ROOT, from_callers_folder

MESSAGES = ROOT / "tests" / "safety" / "messages"
REPORT = ROOT / "docs" / "safety.md"


def parser() -> argparse.ArgumentParser:
    """The options."""
    result = argparse.ArgumentParser(
        prog="python -m bot.evaluation.safety",
        description="Measures the danger screen, and writes docs/safety.md. No message's text is in it.",
    )
    result.add_argument(
        "--messages",
        type=from_callers_folder,
        default=MESSAGES,
        metavar="FOLDER",
        help="tune/*.tsv, unseen/*.tsv, natural.tsv, obfuscated.tsv, pairs.tsv (tests/safety/messages)",
    )
    result.add_argument(
        "--report",
        type=from_callers_folder,
        default=REPORT,
        metavar="FILE.md",
        help="where the report is written (docs/safety.md)",
    )
    result.add_argument(
        "--misses",
        action="store_true",
        help="instead: print what is missed, and falsely flagged, of the messages in tune",
    )
    result.add_argument("--rules-only", action="store_true", help="without the classifier")
    result.add_argument("--no-peers", action="store_true", help="without other tools (.venv/peers)")
    return result


def main(arguments: Sequence[str]) -> int:
    """Runs the evaluation."""
    args = parser().parse_args(arguments)
    try:
        sets = read_sets(args.messages)
        classifier = second_layer("eval-safety", args.rules_only)
        if args.misses:
            for line in misses(sets.tune, classifier):
                print(line)
            return 0
        found = evaluate(sets, classifier, peers=not args.no_peers)
    except (MessagesError, RunFailed) as error:
        print(f"eval-safety: {error}", file=sys.stderr)
        return 1
    _write(args.report, write_report(found, datetime.now(UTC).date()))
    return 0


def misses(messages: Sequence[Message], classifier: Classifier | None) -> Iterator[str]:
    """What went wrong, a line each: how, category, whom it is about, kind, the rule, the text."""
    for one in judge(messages, classifier):
        message = one.message
        if message.positive == one.flagged:
            continue
        how = f"missed {message.label}" if message.positive else "false alarm"
        if one.concern:
            how += ", gentle line"
        rule = one.leading.rule if one.leading else "-"
        fields = (how, message.category or "-", message.about or "-", message.kind, rule)
        yield "\t".join([*map(str, fields), message.text])


def _write(path: Path, report: str) -> None:
    path.write_text(report, encoding="utf-8")
    print(f"Written: {path}")
