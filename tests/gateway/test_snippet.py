"""The snippet: the numbers in the page's own markup, and one script."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.content.library import Library, load_library
from bot.gateway import contrast
from bot.gateway.snippet import (
    ON_ACCENT,
    Look,
    Script,
    Words,
    policy,
    rule,
    snippet,
    words_of,
)
from bot.setup.paths import ROOT

THERE = Script("https://chat.practice.example")


class Read(HTMLParser):
    """Every tag with its attributes, and the text of each link by its address."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.links: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} was not open"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "a":
            address = self.tags[-1][1]["href"]
            assert address
            self.links[address] = data

    def of(self, tag: str) -> dict[str, str | None]:
        """The attributes of the one such tag."""
        (found,) = [attributes for name, attributes in self.tags if name == tag]
        return found


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


@pytest.fixture
def words(library: Library) -> Words:
    return words_of(library, "en")


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_the_element_with_the_numbers_and_one_script(library: Library, language: str) -> None:
    read = Read(snippet(words_of(library, language), THERE))
    assert read.open == []
    assert {name for name, _ in read.tags} == {"between-sessions", "p", "a", "script"}
    assert read.of("between-sessions") == {
        "label": library.widget.texts[language]["launcher"],
        "language": language,
        "lang": language,
    }
    assert read.of("script") == {
        "src": "https://chat.practice.example/widget/between-sessions.js",
        "crossorigin": "anonymous",
        "async": None,
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_number_and_the_practice_can_be_reached_with_one_tap(
    library: Library, language: str
) -> None:
    links = Read(snippet(words_of(library, language), THERE)).links
    assert {"tel:911", "tel:988"} <= set(links)
    assert any(address.startswith("sms:") for address in links)
    assert library.practice.phone in next(
        text for address, text in links.items() if address == _tel(library.practice.phone)
    )
    for address in links:
        assert address.startswith(("tel:", "sms:", "https:"))
    # The launcher shows them without what stands around them.
    assert len(set(links.values())) == len(links)


def _tel(phone: str) -> str:
    return f"tel:{''.join(one for one in phone if one.isdigit())}"


def test_in_spanish_the_lifeline_is_reached_in_spanish(library: Library) -> None:
    links = Read(snippet(words_of(library, "es"), THERE)).links
    assert "2" in links["tel:988"]
    assert any(address.startswith("sms:988?&body=") for address in links)


def test_it_has_no_blank_line_that_a_website_builder_would_make_a_paragraph_of(
    words: Words,
) -> None:
    assert "" not in snippet(words, THERE).splitlines()


def test_a_pinned_one_names_the_file_and_what_it_is_compared_with(words: Words) -> None:
    pinned = Script(THERE.address, "between-sessions.0123456789ab.js", "sha384-abc=")
    script = Read(snippet(words, pinned)).of("script")
    assert script["src"] == f"{THERE.address}/widget/between-sessions.0123456789ab.js"
    assert script["integrity"] == "sha384-abc="
    assert script["crossorigin"] == "anonymous"


def test_what_the_practice_chose_stands_on_the_element(words: Words) -> None:
    look = Look(label="Ask us", position="bottom-left", accent="#17596a")
    element = Read(snippet(words, THERE, look)).of("between-sessions")
    assert element["label"] == "Ask us"
    assert element["position"] == "bottom-left"
    assert element["style"] == f"--bs-accent: #17596a; --bs-on-accent: {ON_ACCENT}"


def test_on_the_gateway_s_own_pages_the_script_has_no_host(words: Words) -> None:
    assert Read(snippet(words, Script())).of("script")["src"] == "/widget/between-sessions.js"


def test_markup_in_the_content_stays_text(words: Words) -> None:
    name = 'Ann & Bob <script>"'
    odd = replace(words, numbers=[{"name": name, "call": "911", "chat": 'x.org/"><b>'}])
    text = snippet(odd, THERE, Look(label='"><b>'))
    read = Read(text)
    assert "<b>" not in text and "Ann &amp; Bob &lt;script&gt;" in text
    assert read.of("between-sessions")["label"] == '"><b>'
    assert 'https://x.org/"><b>' in read.links


def test_the_policy_allows_the_gateway_and_no_more() -> None:
    assert policy("https://chat.practice.example:8443") == (
        "script-src https://chat.practice.example:8443;\n"
        "connect-src https://chat.practice.example:8443;"
    )


def test_the_colours_can_stand_in_a_style_sheet_too() -> None:
    assert rule("#17596a") == (
        f"between-sessions {{ --bs-accent: #17596a; --bs-on-accent: {ON_ACCENT}; }}"
    )


def test_contrast_is_that_of_wcag() -> None:
    assert contrast.ratio("#000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
    assert contrast.ratio("#fff", "#777777") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", ["#1fb6d6", "#ffff00", "#ffffff", "#777777"])
def test_the_nearest_darker_colour_passes_and_a_little_lighter_does_not(colour: str) -> None:
    found = contrast.darker(colour, "#ffffff")
    assert contrast.ratio(found, "#ffffff") >= contrast.ENOUGH
    lighter = "#" + "".join(f"{min(255, part + 3):02x}" for part in contrast.parse(found))
    assert contrast.ratio(lighter, "#ffffff") < contrast.ENOUGH


@pytest.mark.parametrize(
    "colour", ["17596a", "#17596", "teal", "#17596g", "#17596a;}", "#17596a\n"]
)
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        contrast.parse(colour)
