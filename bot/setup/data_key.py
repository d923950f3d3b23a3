"""The key under which the store keeps what visitors wrote, for those who have set none.

`python -m bot.setup.data_key` prints a new one, for BETWEEN_SESSIONS_DATA_KEYS.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet

from bot.settings import Settings
from bot.setup.console import say
from bot.setup.errors import SetupError
from bot.store.keyring import Keyring

NONE = (
    "There is no data key, and without one what visitors write would stand readable in the database. "
    "Set BETWEEN_SESSIONS_DATA_KEYS, in the environment or in .env, to a list such as "
    '["..."]; `.venv/app/bin/python -m bot.setup.data_key` prints a new key. If there is a database '
    "already, use the key that belongs to it. For development, `./assistant run` makes {path}."
)

LOST = (
    "Put the key back; without it, nobody can read what was kept. Or delete the file together "
    "with the database that it belongs to."
)


def path_of(settings: Settings) -> Path:
    """Where the key is that `./assistant run` makes; one a line, the first seals."""
    return settings.root / "var" / "data.key"


def keys_of(settings: Settings) -> tuple[str, ...]:
    """The keys to use: those that are set, or those of the file; none if there is none.

    The file is read by whoever needs the keys. So engine and action server, which run in the same
    environment as the gateway, are not told.

    Raises:
        SetupError: the file cannot be read, or holds something else.
    """
    path = path_of(settings)
    if settings.data_keys or not path.exists():
        return settings.data_keys
    try:
        keys = tuple(path.read_text(encoding="ascii").split())
        Keyring.of(keys)
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError:
        keys = ()
    if not keys:
        raise SetupError(f"{path} does not hold data keys, one a line. {LOST}")
    return keys


def require(settings: Settings) -> tuple[str, ...]:
    """The keys to use, for a program that keeps nothing without one.

    Raises:
        SetupError: there is none, or the file cannot be used; it says what to do.
    """
    keys = keys_of(settings)
    if not keys:
        raise SetupError(NONE.format(path=path_of(settings)))
    return keys


def ensure(settings: Settings) -> None:
    """Makes a key for development when none is set, and says so, once.

    Raises:
        SetupError: the file cannot be written, or there is one that cannot be used.
    """
    path = path_of(settings)
    if keys_of(settings):
        if not settings.data_keys:
            _keep_private(path)
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, f"{Fernet.generate_key().decode()}\n")
    except OSError as error:
        if isinstance(error, FileExistsError) and path.is_file():
            # Another command has made it just now.
            return
        raise SetupError(f"{path} cannot be written: {error.strerror}.") from error
    say(
        f"Made {path}, the key that seals what visitors write. It is meant for development: for the "
        "public, set BETWEEN_SESSIONS_DATA_KEYS (docs/operators.md), and keep the key apart from "
        "the database."
    )


def _write_once(path: Path, text: str) -> None:
    """Writes a file that is there whole or not at all, and never in the place of another.

    Nobody else may read it, not even for a moment.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        os.link(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _keep_private(path: Path) -> None:
    """Takes away what others may do with the file: one that was put back may be open to all."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o077:
        return
    try:
        path.chmod(0o600)
    except OSError as error:
        raise SetupError(
            f"{path} can be read by others, and that cannot be changed: {error.strerror}."
        ) from error
    say(f"{path} could be read by others; now only its owner can read it.")


if __name__ == "__main__":
    print(Fernet.generate_key().decode())
