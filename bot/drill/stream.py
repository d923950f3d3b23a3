"""A visitor's event stream, which is opened again when it breaks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Final

import httpx

from bot.drill.errors import ScenarioFailed
from bot.drill.frames import Frame, Frames

TIMEOUT: Final = httpx.Timeout(10.0, read=60.0)
RECONNECT_SECONDS: Final = 0.3


class Stream:
    """Reads a stream in the background."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        path: str,
        headers: Mapping[str, str],
        take: Callable[[Frame], None],
    ) -> None:
        """Prepare; `open` begins.

        Args:
            http: of the gateway.
            path: of the conversation.
            headers: with its token.
            take: is given each frame.
        """
        self._http, self._path, self._headers, self._take = http, path, dict(headers), take
        self._cursor = 0
        self._reading: asyncio.Task[None] | None = None

    def open(self, after: int) -> None:
        """Read what comes after an event's number."""
        self._cursor = after
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Break the connection."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
            self._reading = None

    def check(self) -> None:
        """Check that it is being read.

        Raises:
            ScenarioFailed: the gateway refused it.
        """
        if self._reading is not None and self._reading.done():
            self._reading.result()

    async def _read(self) -> None:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                await self._follow()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _follow(self) -> None:
        frames = Frames()
        async with self._http.stream(
            "GET",
            f"{self._path}/events",
            params={"after": self._cursor},
            headers=self._headers,
            timeout=TIMEOUT,
        ) as answer:
            if answer.status_code != httpx.codes.OK:
                raise ScenarioFailed(f"The event stream answered {answer.status_code}.")
            async for line in answer.aiter_lines():
                frame = frames.line(line)
                if frame is not None:
                    if frame.number is not None:
                        self._cursor = int(frame.number)
                    self._take(frame)
