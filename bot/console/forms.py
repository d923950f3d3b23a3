"""What a form sends, and whether it is a form of ours."""

from __future__ import annotations

import hmac
import re
from urllib.parse import parse_qsl, urlsplit

from sanic import Request

MOST_FIELDS = 40
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form, the last of each name; nothing of any other body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    try:
        pairs = parse_qsl(
            request.body.decode("ascii", errors="replace"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return {}
    return dict(pairs)


def clean(text: str) -> str:
    """Return a text as it may be kept: one kind of line end, and nothing that is no character."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_ours(request: Request, expected: str | None) -> bool:
    """Return whether a form has the token that it must have, and comes from our own page.

    Args:
        request: The form.
        expected: The token of the session, or of the sign-in form; None when there is none.
    """
    given = fields(request).get(CSRF_FIELD) or str(request.headers.get(CSRF_HEADER) or "")
    if not expected or not _same(given, expected):
        return False
    # Browsers tell where a form stands, old ones and those without HTTPS by the origin alone.
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return bool(site in ("same-origin", "none"))
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(
        given.encode("utf-8", errors="replace"), expected.encode("utf-8", errors="replace")
    )
