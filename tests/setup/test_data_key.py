"""The key that `./assistant run` makes for development."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import ROOT, Settings
from bot.setup import data_key
from bot.setup.errors import SetupError

KEY = Fernet.generate_key().decode()


def settings(root: Path, *keys: str) -> Settings:
    return Settings(_env_file=None, root=root, data_keys=keys)


def test_a_key_is_made_once_for_its_owner_only_and_this_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path)
    assert data_key.keys_of(chosen) == ()
    data_key.ensure(chosen)
    path = tmp_path / "var" / "data.key"
    keys = data_key.keys_of(chosen)
    assert len(keys) == 1
    Fernet(keys[0])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = capsys.readouterr().err
    assert str(path) in said and "development" in said and keys[0] not in said
    data_key.ensure(chosen)
    assert data_key.keys_of(chosen) == keys
    assert capsys.readouterr().err == ""


def test_a_key_that_is_set_is_used_and_none_is_made(tmp_path: Path) -> None:
    chosen = settings(tmp_path, KEY)
    data_key.ensure(chosen)
    assert data_key.keys_of(chosen) == (KEY,)
    assert not data_key.path_of(chosen).exists()


def test_a_file_may_hold_several_keys(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    data_key.ensure(chosen)
    path = data_key.path_of(chosen)
    path.write_text(f"{KEY}\n{path.read_text()}")
    keys = data_key.keys_of(chosen)
    assert len(keys) == 2 and keys[0] == KEY


@pytest.mark.parametrize("content", ["", "s3cret\n", "\xe9\n"])
def test_a_file_that_holds_no_key_is_never_replaced(tmp_path: Path, content: str) -> None:
    chosen = settings(tmp_path)
    path = data_key.path_of(chosen)
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SetupError, match="Put the key back") as caught:
        data_key.ensure(chosen)
    assert str(path) in str(caught.value) and "s3cret" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == content


def test_a_file_that_others_may_read_is_made_private_and_this_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path)
    path = data_key.path_of(chosen)
    path.parent.mkdir()
    path.write_text(f"{KEY}\n")
    path.chmod(0o644)
    data_key.ensure(chosen)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and data_key.keys_of(chosen) == (KEY,)
    said = capsys.readouterr().err
    assert str(path) in said and KEY not in said
    data_key.ensure(chosen)
    assert capsys.readouterr().err == ""


def test_what_cannot_do_without_a_key_says_what_is_missing_and_makes_none(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    with pytest.raises(SetupError, match="no data key") as caught:
        data_key.require(chosen)
    assert "BETWEEN_SESSIONS_DATA_KEYS" in str(caught.value)
    assert str(data_key.path_of(chosen)) in str(caught.value)
    assert not data_key.path_of(chosen).exists()
    data_key.ensure(chosen)
    assert data_key.require(chosen) == data_key.keys_of(chosen) != ()


def test_two_commands_that_begin_together_use_one_key(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    command = "from bot.settings import Settings; from bot.setup import data_key; import sys; "
    command += "from pathlib import Path; s = Settings(_env_file=None, root=Path(sys.argv[1])); "
    command += "data_key.ensure(s)"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", command, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    said = [one.communicate(timeout=60)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], said
    assert sum(b"Made" in one for one in said) == 1
    assert len(data_key.keys_of(chosen)) == 1


def test_a_folder_that_cannot_be_written_gets_a_plain_message(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("no folder")
    with pytest.raises(SetupError, match="cannot be written"):
        data_key.ensure(settings(tmp_path))


def test_a_key_for_the_settings_is_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.setup.data_key"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert settings(tmp_path, done.stdout.strip()).data_keys == (done.stdout.strip(),)
    assert done.stderr == ""


def test_settings_do_not_show_a_key(tmp_path: Path) -> None:
    assert KEY not in repr(settings(tmp_path, KEY))
