"""The example website at `/`: a practice's page with the widget, made from the practice's own content."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw

from bot.content.library import Library
from bot.content.model import Practice
from bot.gateway.errors import ApiError
from bot.gateway.parts import Parts, parts_of
from bot.gateway.snippet import Script, snippet, words_of

demo = Blueprint("demo")

FOLDER: Final = Path(__file__).resolve().parent / "demo"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types between-sessions"
)
"""No looser than what docs/embed.md asks of a practice's own website."""
POLICIES: Final = (
    "contact_policy",
    "email_policy",
    "text_policy",
    "records_contact",
    "minor_policy",
    "fees_contact",
    "emergency",
)
"""What the practice says of itself, as whole sentences."""


@demo.route("/", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def index(request: Request) -> HTTPResponse:
    """Show the page."""
    library = _shown(request).voice.library
    if library is None:
        raise ApiError(503, "not_ready", retry_after=5)
    return html(render(library), headers={"Content-Security-Policy": POLICY})


@demo.get("/demo/style.css")
async def style(request: Request) -> HTTPResponse:
    """Serve the page's style."""
    _shown(request)
    body = (FOLDER / "style.css").read_bytes()
    return raw(body, content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})


def render(library: Library) -> str:
    """Return the page, with the widget's snippet as a practice would paste it."""
    practice = library.practice
    values = {
        **{name: escape(getattr(practice, name)) for name in ("name", "phone", "state_name")},
        **{name: escape(getattr(practice, name)) for name in POLICIES},
        "fictional": escape(_said_to_be_fictional(practice)),
        "digits": re.sub(r"[^0-9+]", "", practice.phone),
        "address": escape(practice.address),
        "hours": "\n".join(f"<li>{escape(one)}</li>" for one in _lines(practice)),
        "snippet": snippet(words_of(library, "en"), Script()),
    }
    return Template((FOLDER / "index.html").read_text("utf-8")).substitute(values)


def _shown(request: Request) -> Parts:
    """Return the parts of a gateway that shows the example website."""
    parts = parts_of(request)
    if not parts.settings.demo_site:
        raise ApiError(404, "not_found")
    return parts


def _said_to_be_fictional(practice: Practice) -> str:
    name = practice.name
    return f"{name} does not exist." if practice.fictional else f"This is not the site of {name}."


def _lines(practice: Practice) -> list[str]:
    """Return the hours, each run of days on a line, with the zone on the last one."""
    return [f"{one[:1].upper()}{one[1:]}" for one in practice.hours.split("; ")]
