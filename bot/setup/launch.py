"""`./assistant <command>`: makes the environment that the command needs, and runs the command in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from bot.cli import commands
from bot.setup import environments
from bot.setup.console import say
from bot.setup.errors import SetupError


def main(arguments: Sequence[str]) -> int:
    """Replaces this process by `python -m bot <arguments>`, or says why not."""
    command = commands.find().get(arguments[0]) if arguments else None
    try:
        if command is None or command.environment == "any":
            from bot.__main__ import main as run_here

            return run_here(arguments)
        python = environments.ensure(command.environment)
        os.execv(python, [str(python), "-m", "bot", *arguments])
    except SetupError as error:
        say(f"assistant: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
