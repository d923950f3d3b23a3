"""How much one visitor, and all of them, may ask for."""

from __future__ import annotations

import ipaddress
import time
from math import ceil

from limits import RateLimitItem
from limits import parse as parse_rate
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from bot.gateway.errors import ApiError
from bot.settings import Settings


class Limits:
    """Counts messages and conversations, in memory by default."""

    def __init__(self, settings: Settings) -> None:
        """Read the rates from the settings."""
        self._limiter = MovingWindowRateLimiter(storage_from_string(settings.rate_storage))
        self._message_here = parse_rate(settings.messages_per_conversation)
        self._message_from = parse_rate(settings.messages_per_address)
        self._new_from = parse_rate(settings.conversations_per_address)
        self._request_in = parse_rate(settings.desk_requests_per_conversation)
        self._request_from = parse_rate(settings.desk_requests_per_address)
        self._take_away_from = parse_rate(settings.take_aways_per_address)
        self._signal_in = parse_rate(settings.desk_signals_per_conversation)

    async def message_from(self, address: str) -> None:
        """Count a message from an address, whatever conversation it names."""
        await self._hit(self._message_from, "too_many_messages", "message", bucket(address))

    async def message_in(self, conversation_id: str) -> None:
        """Count a message in a conversation."""
        await self._hit(self._message_here, "too_many_messages", "message", conversation_id)

    async def conversation_from(self, address: str) -> None:
        """Count a new conversation from an address."""
        await self._hit(self._new_from, "too_many_conversations", "new", bucket(address))

    async def request_in(self, conversation_id: str) -> None:
        """Count a request for a human in a conversation."""
        await self._hit(self._request_in, "too_many_requests", "request", conversation_id)

    async def request_from(self, address: str) -> None:
        """Count a press by which an address asks for a human."""
        await self._hit(self._request_from, "too_many_requests", "request", bucket(address))

    async def take_away_from(self, address: str) -> None:
        """Count a page or a PDF of the steps that an address opens."""
        await self._hit(self._take_away_from, "too_many_pages", "take_away", bucket(address))

    async def signal_in(self, conversation_id: str) -> None:
        """Count a sign of typing or of delivery in a conversation."""
        await self._hit(self._signal_in, "too_many_messages", "signal", conversation_id)

    async def _hit(self, rate: RateLimitItem, code: str, *key: str) -> None:
        if await self._limiter.hit(rate, *key):
            return
        window = await self._limiter.get_window_stats(rate, *key)
        raise ApiError(429, code, retry_after=max(1, ceil(window.reset_time - time.time())))


def bucket(address: str) -> str:
    """Return what counts as one visitor: an IPv4 address, or an IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
