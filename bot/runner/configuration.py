"""supervisor's configuration, written at every start to `var/run/supervisord.conf`.

Its paths are relative to the root, in which supervisor is started: it expands some of them twice, and
would stumble over a per cent sign in the root's name.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import shlex
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bot.runner.programs import Program
from bot.setup.paths import ROOT, VAR

RUN = VAR / "run"
LOGS = VAR / "log"
CONFIGURATION = RUN / "supervisord.conf"
OUTPUT = LOGS / "supervisord.out"
LONGEST_SOCKET = 90
"""Bytes: the system's limit is 104 to 108, and supervisor adds a suffix of its own while binding."""

_SUPERVISORD = """\
; Written by `./assistant run`; changes here are lost.
[supervisord]
nodaemon=true
silent=true
identifier=between_sessions
logfile=var/log/supervisord.log
logfile_maxbytes=2MB
logfile_backups=2
pidfile=var/run/supervisord.pid
{user}
[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{socket}
"""

# umask: only this user may read what visitors wrote. stopasgroup and killasgroup: what a program started
# ends with it.
_PROGRAM = """
[program:{name}]
command={command}
umask=077
autorestart=true
startsecs=3
startretries=10
stopasgroup=true
killasgroup=true
stopwaitsecs=10
redirect_stderr=true
stdout_logfile=var/log/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


def socket_path() -> Path:
    """Where supervisor is asked: in `var/run`, or in a short folder where that path would be too long."""
    path = RUN / "supervisor.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        return path
    mark = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"between-sessions-{os.getuid()}-{mark}.sock"


def log_of(name: str) -> Path:
    """The log of a program."""
    return LOGS / f"{name}.log"


def render(programs: Iterable[Program]) -> str:
    """The configuration for these programs."""
    # As root, supervisor wants to be told that this is meant.
    user = f"user={getpass.getuser()}\n" if os.getuid() == 0 else ""
    sections = [_SUPERVISORD.format(socket=_escaped(socket_path()), user=user)]
    sections += [
        _PROGRAM.format(name=program.name, command=_escaped(shlex.join(program.command)))
        for program in programs
    ]
    return "".join(sections)


def write(programs: Iterable[Program]) -> Path:
    """Writes the configuration, and makes the folders it names (readable by this user only)."""
    for folder in (VAR, RUN, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    CONFIGURATION.write_text(render(programs))
    return CONFIGURATION


def _escaped(value: object) -> str:
    return str(value).replace("%", "%%")
