"""Runs a prepared sentence encoder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.encoder.errors import EncoderError

Vectors = npt.NDArray[np.float32]

BATCH = 32


class SentenceEncoder:
    """Turns texts into unit vectors of `dimension` numbers.

    No text is padded, and numbers are scaled word by word: a text's vector does not depend on what
    else is encoded with it, and stays the same from training to serving.
    """

    def __init__(self, folder: Path, workers: int = 1) -> None:
        """Loads the encoder that `prepare` made.

        Args:
            folder: holds `model.onnx`, `tokenizer.json` and `manifest.json`.
            workers: batches encoded at a time. Each is computed by one thread: two of them on two
                cores are faster than one batch by two threads, above all with short texts.

        Raises:
            EncoderError: the folder was not prepared.
        """
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            raise EncoderError(f"{folder} holds no prepared sentence encoder. Run `make setup`.")
        facts = json.loads(manifest.read_text())
        self.name: str = facts["name"]
        self.workers = workers
        self.dimension: int = facts["dimension"]
        self.fingerprint: str = facts["model_sha256"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=facts["max_words"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = (
            3  # errors; it warns of parts of the weights that it does not need
        )
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encodes texts.

        Returns:
            float32, shape (len(texts), dimension), each row of length one.
        """
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for indices, vectors in self.encode_in_batches(texts):
            rows[indices] = vectors
        return rows

    def encode_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        """Encodes texts of equal length together, which is a third faster for many of them.

        Yields:
            The indices of up to 32 texts, and their vectors.
        """
        # Half a surrogate pair, which JSON can carry, is no text to the tokenizer.
        whole = [text.encode(errors="replace").decode() for text in texts]
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for index, encoding in enumerate(self._tokenizer.encode_batch(whole)):
            by_length.setdefault(len(encoding.ids), []).append((index, encoding.ids))
        batches = [
            group[start : start + BATCH]
            for group in by_length.values()
            for start in range(0, len(group), BATCH)
        ]
        if self.workers == 1 or len(batches) == 1:
            yield from map(self._encode_batch, batches)
            return
        with ThreadPoolExecutor(self.workers) as pool:
            yield from pool.map(self._encode_batch, batches)

    def _encode_batch(self, batch: Sequence[tuple[int, list[int]]]) -> tuple[list[int], Vectors]:
        indices, words = zip(*batch, strict=True)
        ids = np.array(words, dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors: Vectors = self._session.run(None, inputs)[0]
        return list(indices), vectors
