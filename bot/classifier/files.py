"""Keeps trained classifiers as arrays and JSON: nothing in the files can run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from bot.classifier.parts import PARTS
from bot.classifier.words import WordWeights


def save(
    folder: Path, name: str, words: WordWeights, described: dict[str, Any], **arrays: Any
) -> None:
    """Writes `name`.json and `name`.npz."""
    text = json.dumps({**described, "vocabularies": words.vocabularies}, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    everything: dict[str, Any] = {"words": words.weights, **arrays}
    for split, one in zip(PARTS, words.idf, strict=True):
        everything[f"idf_{split.__name__}"] = one
    np.savez(folder / f"{name}.npz", **everything)


def load(folder: Path, name: str) -> tuple[WordWeights, dict[str, Any], dict[str, Any]]:
    """Reads what `save` wrote: the words, what is described, and the other arrays."""
    described = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    with np.load(folder / f"{name}.npz", allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    idf = [arrays.pop(f"idf_{split.__name__}") for split in PARTS]
    words = WordWeights(described.pop("vocabularies"), idf, arrays.pop("words"))
    return words, described, arrays
