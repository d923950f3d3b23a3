"""Two encoders side by side are one encoder, whose likeness is the mean of theirs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.encoder import EncoderError, SentenceEncoder
from bot.encoder.joined import JoinedEncoder
from bot.encoder.prepare import prepare
from tests.engine.tiny_encoder import write_sentence_transformer

TEXTS = ["can my therapist text me", "who may see my notes", "hello"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("encoders")
    sizes = {"one": 32, "two": 16}
    sources = [
        write_sentence_transformer(place / name / "of", TEXTS, size) for name, size in sizes.items()
    ]
    return [prepare(source.parent.name, source, place) for source in sources]


def test_likeness_is_the_mean_of_both_encoders(folders: list[Path]) -> None:
    one, two = (SentenceEncoder(folder) for folder in folders)
    vectors = JoinedEncoder([one, two]).encode(TEXTS)
    assert vectors.shape == (3, one.dimension + two.dimension)
    likeness = [encoder.encode(TEXTS) @ encoder.encode(TEXTS).T for encoder in (one, two)]
    np.testing.assert_allclose(vectors @ vectors.T, (likeness[0] + likeness[1]) / 2, atol=1e-6)
    assert not np.allclose(likeness[0], likeness[1])


def test_its_fingerprints_are_those_of_its_encoders(folders: list[Path]) -> None:
    one, two = (SentenceEncoder(folder) for folder in folders)
    assert set(JoinedEncoder([one, two]).fingerprints.values()) == {
        one.fingerprint,
        two.fingerprint,
    }


def test_an_encoder_that_was_not_prepared_is_named(folders: list[Path]) -> None:
    with pytest.raises(EncoderError, match="absent"):
        JoinedEncoder.load(folders[0].parent, ["one", "absent"])
