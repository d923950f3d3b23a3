"""What is drawn of the guides: the tree, and each guide with the way to it alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.cli.guide_pictures import TREE, pictures
from bot.content.library import load_library
from bot.content.release import GUIDES
from bot.release.guide import Choice, Release
from bot.setup.paths import ROOT


@pytest.fixture(scope="module")
def release() -> Release:
    return load_library(ROOT).release


def edges(dot: str) -> set[tuple[str, str]]:
    return set(re.findall(r'^ *"([^"]+)" -> "([^"]+)"', dot, re.MULTILINE))


def leads(place: Choice) -> set[str]:
    """The guides below a place of the tree."""
    found: set[str] = set()
    for to in place.leads.values():
        found |= leads(to) if isinstance(to, Choice) else {to}
    return found


def test_there_is_a_picture_of_the_tree_and_one_of_each_guide(release: Release) -> None:
    assert tuple(pictures(release)) == (TREE, *GUIDES)


def test_the_tree_leads_to_every_guide_and_shows_no_step(release: Release) -> None:
    tree = pictures(release)[TREE]
    assert {to for _, to in edges(tree) if "/" not in to} == leads(release.choose) == set(GUIDES)
    steps = {f"{guide.id}.{step.id}" for guide in release.guides.values() for step in guide.steps}
    assert not any(f'"{step}"' in tree for step in steps)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_comes_with_all_its_steps_and_with_the_way_to_it_alone(
    name: str, release: Release
) -> None:
    drawn = pictures(release)[name]
    for guide in release.guides.values():
        for step in guide.steps:
            assert (f'"{guide.id}.{step.id}" [' in drawn) == (guide.id == name)
    first = f"{name}.{release.guides[name].steps[0].id}"
    into = {(a, b) for a, b in edges(drawn) if a.startswith(TREE) and not b.startswith(TREE)}
    assert into and {to for _, to in into} == {first}
    questions = {a for a, _ in edges(drawn) if a.startswith(TREE)}
    assert {b for _, b in edges(drawn) if b.startswith(TREE)} == questions - {TREE}


def test_quotes_signs_and_long_words_do_not_break_out_of_a_label(release: Release) -> None:
    odd = 'Q&A: say "no" \\ go, ' + "and so on " * 5
    guides = {name: replace(guide, title=odd) for name, guide in release.guides.items()}
    tree = pictures(replace(release, guides=guides))[TREE]
    labels = re.findall(r'^  "revoke" \[label="((?:[^"\\]|\\.)*)"\];$', tree, re.MULTILINE)
    assert len(labels) == 1
    assert labels[0].startswith('Q&amp;A: say \\"no\\" \\\\ go, ')
    assert max(map(len, labels[0].split("\\n"))) < 50
