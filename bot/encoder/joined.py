"""Several sentence encoders as one: what one of them takes for alike, another may tell apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.encoder.encoder import SentenceEncoder, Vectors


class JoinedEncoder:
    """Puts the vectors of several encoders side by side.

    The cosine of two joined vectors is the mean of the encoders' cosines.
    """

    def __init__(self, encoders: Sequence[SentenceEncoder]) -> None:
        """Takes loaded encoders, at least one, in an order that must stay the same."""
        self._encoders = tuple(encoders)

    @classmethod
    def load(cls, folder: Path, names: Sequence[str]) -> JoinedEncoder:
        """Loads encoders by name.

        Args:
            folder: where the prepared encoders are.
            names: which, in order.

        Raises:
            EncoderError: one of them was not prepared.
        """
        return cls([SentenceEncoder(folder / name) for name in names])

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """The SHA-256 of each encoder's graph, by its name."""
        return {encoder.name: encoder.fingerprint for encoder in self._encoders}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encodes texts.

        Returns:
            float32, shape (len(texts), the sum of the dimensions), each row of length one.
        """
        return joined([encoder.encode(texts) for encoder in self._encoders])


def joined(vectors: Sequence[Vectors]) -> Vectors:
    """Unit vectors of the same texts by several encoders, side by side, each row of length one again."""
    together: Vectors = np.hstack(vectors) / np.float32(np.sqrt(len(vectors)))
    return together
