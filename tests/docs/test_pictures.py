"""The pictures of the guides in the documents are those of the content."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest

from bot.cli.guide import PICTURE, PICTURES, SOURCE
from bot.cli.guide_pictures import TREE, pictures
from bot.content.library import load_library
from bot.content.release import GUIDES
from bot.setup.paths import ROOT

NAMES = (TREE, *GUIDES)
DRAW = "Draw them again: ./assistant guide --graph, and commit what it writes."


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_is_what_the_content_says(name: str) -> None:
    committed = (PICTURES / f"{name}{SOURCE}").read_text(encoding="utf-8")
    assert committed == pictures(load_library(ROOT).release)[name], DRAW


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_what_was_to_be_drawn(name: str) -> None:
    """Looked at without Graphviz, whose versions differ in where they put things."""
    source = (PICTURES / f"{name}{SOURCE}").read_text(encoding="utf-8")
    picture = (PICTURES / f"{name}{PICTURE}").read_text(encoding="utf-8")
    labels = re.findall(r'label="((?:[^"\\]|\\.)*)"', source)
    lines = [line for label in labels for line in label.split("\\n")]
    written = Counter(re.sub(r"\\(.)", r"\1", html.unescape(line)) for line in lines)
    arrows = Counter(re.findall(r'"([^"\n]+)" -> "([^"\n]+)"', source))
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", picture)
    titles = re.findall(r"<title>([^<]*)</title>", picture)
    assert Counter(html.unescape(text) for text in texts) == written, DRAW
    drawn = [html.unescape(title).split("->") for title in titles]
    assert Counter((ends[0], ends[1]) for ends in drawn if len(ends) == 2) == arrows, DRAW


def test_no_picture_is_left_of_a_guide_that_is_gone() -> None:
    there = {path.name for path in PICTURES.iterdir()}
    assert there == {f"{name}{ending}" for name in NAMES for ending in (SOURCE, PICTURE)}


def test_staff_find_every_picture() -> None:
    staff = (ROOT / "docs" / "staff.md").read_text(encoding="utf-8")
    folder = PICTURES.relative_to(ROOT / "docs").as_posix()
    for name in NAMES:
        assert f"({folder}/{name}{PICTURE})" in staff
