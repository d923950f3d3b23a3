"""The event stream of a conversation: what was missed, then what happens."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Request

from bot.gateway.errors import ApiError
from bot.gateway.parts import Parts, parts_of
from bot.gateway.replies import dumps
from bot.store.errors import StoreUnavailable
from bot.store.records import Event

streams = Blueprint("streams", url_prefix="/v1/conversations")
HEARTBEAT = ": still here\n\n"
TYPING = f"event: typing\ndata: {dumps({'type': 'typing', 'from': 'staff', 'typing': True})}\n\n"
ENDED = "event: end\ndata: {}\n\n"


@streams.get("/<conversation_id:str>/events")
async def events(request: Request, conversation_id: str) -> None:
    """Send the events after `after`, then each new one, until the client leaves."""
    parts = parts_of(request)
    cursor = _cursor(request)
    await parts.sessions.open(conversation_id, request.token)
    with parts.hub.stream(conversation_id) as wake:
        missed = await _after(parts, conversation_id, cursor)
        response = await request.respond(
            content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"}
        )
        assert response is not None
        await response.send(HEARTBEAT)
        signs = parts.presence.staff_signs(conversation_id)
        while not parts.hub.closing:
            if missed is None:
                await response.send(ENDED)
                break
            for event in missed:
                await response.send(_frame(event))
                cursor = event.seq
            if signs != parts.presence.staff_signs(conversation_id):
                signs = parts.presence.staff_signs(conversation_id)
                await response.send(TYPING)
            if not missed and not await _woken(wake, parts.settings.heartbeat_seconds):
                await response.send(HEARTBEAT)
            wake.clear()
            try:
                missed = await _after(parts, conversation_id, cursor)
            except StoreUnavailable:
                # The client comes back by itself, with its cursor.
                break
        await response.eof()


def _cursor(request: Request) -> int:
    given = request.args.get("after", "0")
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise ApiError(400, "bad_request", "after: a number is expected")
    return int(given)


async def _after(parts: Parts, conversation_id: str, cursor: int) -> list[Event] | None:
    return await parts.store.events_after(
        conversation_id, cursor, parts.settings.max_events_replayed
    )


async def _woken(wake: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return False
    return True


def _frame(event: Event) -> str:
    return f"id: {event.seq}\nevent: {event.type}\ndata: {dumps(event.as_dict())}\n\n"
