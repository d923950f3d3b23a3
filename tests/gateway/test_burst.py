"""Ten thousand messages at once."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable

import httpx

from tests.gateway.running import RunningGateway, Visitor, cards
from tests.gateway.standin import StandIn

MESSAGES = 10_000
CONNECTIONS = 32


def test_a_burst_is_refused_quickly_and_harms_nobody_else(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve(messages_per_conversation="20/hour", messages_per_address="120/hour")
    visitor, other = Visitor(gateway).begin(), Visitor(gateway).begin()
    statuses, slowest = asyncio.run(_burst(visitor, gateway.port))
    assert sum(statuses.values()) == MESSAGES
    # Of the few that are let in, some may come too late for a busy database.
    assert statuses[429] >= MESSAGES - 20 and set(statuses) <= {200, 429, 503}
    assert len(engine.asked) <= 20
    # No queue of thousands: each is refused as it comes.
    assert slowest < 20
    assert cards(visitor.say("I want to die").json())
    assert cards(other.say("I want to die").json())


async def _burst(visitor: Visitor, port: int) -> tuple[Counter[int], float]:
    statuses: Counter[int] = Counter()
    slowest = 0.0
    left = iter(range(MESSAGES))

    async def one_connection() -> None:
        nonlocal slowest
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in left:
            body = json.dumps({"client_id": str(uuid.uuid4()), "text": f"burst {number}"})
            head = (
                f"POST {visitor.messages} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
                f"Authorization: Bearer {visitor.token}\r\n\r\n"
            )
            began = time.monotonic()
            writer.write((head + body).encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in answer.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            )
            await reader.readexactly(length)
            slowest = max(slowest, time.monotonic() - began)
            statuses[int(answer.split()[1])] += 1
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return statuses, slowest


def test_many_conversations_at_once_are_each_answered(
    serve: Callable[..., RunningGateway], engine: StandIn
) -> None:
    gateway = serve(engine_concurrency=2, late_after=10.0)
    visitors = [Visitor(gateway).begin() for _ in range(8)]

    async def all_at_once() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=gateway.url, trust_env=False, timeout=30) as http:
            return await asyncio.gather(
                *(
                    http.post(
                        one.messages,
                        headers=one.headers,
                        json={"client_id": str(uuid.uuid4()), "text": f"hello {one.id}"},
                    )
                    for one in visitors
                    for _ in range(3)
                )
            )

    for response in asyncio.run(all_at_once()):
        body = response.json()
        assert response.status_code == 200
        asked, answered = body["events"]
        assert answered["text"] == f"An answer to: {asked['text']}"
