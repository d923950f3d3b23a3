"""Somebody's own account: password, codes, signing out."""

from __future__ import annotations

from markupsafe import Markup
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty

from bot.console import codes, cookies, forms, pages, passwords
from bot.console.parts import console_of, session_of
from bot.store.staff import ABSOLUTE_SECONDS

account = Blueprint("staff_account", url_prefix="/staff/account")
WRONG = "The password is not right, so nothing was changed."


@account.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show what can be changed."""
    return _page(request)


@account.post("/here")
async def here(request: Request) -> HTTPResponse:
    """Note that somebody uses a page that is open; the guard has done it."""
    return empty()


@account.post("/sign-out")
async def sign_out(request: Request) -> HTTPResponse:
    """Sign out here."""
    await console_of(request).sessions.sign_out(session_of(request))
    return _out(request, "signed_out")


@account.post("/sign-out-everywhere")
async def sign_out_everywhere(request: Request) -> HTTPResponse:
    """Sign out on every device."""
    await console_of(request).sessions.sign_out_everywhere(session_of(request))
    return _out(request, "signed_out_everywhere")


@account.post("/password")
async def password(request: Request) -> HTTPResponse:
    """Change the password, which signs out everywhere else."""
    console, me = console_of(request), session_of(request).staff
    given = forms.fields(request)
    new = given.get("new", "")
    if not await console.sessions.again(me, given.get("password", "")):
        return _page(request, WRONG, 403)
    problem = passwords.problem(new, me.name)
    if problem is None and new != given.get("again", ""):
        problem = "The new password was typed in two ways, so nothing was changed."
    if problem is not None:
        return _page(request, problem, 400)
    await console.accounts.set_password(me.id, await console.sessions.passwords.hash(new))
    await console.audit.note(me.id, "password_changed", None)
    return await _renewed(request, "password")


@account.post("/code")
async def code_on(request: Request) -> HTTPResponse:
    """Show a new secret, or with the right code of it, ask for codes from now on.

    Either way of changing that signs out everywhere else, like a new password.
    """
    console, me = console_of(request), session_of(request).staff
    given = forms.fields(request)
    secret = given.get("secret", "")
    if not codes.is_secret(secret):
        if not await console.sessions.again(me, given.get("password", "")):
            return _page(request, WRONG, 403)
        return _page(request, secret=codes.new_secret())
    if not await console.sessions.again(me, given.get("password", "")):
        return _page(request, WRONG, 403, secret=secret)
    if not await console.sessions.code_fits(me.id, secret, given.get("code", "")):
        return _page(request, "The code is not right. Wait for the next one.", 400, secret=secret)
    await console.accounts.set_totp(me.id, secret)
    await console.audit.note(me.id, "code_on", None)
    return await _renewed(request, "code_on")


@account.post("/code-off")
async def code_off(request: Request) -> HTTPResponse:
    """Ask for no code any more."""
    console, me = console_of(request), session_of(request).staff
    given = forms.fields(request)
    if not await console.sessions.again(me, given.get("password", "")):
        return _page(request, WRONG, 403)
    await console.accounts.set_totp(me.id, None)
    await console.audit.note(me.id, "code_off", None)
    return await _renewed(request, "code_off")


async def _renewed(request: Request, done: str) -> HTTPResponse:
    """End all sessions, and begin a new one here."""
    response = pages.go("/staff/account", done)
    token = await console_of(request).sessions.renew(session_of(request).staff)
    cookies.give(request, response, cookies.SESSION, token, int(ABSOLUTE_SECONDS))
    return response


def _out(request: Request, done: str) -> HTTPResponse:
    response = pages.go(pages.SIGN_IN, done)
    cookies.take(request, response, cookies.SESSION)
    # What the browser has kept of the pages goes too.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _page(request: Request, problem: str = "", status: int = 200, secret: str = "") -> HTTPResponse:
    name = session_of(request).staff.name
    return pages.page(
        request,
        "account.html",
        status=status,
        problem=problem,
        secret=secret,
        # Made here of a secret that was checked; no word of anybody's is in it.
        picture=Markup(codes.picture(secret, name)) if secret else "",  # noqa: S704
        address=codes.address(secret, name) if secret else "",
        shortest=passwords.SHORTEST,
    )
