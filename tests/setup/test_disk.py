from pathlib import Path

import pytest

from bot.setup import disk
from bot.setup.errors import SetupError


def test_enough_room_is_fine_also_for_a_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    disk.require(0.000001, tmp_path / "not" / "yet", "A test")


def test_a_full_disk_is_said_with_what_is_needed_and_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"A test needs 999999\.0 GiB .* has \d+\.\d\. Make room"):
        disk.require(999_999, tmp_path, "A test")
