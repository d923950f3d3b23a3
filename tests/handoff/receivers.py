"""Real receivers of notices on this machine: a mail server and a web server, good and bad ones."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

FROM = "assistant@practice.example"
TO = "staff@practice.example"


@dataclass
class Mailbox:
    """What a mail server has taken."""

    port: int
    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Apprise's URL of the mailbox."""
        return f"mailto://127.0.0.1:{self.port}/?from={FROM}&to={TO}&mode=insecure"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Take a mail, as aiosmtpd asks."""
        if self.refuses:
            return "554 no thanks"
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def text(self) -> str:
        """The text of the only mail, as a reader sees it."""
        (mail,) = self.mails
        body = mail.get_body(("plain", "html"))
        assert body is not None
        return str(body.get_content())


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server while the block runs."""
    with silent_server() as port:
        pass  # a port that is free
    mailbox = Mailbox(port)
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()


@dataclass
class Web:
    """What a web server has been sent, and what it answers."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    @property
    def url(self) -> str:
        """Apprise's URL of the receiver."""
        return f"json://127.0.0.1:{self.port}/notices"


@contextmanager
def web_server() -> Iterator[Web]:
    """A web server while the block runs; with its gate closed it takes requests and hangs."""
    web = Web()
    web.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            """Where a redirect leads: any page."""
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            web.raw.append(f"{self.requestline}\n{self.headers}\n{body}")
            web.bodies.append(json.loads(body))
            web.arrived.release()
            web.gate.wait(20)
            try:
                self.send_response(web.status)
                for name, value in web.headers.items():
                    self.send_header(name, value)
                self.end_headers()
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield web
    finally:
        web.gate.set()
        server.shutdown()
        server.server_close()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port whose connections are taken and never answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        yield port
