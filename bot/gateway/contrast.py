"""The contrast of two colours, by WCAG 2.2: text needs 4.5 to 1."""

from __future__ import annotations

import re
from typing import Final

ENOUGH: Final = 4.5
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def parse(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of `#17596a` or `#abc`.

    Raises:
        ValueError: It is written in another way.
    """
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def ratio(one: str, other: str) -> float:
    """Return the contrast, from 1 to 21; the order does not matter."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def darker(colour: str, beside: str) -> str:
    """Return the nearest colour that is dark enough beside a light one; black if none is."""
    parts = parse(colour)
    for share in range(255, 0, -1):
        found = "#" + "".join(f"{part * share // 255:02x}" for part in parts)
        if ratio(found, beside) >= ENOUGH:
            return found
    return "#000000"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
