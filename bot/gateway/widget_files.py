"""The built files of the chat widget, read once: what `widget/dist` holds, checked against its manifest."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.setup.paths import ROOT

DIST: Final = ROOT / "widget" / "dist"
MANIFEST: Final = "manifest.json"
RELEASES: Final = "releases.json"
MEND: Final = "Put widget/dist back, or build it: make widget."

_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.js", re.ASCII)
_HASHED = re.compile(r".+\.[0-9a-f]{8,64}\.js")


class WidgetUnusable(Exception):
    """The widget cannot be served; says why and how to mend it, on one line."""

    def __init__(self, why: str) -> None:
        """Say why."""
        super().__init__(f"The chat widget cannot be served: {why}. {MEND}")
        self.why = why


class ReleaseLost(Exception):
    """A file of an earlier version cannot be served; says why on one line. No build brings it back."""

    def __init__(self, why: str) -> None:
        """Say why."""
        super().__init__(
            f"Websites with an earlier version of the chat widget lose their chat: {why}."
            " Put the file back into widget/dist."
        )


@dataclass(frozen=True)
class Built:
    """One file, as it is and as it travels.

    Attributes:
        integrity: what a page that pins the file names: `sha384-…`.
    """

    name: str
    integrity: str
    body: bytes = field(repr=False)
    gzipped: bytes = field(repr=False)

    @classmethod
    def of(cls, name: str, body: bytes) -> Built:
        """Make it of what is on disk."""
        digest = b64encode(hashlib.sha384(body).digest()).decode()
        return cls(name, f"sha384-{digest}", body, gzip.compress(body, mtime=0))

    @property
    def is_hashed(self) -> bool:
        """Whether the name changes with the content, so that it can be cached for good."""
        return _HASHED.fullmatch(self.name) is not None


@dataclass(frozen=True)
class Widget:
    """The widget of this version, and the files of earlier ones that pages still ask for.

    Attributes:
        version: such as `1.0.0`.
        launcher: what a page loads first.
        panel: what the launcher loads.
        files: by name, these two and the kept ones.
        released: the names of the kept ones, which stay when this version is replaced.
        lost: why some of them are not there.
    """

    version: str
    launcher: Built
    panel: Built
    files: Mapping[str, Built] = field(repr=False)
    released: frozenset[str] = frozenset()
    lost: tuple[ReleaseLost, ...] = ()

    @property
    def is_released(self) -> bool:
        """Whether a page that pins this version keeps its chat after the next one."""
        return {self.launcher.name, self.panel.name} <= self.released


def load(folder: Path | None = None) -> Widget:
    """Read the files.

    Args:
        folder: `widget/dist` of this project when left out.

    Raises:
        WidgetUnusable: One that is in use is missing, or is not what the manifest says.
    """
    folder = folder or DIST
    manifest = _json(folder / MANIFEST)
    try:
        version = str(manifest["version"])
        launcher, panel = (_of_manifest(folder, manifest[one]) for one in ("launcher", "panel"))
        kept = [str(name) for one in _releases(folder) for name in one["files"]]
    except (KeyError, TypeError):
        raise WidgetUnusable(f"{MANIFEST} or {RELEASES} has another form than expected") from None
    files, lost = {one.name: one for one in (launcher, panel)}, []
    for name in kept:
        try:
            files.setdefault(name, _read(folder, name))
        except WidgetUnusable as error:
            lost.append(ReleaseLost(error.why))
    return Widget(version, launcher, panel, files, frozenset(kept), tuple(lost))


def _of_manifest(folder: Path, entry: Mapping[str, str]) -> Built:
    built = _read(folder, entry["file"])
    if built.integrity != entry["integrity"]:
        # Every browser would refuse it.
        raise WidgetUnusable(f"{built.name} is not the file that {MANIFEST} names")
    return built


def _read(folder: Path, name: str) -> Built:
    if not _NAME.fullmatch(name):
        raise WidgetUnusable(f"{name!r} is no name of a file")
    return Built.of(name, _bytes(folder / name))


def _releases(folder: Path) -> Any:
    return _json(folder / RELEASES) if (folder / RELEASES).exists() else []


def _json(path: Path) -> Any:
    try:
        return json.loads(_bytes(path))
    except ValueError:
        raise WidgetUnusable(f"{path.name} is not JSON") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WidgetUnusable(f"{path.name}: {error.strerror}") from None
