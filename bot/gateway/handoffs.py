"""The route by which the action server asks for a person: this machine only, with a token.

The action server has no part in who is told, and when: that is the desk's (`bot.gateway.desk`).
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, ValidationError
from sanic import Blueprint, HTTPResponse, Request, Sanic

from bot.gateway.desk.contacts import problems_of, urls_of
from bot.gateway.desk.visitor import ASKS
from bot.gateway.errors import ApiError
from bot.gateway.parts import parts_of
from bot.gateway.replies import answer
from bot.safety import About, Category, Finding, Severity
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
    reason: Literal["danger", "request"] = "danger"
    category: Annotated[Category | None, _if_known(Category)] = None
    whom: Annotated[About | None, _if_known(About)] = None
    severity: Annotated[Severity | None, _if_known(Severity)] = None

    def findings(self) -> list[Finding]:
        """Return the danger, as far as the action server knows it."""
        if self.category is None or self.whom is None:
            return []
        severity = self.severity or Severity.DANGER
        return [Finding(self.category, self.whom, severity, "engine", "action", (0, 0))]


@handoffs.post("/handoffs")
async def request_handoff(request: Request) -> HTTPResponse:
    """Hand the conversation over, and say whether the desk sees to it from here."""
    _require_the_action_server(request)
    parts = parts_of(request)
    try:
        asked = HandoffIn.model_validate_json(request.body)
    except ValidationError:
        raise ApiError(400, "bad_request") from None
    if asked.reason == "danger":
        taken = await parts.alarm.echo(asked.conversation, asked.findings())
    elif parts.turns.is_answering(asked.conversation):
        # Said as part of the answer, once Rasa's has come.
        parts.visitors.want(asked.conversation)
        taken = True
    else:
        taken = await parts.visitors.understood(asked.conversation, ASKS, None)
    return answer({"taken": taken})


def prepare(app: Sanic[Any, Any], settings: Settings) -> None:
    """Add the route to a gateway whose action server has a token."""
    if settings.internal_token:
        app.blueprint(handoffs)


async def look_at_contacts(settings: Settings) -> None:
    """Say which contacts cannot be reached. Loads Apprise, so that the first notice is quick."""
    if not urls_of(settings):
        log.info("nobody is told of danger: no BETWEEN_SESSIONS_NOTIFY_URLS")
        return
    for problem in await asyncio.to_thread(problems_of, settings):
        log.error("%s", problem)


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
