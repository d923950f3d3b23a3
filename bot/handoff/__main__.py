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
        settings = read_settings()
    except SetupError as error:
        print(f"handoff: {error}", file=sys.stderr)
        return 1
    contacts = {
        "first contact": settings.notify_urls,
        "second contact": settings.notify_second_urls,
        "on call": settings.notify_on_call_urls,
    }
    if not any(contacts.values()):
        print("BETWEEN_SESSIONS_NOTIFY_URLS names no receiver: nobody would be told.")
        return 1
    configure("WARNING")  # Apprise's own messages may quote a URL
    said = trial(datetime.now(UTC))
    done = []
    for contact, urls in contacts.items():
        for number, url in enumerate(urls, 1):
            done.append(deliver(url, said))
            sent = "sent" if done[-1] else "NOT SENT"
            print(f"Receiver {number} of {len(urls)}, {contact}: {sent}", flush=True)
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
