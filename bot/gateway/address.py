"""Where a request comes from, for the rate limits only: kept nowhere, logged nowhere."""

from __future__ import annotations

from sanic import Request


def client_address(request: Request) -> str:
    """Return the client's address, as told by as many proxies as the settings trust."""
    if request.app.config.PROXIES_COUNT:
        return request.remote_addr or request.ip
    return request.ip
