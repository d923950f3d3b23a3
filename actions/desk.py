"""Asks the gateway for a person: its desk takes it from there, and says so to the visitor."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from aiohttp import ClientSession

log = logging.getLogger(__name__)

TIMEOUT = 4.0
"""Seconds: more than the gateway's patience with its store, less than Rasa's with an action."""

GATEWAY = "http://127.0.0.1:8080"


async def desk_takes(request: dict[str, Any]) -> bool:
    """Whether the desk has taken a request; False whenever that is not known. Never fails.

    Args:
        request: the conversation's id, the reason, and what was found; no word of the visitor's.
    """
    token = os.environ.get("BETWEEN_SESSIONS_INTERNAL_TOKEN")
    gateway = os.environ.get("BETWEEN_SESSIONS_GATEWAY_URL") or GATEWAY
    if not token:
        return False
    try:
        async with (
            asyncio.timeout(TIMEOUT),
            ClientSession() as session,
            session.post(
                f"{gateway}/internal/handoffs",
                json=request,
                headers={"Authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as answer,
        ):
            return answer.status == 200 and (await answer.json()).get("taken") is True
    except Exception as error:
        log.warning("the hand-off could not be requested: %s", type(error).__name__)
        return False
