"""Which commands there are, found without importing them: each may need another environment."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Command:
    """What is known of a command from the constants of its module."""

    name: str
    help: str
    environment: str
    pass_through: bool


def find(folder: Path = FOLDER) -> dict[str, Command]:
    """Every command by name, in alphabetical order: the modules that have a `HELP`."""
    commands = {}
    for path in sorted(folder.glob("[!_]*.py")):
        constants = _constants(path)
        if "HELP" in constants:
            commands[path.stem] = Command(
                name=path.stem,
                help=str(constants["HELP"]),
                environment=str(constants.get("ENVIRONMENT", "app")),
                pass_through=bool(constants.get("PASS_THROUGH", False)),
            )
    return commands


def _constants(path: Path) -> dict[str, object]:
    return {
        target.id: node.value.value
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
