"""What a scenario has at hand: visitors, staff, the clock, and the notices that arrive."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import httpx

from bot.drill import telling
from bot.drill.client import http
from bot.drill.errors import ScenarioFailed
from bot.drill.leaks import leaks
from bot.drill.staff import Staff
from bot.drill.system import Control, System
from bot.drill.timeline import Seen, line, message_from
from bot.drill.visitor import Visitor
from bot.handoff.effects import Line
from bot.handoff.timers import Timers

SENT_SECONDS: Final = 25.0
"""A notice is given up after 20 s, so by then it has arrived or never will."""

ANSWER_SECONDS: Final = 40.0
"""The assistant gives up after 30 s, and says so."""

QUESTION: Final = "How do I ask for my own notes?"

NOBODY_CAME: Final = (
    Line.LEFT_MISSED,
    Line.LEFT_HOURS_ENDED,
    Line.LEFT_NOBODY_TOLD,
    Line.LEFT_CLOSED,
)
"""The lines by which the visitor hears that nobody comes."""


class Play:
    """One scenario, being played."""

    def __init__(self, system: System, staff: Staff, show: Callable[[str], None]) -> None:
        """Begin: the clock runs from here.

        Args:
            system: what it is played against.
            staff: who is signed in.
            show: prints.
        """
        self.system = system
        self.staff = staff
        self._show = show
        self._start = time.monotonic()
        self.visitors: list[Visitor] = []
        self._clients: list[httpx.AsyncClient] = []
        self._mails = len(system.control.receiver.mails()) if system.control else 0

    @property
    def timers(self) -> Timers:
        """How long the states last."""
        return self.system.timers

    @property
    def late(self) -> float:
        """Seconds by which something may come later than it is due."""
        return self.system.late

    @property
    def control(self) -> Control:
        """The drill's hold on its own system."""
        assert self.system.control is not None
        return self.system.control

    @property
    def is_own(self) -> bool:
        """Whether the system is the drill's own."""
        return self.system.control is not None

    def clock(self) -> float:
        """Seconds since the scenario began."""
        return time.monotonic() - self._start

    def note(self, text: str) -> None:
        """Print something that is done, which the visitor does not see."""
        self._show(telling.of_note(self.clock(), text))

    async def visitor(self, *, shown: bool = True) -> Visitor:
        """Let a visitor open the page; `close` sees to it that it is deleted.

        Args:
            shown: whether what they see is printed.
        """
        client = http(self.system.url)
        self._clients.append(client)
        one = Visitor(client, self.clock, self._print if shown else lambda seen: None)
        self.visitors.append(one)
        await one.arrive()
        return one

    async def close(self) -> None:
        """Let every visitor leave."""
        while self.visitors:
            await self.visitors.pop().leave()
        while self._clients:
            await self._clients.pop().aclose()

    def _print(self, one: Seen) -> None:
        self._show(telling.of_seen(one))

    # Steps that several scenarios share

    async def asks(self, visitor: Visitor) -> None:
        """Let a visitor write something, and wait for the assistant's answer."""
        own = await visitor.say(f"{QUESTION} ({visitor.mark})")
        await visitor.sees(message_from("bot"), own, within=ANSWER_SECONDS)

    async def waits(self, visitor: Visitor, *, noted: bool = True) -> Seen:
        """Let a visitor ask for a person and agree to what is said.

        Args:
            visitor: who.
            noted: whether it is printed that they do.

        Returns:
            The line that says that they wait.
        """
        note = self.note if noted else lambda text: None
        await self.asks(visitor)
        note("the visitor presses “Talk to a person”")
        await visitor.press("request")
        offered = await visitor.sees(line(Line.OFFERED_OPEN))
        note("the visitor agrees")
        await visitor.press("accept")
        return await visitor.sees(line(Line.WAITING), offered)

    async def is_told(self, visitor: Visitor, since: Seen, name: str = Line.TOLD) -> None:
        """Wait until the visitor hears that somebody was told; only where the contacts are known."""
        if self.is_own:
            await visitor.sees(line(name), since, within=SENT_SECONDS)

    async def notices(self, **counts: int) -> None:
        """Check that so many notices have reached the contacts, and hold no word of the visitors'.

        Args:
            counts: by contact.
        """
        if not self.is_own:
            return
        receiver = self.control.receiver
        for contact, count in counts.items():
            if not await receiver.arrived(contact, count, self._mails, SENT_SECONDS):
                found = sum(one.contact == contact for one in receiver.mails(self._mails))
                raise ScenarioFailed(f"{found} notices reached the {contact} contact, not {count}.")
        self.check_notices()

    def check_notices(self) -> None:
        """Check that no notice of this scenario holds a word of the visitors'.

        Raises:
            ScenarioFailed: one does; the words are not repeated.
        """
        if not self.is_own:
            return
        for mail in self.control.receiver.mails(self._mails):
            for visitor in self.visitors:
                if leaks(visitor.said, visitor.mark, mail.text):
                    raise ScenarioFailed(
                        f"A notice to {mail.contact} holds words of the visitor's."
                    )

    def check(self) -> None:
        """Check, at the end, all that visitors saw and that was sent.

        Raises:
            ScenarioFailed: something was not as it should be.
        """
        for one in self.visitors:
            one.check()
        self.check_notices()

    def no_notices(self) -> None:
        """Check that not one notice was taken in this scenario."""
        if count := len(self.control.receiver.mails(self._mails)):
            raise ScenarioFailed(f"{count} notices were taken, where none could be.")
