import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.setup.paths import ROOT

SKIPPING = {
    "a test": "import pytest\ndef test_a() -> None:\n    pytest.skip('no browser')\n",
    "a module": "import pytest\npytest.importorskip('nowhere')\n",
    "a mark": "import pytest\n@pytest.mark.skip\ndef test_a() -> None: ...\n",
}


def pytest_run(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", folder],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "CI": ci},
    )


@pytest.mark.parametrize("way", SKIPPING)
def test_in_ci_nothing_is_skipped_in_silence(tmp_path: Path, way: str) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "test_passes.py").write_text("def test_b() -> None: ...\n")
    (tmp_path / "test_skips.py").write_text(SKIPPING[way])
    assert pytest_run(tmp_path, ci="false").returncode == 0
    in_ci = pytest_run(tmp_path, ci="true")
    assert in_ci.returncode != 0
    assert "which CI does not allow" in in_ci.stdout
