"""How often people are told, and how long a visitor waits for it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from bot.handoff.notifier import AppriseNotifier
from bot.handoff.once import QUIET_SECONDS, OncePerConversation
from bot.handoff.request import HandoffRequest, Occasion
from bot.safety import About, Category, Severity
from tests.handoff.receivers import Web


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Told:
    """A notifier that succeeds, fails, breaks or waits, as a test says."""

    def __init__(self) -> None:
        self.requests: list[HandoffRequest] = []
        self.of_more: list[HandoffRequest] = []
        self.succeeds = True
        self.breaks = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def notify(self, request: HandoffRequest) -> bool:
        is_of_more = request.occasion is Occasion.MORE
        (self.of_more if is_of_more else self.requests).append(request)
        await self.gate.wait()
        if self.breaks:
            raise OSError("s3cret")
        return self.succeeds


async def test_a_conversation_is_told_of_once_in_ten_minutes(request_: HandoffRequest) -> None:
    told, clock = Told(), Clock()
    once = OncePerConversation(told, 10, clock=clock)
    assert [await once.notify(request_) for _ in range(3)] == [True] * 3
    clock.now += QUIET_SECONDS - 1
    assert await once.notify(request_) and len(told.requests) == 1
    clock.now += 2
    assert await once.notify(request_) and len(told.requests) == 2


@pytest.mark.parametrize(
    ("first", "then", "notices"),
    [
        (Severity.VEILED, Severity.EMERGENCY, 2),
        (Severity.VEILED, Severity.DANGER, 2),
        (Severity.VEILED, None, 2),
        (Severity.DANGER, Severity.EMERGENCY, 2),
        (None, Severity.EMERGENCY, 2),
        (Severity.DANGER, Severity.DANGER, 1),
        (Severity.DANGER, None, 1),
        (Severity.EMERGENCY, Severity.VEILED, 1),
        (Severity.EMERGENCY, None, 1),
    ],
)
async def test_what_becomes_more_urgent_is_told_of_again(
    request_: HandoffRequest, first: Severity | None, then: Severity | None, notices: int
) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    assert await once.notify(replace(request_, severity=first))
    assert await once.notify(replace(request_, severity=then))
    assert await once.notify(replace(request_, severity=then))
    assert [one.severity for one in told.requests] == [first, then][:notices]


@pytest.mark.parametrize(
    "other",
    [
        {"category": Category.MEDICAL},
        {"about": About.OTHER},
        {"category": Category.PARTNER_VIOLENCE, "severity": Severity.VEILED},
    ],
)
async def test_another_danger_is_told_of_too(
    request_: HandoffRequest, other: dict[str, Any]
) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    second = replace(request_, **other)
    assert [await once.notify(one) for one in (request_, second, request_, second)] == [True] * 4
    assert told.requests == [request_, second]


async def test_a_danger_of_no_known_kind_adds_nothing_to_what_was_told(
    request_: HandoffRequest,
) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    unknown = replace(request_, category=None, about=None)
    assert await once.notify(request_) and await once.notify(unknown)
    assert told.requests == [request_]


async def test_another_danger_does_not_join_a_notice_on_its_way(request_: HandoffRequest) -> None:
    told = Told()
    once = OncePerConversation(told, 10, patience=0.05)
    told.gate.clear()
    other = replace(request_, category=Category.MEDICAL)
    assert not await once.notify(request_) and not await once.notify(other)
    assert told.requests == [request_, other]
    told.gate.set()
    await once.close(5)


async def test_more_kinds_of_danger_do_not_pass_the_limit(request_: HandoffRequest) -> None:
    told = Told()
    once = OncePerConversation(told, 5)
    kinds = [replace(request_, category=kind) for kind in Category]
    assert [await once.notify(one) for one in kinds] == [True] * 5 + [False] * 5
    assert len(told.requests) == 5


@pytest.mark.parametrize(
    ("many", "one"),
    [(Occasion.REQUEST, Occasion.DANGER), (Occasion.DANGER, Occasion.REQUEST)],
)
async def test_requests_for_a_person_and_danger_do_not_use_up_each_others_notices(
    request_: HandoffRequest, many: Occasion, one: Occasion
) -> None:
    told = Told()
    once = OncePerConversation(told, 5)
    flood = [replace(request_, occasion=many, wait=str(number)) for number in range(10)]
    assert [await once.notify(asked) for asked in flood] == [True] * 5 + [False] * 5
    assert await once.notify(replace(request_, occasion=one))
    assert len(told.requests) == 6


async def test_more_urgent_danger_does_not_wait_for_a_slower_notice_of_less(
    request_: HandoffRequest,
) -> None:
    told = Told()
    once = OncePerConversation(told, 10, patience=0.05)
    told.gate.clear()
    assert not await once.notify(replace(request_, severity=Severity.VEILED))
    assert not await once.notify(request_)
    # A hint now joins what is on its way.
    assert not await once.notify(replace(request_, severity=Severity.VEILED))
    assert [one.severity for one in told.requests] == [Severity.VEILED, Severity.EMERGENCY]
    told.gate.set()
    await once.close(5)
    assert await once.notify(request_) and len(told.requests) == 2


async def test_each_conversation_is_told_of(request_: HandoffRequest) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    other = replace(request_, conversation="B")
    assert await once.notify(request_) and await once.notify(other)
    assert told.requests == [request_, other]


async def test_what_failed_is_tried_again(request_: HandoffRequest) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    told.succeeds = False
    assert not await once.notify(request_)
    told.breaks = True
    assert not await once.notify(request_)
    told.breaks, told.succeeds = False, True
    assert await once.notify(request_) and len(told.requests) == 3


async def test_a_slow_notice_is_not_awaited_for_long_and_not_sent_twice(
    request_: HandoffRequest,
) -> None:
    told = Told()
    once = OncePerConversation(told, 10, patience=0.1)
    told.gate.clear()
    began = time.monotonic()
    assert not await once.notify(request_)
    assert not await once.notify(request_)
    assert time.monotonic() - began < 2
    told.gate.set()
    # It has arrived meanwhile, and now that is known.
    assert await once.notify(request_) and len(told.requests) == 1


async def test_two_requests_at_once_are_one_notice(request_: HandoffRequest) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    told.gate.clear()
    both = asyncio.gather(once.notify(request_), once.notify(request_))
    await asyncio.sleep(0)
    told.gate.set()
    assert all(await both) and len(told.requests) == 1


async def test_a_visitor_who_is_gone_does_not_stop_the_notice(request_: HandoffRequest) -> None:
    told = Told()
    once = OncePerConversation(told, 10)
    told.gate.clear()
    asked = asyncio.create_task(once.notify(request_))
    await asyncio.sleep(0.01)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    told.gate.set()
    await once.close(5)
    assert await once.notify(request_) and len(told.requests) == 1


async def test_a_flood_of_conversations_is_bounded_in_notices_and_in_memory(
    request_: HandoffRequest,
) -> None:
    told, clock = Told(), Clock()
    once = OncePerConversation(told, 5, clock=clock)
    results = [
        await once.notify(replace(request_, conversation=str(number))) for number in range(100)
    ]
    assert results == [True] * 5 + [False] * 95
    # And the one that says that there is more.
    assert (len(told.requests), len(told.of_more), len(once._told)) == (5, 1, 6)
    assert not once._sending
    clock.now += QUIET_SECONDS
    assert await once.notify(replace(request_, conversation="99"))
    assert len(once._told) == 1


async def test_the_end_waits_for_a_notice_that_is_being_sent_but_not_for_ever(
    request_: HandoffRequest,
) -> None:
    told = Told()
    once = OncePerConversation(told, 10, patience=0.01)
    told.gate.clear()
    assert not await once.notify(request_)
    await once.close(0.05)
    assert not once._sending and not once._told
    await once.close(0.05)


async def test_over_a_real_receiver_that_hangs_and_recovers(
    web: Web, request_: HandoffRequest
) -> None:
    web.gate.clear()
    once = OncePerConversation(AppriseNotifier([web.url]), 10, patience=0.3)
    # The first notice also loads Apprise.
    assert not await once.notify(request_)
    web.gate.set()
    await once.close(10)
    assert await once.notify(request_) and len(web.bodies) == 1
