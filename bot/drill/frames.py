"""Server-sent events, as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """One event of a stream.

    Attributes:
        number: what its `id:` says; None without one, as for a typing signal.
    """

    kind: str
    data: str
    number: str | None


class Frames:
    """Puts frames together, line by line."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kind = "message"
        self._number: str | None = None
        self._data: list[str] = []

    def line(self, line: str) -> Frame | None:
        """Take a line without its end; return the frame that it completes."""
        if not line:
            return self._whole()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._kind = value
        elif name == "id":
            self._number = value
        return None

    def _whole(self) -> Frame | None:
        found = Frame(self._kind, "\n".join(self._data), self._number) if self._data else None
        self._empty()
        return found

    def _empty(self) -> None:
        self._kind, self._number, self._data = "message", None, []
