"""What stands before every page: who is signed in, as what, and whether a form is ours."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from sanic import HTTPResponse, Request
from sanic.exceptions import SanicException
from sanic.response import redirect

from bot.console import cookies, forms, pages
from bot.console.parts import console_of
from bot.console.sessions import TooManyTries
from bot.console.streams import TooManyStreams
from bot.handoff.errors import IllegalTransition
from bot.store.errors import ConversationGone, EpisodeChanged, EpisodeGone, StoreUnavailable

log = logging.getLogger(__name__)
Guard = Callable[[Request], Awaitable[HTTPResponse | None]]

STALE_FORM = (
    "This form is no longer valid, so nothing was changed. Go back, load the page again, and"
    " send it once more."
)


def guard(*, active: bool = True, admin: bool = False) -> Guard:
    """Return what lets only those in who may be.

    Args:
        active: Whether these pages are asked for by a person; what a page asks for by itself does
            not keep anybody signed in.
        admin: Whether they are for admins only.
    """

    async def check(request: Request) -> HTTPResponse | None:
        console = console_of(request)
        token = cookies.read(request, cookies.SESSION)
        session = await console.sessions.find(token, active=active)
        if session is None:
            return _to_the_door(request, token)
        request.ctx.session = session
        if admin and session.staff.role != "admin":
            await console.audit.note(session.staff.id, "admin_page_refused", None)
            return pages.message(request, 403, "For admins only", "Ask an admin of the practice.")
        if request.method not in ("GET", "HEAD") and not forms.is_ours(request, session.csrf):
            return pages.message(request, 403, "Please send that again", STALE_FORM)
        return None

    return check


def _to_the_door(request: Request, token: str | None) -> HTTPResponse:
    if request.method not in ("GET", "HEAD") or request.headers.get("sec-fetch-dest") == "empty":
        text = "You are signed out, so nothing was changed. Sign in, then do it again."
        return pages.message(request, 401, "You are signed out", text)
    here = pages.own_page(request.path)
    if token is None and request.headers.get("sec-fetch-site") == "cross-site":
        # The link in a notice: the browser sends the cookie only from a page of this site.
        return pages.plain(request, "bounce.html", here=here)
    query = "" if here == pages.HOME else f"?next={here}"
    return redirect(f"{pages.SIGN_IN}{query}", status=303)


async def on_error(request: Request, error: Exception) -> HTTPResponse:
    """Return a page for any error; what is unexpected is logged by its place."""
    if isinstance(error, EpisodeGone | ConversationGone):
        text = "The visitor may have deleted it, or its time has come."
        return pages.message(request, 404, "This conversation is gone", text)
    if isinstance(error, IllegalTransition | EpisodeChanged):
        text = "Something happened in the meantime, so nothing was changed. Look again."
        return pages.message(request, 409, "That is no longer possible", text)
    if isinstance(error, TooManyTries):
        return too_many(request, error)
    if isinstance(error, TooManyStreams):
        text = "Close some of the windows in which the console is open."
        return pages.message(request, 429, "Open too often", text)
    if isinstance(error, StoreUnavailable):
        log.warning("the database did not answer: %s", error)
        text = "Your last step may not be saved. Try again in a moment."
        return pages.message(request, 503, "The database did not answer", text)
    if isinstance(error, SanicException) and error.status_code < 500:
        text = "The address or the form is not one of the console's."
        return pages.message(request, error.status_code, "Not found here", text)
    log.error("unexpected error in the console", exc_info=error)
    text = "Try again. If it stays, tell whoever runs the assistant."
    return pages.message(request, 500, "Something went wrong", text)


def too_many(request: Request, error: TooManyTries) -> HTTPResponse:
    """Say that there were too many tries."""
    minutes = max(1, round(error.retry_after / 60))
    text = f"There were too many tries. Wait about {minutes} min."
    response = pages.message(request, 429, "Please wait", text)
    response.headers["Retry-After"] = str(error.retry_after)
    return response
