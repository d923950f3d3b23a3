"""The real assistant in a project folder of its own: gateway, engine and action server as processes."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
from cryptography.fernet import Fernet

from bot.runner import programs, readiness
from bot.settings import ROOT, Settings
from bot.setup import model

COPIED = ("bot", "actions", "content", "data", "requirements", "widget/dist")
FILES = ("assistant", "config.yml", "credentials.yml", "domain.yml", "endpoints.yml")
PARTS = ("engine", "actions", "gateway")
READY_SECONDS = 60.0
# Many tests are one visitor's address; what a visitor is allowed by default has tests of its own.
GENEROUS = {
    "BETWEEN_SESSIONS_DATA_KEYS": f'["{Fernet.generate_key().decode()}"]',
    "BETWEEN_SESSIONS_MESSAGES_PER_CONVERSATION": "1000/minute",
    "BETWEEN_SESSIONS_MESSAGES_PER_ADDRESS": "100000/minute",
    "BETWEEN_SESSIONS_CONVERSATIONS_PER_ADDRESS": "10000/minute",
    "BETWEEN_SESSIONS_DESK_REQUESTS_PER_ADDRESS": "10000/minute",
}


def make_root(root: Path) -> Path:
    """Copies the project, so that a test may edit it; what is large and only read is linked."""
    # The code too: it finds the content from where it is itself.
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    for name in FILES:
        shutil.copy2(ROOT / name, root / name)
    newest = model.newest(ROOT / "models")
    assert newest, "no model: `make test` trains one, `./assistant train` does too"
    (root / "models").mkdir()
    for path in (newest, newest.with_name(newest.name.removesuffix(".tar.gz") + ".json")):
        if path.exists():
            # The real ones may be replaced while the tests run.
            shutil.copy2(path, root / "models" / path.name)
    (root / "var").mkdir(mode=0o700)
    (root / "var" / "encoders").symlink_to(ROOT / "var" / "encoders")
    (root / ".venv").symlink_to(ROOT / ".venv")
    (root / "models" / "danger").symlink_to(ROOT / "models" / "danger")
    return root


def processes(root: Path) -> dict[int, str]:
    """Every process that works in a folder, with its command."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink() == root:
                    found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; asked for together, so that they differ."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def clean_environment(root: Path, **settings: str) -> dict[str, str]:
    """This process's environment without what would lead out of `root`."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("BETWEEN_SESSIONS_", "ASSISTANT_", "PYTHON"))
    }
    return {**kept, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1", **settings}


class Assistant:
    """Three processes, each of which a test may kill and start again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        gateway, engine, actions = free_ports(3)
        self.settings = Settings(
            internal_token="a-token-of-the-tests",
            _env_file=None,
            root=root,
            port=gateway,
            engine_url=f"http://127.0.0.1:{engine}",
            actions_port=actions,
        )
        self.url = programs.address(self.settings)
        self.clients: list[httpx.Client] = []
        self._programs = {one.name: one for one in programs.programs(self.settings)}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str, arguments: tuple[str, ...] = (), **settings: str) -> None:
        """Starts parts that do not run, and waits until each can answer.

        Args:
            arguments: added to the command, such as `--debug`.
            settings: environment variables without their prefix, instead of the usual ones.
        """
        chosen = {f"BETWEEN_SESSIONS_{key}": value for key, value in settings.items()}
        environment = clean_environment(
            self.root, **programs.environment(self.settings), **{**GENEROUS, **chosen}
        )
        for name in names:
            assert name not in self._running, f"the {name} runs already"
            with self._output_of(name).open("ab") as output:
                self._running[name] = subprocess.Popen(
                    [*self._programs[name].command, *arguments],
                    cwd=self.root,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
        for name in names:
            self._wait(name)

    def kill(self, *names: str) -> None:
        """Ends parts as `kill -9` does."""
        for name in names:
            process = self._running.pop(name)
            process.kill()
            process.wait()

    def stop(self, *names: str) -> None:
        """Asks parts to end, and waits until they have."""
        asked = [self._running.pop(name) for name in names if name in self._running]
        for process in asked:
            process.terminate()
        for process in asked:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def restore(self) -> None:
        """Starts what a test left dead."""
        self.start(*(name for name in PARTS if name not in self._running))

    def process_id(self, name: str) -> int:
        """The process that a part is now."""
        return self._running[name].pid

    @contextmanager
    def without(self, *names: str) -> Iterator[None]:
        """Kills parts for the length of the block."""
        self.kill(*names)
        try:
            yield
        finally:
            self.start(*names)

    @contextmanager
    def gateway_with(self, **settings: str) -> Iterator[None]:
        """Runs the gateway with other settings for the length of the block."""
        self.stop("gateway")
        self.start("gateway", **settings)  # type: ignore[arg-type]
        try:
            yield
        finally:
            self.stop("gateway")
            self.start("gateway")

    @property
    def database(self) -> Path:
        """The gateway's SQLite file."""
        return self.root / "var" / "gateway.db"

    @property
    def tracker_database(self) -> Path:
        """The engine's SQLite file."""
        return self.root / "var" / "tracker.db"

    def output(self) -> dict[str, str]:
        """Everything that the parts have printed, and every other log below `var/`."""
        paths = [*(self.root / "var").rglob("*.log"), *(self.root / "var").rglob("*.out")]
        return {path.name: path.read_text(errors="replace") for path in paths}

    def _output_of(self, name: str) -> Path:
        return self.root / "var" / f"{name}.log"

    def _wait(self, name: str) -> None:
        ready = eventually(
            lambda: self._ended(name) or readiness.is_ready(self._programs[name]), READY_SECONDS
        )
        last = self._output_of(name).read_text(errors="replace")[-2000:]
        assert ready and not self._ended(name), f"the {name} does not start:\n{last}"

    def _ended(self, name: str) -> bool:
        return self._running[name].poll() is not None


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def rows(database: Path, conversation: str, table: str, column: str) -> int:
    """How many rows a conversation has in a table."""
    query = f"select count(*) from {table} where {column} = ?"
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        count: int = connection.execute(query, (conversation,)).fetchone()[0]
    return count


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Keeps everybody else from writing into a database for the length of the block."""
    with closing(sqlite3.connect(database, timeout=5, isolation_level=None)) as connection:
        connection.execute("begin exclusive")
        try:
            yield
        finally:
            connection.execute("rollback")
