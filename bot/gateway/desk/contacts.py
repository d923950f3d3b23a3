"""Whom the desk tells: the first contact, the second one, and who is on call."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.handoff.effects import Contact
from bot.handoff.notifier import SENDING_SECONDS, AppriseNotifier, Notifier, unusable
from bot.handoff.once import OncePerConversation
from bot.handoff.request import HandoffRequest
from bot.settings import Settings


class Contacts:
    """The people who can be told, each by Apprise URLs of their own."""

    def __init__(self, contacts: Mapping[Contact, Notifier], most: int) -> None:
        """Use these; of who is not among them, nobody is ever told.

        Args:
            contacts: By their part.
            most: Notices to one of them in ten minutes.
        """
        # A notice counts as not sent only when it was given up: the desk does not wait for it.
        self._contacts = {
            name: OncePerConversation(notifier, most, patience=SENDING_SECONDS + 1)
            for name, notifier in contacts.items()
        }

    @classmethod
    def of(cls, settings: Settings) -> Contacts:
        """Return the contacts that the operator has set."""
        urls = urls_of(settings)
        made: dict[Contact, Notifier] = {
            name: AppriseNotifier(found, link_of(settings)) for name, found in urls.items()
        }
        return cls(made, settings.notify_limit)

    def has(self, contact: Contact) -> bool:
        """Return whether there is such a contact."""
        return contact in self._contacts

    def told_of_more(self) -> bool:
        """Return whether somebody who is told of waits knows that not all danger is, and looks at the console."""
        waits = (self._contacts.get("first"), self._contacts.get("second"))
        return any(one is not None and one.told_of_more() for one in waits)

    async def tell(self, contact: Contact, request: HandoffRequest) -> bool:
        """Return whether the contact has taken a notice of this; never raises."""
        if contact not in self._contacts:
            return False
        return await self._contacts[contact].notify(request)

    async def tell_anybody(self, request: HandoffRequest) -> None:
        """Tell whoever is on call, and the first contact, where the store cannot say who should be."""
        await asyncio.gather(self.tell("on_call", request), self.tell("first", request))

    async def close(self, grace: float) -> None:
        """Let what is being sent end within `grace` seconds."""
        await asyncio.gather(*(one.close(grace) for one in self._contacts.values()))


def link_of(settings: Settings) -> str | None:
    """Return where staff look next: the console, on this machine if the operator names no address."""
    if settings.notify_link or not settings.port:
        return settings.notify_link
    return f"http://{settings.host}:{settings.port}/staff"


def urls_of(settings: Settings) -> dict[Contact, tuple[str, ...]]:
    """Return the Apprise URLs of each contact that there is.

    Who is on call is the first contact where the operator names nobody else: danger is told at any hour.
    """
    urls: dict[Contact, tuple[str, ...]] = {
        "first": settings.notify_urls,
        "second": settings.notify_second_urls,
        "on_call": settings.notify_on_call_urls or settings.notify_urls,
    }
    return {name: found for name, found in urls.items() if found}


def problems_of(settings: Settings) -> list[str]:
    """Return a line for each URL that names nobody; it loads Apprise, which takes a second."""
    named = (
        ("BETWEEN_SESSIONS_NOTIFY_URLS", settings.notify_urls),
        ("BETWEEN_SESSIONS_NOTIFY_SECOND_URLS", settings.notify_second_urls),
        ("BETWEEN_SESSIONS_NOTIFY_ON_CALL_URLS", settings.notify_on_call_urls),
    )
    return [
        f"{name}: number {number} is not a URL of Apprise"
        for name, urls in named
        for number in unusable(urls)
    ]
