"""The chat widget for other sites: its files, and what it asks for when it is opened."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any, Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, raw

from bot.content.card_text import LANGUAGES
from bot.gateway.errors import ApiError
from bot.gateway.numbers import contacts_of
from bot.gateway.parts import Parts, parts_of
from bot.gateway.replies import answer
from bot.gateway.voice import Voice
from bot.gateway.widget_files import Built, Widget, WidgetUnusable, load

log = logging.getLogger(__name__)
widget = Blueprint("widget")

FOR_GOOD: Final = "public, max-age=31536000, immutable"
A_WHILE: Final = "public, max-age=300"


def load_or_say() -> Widget | None:
    """Read the widget's files; say in the log what is wrong with them."""
    try:
        loaded = load()
    except WidgetUnusable as error:
        log.error("%s", error)
        return None
    for lost in loaded.lost:
        log.error("%s", lost)
    return loaded


@widget.get("/v1/widget")
async def opened(request: Request) -> HTTPResponse:
    """Say what the widget shows: its texts, the first screen, and whom to turn to."""
    return answer(shown(parts_of(request)))


@widget.route("/widget/between-sessions.js", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def newest(request: Request) -> HTTPResponse:
    """Serve the newest launcher, for pages that follow updates."""
    loaded = parts_of(request).widget
    if loaded is None:
        raise ApiError(404, "not_found")
    return _file(request, loaded.launcher, A_WHILE)


@widget.route("/widget/<name:str>", methods=["GET", "HEAD"])  # type: ignore[untyped-decorator]
async def file(request: Request, name: str) -> HTTPResponse:
    """Serve a file by the name that it keeps."""
    loaded = parts_of(request).widget
    found = loaded.files.get(name) if loaded is not None else None
    if found is None:
        raise ApiError(404, "not_found")
    return _file(request, found, FOR_GOOD if found.is_hashed else A_WHILE)


def shown(parts: Parts) -> dict[str, Any]:
    """Return what the widget is told when it is opened."""
    voice = parts.voice
    return {
        "version": parts.widget.version if parts.widget is not None else "",
        "practice": voice.practice(),
        "numbers": {language: _numbers(voice, language) for language in LANGUAGES},
        "leave": voice.leave(),
        "first_screen": _first_screen(voice),
        "texts": {language: voice.widget(language) for language in LANGUAGES},
    }


def _numbers(voice: Voice, language: str) -> list[dict[str, Any]]:
    """Return whom to turn to, the practice last: names, and links that are ready to show."""
    help_now = voice.help(language)
    practice = help_now["practice"]
    own = [{"name": practice["name"], "call": practice["phone"]}] if practice else []
    texts = voice.widget(language)
    return [
        {"name": one["name"], "contacts": [asdict(link) for link in contacts_of(one, texts)]}
        for one in [*help_now["numbers"], *own]
    ]


def _first_screen(voice: Voice) -> dict[str, Any]:
    # The version first: should the content change in between, an old version is asked for again.
    version = voice.first_screen_version()
    screens = {
        language: {
            "title": voice.say_in(language, "first_screen_title"),
            "text": voice.say_in(language, "first_screen"),
        }
        for language in LANGUAGES
    }
    return {"version": version, **screens}


def _file(request: Request, built: Built, caching: str) -> HTTPResponse:
    zipped = _takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{built.integrity[7:39]}{"-gz" if zipped else ""}"'
    headers = {"Cache-Control": caching, "ETag": tag, "Vary": "Accept-Encoding"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return empty(304, headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return raw(
        built.gzipped if zipped else built.body,
        headers=headers,
        content_type="text/javascript; charset=utf-8",
    )


def _takes_gzip(accepted: str) -> bool:
    offers = (one.replace(" ", "").lower() for one in accepted.split(","))
    return any(one.startswith("gzip") and not one.endswith((";q=0", ";q=0.0")) for one in offers)


def _has(known: str, tag: str) -> bool:
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in known.split(","))
