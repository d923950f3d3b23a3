"""With real processes: small ones in place of gateway, engine and action server."""

import os
import re
import signal
import socket
import subprocess

import pytest

from tests.runner.conftest import Project, eventually, read_until

pytestmark = pytest.mark.e2e

Running = tuple[Project, subprocess.Popen[str]]


def process_of(status: str, part: str) -> int:
    match = re.search(rf"^{part} .* process (\d+)", status, re.MULTILINE)
    assert match, status
    return int(match[1])


def test_it_says_what_is_ready_and_then_the_address(project: Project) -> None:
    shown = read_until(project.run(), "Ctrl-C ends it")
    for part in ("engine", "actions", "gateway"):
        assert f"  {part} is ready (" in shown
    assert f"Between Sessions is ready: http://127.0.0.1:{project.ports[0]}" in shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_kill_and_a_closed_terminal_end_everything(
    running: Running, number: signal.Signals
) -> None:
    project, process = running
    assert (
        len(project.processes()) >= 8
    )  # the runner, supervisor, three programs and their children
    process.send_signal(number)
    shown, _ = process.communicate(timeout=40)
    assert process.returncode == 0
    assert "Stopped." in shown
    assert "Traceback" not in shown
    assert project.gone(), project.processes()


def test_a_second_run_says_that_it_is_running_and_where(running: Running) -> None:
    project, _ = running
    address = f"http://127.0.0.1:{project.ports[0]}"
    project.environment["BETWEEN_SESSIONS_PORT"] = "1234"
    second = project.run()
    shown, _ = second.communicate(timeout=30)
    assert f"Already running, or starting, at {address}." in shown
    assert "./assistant stop" in shown


def test_status_says_how_each_part_is(running: Running) -> None:
    project, _ = running
    status = project.bot("status")
    assert status.returncode == 0, status.stdout + status.stderr
    for part in ("engine", "action server", "gateway"):
        assert re.search(rf"^{part} +ready +(running|starting)", status.stdout, re.MULTILINE)


def test_stop_ends_everything_and_the_run_ends_well(running: Running) -> None:
    project, process = running
    assert project.bot("stop").returncode == 0
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert project.gone(), project.processes()


def test_when_nothing_runs_status_and_stop_say_so(project: Project) -> None:
    for command in ("status", "stop"):
        result = project.bot(command)
        assert result.returncode == 1
        assert "Nothing is running" in result.stderr


def test_a_part_that_dies_comes_back_and_the_others_do_not_notice(running: Running) -> None:
    project, _ = running
    before = project.bot("status").stdout
    os.kill(process_of(before, "engine"), signal.SIGKILL)
    assert eventually(lambda: project.bot("status").returncode == 0)
    after = project.bot("status").stdout
    assert process_of(after, "engine") != process_of(before, "engine")
    assert process_of(after, "gateway") == process_of(before, "gateway")


def test_restarting_the_engine_leaves_the_gateway_up(running: Running) -> None:
    project, _ = running
    before = project.bot("status").stdout
    result = project.bot("restart", "engine")
    assert result.returncode == 0, result.stderr
    assert "engine is ready" in result.stderr
    after = project.bot("status").stdout
    assert process_of(after, "engine") != process_of(before, "engine")
    assert process_of(after, "gateway") == process_of(before, "gateway")
    assert process_of(after, "action server") == process_of(before, "action server")


def test_a_part_that_does_not_start_is_named_with_its_last_words_and_nothing_stays(
    project: Project,
) -> None:
    process = project.run("broken")
    shown, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "engine | the engine is broken" in shown
    assert "The engine does not start." in shown
    assert project.gone(), project.processes()


def test_a_port_in_use_is_said_before_anything_starts(project: Project) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", project.ports[1]))
        other.listen()
        shown, _ = project.run().communicate(timeout=30)
    assert f"Port {project.ports[1]}, for the engine, is in use" in shown
    assert "Starting" not in shown


def test_after_kill_9_on_the_runner_stop_still_ends_everything(running: Running) -> None:
    project, process = running
    process.kill()
    process.wait()
    shown, _ = project.run().communicate(timeout=30)
    assert "Already running" in shown
    assert project.bot("stop").returncode == 0
    assert project.gone(), project.processes()


def test_a_part_that_does_not_end_when_asked_is_ended_all_the_same(project: Project) -> None:
    process = project.run("stubborn")
    read_until(process, "Ctrl-C ends it")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=40)
    assert process.returncode == 0
    assert project.gone(), project.processes()
