"""The drill's mail server, with notices that Apprise really sends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.drill.mail import Receiver
from bot.handoff.notice import Notice
from bot.handoff.notifier import deliver

NOTICE = Notice(
    "Somebody waits — é", "Reason: asked for a person.\nWhere: https://x.example/staff/"
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    one.start()
    yield one
    one.stop()


async def test_a_notice_arrives_at_its_contact_and_is_read_as_people_read_it(
    receiver: Receiver,
) -> None:
    assert await asyncio.to_thread(deliver, receiver.url("second"), NOTICE)
    assert await receiver.arrived("second", 1, 0, 5.0)
    (mail,) = receiver.mails()
    assert mail.contact == "second"
    assert "Somebody waits — é" in mail.text
    assert "asked for a person" in mail.text
    assert not await receiver.arrived("first", 1, 0, 0.0)
    assert not await receiver.arrived("second", 1, 1, 0.0)


async def test_a_stopped_server_takes_nothing_until_it_is_back(receiver: Receiver) -> None:
    receiver.stop()
    receiver.stop()
    assert not await asyncio.to_thread(deliver, receiver.url("first"), NOTICE)
    receiver.start()
    receiver.start()
    assert await asyncio.to_thread(deliver, receiver.url("first"), NOTICE)
    assert len(receiver.mails()) == 1
