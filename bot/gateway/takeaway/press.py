"""Has PDFs made by a process of its own: one at a time, a few waiting, each within its time."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Final

from bot.gateway.takeaway.worker import ANSWER, HEAD
from bot.settings import ROOT

log = logging.getLogger(__name__)

CLOSE_SECONDS: Final = 2.0
TRIES: Final = 2
"""A process that has died, whenever it was, is replaced once for each page."""

_KEPT: Final = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
_KEPT_BEGINNINGS: Final = ("FONTCONFIG_", "XDG_")


class NoPdf(Exception):
    """No PDF was made: why, in a word for the log."""


class Press:
    """Makes PDFs. Its process is started with the first one, and again when it has died."""

    def __init__(self, seconds: float, most: int) -> None:
        """Start nothing yet.

        Args:
            seconds: For a PDF, with the time that it waits for others.
            most: PDFs asked for at a time.
        """
        self._seconds, self._most = seconds, most
        self._turn = asyncio.Lock()
        self._jobs: set[asyncio.Task[bytes]] = set()
        self._process: Process | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process is not None and alive else None

    async def pdf(self, page: str) -> bytes:
        """Return a page, given as HTML, as a PDF.

        Raises:
            NoPdf: Too many are asked for, it took too long, or it could not be made.
        """
        if self._closed or len(self._jobs) >= self._most:
            raise NoPdf("too many at a time")
        # Whoever leaves does not stop it: the process would have to be replaced.
        job = asyncio.create_task(self._within_time(page))
        self._jobs.add(job)
        job.add_done_callback(self._ended)
        return await asyncio.shield(job)

    async def close(self) -> None:
        """End the process, and drop what is being made."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        if self._process is not None:
            await self._end(self._process)

    def _ended(self, job: asyncio.Task[bytes]) -> None:
        self._jobs.discard(job)
        if not job.cancelled() and (error := job.exception()) is not None:
            log.warning("no PDF was made: %s", error)

    async def _within_time(self, page: str) -> bytes:
        try:
            async with asyncio.timeout(self._seconds), self._turn:
                return await self._make(page)
        except TimeoutError:
            raise NoPdf("it took too long") from None

    async def _make(self, page: str) -> bytes:
        for _ in range(TRIES):
            try:
                process = await self._running()
                return await self._ask(process, page.encode())
            except (OSError, asyncio.IncompleteReadError):
                await self._drop()
            except asyncio.CancelledError:
                # Its answer, if one came, would be taken for the next page's.
                await self._drop()
                raise
        raise NoPdf("its process ended")

    async def _ask(self, process: Process, page: bytes) -> bytes:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(HEAD.pack(len(page)) + page)
        await process.stdin.drain()
        made, size = ANSWER.unpack(await process.stdout.readexactly(ANSWER.size))
        body = await process.stdout.readexactly(size)
        if not made:
            raise NoPdf(body.decode(errors="replace"))
        return body

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.gateway.takeaway.worker"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(),
            )
        return self._process

    async def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _end(self, process: Process) -> None:
        if process.stdin is not None:
            process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await process.wait()
        await self._drop()


def _environment() -> dict[str, str]:
    """Return what the process needs to know: none of the secrets among the settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_KEPT_BEGINNINGS)
    }
    return {**kept, "PYTHONPATH": str(ROOT)}
