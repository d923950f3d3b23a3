"""Turns a template into a page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse, Request
from sanic.response import html, redirect

from bot.console.parts import console_of, session_of

FOLDER: Final = Path(__file__).resolve().parent
STATIC: Final = FOLDER / "static"
HOME: Final = "/staff/"
SIGN_IN: Final = "/staff/sign-in"
_OWN_PAGE: Final = re.compile(r"/staff(?:/[A-Za-z0-9_-]+)*/?")

#: What a page says after something was done; the address carries the key only.
DONE: Final[Mapping[str, str]] = {
    "returned": "The visitor is back with the assistant.",
    "closed": "The conversation is closed.",
    "handed": "Your colleague has the conversation now.",
    "message_done": "Marked as done.",
    "saved": "Saved.",
    "disabled": "The account is disabled, and signed out everywhere.",
    "password": "Your password is changed. You are signed out everywhere else.",
    "code_on": "From now on a code is asked for. You are signed out everywhere else.",
    "code_off": "No code is asked for any more. You are signed out everywhere else.",
    "signed_out": "You are signed out.",
    "signed_out_everywhere": "You are signed out on every device.",
}


@cache
def static_address(name: str) -> str:
    """Return the address of a file, with its content's hash, so that a browser may keep it."""
    return f"/staff/static/{name}?v={static_hash(name)}"


@cache
def static_hash(name: str) -> str:
    """Return the short hash of a file's content."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def said_at(at: datetime) -> str:
    """Return a moment in a few words: "Nov 23, 9:05 am"."""
    return f"{at:%b} {at.day}, {at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def said_time(at: datetime) -> str:
    """Return a time of day: "9:05 am"."""
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def environment() -> Environment:
    """Return the templates; everything in them is escaped."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_address
    made.filters["moment"] = said_at
    made.filters["time_of_day"] = said_time
    return made


_TEMPLATES: Final = environment()


def fragment(template: str, **values: Any) -> str:
    """Return a part of a page."""
    return _TEMPLATES.get_template(template).render(**values)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTTPResponse:
    """Return a page for somebody who is signed in."""
    session = session_of(request)
    content = console_of(request).content()
    common = {
        "me": session.staff,
        "csrf": session.csrf,
        "practice": content.practice,
        "done": DONE.get(request.args.get("done", ""), ""),
        "problem": "",
    }
    return html(fragment(template, **{**common, **values}), status=status)


def plain(request: Request, template: str, *, status: int = 200, **values: Any) -> HTTPResponse:
    """Return a page for anybody."""
    practice = console_of(request).content().practice
    return html(fragment(template, **{"practice": practice, **values}), status=status)


def message(request: Request, status: int, title: str, text: str) -> HTTPResponse:
    """Return a page that says one thing."""
    template = "message.html"
    return plain(request, template, status=status, title=title, text=text)


def go(path: str, done: str = "") -> HTTPResponse:
    """Send the browser to a page, so that loading it again sends no form again."""
    return redirect(f"{path}?done={done}" if done else path, status=303)


def own_page(path: str | None) -> str:
    """Return a path if it is a page of the console, else the first page."""
    return path if path and _OWN_PAGE.fullmatch(path) else HOME
