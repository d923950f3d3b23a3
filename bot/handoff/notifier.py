"""Sends notices to staff over Apprise: e-mail, SMS, Slack, Teams and a hundred others, each a URL.

The URLs hold passwords. They are in no message here, and what Apprise itself logs is not printed
(`bot.gateway.logs`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from bot.handoff.notice import Notice, notice
from bot.handoff.request import HandoffRequest

if TYPE_CHECKING:
    from apprise import NotifyBase

log = logging.getLogger(__name__)

SENDING_SECONDS = 20.0
"""After this, a notice counts as not sent."""

MOST_THREADS = 8
"""A receiver that hangs holds a thread for each notice; beyond these it is not tried."""


class Notifier(Protocol):
    """Whoever tells people at the practice."""

    async def notify(self, request: HandoffRequest) -> bool:
        """Tell somebody; return whether that succeeded. Takes a bounded time, and never raises."""


class AppriseNotifier:
    """Tells everybody at the practice's Apprise URLs, all at once."""

    def __init__(
        self, urls: Sequence[str], link: str | None = None, timeout: float = SENDING_SECONDS
    ) -> None:
        """Keep the URLs; connects to nothing.

        Args:
            urls: Apprise URLs; with none, nobody is ever told.
            link: where staff look next.
            timeout: seconds for all of them together.
        """
        self._urls = tuple(urls)
        self._link = link
        self._timeout = timeout
        self._threads = [threading.BoundedSemaphore(MOST_THREADS) for _ in self._urls]

    async def notify(self, request: HandoffRequest) -> bool:
        """Send the notice; return whether one receiver at least has taken it."""
        said = notice(request, self._link)
        sent = [self._send(number, said) for number in range(len(self._urls))]
        try:
            async with asyncio.timeout(self._timeout):
                for one in asyncio.as_completed(sent):
                    if await one:
                        return True
        except TimeoutError:
            log.warning("no receiver of notices answered in %.0f s", self._timeout)
        return False

    def _send(self, number: int, said: Notice) -> asyncio.Future[bool]:
        """Start sending to one URL."""

        def work() -> bool:
            try:
                done = deliver(self._urls[number], said)
            finally:
                self._threads[number].release()
            if not done:
                log.warning("a notice could not be sent to receiver %d", number + 1)
            return done

        if not self._threads[number].acquire(blocking=False):
            log.warning("receiver %d hangs: a notice was not sent to it", number + 1)
            refused = asyncio.get_running_loop().create_future()
            refused.set_result(False)
            return refused
        return _in_thread(work)


def deliver(url: str, said: Notice) -> bool:
    """Send a notice to one URL, and wait for it; never raises.

    The plugin is asked itself, as `Apprise.notify` counts a failure as success where the URL says
    `optional=yes`.
    """
    from apprise import NotifyFormat, NotifyType

    try:
        receiver = receiver_at(url)
        return receiver is not None and bool(
            receiver.notify(
                body=said.text,
                title=said.title,
                notify_type=NotifyType.WARNING,
                body_format=NotifyFormat.TEXT,
            )
        )
    except Exception as error:
        log.warning("a receiver failed: %s", type(error).__name__)
        return False


def receiver_at(url: str) -> NotifyBase | None:
    """Whom a URL names; None if it names nobody."""
    # With its plugins it takes a second to import, which a gateway without receivers need not spend.
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(
        app_id="Between Sessions",
        app_desc="Between Sessions",
        app_url="",
        # Apprise's own pictures would be fetched from a third party by whoever reads the notice.
        image_url_mask="",
        image_url_logo="",
        # A page that asks for a login answers 200, and nobody was told.
        http_redirects=False,
    )
    try:
        return Apprise.instantiate(url, asset=asset)
    except Exception as error:
        log.warning("a receiver's URL cannot be used: %s", type(error).__name__)
        return None


def unusable(urls: Sequence[str]) -> list[int]:
    """Which URLs name nobody, by their number, from 1."""
    return [number for number, url in enumerate(urls, 1) if receiver_at(url) is None]


def _in_thread(work: Callable[[], bool]) -> asyncio.Future[bool]:
    """Run `work` in a thread that does not hold up the end of the process, as a pool's would."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[bool] = loop.create_future()

    def settle(done: bool) -> None:
        if not future.done():
            future.set_result(done)

    def run() -> None:
        done = work()
        # The loop is closed when the gateway has ended meanwhile.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, done)

    threading.Thread(target=run, name="notice", daemon=True).start()
    return future
