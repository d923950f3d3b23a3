"""Who has looked at what of late, so that a page that stays open is noted, but not all the time."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Final

EVERY_SECONDS: Final = 3600.0
MOST: Final = 2000


class Views:
    """The looks at conversations that were noted in the audit log by this process.

    Whatever is forgotten here is noted once more, so that a full memory hides nobody.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._noted: OrderedDict[tuple[str, str], float] = OrderedDict()

    def is_due(self, session: str, episode_id: str) -> bool:
        """Return whether a page that stays open has to be noted again.

        Args:
            session: Whose, by the hash of its token.
            episode_id: Of what.
        """
        at = self._noted.get((session, episode_id))
        return at is None or time.monotonic() - at >= EVERY_SECONDS

    def noted(self, session: str, episode_id: str) -> None:
        """Keep that it was noted just now."""
        self._noted[session, episode_id] = time.monotonic()
        self._noted.move_to_end((session, episode_id))
        while len(self._noted) > MOST:
            self._noted.popitem(last=False)
