"""A fresh copy of the project for each side: no model, no cache, no conversation."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from benchmarks import conversion
from benchmarks.plan import Plan
from benchmarks.sides import OURS, Side

CODE = ("bot", "actions", "content")
CONFIGURATION = ("config.yml", "endpoints.yml", "credentials.yml")
ENCODERS = Path("var/encoders")
VECTORS = "vectors.db"
STORIES = Path("tests/test_stories.yml")
DEFAULT_CONFIG = Path(__file__).with_name("default_config.yml")


def make(side: Side, root: Path, folder: Path, plan: Plan) -> None:
    """Copies what a side needs of the project in `root` into `folder`."""
    if side == OURS:
        _make_ours(root, folder, plan)
    else:
        _make_default(root, folder, plan)


def _make_ours(root: Path, folder: Path, plan: Plan) -> None:
    folder.mkdir()
    for name in CODE:
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in CONFIGURATION:
        shutil.copy(root / name, folder / name)
    _content(root, folder, lambda text: _fewer(text, plan))
    for path in sorted((root / ENCODERS).rglob("*")):
        if path.is_file() and not path.name.startswith(VECTORS):
            _link(path, folder / path.relative_to(root))


def _make_default(root: Path, folder: Path, plan: Plan) -> None:
    folder.mkdir()
    actions = conversion.actions_of((root / "domain.yml").read_text(encoding="utf-8"))

    def convert(text: str) -> str:
        readable = conversion.without_actions(conversion.quote_dates(text), actions)
        return _fewer(readable, plan)

    _content(root, folder, convert)
    # TED and UnexpecTED learn from stories, as `rasa init` has them; without any they would not run.
    stories = (root / STORIES).read_text(encoding="utf-8")
    (folder / "data" / "stories" / "stories.yml").write_text(
        conversion.without_actions(conversion.without_texts(stories), actions), encoding="utf-8"
    )
    config = DEFAULT_CONFIG.read_text(encoding="utf-8")
    config = conversion.with_epochs(config, plan.epochs, plan.selector_epochs)
    (folder / "config.yml").write_text(config, encoding="utf-8")
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")


def _content(root: Path, folder: Path, convert: Callable[[str], str]) -> None:
    for path in (root / "domain.yml", *sorted((root / "data").rglob("*.yml"))):
        copy = folder / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(convert(path.read_text(encoding="utf-8")), encoding="utf-8")


def _fewer(text: str, plan: Plan) -> str:
    return text if plan.examples is None else conversion.first_examples(text, plan.examples)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy(source, target)


def encoder_folder(project: Path) -> Path:
    """The prepared encoder that a copy of this project uses, relative to it."""
    config = yaml.safe_load((project / "config.yml").read_text(encoding="utf-8"))
    name = next(part["encoder"] for part in config["pipeline"] if "encoder" in part)
    return ENCODERS / str(name)


def megabytes(paths: Iterable[Path]) -> float:
    """What files, and folders with all in them, take on the disk, in MB; a linked file counts once."""
    seen: dict[tuple[int, int], int] = {}
    for top in paths:
        for path in (top, *top.rglob("*")):
            if path.is_file() and not path.is_symlink():
                facts = path.stat()
                seen[facts.st_dev, facts.st_ino] = facts.st_blocks * 512
    return sum(seen.values()) / 1e6
