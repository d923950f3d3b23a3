"""Runs the danger screen alone, without servers.

A message as argument, or --jsonl with one message a line. Prints one JSON object a line: text, flagged
(the crisis card comes), concern (the gentle line comes, no card), and of the finding that leads: severity
(emergency, danger, veiled), category, about (self, other, done_to_me, done_by_me), layer (rules, classifier),
rule, and span, the start and end of the words in text. Without a finding these are null.
Each message is taken as the first of a conversation.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from bot.cli import lines
from bot.cli.layers import second_layer
from bot.safety import Classifier, concerned, flagged, screen
from bot.safety.card import leading

HELP = "run the danger screen alone, without servers"
ENVIRONMENT = "app"

USAGE = (
    "assistant screen: give a message, or --jsonl FILE. "
    'Example: ./assistant screen "This traffic is killing me"'
)
OF_THE_FINDING = ("severity", "category", "about", "layer", "rule", "span")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("message", nargs="*", help="what to screen")
    lines.add_argument(parser)
    parser.add_argument(
        "--rules-only", action="store_true", help="the first layer alone, without the classifier"
    )


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    if bool(args.message) == (args.jsonl is not None):
        print(USAGE, file=sys.stderr)
        return 2
    if lines.is_missing(args.jsonl):
        print(f"assistant screen: there is no file {args.jsonl}.", file=sys.stderr)
        return 2
    classifier = second_layer("assistant screen", args.rules_only)
    texts = [_readable(" ".join(args.message))] if args.message else lines.messages(args.jsonl)
    for text in texts:
        lines.write(screened(text, classifier))
    return 0


def screened(text: str, classifier: Classifier | None) -> dict[str, Any]:
    """What one line of output says about `text`."""
    findings = screen(text, (), classifier)
    lead = leading(findings)
    found = lead.as_dict() if lead else {}
    return {
        "text": text,
        "flagged": flagged(findings),
        "concern": concerned(findings),
        **{name: found.get(name) for name in OF_THE_FINDING},
    }


def _readable(argument: str) -> str:
    """An argument whose bytes are not UTF-8 cannot be printed as it came."""
    return os.fsencode(argument).decode("utf-8", errors="replace")
