"""Talks to the running supervisor."""

from __future__ import annotations

import time
import xmlrpc.client
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from bot.runner.configuration import socket_path
from bot.setup.errors import SetupError

STOP_SECONDS = 30.0


class State(StrEnum):
    """Of a program, as supervisor names them."""

    STOPPED = "STOPPED"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    BACKOFF = "BACKOFF"
    STOPPING = "STOPPING"
    EXITED = "EXITED"
    FATAL = "FATAL"
    UNKNOWN = "UNKNOWN"


FAILED = frozenset({State.BACKOFF, State.EXITED, State.FATAL, State.UNKNOWN})


@dataclass(frozen=True)
class Status:
    """How a program is: its state, process and age in seconds."""

    name: str
    state: State
    pid: int
    seconds: int


class NotRunning(SetupError):
    """Nothing is running here."""

    def __init__(self) -> None:
        super().__init__("Nothing is running. `make run` starts it.")


class Control:
    """The running supervisor of this project, if there is one."""

    def __init__(self, socket: Path | None = None) -> None:
        self._address = f"unix://{socket or socket_path()}"

    def running(self) -> bool:
        """Whether a supervisor answers."""
        try:
            self.statuses()
        except NotRunning:
            return False
        return True

    def statuses(self) -> dict[str, Status]:
        """How each program is.

        Raises:
            NotRunning: no supervisor answers.
        """
        return {
            info["name"]: Status(
                name=info["name"],
                state=State(info["statename"]),
                pid=info["pid"],
                seconds=max(0, info["now"] - info["start"]) if info["pid"] else 0,
            )
            for info in self._ask("getAllProcessInfo")
        }

    def restart(self, name: str) -> None:
        """Ends a program, when it runs, and starts it again; does not wait until it is ready.

        Raises:
            NotRunning: no supervisor answers.
        """
        if self.statuses()[name].state in (State.RUNNING, State.STARTING):
            self._ask("stopProcess", name, True)
        if self.statuses()[name].state not in (State.RUNNING, State.STARTING):
            self._ask("startProcess", name, False)

    def shut_down(self) -> None:
        """Ends every program and supervisor itself, and waits until they have ended.

        Raises:
            NotRunning: no supervisor answers.
            SetupError: they do not end.
        """
        self._ask("shutdown")
        end = time.monotonic() + STOP_SECONDS
        while self.running():
            if time.monotonic() > end:
                raise SetupError(
                    f"Not ended after {STOP_SECONDS:.0f} s; var/log/supervisord.log says more."
                )
            time.sleep(0.1)

    def _ask(self, method: str, *arguments: object) -> Any:
        # A connection that failed once cannot be used again, so each question has its own.
        transport = SupervisorTransport(None, None, self._address)
        remote: Any = xmlrpc.client.ServerProxy("http://localhost", transport)
        try:
            return getattr(remote.supervisor, method)(*arguments)
        except (OSError, HTTPException, xmlrpc.client.ProtocolError) as error:
            raise NotRunning from error
        except xmlrpc.client.Fault as error:
            if "SHUTDOWN_STATE" in error.faultString:
                raise NotRunning from error
            raise SetupError(f"The process runner says: {error.faultString}") from error
        finally:
            transport.close()
