"""With a stand-in for uv, so that nothing is installed."""

import sys
from pathlib import Path

import pytest

from bot.setup import environments, paths, uv
from bot.setup.errors import SetupError


class Uv:
    """Does what `uv venv` and `uv pip sync` do to the folder, and remembers the calls."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.fails = False

    def __call__(self, command: list[object], what: str) -> None:
        call = [str(part) for part in command[1:]]
        self.calls.append(call)
        if call[0] == "venv":
            python = Path(call[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.symlink_to(sys.executable)
        elif self.fails:
            raise SetupError("no network")

    @property
    def verbs(self) -> list[str]:
        return [call[0] for call in self.calls]

    def synced(self) -> list[str]:
        """Names of the lock files of the last installation."""
        return [Path(part).name for part in self.calls[-1] if part.endswith(".txt")]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Uv:
    fake = Uv()
    monkeypatch.setattr(uv, "stream", fake)
    monkeypatch.setattr(uv, "find", lambda: Path("uv"))
    monkeypatch.setattr(paths, "VENVS", tmp_path / ".venv")
    monkeypatch.setattr(environments, "VENVS", tmp_path / ".venv")
    monkeypatch.setattr(environments, "REQUIREMENTS", tmp_path)
    for name in ("app", "dev", "engine", "engine-dev", "build"):
        (tmp_path / f"{name}.txt").write_text(f"{name}==1\n")
    return fake


def test_a_missing_environment_is_made_from_its_lock_file_with_hashes(fake: Uv) -> None:
    python = environments.ensure("app")
    assert python.exists()
    assert fake.verbs == ["venv", "pip"]
    assert "--require-hashes" in fake.calls[-1]
    assert fake.synced() == ["build.txt", "app.txt"]


def test_an_environment_that_fits_is_left_alone(fake: Uv) -> None:
    environments.ensure("app")
    fake.calls.clear()
    environments.ensure("app")
    assert fake.calls == []


def test_a_changed_lock_file_is_installed_into_the_same_environment(
    fake: Uv, tmp_path: Path
) -> None:
    environments.ensure("app")
    fake.calls.clear()
    (tmp_path / "app.txt").write_text("app==2\n")
    environments.ensure("app")
    assert fake.verbs == ["pip"]


def test_what_tests_need_comes_on_top_and_stays(fake: Uv, tmp_path: Path) -> None:
    environments.ensure("engine", dev=True)
    assert fake.synced() == ["build.txt", "engine.txt", "engine-dev.txt"]
    fake.calls.clear()
    environments.ensure("engine")
    assert fake.calls == []
    (tmp_path / "engine.txt").write_text("engine==2\n")
    environments.ensure("engine")
    assert fake.synced() == ["build.txt", "engine.txt", "engine-dev.txt"]


def test_an_installation_that_failed_is_tried_again(fake: Uv) -> None:
    fake.fails = True
    with pytest.raises(SetupError, match="no network"):
        environments.ensure("app")
    fake.fails = False
    fake.calls.clear()
    environments.ensure("app")
    assert fake.verbs == ["pip"]


def test_an_environment_whose_python_has_gone_is_made_anew(fake: Uv) -> None:
    python = environments.ensure("app")
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    fake.calls.clear()
    environments.ensure("app")
    assert fake.verbs == ["venv", "pip"]


def test_a_missing_lock_file_says_how_it_is_made(fake: Uv) -> None:
    with pytest.raises(SetupError, match=r"requirements/bench\.txt is missing\. Run `make lock`"):
        environments.ensure("bench")
