"""`./assistant run` with the real programs; tests/runner has the rest, with small ones."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.e2e.assistant import (
    clean_environment,
    eventually,
    free_ports,
    make_root,
    processes,
)

pytestmark = pytest.mark.e2e


def test_run_prints_an_address_that_answers_and_ctrl_c_ends_all_three(tmp_path: Path) -> None:
    root = make_root(tmp_path / "project")
    gateway, engine, actions = free_ports(3)
    environment = clean_environment(
        root,
        BETWEEN_SESSIONS_PORT=str(gateway),
        BETWEEN_SESSIONS_ENGINE_URL=f"http://127.0.0.1:{engine}",
        BETWEEN_SESSIONS_ACTIONS_PORT=str(actions),
    )
    with subprocess.Popen(
        ["./assistant", "run"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout
        shown = ""
        try:
            for line in process.stdout:
                shown += line
                if "is ready: http" in line:
                    break
            address = f"http://127.0.0.1:{gateway}"
            assert f"is ready: {address}\n" in shown, shown
            assert httpx.get(f"{address}/readyz", trust_env=False).json()["ready"] is True
            commands = " ".join(processes(root).values())
            for part in ("bot.engine run -i", "bot.engine run actions", "bot.gateway"):
                assert part in commands
        finally:
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=40)
    assert process.returncode == 0, rest
    assert eventually(lambda: not processes(root)), processes(root)
