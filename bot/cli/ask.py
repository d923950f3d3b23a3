"""Asks the trained model, without servers.

A message as argument is answered. --jsonl reads one message a line and prints one JSON object a line:
text, outcome (answer, suggest, out_of_scope, smalltalk, journey, crisis), topic, suggestions, confidence,
and concern (a gentle line comes with the answer). For the outcome crisis also category, about and severity of
the finding that leads, and for the outcome journey the guide of the release that begins; null otherwise,
and where one question comes first.
Each of those messages is taken as the first of a conversation. --interactive is a conversation here.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.cli import lines
from bot.engine.understanding import Model, NoModel, Understood
from bot.setup.paths import ROOT

HELP = "ask the trained model, without servers"
ENVIRONMENT = "engine"

USAGE = (
    "assistant ask: give a message, or --jsonl FILE, or --interactive. "
    'Example: ./assistant ask "Can I see my notes?"'
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("message", nargs="*", help="what to ask")
    lines.add_argument(parser)
    parser.add_argument("--interactive", action="store_true", help="a conversation in the terminal")


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    if sum([bool(args.message), args.jsonl is not None, args.interactive]) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    if lines.is_missing(args.jsonl):
        print(f"assistant ask: there is no file {args.jsonl}.", file=sys.stderr)
        return 2
    try:
        model = Model(ROOT)
    except NoModel as error:
        print(f"assistant ask: {error}", file=sys.stderr)
        return 1
    if args.jsonl is not None:
        return asyncio.run(_lines(model, args.jsonl))
    if args.interactive:
        return asyncio.run(_interactive(model))
    return asyncio.run(_one(model, " ".join(args.message)))


async def _lines(model: Model, source: str) -> int:
    for text in lines.messages(source):
        understood = await model.understand(text)
        lines.write(understood.as_dict())
    return 0


async def _one(model: Model, text: str) -> int:
    await _say(model, text, "ask")
    return 0


async def _interactive(model: Model) -> int:
    print("Ask what a visitor would ask. A button's number presses it; Ctrl-D ends.")
    buttons: list[dict[str, str]] = []
    while True:
        try:
            text = (await asyncio.to_thread(input, "\n> ")).strip()
        except EOFError:
            print()
            return 0
        if text.isdigit() and 0 < int(text) <= len(buttons):
            text = buttons[int(text) - 1]["payload"]
        if text:
            buttons = await _say(model, text, "interactive")


async def _say(model: Model, text: str, conversation: str) -> list[dict[str, str]]:
    understood, replies = await model.converse(text, conversation)
    buttons: list[dict[str, str]] = []
    for reply in replies:
        metadata = reply.get("metadata") or {}
        place = reply.get("release") or {}
        if place.get("kind") == "step":
            print(f"\nStep {place['n']} of {place['total']}: {metadata['title']}", end="")
        print("\n" + reply.get("text", ""))
        if metadata.get("more"):
            print("\nMore:\n" + metadata["more"])
        for source in metadata.get("sources") or []:
            print(f"  Source: {source['citation']}, {source['name']}")
        for button in reply.get("buttons") or []:
            buttons.append(button)
            print(f"  [{len(buttons)}] {button['title']}")
    print(f"\n  ({_how(understood)})")
    return buttons


def _how(understood: Understood) -> str:
    """How a message was understood, in a few words."""
    if understood.category:
        what = f"{understood.category}, {understood.about}, {understood.severity}"
    else:
        what = understood.topic or "no topic"
        what += f", {understood.guide}" if understood.guide else ""
    concern = ", concern" if understood.concern else ""
    return f"{understood.outcome}, {what}, {understood.confidence:.2f}{concern}"
