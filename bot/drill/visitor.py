"""A visitor, who uses the public API as the page does."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

import httpx

from bot.drill.errors import ScenarioFailed
from bot.drill.frames import Frame
from bot.drill.stream import Stream
from bot.drill.timeline import Seen, Timeline, Wanted, seen, timing

PATIENCE: Final = 12.0
"""Seconds within which something comes that is due at once, also on a slow machine."""

QUIET_SECONDS: Final = 0.2


class Visitor:
    """Somebody with a conversation, whose page is open."""

    def __init__(
        self, http: httpx.AsyncClient, clock: Callable[[], float], show: Callable[[Seen], None]
    ) -> None:
        """Prepare; `arrive` begins.

        Args:
            http: of the gateway.
            clock: seconds since the scenario began.
            show: is told of all that the visitor sees.
        """
        self.timeline = Timeline()
        self.mark = f"drill-{secrets.token_hex(3)}"
        self.said: list[str] = []
        self.typing: list[float] = []
        self._http, self._clock, self._show = http, clock, show
        self._path = ""
        self._headers: dict[str, str] = {}
        self._stream: Stream | None = None
        self._news = asyncio.Event()

    async def arrive(self) -> None:
        """Open the page."""
        begun = _checked(await self._http.post("/v1/conversations"), "opens the page")
        self._path = f"/v1/conversations/{begun['id']}"
        self._headers = {"Authorization": f"Bearer {begun['token']}"}
        self._stream = Stream(self._http, self._path, self._headers, self._take)
        self._stream.open(0)

    async def reload(self) -> None:
        """Load the page again: the stream breaks, and is taken up at the last event."""
        assert self._stream is not None
        await self._stream.close()
        self._stream.open(self.timeline.cursor)

    async def leave(self) -> None:
        """Close the page, and delete the conversation."""
        if self._stream is not None:
            await self._stream.close()
        if self._path:
            with contextlib.suppress(httpx.HTTPError):
                await self._http.delete(self._path, headers=self._headers)

    # What the visitor does

    async def say(self, text: str) -> Seen:
        """Write something; return it as the page shows it, once it is delivered."""
        self.said.append(text)
        client_id = str(uuid.uuid4())
        body = {"client_id": client_id, "text": text}
        answer = await self._http.post(f"{self._path}/messages", json=body, headers=self._headers)
        _checked(answer, "writes")
        own = Wanted(
            "the visitor's own message",
            lambda one: one.who == "visitor" and one.client_id == client_id,
        )
        return await self.sees(own)

    async def press(self, action: str) -> None:
        """Press a button of the desk's, which must be there."""
        shown = [one["action"] for one in (await self.desk())["actions"]]
        if action not in shown:
            raise ScenarioFailed(
                f"The visitor has no button {action!r}, only {', '.join(shown) or 'none'}."
            )
        await self._post({"action": action})

    async def send(self, text: str, reach: str) -> None:
        """Fill in the form for a message, which must be there, and send it."""
        if (await self.desk())["form"] is None:
            raise ScenarioFailed("The visitor has no form for a message.")
        self.said += [text, reach]
        await self._post({"action": "send", "text": text, "reach": reach})

    async def notes(self) -> None:
        """Tell, as the page does while a person is there, up to where it shows the talk."""
        body = {"seq": self.timeline.cursor, "typing": False}
        answer = await self._http.post(f"{self._path}/presence", json=body, headers=self._headers)
        if answer.status_code != httpx.codes.NO_CONTENT:
            raise ScenarioFailed(f"The gateway answered {answer.status_code} to what the page saw.")

    async def desk(self) -> dict[str, Any]:
        """Return how the conversation stands, as a page that is loaded asks for it."""
        answer = await self._http.get(f"{self._path}/desk", headers=self._headers)
        found: dict[str, Any] = _checked(answer, "looks at the desk")["desk"]
        return found

    # What the visitor sees

    async def sees(
        self, wanted: Wanted, after: Seen | None = None, *, within: float = PATIENCE
    ) -> Seen:
        """Wait for something, and for nothing that must not be seen meanwhile.

        Args:
            wanted: what to wait for.
            after: it comes after this.
            within: seconds from now.

        Raises:
            ScenarioFailed: it does not come, or something else comes that must not.
        """
        end = time.monotonic() + within
        while (found := self.timeline.first(wanted, after)) is None:
            self.check()
            self._news.clear()
            try:
                async with asyncio.timeout(max(0.0, end - time.monotonic())):
                    await self._news.wait()
            except TimeoutError:
                start = after.seq if after else 0
                since = [one.what for one in self.timeline.all if one.seq > start]
                raise ScenarioFailed(
                    f"{wanted.name} did not come within {within:.0f} s. Instead came: "
                    f"{', '.join(since) or 'nothing'}."
                ) from None
        self.check()
        return found

    async def sees_at(self, wanted: Wanted, since: Seen, due: float, late: float) -> Seen:
        """Wait for something that is due so many seconds after something else.

        Args:
            wanted: what to wait for.
            since: what the time counts from.
            due: seconds after it.
            late: seconds by which it may come later.
        """
        left = since.at + due + late - self._clock()
        found = await self.sees(wanted, since, within=max(0.0, left) + QUIET_SECONDS)
        if wrong := timing(wanted, since, found, due, late):
            raise ScenarioFailed(wrong)
        return found

    async def sees_typing(self, before: int, within: float = PATIENCE) -> None:
        """Wait for a sign that staff are typing.

        Args:
            before: how many there were before.
            within: seconds from now.
        """
        end = time.monotonic() + within
        while len(self.typing) <= before:
            if time.monotonic() > end:
                raise ScenarioFailed("The visitor was not shown that staff are typing.")
            await asyncio.sleep(QUIET_SECONDS)

    async def sees_nothing_wrong(self, seconds: float) -> None:
        """Let time pass, in which nothing comes that must not."""
        await asyncio.sleep(seconds)
        self.check()

    def check(self) -> None:
        """Check all that was seen so far.

        Raises:
            ScenarioFailed: something was seen that must not.
        """
        if self._stream is not None:
            self._stream.check()
        if problem := self.timeline.problem():
            raise ScenarioFailed(problem)

    async def _post(self, body: dict[str, str]) -> None:
        full = {"client_id": str(uuid.uuid4()), **body}
        answer = await self._http.post(f"{self._path}/desk", json=full, headers=self._headers)
        _checked(answer, f"presses {body['action']!r}")

    def _take(self, frame: Frame) -> None:
        data = json.loads(frame.data)
        if frame.number is not None:
            one = seen(data, self._clock())
            self.timeline.add(one)
            self._show(one)
        elif frame.kind == "typing" and data.get("typing"):
            self.typing.append(self._clock())
        self._news.set()


def _checked(answer: httpx.Response, what: str) -> dict[str, Any]:
    """Return the body of an answer.

    Raises:
        ScenarioFailed: it is an error.
    """
    if answer.is_success:
        body: dict[str, Any] = answer.json()
        return body
    try:
        code = answer.json()["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = "no reason"
    raise ScenarioFailed(
        f"When the visitor {what}, the gateway answers {answer.status_code} ({code})."
    )
