"""A very small encoder with random weights, made in a moment: real files, real graph, no meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from bot.encoder.prepare import prepare

HIDDEN = 32
LAYERS = 2
LONGEST = 64
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write_sentence_transformer(
    folder: Path, texts: Iterable[str], hidden: int = HIDDEN, longest: int = LONGEST
) -> Path:
    """Writes a sentence-transformers folder (BERT) that knows the words of these texts."""
    words = sorted({word for text in texts for word in re.findall(r"\w+|[^\w\s]+", text.lower())})
    vocabulary = {word: index for index, word in enumerate((*SPECIAL, *words))}
    folder.mkdir(parents=True)
    config = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": hidden,
        "intermediate_size": 2 * hidden,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
        "max_position_embeddings": longest,
        "vocab_size": len(vocabulary),
    }
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": longest}))
    _write_tokenizer(folder / "tokenizer.json", vocabulary)
    _write_weights(folder / "model.safetensors", len(vocabulary), hidden, longest)
    return folder


def prepare_tiny_encoder(folder: Path, texts: Iterable[str]) -> Path:
    """Prepares a tiny encoder below a folder, and returns the prepared encoder's own."""
    source = write_sentence_transformer(folder / "source", texts)
    return prepare("tiny", source, folder / "encoders")


def _write_tokenizer(path: Path, vocabulary: dict[str, int]) -> None:
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(path))


def _write_weights(path: Path, words: int, hidden: int, longest: int) -> None:
    random = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (words, hidden),
        "embeddings.position_embeddings.weight": (longest, hidden),
        "embeddings.token_type_embeddings.weight": (2, hidden),
        "embeddings.LayerNorm.weight": (hidden,),
        "embeddings.LayerNorm.bias": (hidden,),
    }
    for layer in range(LAYERS):
        start = f"encoder.layer.{layer}."
        for name in ("query", "key", "value"):
            shapes[f"{start}attention.self.{name}.weight"] = (hidden, hidden)
            shapes[f"{start}attention.self.{name}.bias"] = (hidden,)
        for name, out, size in (
            ("attention.output.dense", hidden, hidden),
            ("intermediate.dense", 2 * hidden, hidden),
            ("output.dense", hidden, 2 * hidden),
        ):
            shapes[f"{start}{name}.weight"] = (out, size)
            shapes[f"{start}{name}.bias"] = (out,)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"{start}{name}.weight"] = (hidden,)
            shapes[f"{start}{name}.bias"] = (hidden,)
    header: dict[str, object] = {}
    parts: list[bytes] = []
    at = 0
    for name, shape in shapes.items():
        values = random.normal(0, 0.3, shape).astype(np.float32)
        if name.endswith("LayerNorm.weight"):
            values += 1
        if "position" in name:
            values *= 0.1
        part = values.tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + len(part)]}
        parts.append(part)
        at += len(part)
    described = json.dumps(header).encode()
    path.write_bytes(len(described).to_bytes(8, "little") + described + b"".join(parts))
