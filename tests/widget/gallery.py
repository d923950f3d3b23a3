"""Makes docs/widget-states.md and its pictures: `python -m tests.widget.gallery`. Needs chromium.

One picture for each state: phone and desktop, light and dark, side by side.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from bot.settings import ROOT
from tests.widget import shots
from tests.widget.looks import SCHEMES
from tests.widget.states import STATES

IMAGES = ROOT / "docs" / "images" / "widget"
PAGE = ROOT / "docs" / "widget-states.md"
COVER = ("answer-desktop-light.png", "open-desktop-light.png")
"""The one that stands in the README: as taken, and as named there."""
PANEL = 440
"""So much of a desktop's width holds the dialog."""
GAP = 12
COLOURS = 64
HEAD = """# The chat in every state

What visitors see, on a phone (360 px) and on a desktop, light and dark. What is said is made up. The page and its
pictures are made by `.venv/app/bin/python -m tests.widget.gallery`.
"""


def sheet(folder: Path, state: str) -> Image.Image:
    """Return the pictures of a state, side by side; of a desktop, the part with the dialog."""
    views = []
    for size in shots.SIZES:
        for scheme in SCHEMES:
            with Image.open(folder / f"{state}-{size}-{scheme}.png") as taken:
                left = taken.width - PANEL if size == "desktop" else 0
                views.append(taken.convert("RGB").crop((left, 0, taken.width, taken.height)))
    height = max(one.height for one in views)
    width = sum(one.width + GAP for one in views) - GAP
    whole = Image.new("RGB", (width, height), "#808080")
    at = 0
    for one in views:
        whole.paste(one, (at, height - one.height))
        at += one.width + GAP
    return whole


def save(image: Image.Image, path: Path) -> None:
    """Write a picture, small."""
    image.quantize(COLOURS).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1024} KB")


def page() -> str:
    """Return the document."""
    parts = [HEAD]
    for state, reach in STATES.items():
        said = (reach.__doc__ or "").strip()
        title = state.replace("-", " ").capitalize()
        parts.append(f"## {title}\n\n{said}\n\n![{title}: {said}](images/widget/{state}.png)\n")
    return "\n".join(parts)


def main() -> int:
    """Make them; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="widget-gallery-") as name:
        if code := shots.main([name]):
            return code
        folder = Path(name)
        IMAGES.mkdir(parents=True, exist_ok=True)
        for old in IMAGES.glob("*.png"):
            old.unlink()
        for state in STATES:
            save(sheet(folder, state), IMAGES / f"{state}.png")
        with Image.open(folder / COVER[0]) as cover:
            save(cover.convert("RGB"), IMAGES / COVER[1])
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
