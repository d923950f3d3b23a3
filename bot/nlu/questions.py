"""The separate questions of one message."""

from __future__ import annotations

import re

MOST = 3
SHORTEST = 3
"""Words without which a piece is no question of its own."""

_ENDS = re.compile(r"(?<=[?!.])\s+|\n+")
_SECOND = re.compile(
    r"[,;]?\s+(?=(?:and|also|plus|oh and|and also|another thing|second)\b[,:]?\s+"
    r"(?:can|could|may|do|does|did|is|are|am|will|would|should|how|what|when|where|who|why|which)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:and|also|plus|oh|so|but|then|second|another thing|and also)?[,:]?\s*"
    r"(?:can|could|may|do|does|did|is|are|am|will|would|should|how|what|when|where|who|why|which)\b",
    re.IGNORECASE,
)


def split_questions(text: str) -> list[str]:
    """The questions of a message that asks two or more; empty where it asks at most one.

    Args:
        text: what a visitor wrote.

    Returns:
        At most three pieces, in their order.
    """
    pieces = [piece.strip() for part in _ENDS.split(text) for piece in _SECOND.split(part)]
    asked = [
        piece
        for piece in pieces
        if len(piece.split()) >= SHORTEST and (piece.endswith("?") or _ASKS.match(piece))
    ]
    return asked[:MOST] if len(asked) > 1 else []
