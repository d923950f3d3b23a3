"""Headers that bound what a browser does with an answer, and which sites may use the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse, empty

PAGE_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
API_PATHS: Final = (
    "/v1/conversations",
    "/v1/conversations/<conversation_id:str>",
    "/v1/conversations/<conversation_id:str>/messages",
    "/v1/conversations/<conversation_id:str>/events",
    "/v1/conversations/<conversation_id:str>/desk",
    "/v1/conversations/<conversation_id:str>/presence",
    "/v1/conversations/<conversation_id:str>/transcript",
    "/v1/help",
    "/v1/widget",
)
PAGES: Final = ("/docs",)
WIDGET: Final = "/widget/"
"""Below it are the widget's files, which any site may load: a page that pins one asks with CORS."""
ANY_SITE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
EXPOSED: Final = "Retry-After, Content-Disposition"
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def on_response(request: Request, response: BaseHTTPResponse) -> None:
    """Add the headers."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(WIDGET):
        response.headers.update(ANY_SITE)
    page = request.path in PAGES or request.path.startswith("/static/")
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else API_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")


def allow_origins(app: Sanic[Any, Any], origins: tuple[str, ...]) -> None:
    """Let pages of other origins use the API; with no origins, nothing changes."""
    if not origins:
        return
    app.register_middleware(_sharing(frozenset(origins)), "response")
    for number, path in enumerate(API_PATHS):
        app.add_route(preflight, path, methods=["OPTIONS"], name=f"preflight_{number}")


def _sharing(allowed: frozenset[str]) -> Callable[[Request, BaseHTTPResponse], None]:
    def share(request: Request, response: BaseHTTPResponse) -> None:
        if request.path.startswith(WIDGET):
            return
        origin = request.headers.get("origin", "")
        response.headers.add("Vary", "Origin")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED

    return share


async def preflight(request: Request, **_: str) -> HTTPResponse:
    """Answer a browser that asks before it sends; the origin is checked in `_sharing`."""
    return empty(
        headers={
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }
    )
