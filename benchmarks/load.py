"""Visitors that ask one question after another, and a long conversation."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpx

from benchmarks.clients import Client

QUESTIONS_A_VISITOR = 5
"""Then the visitor leaves, and another comes: conversations on a website are short."""


@dataclass
class Round:
    """What visitors saw: milliseconds of each answered message, failures, and how long it took."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    def add(self, other: Round) -> None:
        """Adds another round."""
        self.milliseconds += other.milliseconds
        self.failed += other.failed
        self.seconds += other.seconds

    @property
    def messages_a_second(self) -> float:
        """Answered messages a second; 0 before anything was measured."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


async def visit(client: Client, texts: Sequence[str], visitors: int, seconds: float) -> Round:
    """Has visitors ask for so many seconds, each waiting for an answer before the next question.

    Args:
        client: of the server.
        texts: what they ask, in turn and from the first on: the same for every server.
        visitors: how many at once.
        seconds: after which no further question is asked.
    """
    result, endless = Round(), itertools.cycle(texts)
    start = time.perf_counter()

    async def come_and_go() -> None:
        while True:
            conversation = f"c_{uuid.uuid4().hex}"
            for _ in range(QUESTIONS_A_VISITOR):
                if time.perf_counter() - start >= seconds:
                    return
                await timed(client, conversation, next(endless), result)

    await asyncio.gather(*(come_and_go() for _ in range(visitors)))
    result.seconds = time.perf_counter() - start
    return result


async def timed(client: Client, conversation: str, text: str, result: Round) -> None:
    """Sends one message and notes how long the answer took."""
    before = time.perf_counter()
    try:
        answered = await client.say(conversation, text)
    except httpx.HTTPError:
        answered = False
    if answered:
        result.milliseconds.append((time.perf_counter() - before) * 1000)
    else:
        result.failed += 1


async def converse(
    clients: Sequence[Client], texts: Sequence[str], turns: int, seconds: float
) -> list[Round]:
    """Leads one long conversation with each server, turn by turn in alternation.

    Returns:
        One round for each server; shorter than asked for when the time was up.
    """
    rounds = [Round() for _ in clients]
    names = [f"c_{uuid.uuid4().hex}" for _ in clients]
    start = time.perf_counter()
    for text in itertools.islice(itertools.cycle(texts), turns):
        if time.perf_counter() - start >= seconds:
            break
        for client, name, result in zip(clients, names, rounds, strict=True):
            await timed(client, name, text, result)
    return rounds


def alternating(count: int, rounds: int) -> Iterator[int]:
    """Whose turn it is: 0 1, then 1 0, and so on, so that neither always comes first."""
    for number in range(rounds):
        order = range(count)
        yield from order if number % 2 == 0 else reversed(order)
