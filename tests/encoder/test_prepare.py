import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.encoder import SentenceEncoder, prepare
from bot.encoder.errors import EncoderError
from bot.encoder.prepare import read_manifest
from bot.encoder.weights import WEIGHTS, Weights, sha256
from bot.setup import disk
from bot.setup.errors import SetupError
from bot.setup.paths import VAR
from tests.encoder.tiny import make_bert, pooling


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_bert(tmp_path / "tiny-bert")


@pytest.fixture
def encoders(tmp_path: Path) -> Path:
    return tmp_path / "encoders"


def test_a_folder_becomes_an_encoder_that_encodes(source: Path, encoders: Path) -> None:
    encoder = SentenceEncoder(prepare.prepare("tiny-bert", source, encoders))
    vectors = encoder.encode(["can my therapist text me?", "notes"])
    assert vectors.shape == (2, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_manifest_says_what_it_is_made_of(source: Path, encoders: Path) -> None:
    folder = prepare.prepare("tiny-bert", source, encoders)
    manifest = read_manifest(folder)
    assert manifest is not None
    assert (manifest.name, manifest.dimension, manifest.max_words) == ("tiny-bert", 16, 12)
    assert manifest.weights_sha256 == sha256(source / "model.safetensors")
    assert manifest.model_sha256 == sha256(folder / "model.onnx")


def test_nothing_but_the_encoder_is_left_behind(source: Path, encoders: Path) -> None:
    folder = prepare.prepare("tiny-bert", source, encoders)
    assert [path.name for path in encoders.iterdir()] == ["tiny-bert"]
    assert {path.name for path in folder.iterdir()} == {
        "model.onnx",
        "tokenizer.json",
        "manifest.json",
    }
    assert (source / "model.safetensors").exists()


def test_preparing_it_again_does_nothing(source: Path, encoders: Path) -> None:
    folder = prepare.prepare("tiny-bert", source, encoders)
    before = (folder / "model.onnx").stat()
    prepare.prepare("tiny-bert", source, encoders)
    assert (folder / "model.onnx").stat() == before


def test_a_graph_of_another_version_is_built_anew(
    source: Path, encoders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = prepare.prepare("tiny-bert", source, encoders)
    monkeypatch.setattr(prepare, "GRAPH_VERSION", prepare.GRAPH_VERSION + 1)
    prepare.prepare("tiny-bert", source, encoders)
    assert (
        json.loads((folder / "manifest.json").read_text())["graph_version"] == prepare.GRAPH_VERSION
    )


@pytest.mark.parametrize("lost", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_an_incomplete_encoder_is_prepared_anew(source: Path, encoders: Path, lost: str) -> None:
    folder = prepare.prepare("tiny-bert", source, encoders)
    (folder / lost).unlink()
    prepare.prepare("tiny-bert", source, encoders)
    assert (folder / lost).exists()


@pytest.mark.parametrize("lost", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_folder_that_lacks_a_file_is_refused_by_its_name(
    source: Path, encoders: Path, lost: str
) -> None:
    (source / lost).unlink()
    with pytest.raises(EncoderError, match=f"{lost} is missing"):
        prepare.prepare("tiny-bert", source, encoders)
    assert not (encoders / "tiny-bert").exists()


def test_a_model_that_pools_otherwise_is_refused(source: Path, encoders: Path) -> None:
    pooling(source, "cls_token")
    with pytest.raises(EncoderError, match="only mean pooling"):
        prepare.prepare("tiny-bert", source, encoders)


def test_an_unknown_name_without_a_folder_says_what_is_known(encoders: Path) -> None:
    with pytest.raises(EncoderError, match=r"all-mpnet-base-v2, all-MiniLM-L6-v2.*--from FOLDER"):
        prepare.prepare("nobody", None, encoders)


def test_an_encoder_prepared_from_a_folder_stays_usable_by_its_name(
    source: Path, encoders: Path
) -> None:
    folder = prepare.prepare("tiny-bert", source, encoders)
    assert prepare.prepare("tiny-bert", None, encoders) == folder


def test_downloaded_weights_become_an_encoder_and_the_download_goes(
    source: Path, encoders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Weights("unused.txt", sha256(source / "model.safetensors"), 0.001)
    monkeypatch.setitem(prepare.WEIGHTS, "tiny", known)
    fetched: list[Path] = []

    def fetch(weights: Weights, temporary: Path) -> Path:
        fetched.append(temporary)
        return source

    monkeypatch.setattr(prepare, "fetch", fetch)
    folder = prepare.prepare("tiny", None, encoders)
    assert prepare.is_prepared(folder, known.sha256)
    assert not fetched[0].exists()
    prepare.prepare("tiny", None, encoders)
    assert len(fetched) == 1


def test_a_full_disk_is_said_before_anything_is_downloaded(
    encoders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "all-mpnet-base-v2"
    monkeypatch.setitem(prepare.WEIGHTS, name, replace(WEIGHTS[name], gigabytes=999_999.0))
    monkeypatch.setattr(prepare, "fetch", lambda *_: pytest.fail("it downloaded"))
    with pytest.raises(SetupError, match="all-mpnet-base-v2 needs 999999"):
        prepare.prepare(name, None, encoders)
    assert disk.GIB == 2**30


@pytest.mark.parametrize("name", [path.name for path in (VAR / "encoders").glob("all-*")])
def test_the_real_encoder_finds_the_same_question_in_other_words(name: str) -> None:
    encoder = SentenceEncoder(VAR / "encoders" / name)
    asked, same, other = encoder.encode(
        [
            "Can my therapist text me?",
            "is it ok to message my counselor by phone",
            "how do I get a refund",
        ]
    )
    assert asked @ same > asked @ other + 0.2
