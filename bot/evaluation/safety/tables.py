"""Markdown tables of shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.evaluation.safety.judging import Judged, Share

NOTHING = "–"
ALL = "all"

Row = Sequence[object]


def groups(
    judged: Sequence[Judged], key: Callable[[Judged], str]
) -> list[tuple[str, list[Judged]]]:
    """By key, in alphabetical order, and all of them at the end."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return [*sorted(groups.items()), (ALL, list(judged))]


def percent(share: Share) -> str:
    """A share without its interval."""
    return f"{share.value:.1%}" if share.total else NOTHING


def table(headings: Sequence[str], rows: Iterable[Row]) -> str:
    """A table; all columns but the first are figures."""
    ruler = ["---", *("---:" for _ in headings[1:])]
    return "\n".join([line(headings), f"|{'|'.join(ruler)}|", *map(line, rows)])


def line(row: Row) -> str:
    """One row."""
    return f"| {' | '.join(map(str, row))} |"
