"""Keeps the vectors of training examples, so that a changed file does not encode all others again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.encoder.encoder import SentenceEncoder, Vectors

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
)


class VectorCache:
    """A file of vectors by a hash of encoder and text; only for examples, never for visitors' words."""

    def __init__(self, path: Path, encoder: SentenceEncoder) -> None:
        """Opens or makes the file.

        Args:
            path: an SQLite file.
            encoder: what the vectors are made with.
        """
        self._path, self._encoder = path, encoder

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], object] = lambda done: None
    ) -> Vectors:
        """Encodes texts, from the file where they were encoded before.

        Args:
            texts: any number of them.
            progress: called with the number of texts just done.

        Returns:
            float32, shape (len(texts), dimension).
        """
        keys = [self._key(text) for text in texts]
        vectors = np.empty((len(texts), self._encoder.dimension), dtype=np.float32)
        database = sqlite3.connect(self._path)
        try:
            database.execute(_SCHEMA)
            missing = []
            for index, key in enumerate(keys):
                row = database.execute(
                    "SELECT vector FROM vectors WHERE key = ?", (key,)
                ).fetchone()
                if row is None:
                    missing.append(index)
                else:
                    vectors[index] = np.frombuffer(row[0], dtype=np.float32)
            progress(len(texts) - len(missing))
            for part, new in self._encoder.encode_in_batches([texts[i] for i in missing]):
                places = [missing[i] for i in part]
                vectors[places] = new
                rows = [(keys[i], vector.tobytes()) for i, vector in zip(places, new, strict=True)]
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                progress(len(part))
            database.commit()
        finally:
            database.close()
        return vectors

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._encoder.fingerprint}\n{text}".encode()).digest()
