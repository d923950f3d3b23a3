"""`python -m bot <command>`, which `./assistant <command>` runs in the right environment."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from bot.cli import commands
from bot.setup.errors import SetupError


def overview() -> str:
    """What `./assistant --help` prints."""
    known = commands.find()
    width = max(map(len, known))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in known.items()]
    return "\n".join(
        [
            "usage: ./assistant <command> [options]",
            "",
            "Between Sessions: the scripted assistant of a therapy practice.",
            "",
            "commands:",
            *lines,
            "",
            "./assistant <command> --help says more about one of them.",
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Runs a command.

    Returns:
        The exit code: 0 when all went well, 2 for a wrong call.
    """
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    name, *rest = arguments
    command = commands.find().get(name)
    if command is None:
        print(f"assistant: there is no command {name!r}.\n\n{overview()}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"bot.cli.{name}")
    try:
        if command.pass_through:
            return int(module.run(rest))
        parser = argparse.ArgumentParser(
            prog=f"./assistant {name}", description=module.__doc__ or command.help,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        module.add_arguments(parser)
        return int(module.run(parser.parse_args(rest)))
    except SetupError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
