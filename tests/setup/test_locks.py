import re
from pathlib import Path

import pytest

from bot.setup.locks import LOCKS
from bot.setup.paths import REQUIREMENTS

COMPILED = sorted(path for path in REQUIREMENTS.glob("*.txt") if "overrides" not in path.name)
WANTED = re.compile(r"^([A-Za-z0-9_.-]+)", re.MULTILINE)


def names(text: str) -> set[str]:
    return {re.sub(r"[-_.]+", "-", name).lower() for name in WANTED.findall(text) if name[0] != "-"}


def test_every_requirements_file_is_compiled_by_make_lock() -> None:
    assert {path.stem for path in REQUIREMENTS.glob("*.in")} <= {lock.name for lock in LOCKS}
    assert {path.stem for path in REQUIREMENTS.glob("*.in")} == {path.stem for path in COMPILED}


@pytest.mark.parametrize("lock", COMPILED, ids=lambda path: path.stem)
def test_a_lock_file_pins_each_package_by_version_and_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", lock.read_text(), flags=re.MULTILINE))
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", COMPILED, ids=lambda path: path.stem)
def test_a_lock_file_holds_what_is_asked_for_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert names((REQUIREMENTS / f"{lock.stem}.in").read_text()) <= names(text)
    assert "://" not in text
    assert "index-url" not in text


def test_the_app_has_neither_rasa_nor_tensorflow() -> None:
    app = names((REQUIREMENTS / "app.txt").read_text())
    assert "sanic" in app
    assert not app & {"rasa", "rasa-sdk", "tensorflow", "torch"}


def test_the_engine_has_no_tensorflow() -> None:
    engine = names((REQUIREMENTS / "engine.txt").read_text())
    assert "rasa" in engine
    assert not engine & {"tensorflow", "tensorflow-cpu", "keras", "torch"}
