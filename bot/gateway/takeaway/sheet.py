"""The page and the PDF of a take-away, as HTML: one template, so that both say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.gateway.voice import Voice
from bot.release.guide import Release, Source
from bot.release.sheet import TakeAway

HERE: Final = Path(__file__).resolve().parent
STYLE: Final = HERE / "style.css"
BLANK: Final = "_" * 18
"""As long as a day or a word by hand needs."""
LONG_BLANK: Final = "_" * 36
"""As long as a name needs; the content writes it with eight."""

_BLANK: Final = re.compile(r"_{3,}")
_LONG: Final = 8
_NOT_A_DIGIT: Final = re.compile(r"[^0-9+]")


@dataclass(frozen=True)
class Links:
    """Where the page leads; the PDF leads nowhere."""

    pdf: str


def sheet(taken: TakeAway, release: Release, voice: Voice, links: Links | None) -> str:
    """Return a take-away as HTML.

    Args:
        taken: What it holds.
        release: The content that it is from, for its words.
        voice: For the practice and the crisis numbers.
        links: For the page; None for the PDF.
    """
    return _TEMPLATES.get_template("sheet.html").render(
        taken=taken,
        words=release.words,
        numbered=_Numbered(taken.sources),
        reviewed=said_date(taken.reviewed_on),
        links=links,
        **_around(voice),
    )


def trouble(voice: Voice, code: str, page: str | None = None) -> str:
    """Return a page that says what is wrong and what to do.

    Args:
        voice: For the words.
        code: Of the error.
        page: The address of the page to print, where that helps.
    """
    return _TEMPLATES.get_template("trouble.html").render(
        english=voice.say(f"error_{code}"),
        spanish=voice.say_in("es", f"error_{code}"),
        title=voice.say("page_title"),
        page=page,
        open_page=voice.say("page_open_to_print"),
        open_page_es=voice.say_in("es", "page_open_to_print"),
        **_around(voice),
    )


def said_date(day: str) -> str:
    """Return a day such as `2026-11-23` as people write it: "November 23, 2026"."""
    parsed = date.fromisoformat(day)
    return f"{parsed:%B} {parsed.day}, {parsed.year}"


class _Numbered:
    """The numbers of the sources, as they stand in the list at the end."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._numbers = {source: number for number, source in enumerate(sources, 1)}

    def __call__(self, sources: Iterable[Source]) -> str:
        """Return "1, 3"."""
        return ", ".join(str(number) for number in sorted(self._numbers[one] for one in sources))


def _around(voice: Voice) -> Mapping[str, Any]:
    """What stands on every page of the gateway: whose it is, and whom to call in danger."""
    return {
        "practice": voice.practice(),
        "fictional": voice.say("page_fictional"),
        "help_heading": voice.say("page_help_heading"),
        "numbers": [_ways(one) for one in voice.numbers()],
    }


def _ways(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return a service: its name, and the words and the address of each way to reach it by phone."""
    ways = []
    if call := resource.get("call"):
        ways.append({"label": f"Call {call}", "address": f"tel:{_digits(call)}"})
    if text := resource.get("text"):
        word = resource.get("text_body")
        label = f"Text {word} to {text}" if word else f"Text {text}"
        body = f"?&body={quote(word)}" if word else ""
        ways.append({"label": label, "address": f"sms:{_digits(text)}{body}"})
    return {"name": resource["name"], "ways": ways}


def _digits(number: str) -> str:
    return _NOT_A_DIGIT.sub("", number)


def _as_long(written: re.Match[str]) -> str:
    return LONG_BLANK if len(written[0]) >= _LONG else BLANK


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["digits"] = _digits
    made.filters["blanks"] = lambda text: _BLANK.sub(_as_long, text)
    made.filters["paragraphs"] = lambda text: re.split(r"\n\s*\n", text.strip())
    return made


_TEMPLATES: Final = _environment()
