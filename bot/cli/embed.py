"""Prints the snippet that puts the chat on your website, with the numbers of content/.

Example:
  ./assistant embed --address https://chat.practice.example --position bottom-left

As printed, the chat follows updates. With --pinned it stays with this version, and the browser refuses a script that
was changed; for an update, print and paste it again. docs/embed.md says where to paste it.
"""

from __future__ import annotations

import argparse
import re
import sys
from urllib.parse import urlsplit

from bot.content.card_text import LANGUAGES
from bot.content.errors import ContentError
from bot.content.library import Library, load_library
from bot.gateway import contrast, widget_files
from bot.gateway.snippet import (
    ON_ACCENT,
    POSITIONS,
    Look,
    Script,
    policy,
    rule,
    snippet,
    words_of,
)
from bot.gateway.widget_files import Widget
from bot.runner.programs import LOOPBACK, address
from bot.settings import Settings, settings
from bot.setup.console import say
from bot.setup.errors import SetupError

HELP = "print the snippet that puts the chat on your website"
ENVIRONMENT = "app"
LONGEST_LABEL = 40
ADDRESS = re.compile(
    r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?/?", re.ASCII | re.IGNORECASE
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument(
        "--address",
        type=_address,
        metavar="URL",
        help="where visitors reach the gateway: https://chat.practice.example (default: this machine)",
    )
    parser.add_argument("--pinned", action="store_true", help="stay with this version")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="default: en")
    parser.add_argument("--position", choices=POSITIONS, help="default: bottom-right")
    parser.add_argument(
        "--accent",
        type=_accent,
        metavar="COLOUR",
        help="the button's colour, such as #17596a; white text must be readable on it",
    )
    parser.add_argument(
        "--label",
        type=_label,
        metavar="TEXT",
        help="what the button says (default: `launcher` in content/widget.yml)",
    )
    parser.add_argument(
        "--csp",
        action="store_true",
        help="also print what your site's Content-Security-Policy must allow",
    )


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    chosen = settings()
    try:
        library = load_library(chosen.root)
    except ContentError as error:
        print(error, file=sys.stderr)
        print("assistant embed: mend this first; ./assistant check says more.", file=sys.stderr)
        return 1
    gateway = args.address or address(chosen)
    # A strict policy forbids `style` in the markup: the colours then go into the site's style sheet.
    apart = args.accent if args.csp else None
    look = Look(args.label, args.position, None if apart else args.accent)
    pinned = _pinned() if args.pinned else None
    print(snippet(words_of(library, args.language), _script(gateway, pinned), look))
    if apart:
        print(f"\n{rule(apart)}")
        say("The line `between-sessions { … }` belongs in your site's style sheet.")
    if args.csp:
        print(f"\n{policy(gateway)}")
        say(
            "The lines at the end belong in your site's Content-Security-Policy. If it has"
            " require-trusted-types-for 'script', add too: trusted-types between-sessions;"
        )
    for warning in _warnings(gateway, chosen, library, pinned):
        say(f"Note: {warning}")
    return 0


def _pinned() -> Widget:
    try:
        return widget_files.load()
    except widget_files.WidgetUnusable as error:
        raise SetupError(str(error)) from error


def _script(gateway: str, pinned: Widget | None) -> Script:
    if pinned is None:
        return Script(gateway)
    return Script(gateway, pinned.launcher.name, pinned.launcher.integrity)


def _warnings(gateway: str, chosen: Settings, library: Library, pinned: Widget | None) -> list[str]:
    """What would keep the chat from working for visitors of this practice."""
    found = []
    if pinned is not None and not pinned.is_released:
        found.append(
            "this version of the chat is not a released one. After an update of the assistant its"
            " file may be gone, and with it the button. Print the snippet again then."
        )
    parts = urlsplit(gateway)
    if parts.hostname in LOOPBACK:
        found.append(
            "this address works on this machine only. For visitors, give the public one:"
            " --address https://chat.practice.example"
        )
    elif parts.scheme != "https":
        found.append(
            "this address is not https. A website with https does not load it, and others on the"
            " way can read what is written. Put TLS before the gateway (docs/operators.md)."
        )
    if not chosen.allowed_origins:
        found.append(
            "no other website may use the chat yet. Name yours in .env, then ./assistant restart"
            ' gateway: BETWEEN_SESSIONS_ALLOWED_ORIGINS=["https://www.practice.example"]'
        )
    if library.practice.fictional:
        found.append(
            "the practice in the snippet is fictional. Put yours into content/practice.yml, then"
            " print the snippet again."
        )
    return found


def _address(given: str) -> str:
    if not ADDRESS.fullmatch(given):
        raise argparse.ArgumentTypeError(
            f"{given!r} is not an address such as https://chat.practice.example, without a path"
        )
    return given.rstrip("/")


def _accent(given: str) -> str:
    try:
        found = contrast.ratio(given, ON_ACCENT)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a colour such as #17596a") from None
    if found < contrast.ENOUGH:
        raise argparse.ArgumentTypeError(
            f"white text on {given} has a contrast of {_rounded(found)} to 1, and needs"
            f" {contrast.ENOUGH} to 1. The nearest darker colour that has it is"
            f" {contrast.darker(given, ON_ACCENT)}"
        )
    return given.lower()


def _rounded(ratio: float) -> str:
    """Rounded down, so that what is too little never reads as enough."""
    return f"{int(ratio * 100) / 100:.2f}"


def _label(given: str) -> str:
    label = given.strip()
    if not (0 < len(label) <= LONGEST_LABEL and label.isprintable()):
        raise argparse.ArgumentTypeError(f"a label has 1 to {LONGEST_LABEL} characters")
    return label
