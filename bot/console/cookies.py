"""The two cookies of the console: who is signed in, and the token of the sign-in form."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from sanic import HTTPResponse, Request

SESSION: Final = "between-sessions-staff"
FORM: Final = "between-sessions-form"
HOST_PREFIX: Final = "__Host-"


def is_secure(request: Request) -> bool:
    """Return whether the browser speaks HTTPS, with us or with the proxy that we trust."""
    return request.scheme == "https"


def read(request: Request, name: str) -> str | None:
    """Return a cookie of ours.

    Over HTTPS only the one with `__Host-` counts: no other site of the domain can set that.
    """
    wanted = f"{HOST_PREFIX if is_secure(request) else ''}{name}"
    for pair in request.headers.getall("cookie", []):
        for part in pair.split(";"):
            key, _, value = part.strip().partition("=")
            if key == wanted and value:
                return str(value)
    return None


def give(request: Request, response: HTTPResponse, name: str, value: str, max_age: int) -> None:
    """Set a cookie that no script can read and that no other site's page sends."""
    secure = is_secure(request)
    response.add_cookie(
        name,
        value,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Strict",
        max_age=max_age,
        host_prefix=secure,
    )


def take(request: Request, response: HTTPResponse, name: str) -> None:
    """Make the browser forget a cookie."""
    give(request, response, name, "", 0)


def new_token() -> str:
    """Return 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what the store keeps of a session's token."""
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()
