"""Checks everything that staff edit, content/ and data/, and that the chat widget's files are there."""

from __future__ import annotations

import sys

HELP = "check everything that staff edit, and say where it is wrong"
ENVIRONMENT = "app"
PASS_THROUGH = True


def run(arguments: list[str]) -> int:
    """Runs the command."""
    from bot.content.check import main

    return max(int(main(arguments) or 0), _widget())


def _widget() -> int:
    """Says which files of the widget cannot be served; returns 1 if there are any."""
    from bot.gateway.widget_files import WidgetUnusable, load

    wrong: tuple[Exception, ...]
    try:
        wrong = load().lost
    except WidgetUnusable as error:
        wrong = (error,)
    for one in wrong:
        print(one, file=sys.stderr)
    return int(bool(wrong))
