"""The page that lists what the API can do, and the files of the pages."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw

from bot.gateway.errors import ApiError
from bot.gateway.openapi import document

page = Blueprint("page")
STATIC: Final = Path(__file__).resolve().parent / "static"
TYPES: Final = {"docs.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


@page.get("/static/<name:str>")
async def file(request: Request, name: str) -> HTTPResponse:
    """Serve one of the files."""
    if name not in TYPES:
        raise ApiError(404, "not_found")
    body = (STATIC / name).read_bytes()
    return raw(body, content_type=TYPES[name], headers={"Cache-Control": "no-cache"})


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
