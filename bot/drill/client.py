"""The HTTP client by which visitors and staff reach a gateway."""

from __future__ import annotations

from typing import Final

import httpx

SECONDS: Final = 45.0
"""More than the assistant takes to give up."""

THIS_MACHINE: Final = ("127.0.0.1", "localhost", "::1")


def http(url: str) -> httpx.AsyncClient:
    """Return a client of a gateway."""
    is_here = httpx.URL(url).host in THIS_MACHINE
    # Then never through a proxy.
    return httpx.AsyncClient(base_url=url, timeout=SECONDS, trust_env=not is_here)
