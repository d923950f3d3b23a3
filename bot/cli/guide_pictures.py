"""What `./assistant guide --graph` draws: the tree that chooses a guide, and each guide with the way to it.

All in one picture could not be read at the width of a page.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.release.graph import as_dot
from bot.release.guide import Choice, Release

TREE = "choose"
"""The name of the picture of the tree; the others are named as their guides."""

_WIDTH = 34
_HEAD = """\
digraph choose {
  graph [rankdir=LR, fontname="Helvetica", tooltip="Which answers lead to which guide"];
  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11];
  edge [fontname="Helvetica", fontsize=10];
"""


def pictures(release: Release) -> Mapping[str, str]:
    """Each picture by its name, in the DOT language of Graphviz; the same content gives the same text."""
    guides = {
        name: as_dot(replace(release, guides={name: guide}, choose=_way(release.choose, name)))
        for name, guide in release.guides.items()
    }
    return {TREE: _tree(release), **guides}


def _way(place: Choice, guide: str) -> Choice:
    """The part of the tree that leads to a guide."""
    leads: dict[str, Choice | str] = {}
    for answer, to in place.leads.items():
        if isinstance(to, Choice):
            if (further := _way(to, guide)).leads:
                leads[answer] = further
        elif to == guide:
            leads[answer] = to
    return Choice(place.question, leads)


def _tree(release: Release) -> str:
    guides = (f"{_text(name)} [label={_text(one.title)}];" for name, one in release.guides.items())
    lines = [*_branches(release, release.choose, TREE), *guides]
    return _HEAD + "".join(f"  {line}\n" for line in lines) + "}\n"


def _branches(release: Release, place: Choice, here: str) -> Iterator[str]:
    question = release.questions[place.question]
    yield f"{_text(here)} [label={_text(question.ask)}, shape=oval, style=solid];"
    for name, to in place.leads.items():
        answer = question.answer(name)
        there = f"{here}/{name}" if isinstance(to, Choice) else to
        title = answer.title if answer else name
        yield f"{_text(here)} -> {_text(there)} [label={_text(title)}];"
        if isinstance(to, Choice):
            yield from _branches(release, to, there)


def _text(words: str) -> str:
    """In quotes and short lines; DOT escapes as JSON does, and a label knows entities too."""
    return json.dumps(textwrap.fill(words, _WIDTH), ensure_ascii=False).replace("&", "&amp;")
