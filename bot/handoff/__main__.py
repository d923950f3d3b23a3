"""Sends a test notice to each receiver, so that an operator sees them arrive: `python -m bot.handoff`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from bot.gateway.logs import configure
from bot.handoff.notice import trial
from bot.handoff.notifier import deliver
from bot.settings import settings as read_settings
from bot.setup.errors import SetupError


def main() -> int:
    """Send the tests; return 0 when every receiver has taken its own."""
    try:
        urls = read_settings().notify_urls
    except SetupError as error:
        print(f"handoff: {error}", file=sys.stderr)
        return 1
    if not urls:
        print("BETWEEN_SESSIONS_NOTIFY_URLS names no receiver: nobody would be told.")
        return 1
    configure("WARNING")  # Apprise's own messages may quote a URL
    said = trial(datetime.now(UTC))
    done = [deliver(url, said) for url in urls]
    for number, sent in enumerate(done, 1):
        print(f"Receiver {number} of {len(urls)}: {'sent' if sent else 'NOT SENT'}")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
