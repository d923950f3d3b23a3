"""The chat page: a template filled by the server, so that the numbers show with scripts off too."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw

from bot.gateway.errors import ApiError
from bot.gateway.openapi import document
from bot.gateway.parts import parts_of
from bot.gateway.voice import Voice

page = Blueprint("page")
STATIC = Path(__file__).resolve().parent / "static"
MODULES = (
    "chat.js",
    "api.js",
    "asking.js",
    "bubbles.js",
    "cards.js",
    "conversation.js",
    "desk.js",
    "dom.js",
    "form.js",
    "help.js",
    "kept.js",
    "language.js",
    "leaving.js",
    "log.js",
    "presence.js",
    "sending.js",
    "status.js",
    "transcript.js",
    "view.js",
    "words.js",
)
_TYPES = {
    "chat.css": "text/css; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(MODULES, "text/javascript; charset=utf-8"),
}


@page.route("/", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def index(request: Request) -> HTTPResponse:
    """Serve the chat page."""
    return html(render(parts_of(request).voice))


@page.get("/static/<name:str>")
async def file(request: Request, name: str) -> HTTPResponse:
    """Serve one of the page's files."""
    if name not in _TYPES:
        raise ApiError(404, "not_found")
    body = (STATIC / name).read_bytes()
    return raw(body, content_type=_TYPES[name], headers={"Cache-Control": "no-cache"})


@page.get("/docs")
async def docs(request: Request) -> HTTPResponse:
    """List what the API can do."""
    rows = [
        f"<tr><td>{method.upper()}</td><td><code>{escape(path)}</code></td>"
        f"<td>{escape(one['summary'])}</td></tr>"
        for path, methods in document()["paths"].items()
        for method, one in methods.items()
    ]
    template = Template((STATIC / "docs.html").read_text("utf-8"))
    return html(template.substitute(rows="\n".join(rows)))


def render(voice: Voice) -> str:
    """Return the chat page with the current content in it."""
    practice = voice.practice()
    fictional = practice is not None and practice["fictional"]
    values = {
        "title": escape(voice.say("page_title")),
        "intro": escape(voice.say("page_intro")),
        "privacy": escape(voice.say("page_privacy")),
        "help_heading": escape(voice.say("page_help_heading")),
        "help_heading_es": escape(voice.say("page_help_heading_es")),
        "practice": escape(practice["name"]) if practice else "",
        "fictional": f'<span class="fictional">{escape(voice.say("page_fictional"))}</span>'
        if fictional
        else "",
        "talk": escape(voice.say("desk_button_talk")),
        "talk_es": escape(voice.say("desk_button_talk_es")),
        # All at once, not each when the one before has come.
        "modules": "\n".join(
            f'<link rel="modulepreload" href="/static/{name}">' for name in MODULES
        ),
        "numbers": "\n".join(_resource(one) for one in _contacts(voice)),
    }
    return Template((STATIC / "index.html").read_text("utf-8")).substitute(values)


def _contacts(voice: Voice) -> list[dict[str, Any]]:
    practice = voice.practice()
    own = [{"name": practice["name"], "call": practice["phone"]}] if practice else []
    return [*voice.numbers(), *own]


def _resource(resource: dict[str, Any]) -> str:
    """Return one service on one line: its name, and a link for each way to reach it."""
    links = []
    if call := resource.get("call"):
        links.append(f'<a href="tel:{_digits(call)}">Call {escape(call)}</a>')
    if text := resource.get("text"):
        links.append(_text_link(text, resource.get("text_body")))
    if chat := resource.get("chat"):
        address = chat if chat.startswith("https://") else f"https://{chat}"
        links.append(f'<a href="{escape(address)}" rel="noreferrer">Chat</a>')
    ways = f'<span class="ways">{" ".join(links)}</span>'
    return f"<li><strong>{escape(resource['name'])}</strong> {ways}</li>"


def _text_link(number: str, word: str | None) -> str:
    """Return a link that opens the phone's messages: `988`, or `HOME` to `741741`."""
    body = f"?&amp;body={quote(word)}" if word else ""
    label = f"Text {word} to {number}" if word else f"Text {number}"
    return f'<a href="sms:{_digits(number)}{body}">{escape(label)}</a>'


def _digits(number: str) -> str:
    return re.sub(r"[^0-9+]", "", number)
