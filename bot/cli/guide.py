"""Prints a guide through the release of information as text, or draws all of them.

GUIDE is one of the eight ids that --list shows. --graph draws every guide with its branches into FILE, whose
ending (.svg, .png, .pdf or .dot) says how; Graphviz must be installed for all but .dot.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.library import load_library
from bot.release.graph import as_dot
from bot.release.guide import Release
from bot.release.text import as_text
from bot.setup.paths import ROOT, from_callers_folder

HELP = "print a guide through the release of information, or draw all of them"
ENVIRONMENT = "app"

USAGE = (
    "assistant guide: give a GUIDE, or --list, or --graph [FILE]. "
    "Example: ./assistant guide physician"
)
PICTURE = ROOT / "docs" / "images" / "release.svg"
SOURCE = ".dot"
PICTURES = (".svg", ".png", ".pdf")
SECONDS = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("guide", nargs="?", metavar="GUIDE", help="which guide to print")
    parser.add_argument("--list", action="store_true", help="list the guides")
    parser.add_argument(
        "--graph",
        nargs="?",
        type=from_callers_folder,
        const=PICTURE,
        metavar="FILE",
        help=f"draw all guides (default: {PICTURE.relative_to(ROOT)})",
    )


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    if sum([args.guide is not None, args.list, args.graph is not None]) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        release = load_library(ROOT).release
    except ContentError as error:
        print(error, file=sys.stderr)
        print("assistant guide: mend this first; ./assistant check says more.", file=sys.stderr)
        return 1
    if args.list:
        print(listed(release))
        return 0
    if args.graph is not None:
        return _draw(release, args.graph)
    if args.guide not in release.guides:
        print(
            f"assistant guide: there is no guide {args.guide!r}. It is one of:\n{listed(release)}",
            file=sys.stderr,
        )
        return 2
    print(as_text(release, args.guide).rstrip())
    return 0


def listed(release: Release) -> str:
    """One line for each guide: its id and its title."""
    width = max(map(len, release.guides), default=0)
    lines = (f"  {one.id:<{width}}  {one.title}" for one in release.guides.values())
    return "\n".join(lines)


def _draw(release: Release, target: Path) -> int:
    """Writes the picture; where Graphviz cannot, what it draws from."""
    if target.suffix not in (SOURCE, *PICTURES):
        endings = ", ".join((SOURCE, *PICTURES))
        print(f"assistant guide: {target.name} must end in one of {endings}.", file=sys.stderr)
        return 2
    source = as_dot(release)
    dot = None if target.suffix == SOURCE else shutil.which("dot")
    try:
        if dot is not None:
            command = [dot, f"-T{target.suffix[1:]}", "-o", str(target)]
            subprocess.run(
                command, input=source, text=True, encoding="utf-8", check=True,
                capture_output=True, timeout=SECONDS,
            )  # fmt: skip
            print(f"Drawn: {target}")
            return 0
        written = target.with_suffix(SOURCE)
        written.write_text(source, encoding="utf-8")
    except subprocess.CalledProcessError as error:
        print(f"assistant guide: Graphviz failed.\n{error.stderr.rstrip()}", file=sys.stderr)
        return 1
    except subprocess.TimeoutExpired:
        print(f"assistant guide: Graphviz took more than {SECONDS:.0f} seconds.", file=sys.stderr)
        return 1
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        print(f"assistant guide: {target}: {reason}.", file=sys.stderr)
        return 1
    print(f"Written: {written}")
    if target.suffix == SOURCE:
        return 0
    print(
        "assistant guide: there is no program `dot`, so no picture was drawn. Install Graphviz"
        " (Debian: apt-get install graphviz), and run this again.",
        file=sys.stderr,
    )
    return 1
