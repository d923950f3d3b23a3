"""Notices over Apprise, to real servers on this machine."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable

import pytest

from bot.gateway.logs import QuietFormatter
from bot.handoff.notice import TITLES, notice
from bot.handoff.notifier import AppriseNotifier, deliver, unusable
from bot.handoff.request import HandoffRequest, Occasion
from tests.handoff.receivers import FROM, TO, Mailbox, Web, silent_server

LINK = "https://practice.example/staff"
REFUSED = "json://127.0.0.1:9/x"


def test_a_mail_says_what_the_notice_says(mailbox: Mailbox, request_: HandoffRequest) -> None:
    said = notice(request_, LINK)
    assert deliver(mailbox.url, said)
    (mail,) = mailbox.mails
    assert mail["Subject"] == TITLES[Occasion.DANGER]
    assert FROM in mail["From"] and TO in mail["To"]
    for line in filter(None, said.text.splitlines()):
        assert line in mailbox.text()


async def test_a_web_receiver_is_told(web: Web, request_: HandoffRequest) -> None:
    assert await AppriseNotifier([web.url], LINK).notify(request_)
    (body,) = web.bodies
    said = notice(request_, LINK)
    assert (body["title"], body["message"]) == (said.title, said.text)
    assert body["attachments"] == [] and "http" not in web.raw[0].replace(LINK, "").lower().replace(
        "http/1.1", ""
    )


async def test_every_receiver_is_told(mailbox: Mailbox, web: Web, request_: HandoffRequest) -> None:
    assert await AppriseNotifier([mailbox.url, web.url, web.url]).notify(request_)
    assert await asyncio.to_thread(_until, lambda: len(web.bodies) == 2 and len(mailbox.mails) == 1)


async def test_one_receiver_that_works_is_enough(web: Web, request_: HandoffRequest) -> None:
    assert await AppriseNotifier([REFUSED, web.url, "nonsense"]).notify(request_)


async def test_with_nobody_to_tell_nobody_is_told(request_: HandoffRequest) -> None:
    assert not await AppriseNotifier([]).notify(request_)


@pytest.mark.parametrize("url", [REFUSED, f"{REFUSED}?optional=yes", "nonsense", "", "mailto://"])
async def test_a_receiver_that_is_not_there_was_not_told(
    url: str, request_: HandoffRequest
) -> None:
    assert not await AppriseNotifier([url]).notify(request_)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_a_receiver_that_answers_with_an_error_was_not_told(
    web: Web, request_: HandoffRequest, status: int
) -> None:
    web.status = status
    assert not await AppriseNotifier([web.url]).notify(request_)
    assert web.bodies


@pytest.mark.parametrize("status", [301, 302, 303, 307])
async def test_a_receiver_that_sends_us_elsewhere_was_not_told(
    web: Web, request_: HandoffRequest, status: int
) -> None:
    web.status, web.headers = status, {"Location": f"http://127.0.0.1:{web.port}/login"}
    assert not await AppriseNotifier([web.url]).notify(request_)
    assert len(web.bodies) == 1


async def test_a_mail_server_that_refuses_was_not_told(
    mailbox: Mailbox, request_: HandoffRequest
) -> None:
    mailbox.refuses = True
    assert not await AppriseNotifier([mailbox.url]).notify(request_)


@pytest.mark.parametrize("kind", ["json", "mailto"])
async def test_a_receiver_that_hangs_is_given_up(kind: str, request_: HandoffRequest) -> None:
    with silent_server() as port:
        url = f"{kind}://127.0.0.1:{port}/?from={FROM}&to={TO}"
        began = time.monotonic()
        assert not await AppriseNotifier([url], timeout=0.3).notify(request_)
        assert time.monotonic() - began < 3


async def test_a_receiver_that_hangs_holds_up_no_other(web: Web, request_: HandoffRequest) -> None:
    with silent_server() as port:
        assert await AppriseNotifier([f"json://127.0.0.1:{port}/", web.url]).notify(request_)


async def test_a_receiver_that_hangs_cannot_use_up_the_machine(
    web: Web, request_: HandoffRequest
) -> None:
    web.gate.clear()
    hanging = AppriseNotifier([web.url], timeout=0.5)
    assert await asyncio.gather(*(hanging.notify(request_) for _ in range(30))) == [False] * 30
    assert 0 < _sending() <= 8
    web.gate.set()
    assert await asyncio.to_thread(_until, lambda: _sending() == 0)
    # Its threads are free again.
    assert await hanging.notify(request_)


async def test_beside_a_receiver_that_hangs_the_others_are_told_every_time(
    web: Web, mailbox: Mailbox, request_: HandoffRequest
) -> None:
    web.gate.clear()
    notifier = AppriseNotifier([web.url, mailbox.url])
    for _ in range(12):
        assert await notifier.notify(request_)
    assert len(mailbox.mails) == 12 and len(web.bodies) <= 8


async def test_no_secret_and_no_reference_is_logged(
    request_: HandoffRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    urls = ["json://user:s3cret@127.0.0.1:9/t0ken", "s3cret nonsense t0ken", "slack://s3cret/t0ken"]
    assert not await AppriseNotifier(urls, LINK).notify(request_)
    assert unusable(urls) == [2, 3]
    printed = "\n".join(QuietFormatter().format(record) for record in caplog.records)
    assert "a notice could not be sent to receiver 1" in printed
    for secret in ("s3cret", "t0ken", request_.conversation, LINK, "suicide"):
        assert secret not in printed


def test_urls_that_name_nobody_are_counted(web: Web, mailbox: Mailbox) -> None:
    assert unusable([web.url, "x", mailbox.url, "nosuch://host"]) == [2, 4]
    assert unusable([]) == []


def _sending() -> int:
    return sum(one.name == "notice" for one in threading.enumerate())


def _until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False
