"""The encoder: the same vector for a text, whatever else is encoded, and from wherever it comes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.encoder import EncoderError, SentenceEncoder
from bot.encoder.cache import VectorCache
from tests.engine.tiny_encoder import HIDDEN, LONGEST, prepare_tiny_encoder

TEXTS = [
    "can my therapist text me",
    "who may see my notes",
    "may I bring my sister",
    "hello",
    "can I see my notes, and may I bring my sister?",
    "words nobody taught it: zyzzyva quokka",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_tiny_encoder(tmp_path_factory.mktemp("encoder"), TEXTS[:5])


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceEncoder:
    return SentenceEncoder(folder)


def test_vectors_have_length_one_and_differ(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), HIDDEN)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert len({row.tobytes() for row in vectors}) == len(TEXTS)


def test_a_text_is_encoded_alike_alone_and_among_others(encoder: SentenceEncoder) -> None:
    together = encoder.encode(TEXTS * 12)  # more than a batch, of several lengths
    alone = np.vstack([encoder.encode([text]) for text in TEXTS * 12])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_the_same_texts_give_the_same_bits_in_another_session(
    folder: Path, encoder: SentenceEncoder
) -> None:
    assert np.array_equal(SentenceEncoder(folder).encode(TEXTS), encoder.encode(TEXTS))


def test_nothing_to_encode_gives_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, HIDDEN)


def test_a_long_text_is_cut(encoder: SentenceEncoder) -> None:
    long = "notes " * (LONGEST * 3)
    assert np.array_equal(encoder.encode([long]), encoder.encode([long + "sister"]))


@pytest.mark.parametrize("text", ["", "\0", "\ud800 alone", "👩‍👧", "مرحبا", "a\n\n\nb"])
def test_whatever_a_visitor_types_has_a_vector(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_an_encoder_that_was_not_prepared_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="make setup"):
        SentenceEncoder(tmp_path)


def test_the_cache_gives_what_the_encoder_gives(encoder: SentenceEncoder, tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    direct = encoder.encode(TEXTS)
    first = VectorCache(path, encoder).encode(TEXTS[:3])
    second = VectorCache(path, encoder).encode(TEXTS)
    np.testing.assert_allclose(first, direct[:3], atol=1e-6)
    np.testing.assert_allclose(second, direct, atol=1e-6)
    assert np.array_equal(second[:3], first)


def test_the_cache_encodes_each_text_once(
    encoder: SentenceEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = VectorCache(tmp_path / "vectors.db", encoder)
    cache.encode(TEXTS[:3])
    encoded: list[str] = []
    original = encoder.encode_in_batches

    def counting(texts: list[str]) -> Any:
        encoded.extend(texts)
        return original(texts)

    monkeypatch.setattr(encoder, "encode_in_batches", counting)
    done: list[int] = []
    cache.encode(TEXTS, done.append)
    assert encoded == TEXTS[3:]
    assert sum(done) == len(TEXTS)


def test_the_cache_holds_no_words_and_knows_whose_vectors_they_are(
    encoder: SentenceEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vectors.db"
    VectorCache(path, encoder).encode(TEXTS)
    assert b"therapist" not in path.read_bytes()
    monkeypatch.setattr(encoder, "fingerprint", "another encoder")
    VectorCache(path, encoder).encode(TEXTS)
    with sqlite3.connect(path) as database:
        (rows,) = database.execute("SELECT count(*) FROM vectors").fetchone()
    database.close()
    assert rows == 2 * len(TEXTS)
