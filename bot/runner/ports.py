"""Are the ports free? Asked before anything is started."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterable

from bot.runner.programs import Program
from bot.setup.errors import SetupError


def require_free(programs: Iterable[Program]) -> None:
    """Checks every program's port.

    Raises:
        SetupError: names every port that cannot be had, and the setting that changes it.
    """
    problems = [problem for program in programs if (problem := _problem(program))]
    if problems:
        raise SetupError("\n  ".join(["Cannot start:", *problems]))


def _problem(program: Program) -> str | None:
    family = socket.AF_INET6 if ":" in program.host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do it: a connection closed a moment ago does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((program.host, program.port))
            probe.listen(1)
        except OSError as error:
            return f"{_reason(program, error)} (in the environment or in .env)."
    return None


def _reason(program: Program, error: OSError) -> str:
    where, title, setting = f"Port {program.port}", program.title, program.setting
    if error.errno == errno.EADDRINUSE:
        return (
            f"{where}, for the {title}, is in use by another program. "
            f"End that program, or set {setting} to another port"
        )
    if error.errno == errno.EACCES:
        return f"{where}, for the {title}, needs more rights. Set {setting} to a port above 1023"
    return (
        f"The {title} cannot listen on {program.host}:{program.port} ({error.strerror}). "
        f"Set BETWEEN_SESSIONS_HOST or {setting}"
    )
