"""The real guides, and what it takes to make small ones."""

from __future__ import annotations

import pytest

from bot.content import load_library
from bot.release.guide import Release
from bot.setup.paths import ROOT


@pytest.fixture(scope="session")
def release() -> Release:
    """The guides as they stand in `content/release.yml`."""
    return load_library(ROOT).release
