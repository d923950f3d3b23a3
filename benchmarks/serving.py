"""What is measured of running servers: start, memory, understanding, load, a long conversation."""

from __future__ import annotations

import asyncio
import itertools
import random
import subprocess
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import asdict, dataclass
from typing import TypeVar

import httpx

from benchmarks import clients, load
from benchmarks.clients import Client
from benchmarks.contestant import Contestant
from benchmarks.figures import median, percentile
from benchmarks.load import Round
from benchmarks.plan import FEW, MEMORY_AFTER, Plan
from benchmarks.processes import (
    BenchmarkError,
    free_port,
    resident_megabytes,
    started,
    tail,
)
from benchmarks.questions import Question
from benchmarks.understanding import Understanding, score
from bot.setup.console import Progress, say

Result = TypeVar("Result")

READY_WITHIN = 600.0
READY_EVERY = 0.05
AT_ONCE = 8
"""Questions that are understood at once, where time does not count."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    contestant: Contestant
    process: subprocess.Popen[bytes]
    port: int


def time_starts(contestants: Sequence[Contestant], plan: Plan) -> None:
    """Starts each server some times, in alternation."""
    took: list[list[float]] = [[] for _ in contestants]
    for index in load.alternating(len(contestants), plan.starts):
        contestant = contestants[index]
        begin = time.monotonic()
        with serving(contestant) as server:
            run(_until_ready(server))
            took[index].append(time.monotonic() - begin)
        say(f"Ready after {took[index][-1]:.1f} s: {contestant.side.title}")
    for contestant, seconds in zip(contestants, took, strict=True):
        contestant.figures.ready_seconds = median(seconds)


@contextmanager
def serving(contestant: Contestant) -> Iterator[Server]:
    """Runs the server of a side."""
    port = free_port()
    command = contestant.side.serve_command(port)
    with started(command, contestant.folder, contestant.log) as process:
        yield Server(contestant, process, port)


async def _until_ready(server: Server) -> None:
    end = time.monotonic() + READY_WITHIN
    async with clients.http(server.port) as connections:
        client = clients.client_of(server.contestant.side, connections)
        while time.monotonic() < end:
            if server.process.poll() is not None:
                break
            try:
                if await client.say("c_ready", "Can my therapist text me?"):
                    return
            except (httpx.HTTPError, ValueError):
                pass
            await asyncio.sleep(READY_EVERY)
    raise BenchmarkError(
        f"{server.contestant.side.title} did not get ready:\n{tail(server.contestant.log)}"
    )


def serve(contestants: Sequence[Contestant], questions: Sequence[Question], plan: Plan) -> int:
    """Serves both at once and measures them in alternation.

    Returns:
        How many turns the long conversation had.
    """
    with ExitStack() as stack:
        servers = []
        for contestant in contestants:
            server = stack.enter_context(serving(contestant))
            run(_until_ready(server))
            servers.append(server)
        return run(_measure(servers, questions, plan))


async def _measure(servers: Sequence[Server], questions: Sequence[Question], plan: Plan) -> int:
    texts = [question.text for question in questions if question.topics]
    random.Random(0).shuffle(texts)  # the same mix for both, and in every run
    async with AsyncExitStack() as stack:
        visitors = []
        for server in servers:
            connections = await stack.enter_async_context(clients.http(server.port))
            visitors.append(clients.client_of(server.contestant.side, connections))
        for server, client in zip(servers, visitors, strict=True):
            title = server.contestant.side.title
            await _ask_a_few(client, texts)
            memory = resident_megabytes(server.process.pid)
            server.contestant.figures.memory_megabytes = memory
            understood = await _understand(client, questions, f"Questions: {title}")
            for name, value in asdict(score(questions, understood)).items():
                setattr(server.contestant.figures, name, value)
        totals = [Round() for _ in servers]
        for number in plan.visitors:
            await _load(servers, visitors, texts, number, plan, totals)
        return await _converse(servers, visitors, texts, plan, totals)


async def _ask_a_few(client: Client, texts: Sequence[str]) -> None:
    for index, text in enumerate(itertools.islice(itertools.cycle(texts), MEMORY_AFTER)):
        await client.say(f"c_few_{index // load.QUESTIONS_A_VISITOR}", text)


async def _understand(
    client: Client, questions: Sequence[Question], title: str
) -> list[Understanding]:
    progress, gate, done = Progress(title), asyncio.Semaphore(AT_ONCE), itertools.count(1)

    async def one(question: Question) -> Understanding:
        async with gate:
            understood = await client.understand(question.text)
            progress(next(done), len(questions))
            return understood

    return await asyncio.gather(*(one(question) for question in questions))


async def _load(
    servers: Sequence[Server],
    visitors: Sequence[Client],
    texts: Sequence[str],
    number: int,
    plan: Plan,
    totals: Sequence[Round],
) -> None:
    rounds = [Round() for _ in servers]
    for index in load.alternating(len(servers), plan.rounds):
        result = await load.visit(visitors[index], texts, number, plan.seconds)
        say(
            f"Visitors at once {number}: {result.messages_a_second:.1f} a second, "
            f"{servers[index].contestant.side.title}"
        )
        rounds[index].add(result)
    for server, result, total in zip(servers, rounds, totals, strict=True):
        total.add(result)
        figures = server.contestant.figures
        setattr(figures, f"p50_{number}", percentile(result.milliseconds, 50))
        setattr(figures, f"p95_{number}", percentile(result.milliseconds, 95))
        setattr(figures, f"rate_{number}", result.messages_a_second)


async def _converse(
    servers: Sequence[Server],
    visitors: Sequence[Client],
    texts: Sequence[str],
    plan: Plan,
    totals: Sequence[Round],
) -> int:
    say(f"A conversation of {plan.turns} turns")
    talks = await load.converse(visitors, texts, plan.turns, plan.turns_limit)
    had = min(len(talk.milliseconds) + talk.failed for talk in talks)
    if had < plan.turns:
        say(f"  the time was up after {had}")
    for server, talk, total in zip(servers, talks, totals, strict=True):
        total.add(talk)
        figures = server.contestant.figures
        figures.early_turn = median(talk.milliseconds[:FEW])
        figures.late_turn = median(talk.milliseconds[-FEW:])
        sent = total.failed + len(total.milliseconds)
        figures.failed = total.failed / max(1, sent)
    return had


def run(work: Coroutine[object, object, Result]) -> Result:
    """Runs a coroutine to its end; Ctrl-C ends it."""
    return asyncio.run(work)
