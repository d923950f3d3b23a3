"""Trains the screen's second layer on `data/danger/`; runs in the engine environment.

`python -m bot.safety.training TARGET` writes a folder that `bot.safety.second_layer` loads.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.classifier.kernel_training import train_detector
from bot.classifier.training import train
from bot.encoder import SentenceEncoder
from bot.encoder.cache import VectorCache
from bot.encoder.chosen import screening_encoders
from bot.encoder.joined import joined
from bot.safety.finding import About, Category
from bot.safety.normalise import plain_text
from bot.safety.second_layer import ENCODERS, RECORD
from bot.setup.console import Progress, say
from bot.setup.paths import ROOT

EXAMPLES = Path("data") / "danger"
QUESTIONS = 5000
"""How many of the topics' examples are taken as harmless ones, evenly."""

COLUMNS = ["text", "label", "category", "about", "kind", "lang"]
SAFE = "safe"


@dataclass(frozen=True)
class Example:
    """A message and what it shows; without a category, it is harmless."""

    text: str
    category: str | None = None
    about: str | None = None


def read_examples(root: Path) -> list[Example]:
    """The examples of danger and of what only looks like it, then visitors' ordinary questions.

    Raises:
        ValueError: a line is not as `data/danger/README.md` says; the message names file and line.
    """
    examples = [one for path in sorted((root / EXAMPLES).glob("*.tsv")) for one in _examples(path)]
    questions = [Example(text) for text in _questions(root)]
    step = max(1, -(-len(questions) // QUESTIONS))
    return [*examples, *questions[::step]]


def _examples(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows, None) != COLUMNS:
            raise ValueError(f"{path}:1: the columns must be {', '.join(COLUMNS)}.")
        for number, row in enumerate(rows, start=2):
            try:
                text, label, category, about, _, _ = row
                if label == SAFE:
                    yield Example(text)
                elif label in ("danger", "veiled"):
                    yield Example(text, Category(category).value, About(about).value)
                else:
                    raise ValueError("unknown label")
            except ValueError as error:
                raise ValueError(f"{path}:{number}: {error}") from None


def _questions(root: Path) -> Iterator[str]:
    for path in sorted((root / "data" / "nlu").glob("**/*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            if entry.get("intent", "crisis") != "crisis":
                for line in entry["examples"].splitlines():
                    yield line.removeprefix("- ").strip()


def main(target: Path, root: Path = ROOT) -> None:
    """Trains and writes the files."""
    examples = read_examples(root)
    texts = [plain_text(one.text) for one in examples]
    folders = [root / ENCODERS / name for name in screening_encoders(root / "config.yml")]
    encoders = [SentenceEncoder(folder, os.cpu_count() or 1) for folder in folders]
    show, done = Progress("reading messages"), 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        show(done, len(texts) * len(encoders))

    vectors = joined(
        [
            VectorCache(folder / "vectors.db", encoder).encode(texts, progress)
            for folder, encoder in zip(folders, encoders, strict=True)
        ]
    )
    danger = [one.category is not None for one in examples]
    target.mkdir(parents=True, exist_ok=True)
    places = np.flatnonzero(danger)
    shown = [texts[i] for i in places]

    def tell_apart(label: str, values: Sequence[str | None]) -> None:
        train(shown, vectors[places], [str(one) for one in values]).save(target, label)

    # Beside the detector, which keeps only one processor busy for much of its time.
    with ThreadPoolExecutor(1) as beside:
        linear = [
            beside.submit(tell_apart, "categories", [examples[i].category for i in places]),
            beside.submit(tell_apart, "whom", [examples[i].about for i in places]),
        ]
        detector = train_detector(texts, vectors, danger, lambda line: say(f"  {line}"))
        for one in linear:
            one.result()
    detector.save(target, "detector")
    fingerprints = {encoder.name: encoder.fingerprint for encoder in encoders}
    record = {"encoders": fingerprints, "examples": len(examples)}
    (target / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
