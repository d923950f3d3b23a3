"""The order of what is said to somebody in danger: help now, then the practice. Pure."""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile(r"\n\s*\n")


def help_first(text: str, number: str) -> str:
    """Return the text with the paragraphs that name the emergency number before the others.

    Args:
        text: A line of the wording, filled.
        number: The emergency number, as a sentence names it.
    """
    named = re.compile(rf"(?<![\w-]){re.escape(number)}(?![\w-])")
    # `sorted` leaves the order within both parts as it is.
    return "\n\n".join(sorted(_BREAK.split(text), key=lambda one: named.search(one) is None))
