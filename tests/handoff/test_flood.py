"""More danger than notices: one last notice says so, and again as long as it lasts."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.handoff.notice import TITLES
from bot.handoff.notifier import AppriseNotifier
from bot.handoff.once import QUIET_SECONDS, OncePerConversation
from bot.handoff.request import HandoffRequest, Occasion
from tests.handoff.receivers import Web
from tests.handoff.test_once import Clock, Told

MOST = 3


class Contact:
    """Somebody who is told of danger in one conversation after the other."""

    def __init__(self, request: HandoffRequest, url: str = "") -> None:
        self.told, self.clock, self.last = Told(), Clock(), 0
        self.request = request
        notifier = AppriseNotifier([url]) if url else self.told
        self.once = OncePerConversation(notifier, MOST, patience=20, clock=self.clock)

    async def hears(self, count: int, occasion: Occasion = Occasion.DANGER) -> list[bool]:
        """Danger in so many conversations that had none before."""
        heard = []
        for _ in range(count):
            self.last += 1
            asked = replace(self.request, conversation=str(self.last), occasion=occasion)
            heard.append(await self.once.notify(asked))
        await asyncio.gather(*self.once._sending.values())
        return heard


async def test_the_first_danger_that_is_withheld_is_said_to_be_not_the_only_one(
    request_: HandoffRequest, caplog: pytest.LogCaptureFixture
) -> None:
    contact = Contact(request_)
    assert await contact.hears(MOST) == [True] * MOST
    assert contact.told.of_more == [] and not contact.once.told_of_more()
    with caplog.at_level(logging.ERROR):
        # Of these very ones nobody was told.
        assert await contact.hears(20) == [False] * 20
    (more,) = contact.told.of_more
    assert more == HandoffRequest("", None, None, None, request_.at, Occasion.MORE)
    assert contact.once.told_of_more()
    assert caplog.text.count("too many notices") == 20


async def test_while_it_lasts_it_is_said_once_in_ten_minutes(request_: HandoffRequest) -> None:
    contact = Contact(request_)
    for _ in range(30):
        await contact.hears(10)
        contact.clock.now += QUIET_SECONDS / 10
    assert len(contact.told.of_more) == 3 and len(contact.told.requests) == 3 * MOST


async def test_when_it_is_over_danger_is_told_of_again(request_: HandoffRequest) -> None:
    contact = Contact(request_)
    await contact.hears(MOST + 1)
    contact.clock.now += QUIET_SECONDS
    assert await contact.hears(1) == [True] and not contact.once.told_of_more()
    assert len(contact.told.of_more) == 1


async def test_what_says_that_there_is_more_uses_up_no_notice(request_: HandoffRequest) -> None:
    contact = Contact(request_)
    await contact.hears(MOST + 1)
    assert await contact.hears(MOST, Occasion.REQUEST) == [True] * MOST
    contact.clock.now += QUIET_SECONDS - 1
    await contact.hears(1, Occasion.REQUEST)
    contact.clock.now += 1
    assert await contact.hears(MOST) == [True] * MOST


async def test_requests_for_a_person_without_end_are_no_danger(request_: HandoffRequest) -> None:
    contact = Contact(request_)
    await contact.hears(3 * MOST, Occasion.REQUEST)
    assert contact.told.of_more == [] and not contact.once.told_of_more()


async def test_if_it_could_not_be_said_it_is_tried_again(request_: HandoffRequest) -> None:
    contact = Contact(request_)
    await contact.hears(MOST)
    contact.told.succeeds = False
    await contact.hears(1)
    contact.told.succeeds = True
    await contact.hears(2)
    assert len(contact.told.of_more) == 2


async def test_it_is_said_once_while_it_is_on_its_way(request_: HandoffRequest) -> None:
    contact = Contact(request_)
    await contact.hears(MOST)
    contact.told.gate.clear()
    flood = [replace(request_, conversation=f"more {number}") for number in range(5)]
    asked = asyncio.gather(*(contact.once.notify(one) for one in flood))
    await asyncio.sleep(0)
    assert not contact.once.told_of_more()
    contact.told.gate.set()
    assert await asked == [False] * 5
    assert len(contact.told.of_more) == 1


async def test_over_a_real_receiver(web: Web, request_: HandoffRequest) -> None:
    contact = Contact(request_, web.url)
    assert await contact.hears(30) == [True] * MOST + [False] * (30 - MOST)
    titles = [one["title"] for one in web.bodies]
    assert titles == [TITLES[Occasion.DANGER]] * MOST + [TITLES[Occasion.MORE]]
    assert (
        "console" in web.bodies[-1]["message"] and "Conversation" not in web.bodies[-1]["message"]
    )
