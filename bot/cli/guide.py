"""Prints a guide through the release of information as text, or draws all of them.

GUIDE is one of the eight ids that --list shows. --graph draws the tree that chooses a guide, and each guide with
its branches, into FOLDER: what is drawn as text (.dot), and the picture (.svg), for which Graphviz must be installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from bot.cli.guide_pictures import pictures
from bot.content.errors import ContentError
from bot.content.library import load_library
from bot.release.guide import Release
from bot.release.text import as_text
from bot.setup.paths import ROOT, from_callers_folder

HELP = "print a guide through the release of information, or draw all of them"
ENVIRONMENT = "app"

USAGE = (
    "assistant guide: give a GUIDE, or --list, or --graph [FOLDER]. "
    "Example: ./assistant guide physician"
)
PICTURES = ROOT / "docs" / "images" / "release"
SOURCE, PICTURE = ".dot", ".svg"
SECONDS = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("guide", nargs="?", metavar="GUIDE", help="which guide to print")
    parser.add_argument("--list", action="store_true", help="list the guides")
    parser.add_argument(
        "--graph",
        nargs="?",
        type=from_callers_folder,
        const=PICTURES,
        metavar="FOLDER",
        help=f"draw all guides (default: {PICTURES.relative_to(ROOT)})",
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


def _draw(release: Release, folder: Path) -> int:
    """Writes what is drawn, and draws it where Graphviz can."""
    target = folder
    try:
        folder.mkdir(exist_ok=True)
        sources = []
        for name, source in pictures(release).items():
            target = folder / f"{name}{SOURCE}"
            target.write_text(source, encoding="utf-8")
            sources.append(target)
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        print(f"assistant guide: {target}: {reason}.", file=sys.stderr)
        return 1
    dot = shutil.which("dot")
    if dot is None:
        print(f"Written: {len(sources)} files, {folder}/*{SOURCE}")
        print(
            "assistant guide: there is no program `dot`, so no picture was drawn. Install Graphviz"
            " (Debian: apt-get install graphviz), and run this again.",
            file=sys.stderr,
        )
        return 1
    for one in sources:
        if (wrong := _picture(dot, one)) is not None:
            print(f"assistant guide: {one}: {wrong}", file=sys.stderr)
            return 1
    print(f"Drawn: {len(sources)} pictures, {folder}/*{PICTURE}")
    return 0


def _picture(dot: str, source: Path) -> str | None:
    """Draws one picture beside its source; returns what went wrong."""
    command = [dot, f"-T{PICTURE[1:]}", "-o", str(source.with_suffix(PICTURE)), str(source)]
    try:
        subprocess.run(
            command, text=True, encoding="utf-8", check=True, capture_output=True, timeout=SECONDS
        )
    except subprocess.CalledProcessError as error:
        return f"Graphviz failed.\n{error.stderr.rstrip()}"
    except subprocess.TimeoutExpired:
        return f"Graphviz took more than {SECONDS:.0f} seconds."
    except OSError as error:
        return f"Graphviz cannot be run: {error.strerror or 'no reason is known'}."
    return None
