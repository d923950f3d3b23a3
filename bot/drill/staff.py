"""A member of staff, who uses the console's pages as a browser does."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Final

import httpx

from bot.drill.errors import ScenarioFailed
from bot.drill.page import Form, Page, Row
from bot.setup.errors import SetupError

LOOK_EVERY: Final = 0.25
PATIENCE: Final = 12.0
BEATS: Final = 4
"""So many times within its limit a page says that it is open."""


class Staff:
    """Somebody with an account, signed in or about to be."""

    def __init__(self, http: httpx.AsyncClient, heartbeat: float) -> None:
        """Prepare; `sign_in` begins.

        Args:
            http: of the gateway; keeps the cookies.
            heartbeat: seconds after which a silent console counts as lost.
        """
        self._http = http
        self._heartbeat = heartbeat
        self._csrf = ""
        self.display_name = ""

    async def sign_in(self, name: str, password: str, code: str = "") -> None:
        """Sign in.

        Raises:
            SetupError: that was refused.
        """
        form = (await self._get("/staff/sign-in")).form("/sign-in")
        answer = await self._http.post(
            form.action, data={**form.fields, "name": name, "password": password, "code": code}
        )
        if answer.status_code != httpx.codes.SEE_OTHER:
            said = Page(answer.text).problem or "the name, the password or the code is not right"
            raise SetupError(
                f"Cannot sign in to the console as {name} ({answer.status_code}): {said}"
            )
        account = await self._get("/staff/account")
        self._csrf = account.form("/sign-out").fields["csrf"]
        self.display_name = " ".join(account.headings)

    async def sign_out(self) -> None:
        """Sign out here; without complaint when the system is gone."""
        if self._csrf:
            with contextlib.suppress(httpx.HTTPError):
                await self._http.post("/staff/account/sign-out", data={"csrf": self._csrf})

    # The queue

    async def queue(self) -> list[Row]:
        """Return the queue, in its order."""
        return (await self._get("/staff/live/queue")).rows

    async def waiting(self) -> set[str]:
        """Return who waits, by episode."""
        return {one.id for one in await self.queue() if one.waits}

    async def finds(self, before: Collection[str], mark: str) -> str:
        """Find the episode of a visitor who has begun to wait.

        Real visitors may be waiting too, whose conversations are not to be read here: only one that
        came meanwhile is opened.

        Args:
            before: who waited before.
            mark: a word that the visitor has written.
        """
        end = time.monotonic() + PATIENCE
        while not (new := await self.waiting() - set(before)):
            if time.monotonic() > end:
                raise ScenarioFailed("The visitor waits, but is not on the console's queue.")
            await asyncio.sleep(LOOK_EVERY)
        if len(new) > 1:
            raise ScenarioFailed(
                "Somebody else began to wait at the same moment, and a drill opens nobody else's "
                "conversation. Try again."
            )
        (found,) = new
        if mark not in (await self.conversation(found)).text:
            raise ScenarioFailed("What the visitor wrote is not on the page of the new episode.")
        return found

    async def is_urgent(self, episode: str) -> bool:
        """Whether an episode is marked on the queue, and stands before all that are not."""
        rows = await self.queue()
        places = [place for place, row in enumerate(rows) if row.id == episode and row.urgent]
        return bool(places) and all(row.urgent for row in rows[: places[0]])

    # A conversation

    async def conversation(self, episode: str) -> Page:
        """Open the page of a conversation."""
        return await self._get(_page(episode))

    async def reads(self, episode: str, words: str) -> Page:
        """Wait until something stands on the page of a conversation."""
        end = time.monotonic() + PATIENCE
        while words not in (page := await self.conversation(episode)).text:
            if time.monotonic() > end:
                raise ScenarioFailed(
                    "The console's page does not show what it should within"
                    f" {PATIENCE:.0f} s: {words if words == 'Delivered' else 'words of the visitor'}."
                )
            await asyncio.sleep(LOOK_EVERY)
        return page

    async def claim(self, episode: str) -> None:
        """Take a conversation."""
        await self._send((await self.conversation(episode)).form("/claim"))

    async def type(self, episode: str) -> None:
        """Begin to write."""
        await self._signal(f"{_page(episode)}/typing")

    async def reply(self, episode: str, text: str) -> None:
        """Say something to the visitor."""
        await self._send((await self.conversation(episode)).form("/reply"), text=text)

    async def give_back(self, episode: str) -> None:
        """Return the visitor to the assistant."""
        await self._send((await self.conversation(episode)).form("/return"))

    async def close(self, episode: str, why: str) -> None:
        """End the conversation."""
        await self._send((await self.conversation(episode)).form("/close"), why=why)

    @asynccontextmanager
    async def at_the_page(self, episode: str) -> AsyncIterator[None]:
        """Keep the page of a conversation open: it says so again and again."""
        beating = asyncio.create_task(self._beat(episode))
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    # The rest

    async def set_away(self, away: bool) -> None:
        """Set the practice to away, or to be there again; does nothing when it is."""
        form = (await self._get("/staff/admin/settings")).form("/admin/away")
        if form.fields["away"] == ("yes" if away else "no"):
            await self._send(form)

    async def finishes_message(self, mark: str) -> None:
        """Find the message that a visitor has left, and mark it as done."""
        shown = await self._get("/staff/messages")
        found = [one for one in shown.forms if one.action.endswith("/done") and mark in one.before]
        if not found:
            raise ScenarioFailed("The message that the visitor left is not in the console.")
        await self._send(found[0])
        if mark in (await self._get("/staff/messages")).text:
            raise ScenarioFailed("The message that was left is still there after Done.")

    async def _beat(self, episode: str) -> None:
        while True:
            with contextlib.suppress(httpx.HTTPError, ScenarioFailed):
                await self._signal(f"/staff/live/conversations/{episode}/seen")
            await asyncio.sleep(self._heartbeat / BEATS)

    async def _get(self, path: str) -> Page:
        answer = await self._http.get(path, follow_redirects=False)
        if answer.status_code != httpx.codes.OK:
            raise ScenarioFailed(f"The console answers {answer.status_code} to {path}.")
        return Page(answer.text)

    async def _send(self, form: Form, **fields: str) -> None:
        answer = await self._http.post(form.action, data={**form.fields, **fields})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise ScenarioFailed(
                f"The console refuses {form.action.rpartition('/')[2]!r} ({answer.status_code}): "
                f"{Page(answer.text).problem or 'no reason'}"
            )

    async def _signal(self, path: str) -> None:
        answer = await self._http.post(path, headers={"X-Csrf": self._csrf})
        if not answer.is_success:
            raise ScenarioFailed(f"The console answers {answer.status_code} to {path}.")


def _page(episode: str) -> str:
    return f"/staff/conversations/{episode}"
