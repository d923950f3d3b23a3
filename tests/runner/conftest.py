"""A project folder of its own, with three small programs in place of the real ones."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.setup.paths import ROOT

# Each answers 200 and has a child of its own; a stubborn one does not end when it is asked to.
PROGRAM = """\
import http.server, signal, subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)  # a child"])
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *args): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[-1])), Handler).serve_forever()
"""

RUN = """\
import sys
from bot.runner import foreground, programs
from bot.runner.programs import Program
from bot.settings import Settings
from bot.setup.errors import SetupError

def small(settings):
    commands = {name: (sys.executable, "program.py") for name in ("engine", "actions", "gateway")}
    if "broken" in sys.argv:
        commands["engine"] = (sys.executable, "-c", "raise SystemExit('the engine is broken')")
    if "stubborn" in sys.argv:
        commands["engine"] += ("stubborn",)
    ports = {"engine": int(settings.engine_url.rpartition(":")[2]), "actions": settings.actions_port,
             "gateway": settings.port}
    return tuple(
        Program(name, name, (*command, str(ports[name])), "127.0.0.1", ports[name],
                f"http://127.0.0.1:{ports[name]}/", "SETTING")
        for name, command in commands.items()
    )

foreground.programs = small
settings = Settings()
try:
    with foreground.only_one(settings):
        sys.exit(foreground.run(settings))
except SetupError as error:
    sys.exit(str(error))
"""


class Project:
    """The folder, and what runs in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ports = [_free_port() for _ in range(3)]
        self.started: list[subprocess.Popen[str]] = []
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "BETWEEN_SESSIONS_PORT": str(self.ports[0]),
            "BETWEEN_SESSIONS_ENGINE_URL": f"http://127.0.0.1:{self.ports[1]}",
            "BETWEEN_SESSIONS_ACTIONS_PORT": str(self.ports[2]),
            "PYTHONPATH": str(root),
        }

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts the runner, as `./assistant run` does after its preparations."""
        process = subprocess.Popen(
            [sys.executable, "run.py", *arguments],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def bot(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`./assistant <arguments>`."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def processes(self) -> dict[int, str]:
        """Every process that works in this folder: the programs, their children, and supervisor."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if (entry / "cwd").readlink() == self.root:
                        found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
                except OSError:
                    continue
        return found

    def gone(self) -> bool:
        """Whether nothing works in this folder any more, within a few seconds."""
        return eventually(lambda: not self.processes())


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What a process prints until it prints these words, or ends."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            break
    return "".join(lines)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    root = tmp_path / "p"
    shutil.copytree(ROOT / "bot", root / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "program.py").write_text(PROGRAM)
    (root / "run.py").write_text(RUN)
    project = Project(root)
    yield project
    for number in project.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    for process in project.started:
        process.kill()
        process.communicate()


@pytest.fixture
def running(project: Project) -> tuple[Project, subprocess.Popen[str]]:
    """The project, with its programs ready."""
    process = project.run()
    shown = read_until(process, "Ctrl-C ends it")
    assert "is ready: http://127.0.0.1" in shown, shown
    return project, process


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
