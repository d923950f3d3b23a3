"""What can go wrong with what is asked of the guides."""

from __future__ import annotations

from collections.abc import Iterable


class UnknownName(ValueError):
    """A guide, a question or an answer that `content/release.yml` does not have.

    The name that was asked for is not repeated: it may come from a visitor's address bar.
    """

    def __init__(self, what: str, known: Iterable[str]) -> None:
        """Say what is unknown, such as `guide`, and which names there are."""
        super().__init__(f"There is no {what} of that name. Use one of: {', '.join(known)}.")
