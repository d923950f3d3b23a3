"""docs/embed.md says what the snippet, the command and the widget are, and nothing else."""

from __future__ import annotations

import argparse
import re

import pytest

from bot.cli import embed
from bot.content.library import load_library
from bot.gateway import demo
from bot.gateway.snippet import Script, policy, snippet, words_of
from bot.setup.paths import ROOT

PAGE = (ROOT / "docs" / "embed.md").read_text(encoding="utf-8")
ADDRESS = "https://chat.practice.example"
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "widget" / "src").rglob("*"))
    if path.suffix in (".ts", ".css")
)
ATTRIBUTES = ("label", "language", "position", "theme", "open-on", "server")


def blocks(language: str) -> list[str]:
    """The code blocks of the page in a language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def shape(text: str) -> list[str]:
    """Its tags with the names of their attributes, without what differs from practice to practice."""
    tags = re.findall(r"<(/?[a-z-]+)([^>]*)>", text)
    return [f"{name} {' '.join(re.findall(r'([a-z-]+)=', rest))}" for name, rest in tags]


def test_the_snippet_is_of_the_form_that_is_printed() -> None:
    printed = snippet(words_of(load_library(ROOT), "en"), Script(ADDRESS))
    shown = blocks("html")[0].rstrip("\n")
    assert shown.splitlines()[-1] == printed.splitlines()[-1]
    assert set(shape(shown)) == set(shape(printed))
    for address in ("tel:911", "tel:988", "sms:988"):
        assert f'href="{address}"' in shown


def test_every_option_of_the_command_is_explained() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    embed.add_arguments(parser)
    options = set(re.findall(r"--[a-z]+", parser.format_usage()))
    assert len(options) > 5
    assert {one for one in options if f"{one} " not in PAGE and f"{one}`" not in PAGE} == set()


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_is_explained_and_read_by_the_widget(name: str) -> None:
    assert f"| `{name}` |" in PAGE
    assert re.search(rf'getAttribute\("{name}"\)|\[{name}[=\]]', SOURCES)


def test_every_colour_and_length_that_a_page_may_set_is_there_and_no_other() -> None:
    (rule,) = blocks("css")
    shown = set(re.findall(r"--bs-[a-z-]+(?=:)", rule))
    used = set(re.findall(r"var\((--bs-[a-z-]+)", SOURCES))
    assert shown == used


def test_every_event_is_explained() -> None:
    shown = set(re.findall(r"^\| `between-sessions:([a-z]+)` \|", PAGE, re.MULTILINE))
    assert shown == {"ready", "open", "close", "error"}
    assert {one for one in shown if not re.search(rf'\("{one}"', SOURCES)} == set()


def test_the_policy_is_the_one_that_is_printed_and_that_the_example_website_has() -> None:
    assert f"```\n{policy(ADDRESS)}\n```" in PAGE
    assert f"```\n{demo.POLICY}\n```" in PAGE


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}
    links = set(re.findall(r"\]\(#([^)]+)\)", PAGE))
    assert len(links) > 4
    assert links - anchors == set()
