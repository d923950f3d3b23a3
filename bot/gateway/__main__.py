"""Starts the gateway: `python -m bot.gateway`."""

from __future__ import annotations

import logging
import socket
import sys

from bot.gateway.app import create_app
from bot.settings import settings as read_settings
from bot.setup import data_key
from bot.setup.errors import SetupError

log = logging.getLogger("bot.gateway")
BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """Open the socket first, so that a port in use gets a plain message.

    Raises:
        OSError: The address is taken or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def main() -> int:
    """Serve until told to stop; return the exit code."""
    try:
        settings = read_settings()
        data_key.require(settings)
    except SetupError as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 1
    app = create_app(settings)
    try:
        sock = listen(settings.host, settings.port)
    except OSError as error:
        log.error(
            "cannot listen on %s port %s: %s. Is another gateway running? Set"
            " BETWEEN_SESSIONS_PORT to use another port.",
            settings.host,
            settings.port,
            error.strerror,
        )
        return 1
    log.info("listening on http://%s:%s", settings.host, sock.getsockname()[1])
    app.run(sock=sock, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
