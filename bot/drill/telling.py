"""How a drill is printed: pure functions from what happened to lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.drill.timeline import Seen

WIDTH: Final = 110
LONGEST: Final = 160
WHO: Final = {"visitor": "visitor", "bot": "assistant", "system": "assistant"}


@dataclass(frozen=True)
class Result:
    """How a scenario ended.

    Attributes:
        reason: why it failed or was skipped; empty when it passed.
        seconds: how long it took; None when it was skipped.
    """

    name: str
    passed: bool
    reason: str
    seconds: float | None


def of_seen(one: Seen) -> str:
    """Return what the visitor saw, with its time; the desk's own lines whole."""
    if one.kind == "card":
        return _lines(one.at, "CARD", one.text)
    if one.line:
        return _lines(one.at, one.state or "", f"{one.line}: {one.text}")
    if one.who == "staff":
        return _lines(one.at, one.staff or "staff", one.text)
    who = WHO.get(one.who, one.who)
    return _lines(one.at, who, textwrap.shorten(one.text or one.what, LONGEST, placeholder=" …"))


def of_note(at: float, text: str) -> str:
    """Return something that was done, which the visitor does not see."""
    return _lines(at, "", f"[{text}]")


def of_scenario(name: str, about: str) -> str:
    """Return the heading of a scenario."""
    return f"\n{name}: {about}"


def of_results(results: Sequence[Result]) -> str:
    """Return the verdicts, one a line, and their sum."""
    width = max((len(one.name) for one in results), default=0)
    lines = [_verdict(one, width) for one in results]
    played = [one for one in results if one.seconds is not None]
    failed = [one for one in played if not one.passed]
    skipped = len(results) - len(played)
    end = f", {skipped} skipped" if skipped else ""
    return "\n".join(
        ["", *lines, "", f"{len(played) - len(failed)} passed, {len(failed)} failed{end}"]
    )


def _verdict(one: Result, width: int) -> str:
    if one.seconds is None:
        return f"SKIP  {one.name:<{width}}           {one.reason}"
    word = "PASS" if one.passed else "FAIL"
    return f"{word}  {one.name:<{width}}  {one.seconds:6.1f} s  {one.reason}".rstrip()


def _lines(at: float, who: str, text: str) -> str:
    head = f"{at:7.1f} s  {who:<12}  "
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )
