"""All guides as a graph."""

from __future__ import annotations

from dataclasses import replace

from bot.release.graph import as_dot
from bot.release.guide import Release

from .small import RELEASE


def test_the_tree_leads_to_the_guides_and_steps_to_steps() -> None:
    dot = as_dot(RELEASE)
    assert '"choose" -> "own.ask" [label="Client"' in dot
    assert '"choose" -> "choose/parent"' in dot
    assert '"own.ask" -> "own.parents" [label="Minor"]' in dot
    assert '"own.sign" -> "own.done"' in dot


def test_the_same_content_gives_the_same_text() -> None:
    assert as_dot(RELEASE) == as_dot(replace(RELEASE))


def test_quotes_and_backslashes_in_a_title_end_nothing() -> None:
    own = RELEASE.guides["own"]
    odd = replace(own, title='Say "hi" \\ & go')
    assert r'label="Say \"hi\" \\ &amp; go"' in as_dot(
        replace(RELEASE, guides={**RELEASE.guides, "own": odd})
    )


def test_every_step_of_the_real_guides_is_drawn(release: Release) -> None:
    dot = as_dot(release)
    for guide in release.guides.values():
        assert all(f'"{guide.id}.{step.id}" [' in dot for step in guide.steps)
