from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from bot.runner import configuration
from bot.runner.programs import Program

PART = Program(
    "engine",
    "engine",
    ("/a folder/50%/python", "-m", "x"),
    "127.0.0.1",
    1,
    "http://unused",
    "SETTING",
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with a blank and a per cent sign, which supervisor's format gives a meaning of their own."""
    root = tmp_path / "my 100% folder"
    root.mkdir()
    for name, value in {
        "ROOT": root,
        "VAR": root / "var",
        "RUN": root / "var" / "run",
        "LOGS": root / "var" / "log",
        "CONFIGURATION": root / "var" / "run" / "supervisord.conf",
    }.items():
        monkeypatch.setattr(configuration, name, value)
    monkeypatch.chdir(root)
    return root


def read(path: Path) -> ServerOptions:
    options = ServerOptions()
    options.realize(["-c", str(path)])
    return options


def test_supervisor_understands_it_as_meant(root: Path) -> None:
    options = read(configuration.write([PART]))
    assert options.nodaemon
    assert options.pidfile == str(root / "var" / "run" / "supervisord.pid")
    (group,) = options.process_group_configs
    (process,) = group.process_configs
    assert process.name == "engine"
    assert process.command == "'/a folder/50%/python' -m x"
    assert root / process.stdout_logfile == configuration.log_of("engine")


def test_what_a_program_started_ends_with_it_and_one_that_dies_comes_back(root: Path) -> None:
    (group,) = read(configuration.write([PART])).process_group_configs
    (process,) = group.process_configs
    assert process.stopasgroup
    assert process.killasgroup
    assert process.autorestart
    assert process.redirect_stderr


def test_logs_rotate(root: Path) -> None:
    options = read(configuration.write([PART]))
    (process,) = options.process_group_configs[0].process_configs
    assert 0 < process.stdout_logfile_maxbytes <= 50 * 1024**2
    assert process.stdout_logfile_backups > 0


def test_only_this_user_reads_what_visitors_wrote(root: Path) -> None:
    configuration.VAR.mkdir(mode=0o755)
    options = read(configuration.write([PART]))
    (process,) = options.process_group_configs[0].process_configs
    assert process.umask == 0o077
    for folder in (configuration.VAR, configuration.RUN, configuration.LOGS):
        assert folder.stat().st_mode & 0o077 == 0


def test_the_socket_moves_to_a_short_folder_when_the_root_is_too_long(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configuration, "RUN", Path("/short"))
    assert configuration.socket_path() == Path("/short/supervisor.sock")
    monkeypatch.setattr(configuration, "RUN", Path("/" + "long/" * 20))
    assert len(str(configuration.socket_path())) <= configuration.LONGEST_SOCKET
