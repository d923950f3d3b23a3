"""Waits until programs can answer, and says so as it happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import httpx

from bot.runner.configuration import log_of
from bot.runner.control import FAILED, Control, NotRunning
from bot.runner.programs import Program
from bot.setup.console import say
from bot.setup.errors import SetupError

TIMEOUT = 180.0
LOOK_EVERY = 0.25
SAY_EVERY = 10.0
TAIL = 15


def is_ready(program: Program, timeout: float = 2.0) -> bool:
    """Whether a program answers that it works."""
    try:
        # Never through a proxy: it is on this machine.
        with httpx.Client(trust_env=False, timeout=timeout) as client:
            return client.get(program.ready_url).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def wait(
    programs: Collection[Program],
    control: Control,
    alive: Callable[[], bool] = lambda: True,
    timeout: float = TIMEOUT,
) -> None:
    """Waits until all programs are ready.

    Args:
        alive: whether the runner itself still runs.
        timeout: seconds.

    Raises:
        SetupError: a program failed, or is not ready in time; its last log lines have been printed.
    """
    start = time.monotonic()
    said = start
    pending = list(programs)
    while pending:
        for program in list(pending):
            if is_ready(program):
                pending.remove(program)
                say(f"  {program.title} is ready ({time.monotonic() - start:.1f} s)")
                said = time.monotonic()
        if not pending:
            return
        failed = _failed(pending, control, alive, too_late=time.monotonic() - start > timeout)
        if failed:
            _show_log(failed)
            raise SetupError(
                f"The {failed.title} does not start. Its log is {log_of(failed.name)}."
            )
        if time.monotonic() - said > SAY_EVERY:
            said = time.monotonic()
            say(f"  waiting for the {' and the '.join(program.title for program in pending)} ...")
        time.sleep(LOOK_EVERY)


def _failed(
    pending: list[Program], control: Control, alive: Callable[[], bool], *, too_late: bool
) -> Program | None:
    if not alive():
        raise SetupError("The process runner has ended; var/log/supervisord.log and .out say why.")
    try:
        statuses = control.statuses()
    except NotRunning:
        statuses = {}
    for program in pending:
        status = statuses.get(program.name)
        if status and status.state in FAILED:
            return program
    return pending[0] if too_late else None


def _show_log(program: Program) -> None:
    log = log_of(program.name)
    lines = log.read_text(errors="replace").splitlines()[-TAIL:] if log.exists() else []
    for line in lines:
        say(f"  {program.name} | {line}")
