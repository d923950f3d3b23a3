"""The route by which the action server asks for a person: this machine only, with a token.

The action server has no Apprise, and no part in who is told; see `bot.handoff`.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, ValidationError
from sanic import Blueprint, HTTPResponse, Request, Sanic

from bot.gateway.errors import ApiError
from bot.gateway.parts import parts_of
from bot.gateway.replies import answer
from bot.handoff.notifier import AppriseNotifier, unusable
from bot.handoff.once import OncePerConversation
from bot.handoff.request import HandoffRequest, reference_of
from bot.safety import About, Category, Finding, Severity
from bot.safety.card import leading
from bot.settings import Settings

log = logging.getLogger(__name__)
handoffs = Blueprint("handoffs", url_prefix="/internal")

#: What proxies add. Behind one on this machine, all the world would come from here.
FORWARDING: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def _if_known(kind: type[StrEnum]) -> BeforeValidator:
    """A value that is not known is left out: it is no reason to tell nobody."""

    def known(value: Any) -> Any:
        return value if value in [one.value for one in kind] else None

    return BeforeValidator(known)


class HandoffIn(BaseModel):
    """What the action asks for."""

    model_config = ConfigDict(extra="forbid")

    conversation: StrictStr = Field(min_length=1, max_length=200)
    category: Annotated[Category | None, _if_known(Category)] = None
    whom: Annotated[About | None, _if_known(About)] = None
    severity: Annotated[Severity | None, _if_known(Severity)] = None


@handoffs.post("/handoffs")
async def request_handoff(request: Request) -> HTTPResponse:
    """Tell somebody at the practice, and say whether that succeeded."""
    _require_the_action_server(request)
    try:
        asked = HandoffIn.model_validate_json(request.body)
    except ValidationError:
        raise ApiError(400, "bad_request") from None
    told = await _notifier(request.app).notify(
        HandoffRequest(
            conversation=reference_of(asked.conversation),
            category=asked.category,
            about=asked.whom,
            severity=asked.severity,
            at=datetime.now(parts_of(request).voice.zone()),
        )
    )
    return answer({"told": told})


def prepare(app: Sanic[Any, Any], settings: Settings) -> None:
    """Add the route, and who is told, to a gateway whose action server has a token."""
    if not settings.internal_token:
        return
    app.blueprint(handoffs)
    notifier = AppriseNotifier(settings.notify_urls, settings.notify_link)
    app.ctx.notifier = OncePerConversation(notifier, settings.notify_limit)


async def look_at_receivers(settings: Settings) -> None:
    """Say which receivers cannot be used. Loads Apprise, so that the first notice is quick."""
    if not settings.internal_token or not settings.notify_urls:
        log.info("nobody is told of danger: no BETWEEN_SESSIONS_NOTIFY_URLS, or no token")
        return
    for number in await asyncio.to_thread(unusable, settings.notify_urls):
        log.error("BETWEEN_SESSIONS_NOTIFY_URLS: number %d is not a URL of Apprise", number)


async def close(app: Sanic[Any, Any], grace: float) -> None:
    """Let notices that are being sent end."""
    if getattr(app.ctx, "notifier", None) is not None:
        await _notifier(app).close(grace)


def _notifier(app: Sanic[Any, Any]) -> OncePerConversation:
    notifier = app.ctx.notifier
    assert isinstance(notifier, OncePerConversation)
    return notifier


def _require_the_action_server(request: Request) -> None:
    """Check where the request comes from, then its token.

    Raises:
        ApiError: 404 for everybody elsewhere, who need not know of it; 401 for a wrong token.
    """
    if not _from_this_machine(request):
        raise ApiError(404, "not_found")
    expected = parts_of(request).settings.internal_token or ""
    given = (request.token or "").encode("utf-8", errors="replace")
    if not expected or not hmac.compare_digest(given, expected.encode()):
        raise ApiError(401, "unauthorized")


def _from_this_machine(request: Request) -> bool:
    connection = request.conn_info
    if connection is None or any(name in request.headers for name in FORWARDING):
        return False
    try:
        peer, own = (_host(one) for one in (connection.peername, connection.sockname))
    except (ValueError, TypeError, IndexError):
        return False
    # A gateway at an outer address is reached at, and thus from, that address.
    return bool(peer.is_loopback or peer == own)


def _host(address: Any) -> Any:
    found = ip_address(address[0].partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


async def tell(app: Sanic[Any, Any], conversation_id: str, findings: Sequence[Finding]) -> None:
    """Tell somebody when the action server cannot ask for it; never raises."""
    if getattr(app.ctx, "notifier", None) is None:
        return
    lead = leading(findings)
    await _notifier(app).notify(
        HandoffRequest(
            conversation=reference_of(conversation_id),
            category=lead.category if lead else None,
            about=lead.about if lead else None,
            severity=lead.severity if lead else None,
            at=datetime.now(app.ctx.parts.voice.zone()),
        )
    )
