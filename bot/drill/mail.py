"""The mail server of a drill: it takes the notices, and can be taken away."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any, Final

from aiosmtpd.controller import Controller

HOST: Final = "127.0.0.1"
SENDER: Final = "assistant@drill.example"
CONTACTS: Final = {
    "first": "first@drill.example",
    "second": "second@drill.example",
    "on_call": "on-call@drill.example",
}
LOOK_EVERY: Final = 0.1


@dataclass(frozen=True)
class Mail:
    """A notice that arrived.

    Attributes:
        contact: `first`, `second` or `on_call`.
        text: headers and body, decoded.
    """

    contact: str
    text: str


class Receiver:
    """A mail server on a port of its own, which stays its own while it is stopped."""

    def __init__(self) -> None:
        """Find a port; `start` listens."""
        with socket.create_server((HOST, 0)) as probe:
            self._port: int = probe.getsockname()[1]
        self._mails: list[Mail] = []
        self._server: Controller | None = None

    def url(self, contact: str) -> str:
        """Apprise's URL of a contact."""
        to = CONTACTS[contact]
        return f"mailto://{HOST}:{self._port}/?from={SENDER}&to={to}&mode=insecure"

    def start(self) -> None:
        """Take mail; does nothing when it does."""
        if self._server is None:
            server = Controller(self, hostname=HOST, port=self._port)
            server.start()
            self._server = server

    def stop(self) -> None:
        """Refuse connections; does nothing when it does."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def mails(self, since: int = 0) -> list[Mail]:
        """What has arrived; all but the first `since`."""
        return list(self._mails[since:])

    async def arrived(self, contact: str, count: int, since: int, seconds: float) -> bool:
        """Wait until a contact has got so many mails; return whether that came true in time."""
        end = time.monotonic() + seconds
        while sum(one.contact == contact for one in self.mails(since)) < count:
            if time.monotonic() > end:
                return False
            await asyncio.sleep(LOOK_EVERY)
        return True

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Take a mail, as aiosmtpd asks; in a thread of its own."""
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(mail, EmailMessage)
        text = text_of(mail)
        contacts = {address: contact for contact, address in CONTACTS.items()}
        self._mails += [Mail(contacts.get(to, to), text) for to in envelope.rcpt_tos]
        return "250 OK"


def text_of(mail: EmailMessage) -> str:
    """All that a mail says, headers too, as a reader sees it."""
    headers = [f"{name}: {value}" for name, value in mail.items()]
    parts = [str(one.get_content()) for one in mail.walk() if one.get_content_maintype() == "text"]
    return "\n".join([*headers, *parts])
