"""A tiny BERT with random weights, as a sentence-transformers folder."""

from __future__ import annotations

import json
from pathlib import Path

from tests.engine.tiny_encoder import write_sentence_transformer

WORDS = ["can my therapist text me?", "notes"]


def make_bert(folder: Path) -> Path:
    """Writes the folder: vectors of 16 numbers, texts of at most 12 words."""
    return write_sentence_transformer(folder, WORDS, hidden=16, longest=12)


def pooling(folder: Path, mode: str) -> None:
    """Has the folder ask for a kind of pooling, such as `cls_token`."""
    (folder / "1_Pooling").mkdir(exist_ok=True)
    settings = {"word_embedding_dimension": 16, f"pooling_mode_{mode}": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(settings))
