"""What anybody may open: signing in, and the files of the pages."""

from __future__ import annotations

import ipaddress
from typing import Final

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from bot.console import cookies, forms, pages
from bot.console.guard import on_error, too_many
from bot.console.headers import on_response
from bot.console.parts import console_of
from bot.console.sessions import TooManyTries
from bot.gateway.address import client_address
from bot.store.staff import ABSOLUTE_SECONDS

door = Blueprint("staff_door", url_prefix="/staff")
door.exception(Exception)(on_error)
door.middleware(on_response, "response")

FORM_SECONDS: Final = 3600
NOT_RIGHT: Final = "The name, the password or the code is not right."
FILES: Final = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "ring.js": "text/javascript; charset=utf-8",
}


@door.get("/sign-in")
async def ask(request: Request) -> HTTPResponse:
    """Ask for name and password."""
    return _form(request, pages.own_page(request.args.get("next")))


@door.post("/sign-in")
async def sign_in(request: Request) -> HTTPResponse:
    """Sign somebody in, or say that something is not right."""
    if not forms.is_ours(request, cookies.read(request, cookies.FORM)):
        return _form(request, pages.HOME, "Please send that again: the form was too old.", 403)
    console = console_of(request)
    given = forms.fields(request)
    name = forms.clean(given.get("name", ""))
    next_page = pages.own_page(given.get("next"))
    try:
        token = await console.sessions.sign_in(
            name, given.get("password", ""), given.get("code", ""), client_address(request)
        )
    except TooManyTries as error:
        return too_many(request, error)
    if token is None:
        return _form(request, next_page, NOT_RIGHT, 401)
    response = pages.go(next_page)
    cookies.give(request, response, cookies.SESSION, token, int(ABSOLUTE_SECONDS))
    cookies.take(request, response, cookies.FORM)
    return response


@door.get("/static/<name:str>")
async def file(request: Request, name: str) -> HTTPResponse:
    """Serve a file of the pages; one whose address has its hash never changes."""
    if name not in FILES:
        return pages.message(request, 404, "Not found here", "There is no such file.")
    known = request.args.get("v") == pages.static_hash(name)
    kept = "public, max-age=31536000, immutable" if known else "no-cache"
    body = (pages.STATIC / name).read_bytes()
    return raw(body, content_type=FILES[name], headers={"Cache-Control": kept})


def _form(request: Request, next_page: str, problem: str = "", status: int = 200) -> HTTPResponse:
    token = cookies.new_token()
    response = pages.plain(
        request,
        "sign_in.html",
        status=status,
        csrf=token,
        next_page=next_page,
        problem=problem,
        done=pages.DONE.get(request.args.get("done", ""), ""),
        exposed=not cookies.is_secure(request) and not _is_this_machine(request.host),
    )
    cookies.give(request, response, cookies.FORM, token, FORM_SECONDS)
    return response


def _is_this_machine(host: str) -> bool:
    name = host.rpartition(":")[0].strip("[]") if ":" in host else host
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
